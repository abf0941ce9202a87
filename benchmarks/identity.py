"""How well and how fast printed names become agencies: `python -m benchmarks.identity`.

The names are those of tests/agency_names.tsv, of plans of all levels, provinces and years, written down with their
truth before they were tried; wrong merges count over all pairs of rows of one plan.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.identity import agencies
from graph.identity.agencies import Agency, resolve
from loaders.places import Place, place, seek_place

NAMES = Path(__file__).resolve().parent.parent / "tests" / "agency_names.tsv"
ROUNDS = 5
Asked = tuple[str, Place, bool]


def rows() -> list[dict[str, str]]:
    """The agencies of the table, each with all its printed names."""
    with NAMES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def asked(row: dict[str, str]) -> Iterator[Asked]:
    """The names of a row as they are asked."""
    for name in row["printed"].split("|"):
        yield name, place(row["plan"]), row["kind"] == "collective"


def quality() -> Counter[str]:
    """Names by what is right about them, rows that are split, and pairs of rows that are merged."""
    count = Counter[str]()
    owner = dict[tuple[str, str], str]()
    for row in rows():
        found = [resolve(*each) for each in asked(row)]
        count["names"] += len(found)
        count["left open rightly"] += sum(not each.resolved and row["function"] == "?" for each in found)
        count["unresolved"] += sum(not each.resolved and row["function"] != "?" for each in found)
        for each in found:
            count.update(_right(row, each))
        single = row["kind"] != "collective"
        count["split rows"] += single and len({each.id for each in found}) > 1
        count["wrong merges"] += sum(
            owner.setdefault((row["plan"], each.id), row["printed"]) != row["printed"] for each in found if single
        )
    return count


def _right(row: dict[str, str], agency: Agency) -> Iterator[str]:
    function = agency.function.key if agency.function else ""
    for what, value in (("function", function), ("kind", agency.kind), ("place", agency.based_in.code)):
        if row[what] in ("", "?", value):
            yield f"{what} right"


def rate(ask: Callable[[str, Place, bool], object], names: list[Asked]) -> float:
    """Names a second, the best of some rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for each in names:
            ask(*each)
        took.append(time.perf_counter() - began)
    return len(names) / min(took)


def main() -> None:
    """Prints a Markdown table."""
    names = [each for row in rows() for each in asked(row)]
    print("| what | figure |\n|---|---|")
    for what, count in quality().items():
        print(f"| {what} | {count} |")
    print(f"| names a second, each new | {rate(agencies._resolve.__wrapped__, names):,.0f} |")
    print(f"| names a second, known by then | {rate(resolve, names):,.0f} |")
    titles = [
        (f"关于推进{here.name}重点工作的实施方案{number}", here, False) for number, (_, here, _) in enumerate(names)
    ]
    print(f"| places of titles a second | {rate(lambda title, _, __: seek_place.__wrapped__(title), titles):,.0f} |")


if __name__ == "__main__":
    main()
