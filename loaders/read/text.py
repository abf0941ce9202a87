"""Plain text and Markdown, in the encodings in which Chinese plans are saved."""

from __future__ import annotations

import codecs
import re

from loaders.read.document import Document, Line, ReadError, Table

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
CHINESE = re.compile("[\u3400-\u9fff]")


def read_text(raw: bytes, name: str) -> Document:
    """The lines of a text file; a form feed begins a new page.

    Raises ReadError for binary files and unknown encodings.
    """
    lines: list[Line | Table] = []
    page = 1
    text = decode(raw, name)
    paged = "\f" in text
    for number, printed in enumerate(LINE_END.split(text), 1):
        for index, part in enumerate(printed.split("\f")):
            page += index > 0
            lines.append(Line(part, number, page if paged else None))
    return Document(tuple(lines), "text", page if paged else None)


def decode(raw: bytes, name: str) -> str:
    """The text of the bytes: UTF-8, UTF-16 (by its mark, or by its zero bytes), or GB18030."""
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return _checked(raw, encoding, name)
    if raw[1:2] == b"\0" or raw[:1] == b"\0":
        return _checked(raw, "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", name)
    try:
        return _checked(raw, "utf-8", name)
    except ReadError:
        return _checked(raw, "gb18030", name)


def _checked(raw: bytes, encoding: str, name: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: byte {error.start} is neither UTF-8 nor GB18030 nor UTF-16 text; "
            "the file is damaged or not a text file. Save it again as UTF-8."
        ) from None
    if len(CONTROL.findall(text)) > len(text) // 200:
        raise ReadError(f"{name}: this is a binary file, no text. Save the plan as text and try again.")
    if not CHINESE.search(text):
        raise ReadError(f"{name}: there is no Chinese text in it; is this the right file?")
    return text.lstrip("\ufeff")
