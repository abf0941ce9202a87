"""Hides what identifies a person: the e-mail addresses and phone numbers that plans print.

Masking keeps the length, so that every offset of the extraction still points at its words. The records keep the text
as printed; whatever shows it masks it.
"""

from __future__ import annotations

import re

MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"(?<![\d-])(?:0\d{2,3}[-－ ]?\d{7,8}|1[3-9]\d{9}|1[3-9]\d[- ]\d{4}[- ]\d{4})(?![\d-])")
CALLED = re.compile(r"(?:联系电话|联系方式|咨询电话|举报电话|传真|电话)[：: ]*(\d{7,8})(?!\d)")
DOT = "•"
_PERHAPS = re.compile(r"@|\d{7}|\d{4}[- ]\d{4}")
"""What all of these hold, which is looked for sooner than each of them."""


def mask(text: str) -> str:
    """The text with e-mail addresses and phone numbers dotted out, character for character."""
    if not _PERHAPS.search(text):
        return text
    text = MAIL.sub(lambda found: _dots(found.group(), keep=4), text)
    text = PHONE.sub(lambda found: _dots(found.group(), keep=3), text)
    return CALLED.sub(lambda found: found.group()[: -len(found[1])] + _dots(found[1], keep=2), text)


def _dots(text: str, keep: int) -> str:
    return "".join(c if i < keep or c in "@-－ " else DOT for i, c in enumerate(text))
