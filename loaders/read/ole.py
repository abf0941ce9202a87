"""Looks into the container of old office files (OLE): what it holds, and whether it can be read."""

from __future__ import annotations

import io
import struct

import olefile

from loaders.read.document import ReadError

MAGIC = olefile.MAGIC
STREAMS = (
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
"""The stream that stands at the top of a file of each kind; WPS writes .wps and .et in the same way."""
ENCRYPTED = 0x0100
SECOND_TABLE = 0x0200
"""Bits of the head of a WordDocument stream ([MS-DOC] 2.5.2, FibBase)."""
CELL_END = "\x07"


def kind(raw: bytes, name: str) -> str | None:
    """The suffix of what the container holds, None where it is of no known kind.

    Raises ReadError for a damaged container and for one that is protected by a password.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            if container.exists("EncryptedPackage"):
                raise protected(name)
            return next((suffix for stream, suffix in STREAMS if container.exists(stream)), None)
    except (OSError, ValueError, struct.error, IndexError, RecursionError) as error:
        raise ReadError(f"{name}: the file is damaged or cut off ({error}); get it again from its source.") from None


def check_word(raw: bytes, name: str) -> None:
    """Raises ReadError for a Word file that is protected, or that ends in a table in a way that would lose the table.

    Word ends every file with a paragraph. LibreOffice writes files that end in a table's last cell, and loses
    that table when it reads one.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            if not container.exists("WordDocument"):
                return
            words = container.openstream("WordDocument").read()
            (flags,) = struct.unpack_from("<H", words, 0x0A)
            if flags & ENCRYPTED:
                raise protected(name)
            pieces = container.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    except (OSError, ValueError, struct.error, IndexError, RecursionError) as error:
        raise ReadError(f"{name}: the file is damaged or cut off ({error}); get it again from its source.") from None
    if _last_character(words, pieces) == CELL_END:
        raise ReadError(
            f"{name}: the file ends in a table without a paragraph after it, and LibreOffice loses such a table; "
            "open the file, add an empty line at its end and save it."
        )


def protected(name: str) -> ReadError:
    """The sentence for a file that only opens with a password."""
    return ReadError(f"{name}: the file is protected by a password; remove the protection and save it again.")


def _last_character(words: bytes, tables: bytes) -> str:
    """The last character of the main text, by the table of pieces ([MS-DOC] 2.9.38, Clx); empty if unknown."""
    try:
        (length,) = struct.unpack_from("<i", words, 0x4C)
        start, size = struct.unpack_from("<II", words, 0x01A2)
        clx = tables[start : start + size]
        at = 0
        while clx[at] == 1:  # changes of format stand before the table
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
        places = struct.unpack_from(f"<{count + 1}i", clx, at + 5)
        for index in range(count):
            if places[index] < length <= places[index + 1]:
                (begin,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * index + 2)
                before = length - 1 - places[index]
                if begin & 0x40000000:  # one byte a character
                    return chr(words[(begin & 0x3FFFFFFF) // 2 + before])
                return words[begin + 2 * before :][:2].decode("utf-16-le", "replace")
    except (struct.error, IndexError):
        pass
    return ""
