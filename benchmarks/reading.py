"""Processor time of reading, a file at a time: `python -m benchmarks.reading` (`--ocr` with the extra installed).

Beside each stands a baseline on the same file, which does the least that any reader must: a naive pattern on text, the
text layer of a PDF as PDFium gives it, the recogniser alone on the rendered page. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.run import PLANS, naive, seconds, table  # noqa: E402
from loaders.clean import clean  # noqa: E402
from loaders.pipeline import extract  # noqa: E402
from loaders.read import ocr, read  # noqa: E402

PAGES = 30
HEAD = ("序号", "任务", "主要举措", "牵头单位", "配合单位", "完成时限")
FONT = "STSong-Light"


def texts(rounds: int) -> None:
    """Each of the five plans."""
    rows = []
    for path in PLANS:
        ours, base = (
            _median(work, rounds) for work in (lambda path=path: extract(path), lambda path=path: naive(path))
        )
        lines = path.read_text("utf-8").count("\n")
        rows.append((path.stem, str(lines), f"{ours * 1000:.1f}", f"{base * 1000:.2f}"))
    table(f"Text plans, median of {rounds} runs", ("plan", "lines", "ms", "naive pattern, ms"), rows)


def pdfs(folder: Path) -> None:
    """A PDF of 30 pages with tables, wrapped cells and repeated heads."""
    path = folder / "tables.pdf"
    path.write_bytes(_tables())
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        pages = len(pdf)
    ours, base = _median(partial(extract, path), 3), _median(partial(_text_layer, path), 3)
    record = extract(path)
    header = ("file", "pages", "tasks", "s", "text layer alone, s")
    table("PDF", header, [(path.name, str(pages), str(len(record.tasks)), f"{ours:.1f}", f"{base:.2f}")])


def scans(folder: Path) -> None:
    """A page of running text and one of dense small print, as pictures without a text layer."""
    if (engine := ocr.engine_or_none()) is None:
        raise SystemExit(f"Scans can't be measured: {ocr.INSTALL}.")
    rows = []
    for name, size in (("page of text (12 pt)", 12), ("dense page (7 pt)", 7)):
        picture = _picture(size)
        path = folder / f"{size}.png"
        picture.save(path)
        wall, ours = time.perf_counter(), time.process_time()
        record = extract(path)
        wall, ours = time.perf_counter() - wall, time.process_time() - ours
        base = time.process_time()
        engine(picture)
        base = time.process_time() - base
        rows.append((name, str(len(record.text)), f"{ours:.1f}", f"{wall:.1f}", f"{base:.1f}"))
    header = (
        "picture",
        "characters read",
        "s of processor time",
        "s on the clock",
        "recogniser alone, s of processor time",
    )
    table("Scanned pages", header, rows)


def _median(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    return statistics.median(seconds(work, rounds, clock))


def _text_layer(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def _tables() -> bytes:
    """Rows of the five plans' items, as often as thirty pages hold."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style, out = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK"), io.BytesIO()
    flow: list[Any] = [Paragraph("某市重点任务分解表", style)]
    for number, rows in enumerate(_pages()):
        if number:
            flow.append(PageBreak())
        cells = [[Paragraph(text, style) for text in row] for row in (HEAD, *rows)]
        one = Table(cells, colWidths=(30, 90, 170, 95, 110, 50), repeatRows=1)
        one.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
        flow.append(one)
    SimpleDocTemplate(out, pagesize=(595, 842), leftMargin=25, rightMargin=25).build(flow)
    return out.getvalue()


def _pages() -> Iterator[list[tuple[str, ...]]]:
    """Rows for each page, seven to a page."""
    tasks = [task for path in PLANS for task in extract(path).tasks if task.lead and task.title]
    for page in range(PAGES):
        chosen = [tasks[(page * 7 + at) % len(tasks)] for at in range(7)]
        yield [
            (
                str(page * 7 + at),
                task.title or "",
                task.measures[0].text[:60] if task.measures else "",
                "、".join(party.name for party in task.lead),
                "、".join(party.name for party in task.support[:6]),
                "2019年底前",
            )
            for at, task in enumerate(chosen, 1)
        ]


def _picture(size: int) -> Any:
    """A printed page of a plan as a picture of 170 dots an inch."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style, out = ParagraphStyle("body", fontName=FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK"), io.BytesIO()
    text = clean(read(PLANS[0])[0]).text.split("\n")
    SimpleDocTemplate(out, pagesize=(595, 842)).build([Paragraph(line, style) for line in text])
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return pdf[0].render(scale=170 / 72).to_pil().convert("RGB")


def main() -> None:
    """Runs the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="runs of each text plan")
    parser.add_argument("--ocr", action="store_true", help="scanned pages too")
    options = parser.parse_args()
    texts(options.rounds)
    with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
        pdfs(Path(folder))
        if options.ocr:
            scans(Path(folder))


if __name__ == "__main__":
    main()
