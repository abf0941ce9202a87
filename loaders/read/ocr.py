"""Scans and photographs of pages, where the OCR extra is installed (requirements-ocr.txt; its models ship with it)."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from loaders.read.document import Document, Item, ReadError, numbered
from loaders.read.unruled import Piece, PrintedLine, printed_items

INSTALL = "install the OCR extra (python -m pip install -r requirements-ocr.txt) and try again"
SCALE, LONGEST = 170 / 72, 2900
"""Pages are rendered at 170 dots an inch, in which body text and small print of tables are read well, and no larger."""
MAX_PAGES = 100
SETTINGS = {
    "Global.use_cls": False,  # it takes whole lines for upside down
    "Global.log_level": "error",
    "Global.max_side_len": LONGEST,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,  # lines are found as well on a smaller picture, in a third of the time
    "Rec.rec_batch_num": 1,  # several lines at once are padded to the longest: more work and memory, no gain
}
BRACKETS = str.maketrans("[]［］", "〔〕〔〕")
"""Recognisers take the brackets of 〔2025〕 and 县〔市、区〕 for square ones, which official print does not use."""

Box = Sequence[Sequence[float]]


def read_image(raw: bytes, name: str) -> Document:
    """What is recognised on a picture of a page, or on all pages of a .tif.

    Raises ReadError where the extra is missing or the picture can't be read.
    """
    engine = _engine(name)
    return _checked([_recognised(engine, picture) for picture in _pictures(raw, name)], name)


def read_scan(raw: bytes, name: str) -> Document:
    """What is recognised on the pages of a PDF without a text layer.

    Raises ReadError where the extra is missing.
    """
    engine = _engine(name)
    return _checked([recognised_page(engine, raw, page, name) for page in range(_count(raw, name))], name)


def engine_or_none() -> Any | None:
    """The recogniser, None where the extra is not installed."""
    try:
        return _load()
    except ImportError:
        return None


def recognised_page(engine: Any, raw: bytes, page: int, name: str) -> list[Item]:
    """The lines and tables that are recognised on one page of a PDF, counted from 0."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(raw) as pdf:
            longest = max(*pdf[page].get_size(), 1.0)
            picture = pdf[page].render(scale=min(SCALE, LONGEST / longest)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise ReadError(f"{name}: page {page + 1} is damaged ({error}); get the file again from its source.") from None
    return _recognised(engine, picture)


def _count(raw: bytes, name: str) -> int:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(raw) as pdf:
            pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: the PDF is damaged ({error}); get it again from its source.") from None
    if pages > MAX_PAGES:
        raise ReadError(f"{name}: {pages} scanned pages are more than the limit of {MAX_PAGES}; split the file.")
    return pages


def _pictures(raw: bytes, name: str) -> Iterator[Any]:
    """The pages of a picture, upright and no larger than is needed."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw)) as whole:
                for number, frame in enumerate(ImageSequence.Iterator(whole), 1):
                    if number > MAX_PAGES:
                        raise ReadError(f"{name}: there are more than {MAX_PAGES} pages in it; split the file.")
                    picture = ImageOps.exif_transpose(frame).convert("RGB")
                    picture.thumbnail((LONGEST, LONGEST))
                    yield picture
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ReadError(f"{name}: this picture can't be read ({error}); save it again as PNG.") from None


def _checked(pages: list[list[Item]], name: str) -> Document:
    if not any(pages):
        raise ReadError(
            f"{name}: no text was recognised on {len(pages)} page(s); is it the right file, the right way up?"
        )
    return Document(tuple(numbered(pages)), "ocr", len(pages))


def _engine(name: str) -> Any:
    engine = engine_or_none()
    if engine is None:
        raise ReadError(f"{name}: this is a scan without a text layer; {INSTALL}.")
    return engine


@cache
def _load() -> Any:
    from rapidocr import RapidOCR

    threads = os.environ.get("OMP_NUM_THREADS", "")  # set where several files are read at once
    own = {"EngineConfig.onnxruntime.intra_op_num_threads": int(threads)} if threads.isdecimal() else {}
    return RapidOCR(params=SETTINGS | own)


def _recognised(engine: Any, picture: Any) -> list[Item]:
    """The lines and tables of a page from top to bottom; pieces at one height make one line."""
    import numpy

    result = engine(numpy.asarray(picture))
    if result.boxes is None:
        return []
    pieces = sorted(zip(result.boxes, result.txts, strict=True), key=lambda piece: _middle(piece[0]))
    lines: list[list[tuple[Box, str]]] = []
    for piece in pieces:
        if lines and _middle(piece[0]) - _middle(lines[-1][-1][0]) <= 0.6 * _height(lines[-1][-1][0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [item for _, item in printed_items([_printed(line) for line in lines])]


def _printed(line: list[tuple[Box, str]]) -> PrintedLine:
    pieces = [Piece(text.translate(BRACKETS), float(box[0][0]), float(box[1][0])) for box, text in line]
    return PrintedLine(_middle(line[0][0]), tuple(sorted(pieces, key=lambda piece: piece.left)))


def _middle(box: Box) -> float:
    return float(box[0][1] + box[2][1]) / 2


def _height(box: Box) -> float:
    return float(box[2][1] - box[0][1])
