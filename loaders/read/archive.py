"""Checks a zipped office file before it is opened: size when unpacked, encryption, harmful XML."""

from __future__ import annotations

import io
import zipfile

from loaders.read.document import ReadError

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
"""A part that unpacks to more than this many times its size is a bomb; real office files stay below 50."""
OLE = b"\xd0\xcf\x11\xe0"


def checked(raw: bytes, name: str) -> None:
    """Raises ReadError for a file that is no zip, is encrypted, unpacks to too much or declares XML entities."""
    if raw.startswith(OLE):
        raise ReadError(f"{name}: the file is protected by a password; remove the protection and save it again.")
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
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!ENTITY" in stream.read(4096):
                            raise ReadError(f"{name}: the file declares XML entities, which no office program writes.")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise ReadError(f"{name}: the file is damaged or cut off ({error}); get it again from its source.") from None
