"""Traditional characters -> simplified ones, one for one, so that offsets hold and the printed words stay.

The grammar is written in simplified characters; a plan in traditional ones is read through its simplified double.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

COMMON = re.compile(
    "["
    "単單責務發與會為國門機關開業辦區縣廳經濟總實負頭導組織雲廣東灣龍蘇寧陝遼蘭貴臺樂慶"
    "漢長張鎮鄉黨團聯協電網環護農漁糧鹽財稅審計監測訊傳書館藝術體質檢驗資產權"
    "]"
)
"""Characters of which every plan and nearly every name in that script has some: else nothing is looked up."""


UNIT = re.compile(r"(?:[单単阜革][位佐侍住伩拉立]|部[门口们])(?=\s*[:：])")
STEM = re.compile(
    r"(?P<牵头>[牵幸率奉][头斗买失关])|(?P<责任>[责贵青][任仼住壬])|(?P<配合>[配酉][合台含])|(?P<参与>参[与于])"
)
"""A label in which a scan's reader may have taken a character for one that looks like it (单住, 贵任, 配台)."""


SMALL = str.maketrans("﹕∶︰﹐﹑﹔﹙﹚", "：：：，、；（）")
"""Small and odd forms of the marks that lists are printed with."""


def mended(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text with the slips in its labels set right, and each slip: its place, the words as printed and as meant."""
    text = text.translate(SMALL) if any(mark in text for mark in "﹕∶︰﹐﹑﹔﹙") else text
    slips: list[tuple[int, str, str]] = []
    for unit in UNIT.finditer(text):
        stem = STEM.fullmatch(text, unit.start() - 2, unit.start())
        start = stem.start() if stem else unit.start()
        meant = (stem.lastgroup or "" if stem else "") + ("部门" if unit.group()[0] == "部" else "单位")
        if meant != text[start : unit.end()]:
            slips.append((start, text[start : unit.end()], meant))
    for start, printed, meant in slips:
        text = text[:start] + meant + text[start + len(printed) :]
    return text, slips


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

    return OpenCC("hk2s")  # t2s and, beside it, forms of Hong Kong (衞)
