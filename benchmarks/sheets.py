"""How long a 任务分解表 of thousands of items takes: `python -m benchmarks.sheets --items 3000`.

The items are those of the five plans, over and over; counted is what lies between the items and the finished file.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from graph.load import load_paths
from graph.server import local_server
from graph.sheets import xlsx
from graph.sheets.contents import Contents, read_plans
from graph.sheets.tasks import task_tables
from graph.store import open_store

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


def contents(folder: Path, count: int) -> Contents:
    """One plan with so many items."""
    try:
        with open_store(folder) as store:
            load_paths(store, [PLANS])
            found = read_plans(store)
    finally:
        local_server.stop(folder)
    items = islice(cycle(item for plan in found.plans for item in plan.items), count)
    many = tuple(replace(item, id=f"{item.id}-{place}") for place, item in enumerate(items))
    return Contents((replace(found.plans[0], items=many),), found.source)


def main() -> None:
    """Prints one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        made, took = contents(Path(name) / "graph", asked.items), []
        for _ in range(asked.rounds):
            started = time.perf_counter()
            xlsx.write(task_tables(made), Path(name) / "sheet.xlsx")
            took.append(time.perf_counter() - started)
    print(f"| 任务分解表 of {asked.items} items as .xlsx | {statistics.median(took):.2f} s |")


if __name__ == "__main__":
    main()
