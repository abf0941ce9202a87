"""Tells what a file is from its content, since names lie: a page saved as .doc, a .txt that is a PDF."""

from __future__ import annotations

import io
import re
import zipfile

from loaders.read import ole
from loaders.read.document import ReadError
from loaders.read.text import BOMS, decode

PLAIN = frozenset((".txt", ".md", ".csv"))
SHEETS = frozenset((".xls", ".xlsx", ".et"))
OFFICE = SHEETS | {".doc", ".docx", ".wps", ".rtf", ".odt"}
"""Names under which programs save plain text too."""
STARTS = (
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
)
MEMBERS = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"), ("OFD.xml", ".ofd"), ("content.xml", ".odt"))
"""What a member's name begins with tells the kinds of zipped files apart; a file with none of these is an archive."""
PAGE = re.compile(rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
FRAGMENT = re.compile(rb"<(?:!--|(?:head|body|meta|title|style|script|div|table|p|center|font)[\s>])", re.IGNORECASE)
"""How web pages begin; a fragment counts only where the name does not say that it is plain text."""
MAIL = re.compile(rb"(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?(?:mime-version:|content-type:\s*multipart/related)", re.IGNORECASE)
"""How a page saved with its pictures (.mht) begins: like an e-mail."""
REFUSED = {
    ".ofd": "OFD files are not read; open it in an OFD reader and save it as PDF",
    ".ceb": "CEB files are not read; open it in Apabi Reader and print it as PDF",
    ".cebx": "CEB files are not read; open it in Apabi Reader and print it as PDF",
    ".ppt": "slides are not read; save their text as .docx",
    ".pptx": "slides are not read; save their text as .docx",
    ".zip": "this is an archive; unpack it and name the plan that is in it",
    ".rar": "this is an archive; unpack it and name the plan that is in it",
    ".7z": "this is an archive; unpack it and name the plan that is in it",
    ".gz": "this is an archive; unpack it and name the plan that is in it",
}
"""Formats that are known and not read, with what to do."""


def kind(raw: bytes, suffix: str, name: str) -> str:
    """The suffix of the format that the bytes are in; the name's own one where they do not tell.

    Raises ReadError for files that a password protects.
    """
    found = told(raw, suffix) or (ole.kind(raw, name) if raw.startswith(ole.MAGIC) else None)
    if found is None and suffix in OFFICE and _is_text(raw, name):
        return ".csv" if suffix in SHEETS else ".txt"
    return found or suffix


def told(raw: bytes, suffix: str) -> str | None:
    """The suffix that the first bytes call for (those of an old office file apart), None where they do not tell."""
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    for start, found in STARTS:
        if raw.startswith(start):
            return found
    head = raw[:2048]
    if any(head.startswith(bom) for bom, encoding in BOMS if encoding == "utf-16"):
        head = head.replace(b"\0", b"")[2:]
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1024].startswith(b"%PDF-"):
        return ".pdf"
    if PAGE.match(head) or (suffix not in PLAIN and FRAGMENT.match(head)):
        return ".html"
    return ".mht" if MAIL.match(head) else None


def _zipped(raw: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None  # its reader says that it is damaged
    return next((suffix for start, suffix in MEMBERS if any(name.startswith(start) for name in names)), ".zip")


def _is_text(raw: bytes, name: str) -> bool:
    try:
        decode(raw, name)
    except ReadError:
        return False
    return True
