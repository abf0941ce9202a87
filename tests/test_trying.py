"""Changes that are tried on a plan, as the address holds them."""

from __future__ import annotations

import pytest

from app_pages.trying import changes, expressible, written
from graph.workload.changes import Add, Change, Drop, Merge, Move
from graph.workload.scenario import Scenario

MADE: list[Change] = [
    Move("xiqing/3/1", "120111/a~1b", "120111/b", "lead", stays=True),
    Move("xiqing/3/1", "x", "y", "support"),
    Add("p/1", "c;d", "support"),
    Drop("p/~/1", "c", "lead"),
    Move("xiqing/3/1", "x", "y", "support"),
]


def test_changes_survive_the_address() -> None:
    assert list(changes(written(MADE))) == MADE
    assert written([]) is None and changes(None) == ()


@pytest.mark.parametrize("text", ["?", "move", "move~01x", "move~01x~01boss~01a~01b", "drop~01x~01lead", "~", "~1~1~0"])
def test_nonsense_in_the_address_is_let_go(text: str) -> None:
    assert changes(text) == ()


def test_what_the_page_cannot_hold_is_told() -> None:
    assert expressible(Scenario("a", tuple(MADE)))
    assert not expressible(Scenario("a", (*MADE, Merge(("a", "b"), "a"))))
