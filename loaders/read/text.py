"""Plain text and Markdown, in the encodings in which Chinese plans are saved."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.read.document import Document, Line, ReadError

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
"""Tried in this order: UTF-8 never fits by chance, the others are taken where what they give is Chinese throughout."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
CHINESE = re.compile("[\u3400-\u9fff]")
SENTENCE = re.compile("[，。；：]")
COMMON = re.compile("[，。、：；（）《》“”的一是在和市县区人民政府会工作部门单位局委责任務為發展關]")
"""Signs and characters that make up a sixth of the five plans, and 0.2 % at most of the same bytes decoded wrongly."""
STRETCH, LETTERS, LEAST = 2000, 60, 0.015
"""This share of the letters of every stretch that has enough of them is common: encodings may be mixed."""
BAD_SHARE, BAD_COUNT = 0.001, 20
"""So many damaged characters of a text are read as �, and told; with more, the encoding is another one."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and what of it could not be read."""

    text: str
    notes: tuple[str, ...] = ()


def read_text(raw: bytes, name: str) -> Document:
    """The lines of a text file; a form feed begins a new page.

    Raises ReadError for binary files and unknown encodings.
    """
    lines: list[Line] = []
    decoded = decode(raw, name)
    if "\f" not in decoded.text:
        lines = [Line(printed, number) for number, printed in enumerate(LINE_END.split(decoded.text), 1)]
        return Document(tuple(lines), "text", notes=decoded.notes)
    page = 1
    for number, printed in enumerate(LINE_END.split(decoded.text), 1):
        for index, part in enumerate(printed.split("\f")):
            page += index > 0
            lines.append(Line(part, number, page))
    return Document(tuple(lines), "text", page, None, decoded.notes)


def decode(raw: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of the bytes in the encoding that its mark names, that is declared, or that gives Chinese text.

    Raises ReadError where none does.
    """
    marked = next((encoding for bom, encoding in BOMS if raw.startswith(bom)), None)
    others = () if _is_utf8(raw) else (*filter(None, (declared,)), *ENCODINGS)
    for encoding in (marked,) if marked else others or ("utf-8",):
        text = _tried(raw, encoding)
        if text is not None:
            return _cleared(text.removeprefix("\ufeff"), encoding)
    if len(CONTROL.findall(raw[:STRETCH].decode("latin-1"))) > min(len(raw), STRETCH) // 100:
        raise ReadError(
            f"{name}: this is a binary file, neither UTF-8 nor GB18030 nor UTF-16 text; "
            "save the plan as text and try again."
        )
    raise ReadError(
        f"{name}: there is no Chinese text in it that could be read as {', '.join(ENCODINGS[:3])} or Big5; "
        "is this the right file? If it is, it is damaged or mixes encodings: save it again as UTF-8."
    )


def _is_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 beyond doubt: text of two bytes a character holds zeros."""
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _tried(raw: bytes, encoding: str) -> str | None:
    """The text in this encoding, with a few damaged characters at most; None where it makes no sense."""
    try:
        text = raw.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None
    damaged = text.count("\ufffd")
    if damaged > min(BAD_COUNT, len(text) * BAD_SHARE + 0.5) or len(CONTROL.findall(text)) > len(text) // 200:
        return None
    return text if CHINESE.search(text) and (encoding == "utf-8" or _is_chinese(text, encoding)) else None


def _is_chinese(text: str, encoding: str) -> bool:
    enough = LETTERS if encoding.startswith("gb") else 1  # few letters are most likely in the common encoding
    for start in range(0, len(text), STRETCH):
        stretch = text[start : start + STRETCH]
        letters = sum(char >= "\x80" for char in stretch)
        if letters >= enough and len(COMMON.findall(stretch)) < LEAST * letters:
            return False
    return True


def _cleared(text: str, encoding: str) -> Decoded:
    """The text without control characters, with a note for what was damaged or left out."""
    return Decoded(CONTROL.sub("", text), tuple(_notes(text, encoding)))


def _notes(text: str, encoding: str) -> Iterator[str]:
    for pattern, words in (
        ("\ufffd", f"that are no {encoding} are read as �"),
        (CONTROL.pattern, "that control devices are left out"),
    ):
        places = [match.start() for match in re.finditer(pattern, text)]
        if places:
            line = len(LINE_END.findall(text, 0, places[0])) + 1
            yield f"{len(places)} characters {words}, the first in line {line}; compare the place with the printed plan"
