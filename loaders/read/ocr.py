"""Scans and photographs of pages, where the OCR extra is installed (requirements-ocr.txt; its models ship with it)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from loaders.read.document import Document, Line, ReadError

INSTALL = "install the OCR extra (python -m pip install -r requirements-ocr.txt) and try again"
SCALE = 2.0
"""Pages are rendered at twice 72 dpi: the recogniser reads body text well at that size."""
MAX_PAGES = 100

BRACKETS = str.maketrans("[]［］", "〔〕〔〕")
"""Recognisers take the brackets of 〔2025〕 and 县〔市、区〕 for square ones, which official print does not use."""

Box = Sequence[Sequence[float]]


def read_image(raw: bytes, name: str) -> Document:
    """The lines that are recognised on a picture of a page.

    Raises ReadError where the extra is missing or the picture can't be read.
    """
    engine = _engine(name)
    try:
        from PIL import Image

        picture = Image.open(io.BytesIO(raw)).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ReadError(f"{name}: this picture can't be read ({error}); save it again as PNG.") from None
    lines = [Line(text, number, 1) for number, text in enumerate(_recognised(engine, picture), 1)]
    return _checked(lines, name, 1)


def read_scan(raw: bytes, name: str) -> Document:
    """The lines that are recognised on the pages of a PDF without a text layer.

    Raises ReadError where the extra is missing.
    """
    engine = _engine(name)
    import pypdfium2

    pdf = pypdfium2.PdfDocument(raw)
    if len(pdf) > MAX_PAGES:
        raise ReadError(f"{name}: {len(pdf)} scanned pages are more than the limit of {MAX_PAGES}; split the file.")
    lines: list[Line] = []
    for page in range(len(pdf)):
        picture = pdf[page].render(scale=SCALE).to_pil().convert("RGB")
        for text in _recognised(engine, picture):
            lines.append(Line(text, len(lines) + 1, page + 1))
    return _checked(lines, name, len(pdf))


def _checked(lines: list[Line], name: str, pages: int) -> Document:
    if not lines:
        raise ReadError(f"{name}: no text was recognised on {pages} page(s); is it the right file, the right way up?")
    return Document(tuple(lines), "ocr", pages)


def _engine(name: str) -> Any:
    try:
        return _load()
    except ImportError:
        raise ReadError(f"{name}: this is a scan without a text layer; {INSTALL}.") from None


@cache
def _load() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})


def _recognised(engine: Any, picture: Any) -> Iterator[str]:
    """The lines of a page from top to bottom; pieces at one height make one line."""
    import numpy

    result = engine(numpy.asarray(picture))
    if result.boxes is None:
        return
    pieces = sorted(zip(result.boxes, result.txts, strict=True), key=lambda piece: _middle(piece[0]))
    line: list[tuple[Box, str]] = []
    for piece in pieces:
        if line and _middle(piece[0]) - _middle(line[-1][0]) > 0.6 * _height(line[-1][0]):
            yield _joined(line)
            line = []
        line.append(piece)
    if line:
        yield _joined(line)


def _joined(line: list[tuple[Box, str]]) -> str:
    text = " ".join(text for _, text in sorted(line, key=lambda piece: float(piece[0][0][0])))
    return text.translate(BRACKETS)


def _middle(box: Box) -> float:
    return float(box[0][1] + box[2][1]) / 2


def _height(box: Box) -> float:
    return float(box[2][1] - box[0][1])
