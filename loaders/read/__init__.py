"""Readers: a file in, a `Document` of lines out. One small module a format; here is who reads what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from loaders.errors import UserError
from loaders.read.document import Document, ReadError
from loaders.read.text import read_text

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "ReadError", "read", "sha256"]

MAX_BYTES = 50 * 1024 * 1024
"""Larger files are refused: no published plan comes near, and a mistaken pick should not fill the memory."""

READERS: dict[str, Callable[[bytes, str], Document]] = {".txt": read_text, ".md": read_text}
SUFFIXES = frozenset(READERS)


def read(path: Path) -> tuple[Document, bytes]:
    """The document in the file and the file's bytes.

    Raises ReadError where the file is missing, empty, too large, of an unknown format or not readable as its format.
    """
    raw = _bytes(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(SUFFIXES))
        raise ReadError(
            f"{_shown(path)}: files ending in {path.suffix or '(nothing)'} are not read; known are {known}."
        )
    return reader(raw, _shown(path)), raw


def sha256(raw: bytes) -> str:
    """The SHA-256 of a file's bytes in hex."""
    return hashlib.sha256(raw).hexdigest()


def _bytes(path: Path) -> bytes:
    name = _shown(path)
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


def _shown(path: Path) -> str:
    """The path for a message: control characters made visible."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in str(path))


assert issubclass(ReadError, UserError)
