"""Pages that a browser or Word saved in one file (.mht, often named .doc): the page among the parts of an e-mail."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from loaders.read.document import Document, ReadError
from loaders.read.html import read_html
from loaders.read.text import read_text


def read_mht(raw: bytes, name: str) -> Document:
    """The lines and tables of the first page in the file; its pictures and styles are left out.

    Raises ReadError where there is no page in it.
    """
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for wanted, reader in (("text/html", read_html), ("text/plain", read_text)):
        for part in message.walk():
            if part.get_content_type() == wanted and (content := _content(part)):
                return reader(content, name)
    raise ReadError(f"{name}: there is no page in this .mht file; open it in a browser and save the page as .html.")


def _content(part: Message) -> bytes:
    """The part's bytes, with the encoding that its header declares written where a page declares its own."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    charset = part.get_content_charset()
    return f'<meta charset="{charset}">'.encode("ascii", "ignore") + content if charset else content
