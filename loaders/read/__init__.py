"""Readers: a file in, a `Document` of lines and tables out. One small module a format; here is who reads what.

The format is told from the content, since names lie (a page saved as .doc, a .txt that is a PDF).
"""

from __future__ import annotations

import hashlib
import importlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from loaders.read.document import Document, ReadError, Table
from loaders.read.kinds import PLAIN, REFUSED, kind, told

__all__ = ["SUFFIXES", "Document", "ReadError", "is_plain_text", "read", "sha256", "shown"]

MAX_MIB = 50
"""Larger files are refused: no published plan comes near, and a mistaken pick should not fill the memory.

The variable ZEREN_MAX_MIB names another limit."""

Reader = Callable[[bytes, str], Document]

READERS = {
    ".txt": "text.read_text",
    ".md": "text.read_text",
    ".html": "html.read_html",
    ".htm": "html.read_html",
    ".shtml": "html.read_html",
    ".mht": "mht.read_mht",
    ".mhtml": "mht.read_mht",
    ".pdf": "pdf.read_pdf",
    ".docx": "word.read_word",
    ".xlsx": "sheet.read_sheet",
    ".xls": "sheet.read_old_sheet",
    ".et": "sheet.read_old_sheet",
    ".csv": "sheet.read_csv",
    ".doc": "office.read_office",
    ".wps": "office.read_office",
    ".rtf": "office.read_office",
    ".odt": "office.read_office",
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
    raw, name, suffix = _bytes(path), shown(str(path)), path.suffix.lower()
    found = kind(raw, suffix, name)
    if found in REFUSED:
        raise ReadError(f"{name}: {REFUSED[found]}.")
    if suffix not in READERS and found not in READERS:
        known = ", ".join(sorted(SUFFIXES))
        raise ReadError(f"{name}: files ending in {suffix or '(nothing)'} are not read; known are {known}.")
    document = _function(READERS[found])(raw, name)
    if not any(isinstance(block, Table) or block.text.strip() for block in document.blocks):
        raise ReadError(f"{name}: no text was found in this file; open it and see whether it is the right one.")
    return document, raw


def is_plain_text(path: Path) -> bool:
    """Whether reading the file needs none of the libraries that can crash or swell; also where it can't be opened."""
    if not path.is_file():
        return True
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as stream:
            return suffix in PLAIN and told(stream.read(2048), suffix) is None
    except OSError:
        return True


def _function(reader: str) -> Reader:
    module, function = reader.split(".")
    found: Reader = getattr(importlib.import_module(f"loaders.read.{module}"), function)
    return found


def sha256(raw: bytes) -> str:
    """The SHA-256 of a file's bytes in hex."""
    return hashlib.sha256(raw).hexdigest()


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file within the limit. Nothing else is opened: a pipe or a device might never end."""
    name, limit = shown(str(path)), _limit()
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(f"{name}: this is a folder; name a file, or use load for folders.")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(f"{name}: this is a pipe or a device and no file; save the plan as a file and name that.")
        if status.st_size <= limit:
            with path.open("rb") as stream:
                raw = stream.read(limit + 1)
        if status.st_size > limit or len(raw) > limit:
            raise ReadError(
                f"{name}: {max(status.st_size, limit) / 2**20:.0f} MiB is more than the limit of {limit // 2**20} MiB; "
                "is this a plan? If it is, set ZEREN_MAX_MIB to a larger number and try again."
            )
    except FileNotFoundError:
        raise ReadError(f"{name}: there is no such file; check the path.") from None
    except PermissionError:
        raise ReadError(f"{name}: the file may not be read; check its permissions.") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"{name}: the file can't be read ({error}).") from error
    if not raw.strip():
        raise ReadError(f"{name}: the file is empty; get the plan again from its source.")
    return raw


def _limit() -> int:
    """The largest file that is read, in bytes."""
    given = os.environ.get("ZEREN_MAX_MIB", str(MAX_MIB)).strip()
    if not given.isdecimal() or not 0 < int(given) <= 4096:
        raise ReadError(f"ZEREN_MAX_MIB is {given!r}; set it to a whole number of MiB from 1 to 4096, or unset it.")
    return int(given) * 2**20


def shown(name: str) -> str:
    """A file's name for messages and records: control characters and bytes that are no text are made visible."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
