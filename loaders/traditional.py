"""Traditional characters read as simplified ones, so that 國家發展改革委 is the agency that 国家发展改革委 is.

One character stands for one, so offsets stay. Only characters that the names in data/reference hold are in the table.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "data" / "reference" / "traditional.tsv"


def simplified(text: str) -> str:
    """The text with the traditional characters of known names replaced."""
    return text if text.isascii() else text.translate(_characters())


@cache
def _characters() -> dict[int, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return str.maketrans(dict(line.split("\t") for line in lines))
