"""Traditional characters -> simplified ones, one for one, so that offsets hold and the printed words stay.

The grammar is written in simplified characters; a plan in traditional ones is read through its simplified double.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

COMMON = re.compile(
    "["
    "單責務發與會為國門機關開業辦區縣廳經濟總實負頭導組織雲廣東灣龍蘇寧陝遼蘭貴臺樂慶"
    "漢長張鎮鄉黨團聯協電網環護農漁糧鹽財稅審計監測訊傳書館藝術體質檢驗資產權"
    "]"
)
"""Characters of which every plan and nearly every name in that script has some: else nothing is looked up."""


def simplified(text: str) -> str:
    """The text with each traditional character replaced by its simplified one; the same length always."""
    if not COMMON.search(text):
        return text
    table = {ord(char): _simple(char) for char in set(text) if char > "\u2e7f" and _simple(char) != char}
    return text.translate(table) if table else text


@cache
def _simple(char: str) -> str:
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
