"""Readers: a file in, a `Document` of lines and tables out. One small module a format; here is who reads what.

The format is told from the content, since names lie (a page saved as .doc, a .txt that is a PDF).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from loaders.read.document import Document, ReadError

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "ReadError", "read", "sha256", "shown"]

MAX_BYTES = 50 * 1024 * 1024
"""Larger files are refused: no published plan comes near, and a mistaken pick should not fill the memory."""

Reader = Callable[[bytes, str], Document]


def _text(raw: bytes, name: str) -> Document:
    from loaders.read.text import read_text

    return read_text(raw, name)


def _html(raw: bytes, name: str) -> Document:
    from loaders.read.html import read_html

    return read_html(raw, name)


def _pdf(raw: bytes, name: str) -> Document:
    from loaders.read.pdf import read_pdf

    return read_pdf(raw, name)


def _word(raw: bytes, name: str) -> Document:
    from loaders.read.word import read_word

    return read_word(raw, name)


def _sheet(raw: bytes, name: str) -> Document:
    from loaders.read.sheet import read_sheet

    return read_sheet(raw, name)


def _csv(raw: bytes, name: str) -> Document:
    from loaders.read.sheet import read_csv

    return read_csv(raw, name)


def _image(raw: bytes, name: str) -> Document:
    from loaders.read.ocr import read_image

    return read_image(raw, name)


def _office(raw: bytes, name: str) -> Document:
    from loaders.read.office import read_office

    return read_office(raw, name)


READERS: dict[str, Reader] = {
    ".txt": _text,
    ".md": _text,
    ".html": _html,
    ".htm": _html,
    ".shtml": _html,
    ".pdf": _pdf,
    ".docx": _word,
    ".xlsx": _sheet,
    ".csv": _csv,
    ".doc": _office,
    ".wps": _office,
    ".png": _image,
    ".jpg": _image,
    ".jpeg": _image,
    ".tif": _image,
    ".tiff": _image,
    ".bmp": _image,
}
"""Each imports its library when it is first used: text plans should not wait for a PDF library."""
SUFFIXES = frozenset(READERS)


def read(path: Path) -> tuple[Document, bytes]:
    """The document in the file and the file's bytes.

    Raises ReadError where the file is missing, empty, too large, of an unknown format or not readable as its format.
    """
    raw = _bytes(path)
    suffix = path.suffix.lower()
    reader = READERS.get(told_by_content(raw) or suffix)
    if reader is None:
        known = ", ".join(sorted(SUFFIXES))
        raise ReadError(f"{shown(str(path))}: files ending in {suffix or '(nothing)'} are not read; known are {known}.")
    return reader(raw, shown(str(path))), raw


def told_by_content(raw: bytes) -> str | None:
    """The suffix that the first bytes call for, None where they do not tell."""
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return ".html"
    return None


def sha256(raw: bytes) -> str:
    """The SHA-256 of a file's bytes in hex."""
    return hashlib.sha256(raw).hexdigest()


def _zipped(raw: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any(name.startswith("word/") for name in names):
        return ".docx"
    return ".xlsx" if any(name.startswith("xl/") for name in names) else None


def _bytes(path: Path) -> bytes:
    name = shown(str(path))
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReadError(f"{name}: this is a folder; name a file, or use load for folders.")
        if size > MAX_BYTES:
            raise ReadError(
                f"{name}: {size // 2**20} MiB is more than the limit of {MAX_BYTES // 2**20} MiB; is this a plan?"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{name}: there is no such file; check the path.") from None
    except PermissionError:
        raise ReadError(f"{name}: the file may not be read; check its permissions.") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"{name}: the file can't be read ({error}).") from error
    if not raw.strip():
        raise ReadError(f"{name}: the file is empty; get the plan again from its source.")
    return raw


def shown(name: str) -> str:
    """A file's name for messages and records: control characters and bytes that are no text are made visible."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
