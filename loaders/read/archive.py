"""Checks a zipped office file before it is opened: size when unpacked, encryption, harmful XML."""

from __future__ import annotations

import io
import zipfile
import zlib

from loaders.read.document import ReadError

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
"""A part that unpacks to more than this many times its size is a bomb; real office files stay below 50."""
CHUNK = 2**20


def checked(raw: bytes, name: str) -> None:
    """Raises ReadError for a file that is no zip, is encrypted, unpacks to too much or declares XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise ReadError(f"{name}: the file is encrypted; save an unprotected copy.")
            unpacked = sum(part.file_size for part in parts)
            swollen = any(part.file_size > MAX_RATIO * max(part.compress_size, 1024) for part in parts)
            if unpacked > MAX_UNPACKED or swollen:
                raise ReadError(
                    f"{name}: the file unpacks to {unpacked // 2**20} MiB, far beyond any plan; not opened."
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")) and _declares_entities(archive, part):
                    raise ReadError(
                        f"{name}: the file declares XML entities, which no office program writes; it may be made to do "
                        "harm. Get it again from its source."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise ReadError(f"{name}: the file is damaged or cut off ({error}); get it again from its source.") from None


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares an entity, in one byte or two a character; reads it whole, so that its sum is checked."""
    end = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            chunk = end + chunk.replace(b"\0", b"")
            if b"<!ENTITY" in chunk:
                return True
            end = chunk[-8:]
    return False
