"""A plan whose names are scripts, in a real browser: none of them runs, nothing is asked for, and they are read as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load_record, remove_plan
from graph.store import open_store
from tests.browser.pages import PAGES, opened, texts
from tests.browser.support import ROOT, Watched
from tests.hostile_names import IMAGE, LINK, PLAN, SCRIPT, evil

SHOWN = {
    "overview": SCRIPT,
    "ranks": SCRIPT,
    "card": SCRIPT,
    "whatif": LINK,
    "reader": IMAGE,
    "questions": IMAGE,
    "export": "window.caught=3",
    "agencies": LINK,
}
"""What stands on some pages for sure."""


@pytest.fixture(scope="module")
def _loaded(graph: Path) -> Iterator[None]:
    with open_store(graph) as store:
        load_record(store, evil(ROOT))
        yield
        remove_plan(store, PLAN)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("accuracy", "import", "console")])
def test_no_name_runs_or_asks_for_anything(watched: Watched, _loaded: None, name: str) -> None:
    page, address = watched.page, PAGES[name].replace("yunnan", PLAN).replace("plan=xiqing", f"plan={PLAN}")
    address = address.replace("question=unassigned", "question=assignments").replace("plans=xiqing", f"plans={PLAN}")
    more = {} if "plans=" in address else {"plans": PLAN}
    if name == "card":
        more["agency"] = f"?{PLAN}/{SCRIPT}"
    opened(page, watched.address + address, **more, pick=f"plan:{PLAN}")
    if (network := page.locator(".zeren-network[data-ready=yes]")).count():
        for _ in range(4):
            page.locator(".vis-network").press("ArrowRight")
        network.locator("canvas").hover()
    assert page.evaluate("() => window.caught") is None
    assert page.locator("img[src=x], img[src*=invalid], a[href^=javascript]").count() == 0
    seen = "\n".join(text for _, text in texts(page))
    assert SHOWN.get(name, "") in seen
