"""Large texts as they go to the browser: compressed once for all sessions, with a short name that tells them apart.

A click sends a surface again with another figure marked in it. Of 300 plans a surface has up to a million signs: packed
it is a tenth of that, and the browser, which knows the name, does not even open it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Packed:
    """A text in the form that the browser opens (`unpack.js`); `revision` changes when the text does."""

    revision: str
    body: bytes

    @property
    def text(self) -> str:
        """The text itself."""
        return zlib.decompress(self.body).decode()


def packed(text: str) -> Packed:
    """A text, packed."""
    signs = text.encode()
    return Packed(hashlib.blake2b(signs, digest_size=8).hexdigest(), zlib.compress(signs, 6))


def sent(head: Mapping[str, Any], content: Packed) -> bytes:
    """What a component gets: one line that says what is to be done with the text, and the text."""
    return json.dumps({**head, "revision": content.revision}, ensure_ascii=False).encode() + b"\n" + content.body


def opened(data: bytes) -> tuple[dict[str, Any], str]:
    """The line and the text again, as the browser sees them."""
    head, _, body = data.partition(b"\n")
    return json.loads(head), zlib.decompress(body).decode()
