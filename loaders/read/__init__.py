"""Readers: a file in, a `Document` of lines and tables out. One small module a format; here is who reads what.

The format is told from the content, since names lie (a page saved as .doc, a .txt that is a PDF).
"""

from __future__ import annotations

import hashlib
import importlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from loaders.read.document import Document, ReadError

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "ReadError", "read", "sha256", "shown"]

MAX_BYTES = 50 * 1024 * 1024
"""Larger files are refused: no published plan comes near, and a mistaken pick should not fill the memory."""

Reader = Callable[[bytes, str], Document]

READERS = {
    ".txt": "text.read_text",
    ".md": "text.read_text",
    ".html": "html.read_html",
    ".htm": "html.read_html",
    ".shtml": "html.read_html",
    ".pdf": "pdf.read_pdf",
    ".docx": "word.read_word",
    ".xlsx": "sheet.read_sheet",
    ".csv": "sheet.read_csv",
    ".doc": "office.read_office",
    ".wps": "office.read_office",
    ".png": "ocr.read_image",
    ".jpg": "ocr.read_image",
    ".jpeg": "ocr.read_image",
    ".tif": "ocr.read_image",
    ".tiff": "ocr.read_image",
    ".bmp": "ocr.read_image",
}
"""Module and function of each reader, imported when it is first used: text plans should not wait for a PDF library."""
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
    return _function(reader)(raw, shown(str(path))), raw


def _function(reader: str) -> Reader:
    module, function = reader.split(".")
    found: Reader = getattr(importlib.import_module(f"loaders.read.{module}"), function)
    return found


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
