"""The characters of a PDF page, each once, and by name where its font does not name it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

NEAR = 0.2
"""Share of its size by which a character may be off from the same one before it: print is made bold so."""
UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
"""What stands for a character in a font that does not say which characters it prints."""

Char = dict[str, Any]
Place = tuple[int, int]


def put_right(page: Any, raw: bytes) -> None:
    """Leaves each character of a pdfplumber page once, and asks the second PDF library for those that have no name."""
    chars = list(_once(page.chars))
    page.objects["char"] = chars
    if any(unknown(char) for char in chars):
        names = _names(raw, page.page_number - 1)
        for char in chars:
            if unknown(char):
                char["text"] = names.get(_place(*char["matrix"][4:6]), char["text"])


def unknown(char: Char) -> bool:
    """Whether the character's font does not tell which one it is."""
    return UNKNOWN.match(char["text"]) is not None


def _once(chars: Sequence[Char]) -> Iterator[Char]:
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        near = max(NEAR * char["size"], 0.01)
        x, y = round(char["x0"] / near), round(char["top"] / near)
        if not any((char["text"], x + right, y + down) in seen for right in (-1, 0, 1) for down in (-1, 0, 1)):
            seen.add((char["text"], x, y))
            yield char


def _names(raw: bytes, page: int) -> dict[Place, str]:
    """The characters that pdfium finds on a page, by where each begins: it reads fonts that pdfminer does not."""
    names: dict[Place, str] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    try:
        with pypdfium2.PdfDocument(raw) as pdf:
            text = pdf[page].get_textpage()
            for index in range(text.count_chars()):
                code = pdfium.FPDFText_GetUnicode(text, index)
                if code > 32 and pdfium.FPDFText_GetCharOrigin(text, index, x, y):
                    names[_place(x.value, y.value)] = chr(code)
    except (pypdfium2.PdfiumError, ValueError):
        return {}
    return {place: name for place, name in names.items() if not UNKNOWN.match(name)}


def _place(x: float, y: float) -> Place:
    return round(x), round(y)
