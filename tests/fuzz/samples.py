"""Small real files of every format that is read in Python, changes to them, and changed plans, for the fuzzers."""

from __future__ import annotations

import io
import random
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import xlwt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.errors import UserError
from loaders.read import READERS, _function
from loaders.read.kinds import REFUSED, kind
from tests.fuzz import plans

LINES = (
    "宜昌市实施方案",
    "一、重点任务",
    "1.打击诈骗。加强管理。（牵头单位：市公安局；责任单位：市财政局）",
)
ROWS = (("序号", "任务", "牵头单位"), ("1", "打击诈骗", "市公安局"), ("2", "整治谣言", "市委网信办、市文明办"))


def _word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line, style="List Number")
    table = document.add_table(len(ROWS), 3)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    document.save(out)
    return out.getvalue()


def _sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.active["D1"] = "=1+1"
    book.save(out)
    return out.getvalue()


def _old_sheet() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for _ in range(2):
        canvas.setFont("STSong-Light", 12)
        for index, line in enumerate(LINES):
            canvas.drawString(40, 780 - 30 * index, line)
        canvas.grid([40, 200, 400], [500, 550, 600])
        canvas.drawString(50, 510, "市公安局")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _table() -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)


def _page() -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        "<html><head><meta charset=utf-8><title>方案</title></head><body><form><div class=share>分享</div><ol><li>甲</ol>"
        f"{paragraphs}<table><tr><td rowspan=2>甲<td colspan=2>乙</tr>{_table()}</table></form></body></html>"
    ).encode()


def _mht() -> bytes:
    return (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n"
        + _page()
        + b"\r\n--B--\r\n"
    )


SAMPLES: dict[str, bytes] = {
    ".docx": _word(),
    ".xlsx": _sheet(),
    ".xls": _old_sheet(),
    ".pdf": _pdf(),
    ".html": _page(),
    ".mht": _mht(),
    ".csv": "\n".join(",".join(row) for row in ROWS).encode("gb18030"),
    ".txt": "\n".join(LINES * 3).encode(),
}
PLAN = ".plan"
"""Stands for a changed plan that is read through to the rows of the graph."""
ZIPPED = frozenset((".docx", ".xlsx"))
TOKENS = (
    b"\0",
    b"\xff" * 4,
    b"<",
    b">",
    b"&#0;",
    b"0",
    b"-1",
    b"99999999",
    b"/",
    b"[",
    b"R",
    b"<w:tbl>",
    b"<table>",
    b"</p>",
)


def attempt(path: Path) -> str | None:
    """Reads the variant that a path like 12.docx names; the fault, if there is one. Runs in a reading process."""
    try:
        if path.suffix == PLAN:
            plans.check(int(path.stem))
        else:
            read_as(path.suffix, variant(path.suffix, int(path.stem)))
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException:  # Rust libraries raise one of their own
        return "\n".join(traceback.format_exc().strip().splitlines()[-7:])
    return None


def read_as(suffix: str, content: bytes) -> None:
    """Reads the bytes as the program would; a UserError is an answer, everything else a fault."""
    try:
        found = kind(content, suffix, "a")
        if found not in REFUSED and not READERS[found].startswith(("office", "ocr")):
            _function(READERS[found])(content, "a")
    except UserError as error:
        assert str(error)


def changed(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces removed, doubled, moved or replaced."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        if not data:
            break
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((1, 2, 8, 64, 512)))
        CHANGES[chance.randrange(len(CHANGES))](data, start, end, chance)
    return bytes(data)


def _remove(data: bytearray, start: int, end: int, _: random.Random) -> None:
    del data[start:end]


def _double(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    data[start:start] = data[start:end] * chance.choice((1, 3, 40))


def _scramble(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    data[start:end] = chance.randbytes(end - start)


def _token(data: bytearray, start: int, _: int, chance: random.Random) -> None:
    data[start : start + chance.randint(0, 4)] = chance.choice(TOKENS)


def _move(data: bytearray, start: int, end: int, chance: random.Random) -> None:
    piece = data[start:end]
    del data[start:end]
    at = chance.randint(0, len(data))
    data[at:at] = piece


CHANGES: tuple[Callable[[bytearray, int, int, random.Random], None], ...] = (_remove, _double, _scramble, _token, _move)


def changed_within(content: bytes, chance: random.Random) -> bytes:
    """A zipped file, sound as an archive, with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            new.writestr(name, changed(part, chance) if name == chosen else part)
    return out.getvalue()


def variant(suffix: str, seed: int) -> bytes:
    """A changed sample; the same seed always gives the same one."""
    chance = random.Random(seed)
    if suffix in ZIPPED and chance.random() < 0.7:
        return changed_within(SAMPLES[suffix], chance)
    return changed(SAMPLES[suffix], chance)
