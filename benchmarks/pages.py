"""What a page costs the app, without a browser: `python -m benchmarks.pages FOLDER`, a data folder that is loaded.

Prints Markdown: processor seconds of the first run of each page after the start, of the next one, and of one with a
figure picked, its words shown for the second time; kilobytes that go to the browser, of which about 40 a piece are
script and style; MiB held. Other programs change these figures less than seconds on the clock (`benchmarks.app`).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from app_pages import data
from app_pages.scope import pick
from tests.showing import Shown, walk

PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "overview": ("overview", {}),
    "compare: topics": ("compare", {}),
    "compare: tasks": ("compare", {"way": "tasks"}),
    "compare: functions": ("compare", {"way": "functions"}),
    "compare: lineage": ("compare", {"way": "lineage"}),
    "load: ranking": ("ranking", {}),
    "load: card": ("ranking", {"way": "card"}),
    "load: dates": ("ranking", {"way": "dates"}),
    "load: what if": ("ranking", {"way": "whatif"}),
    "graph": ("explore", {}),
    "graph: agencies": ("explore", {"mode": "agency"}),
    "read": ("plans", {}),
    "ask": ("ask", {}),
    "review": ("review", {"way": "judging"}),
    "import": ("review", {}),
    "export": ("export", {}),
}


def held() -> int:
    """MiB of this process."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def run(page: str, **address: str) -> tuple[float, int]:
    """Processor seconds of a page's run, and the kilobytes of what it shows."""
    started = time.process_time()
    shown = Shown(page, **address)
    seconds = time.process_time() - started
    protos: list[Any] = [getattr(node, "proto", None) for node in walk(shown.app._tree)]
    return seconds, sum(proto.ByteSize() for proto in protos if hasattr(proto, "ByteSize")) // 1000


def main() -> None:
    """Runs each page in turn."""
    os.environ["ZEREN_DATA"] = str(Path(sys.argv[1]).absolute())
    data.warm()
    plan = data.rows(data.revision(), "plans")[0]["plan"]
    print("| page | first | next | with words | kB | MiB held |\n|---|---|---|---|---|---|")
    for name, (page, address) in PAGES.items():
        picked = address | {"pick": pick(plan=plan, role="lead", whole=1)}
        (first, _), (following, size) = run(page, **address), run(page, **address)
        run(page, **picked)
        (words, _) = run(page, **picked)
        print(f"| {name} | {first:.2f} | {following:.2f} | {words:.2f} | {size:,} | {held()} |", flush=True)


if __name__ == "__main__":
    main()
