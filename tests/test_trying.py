"""Changes that are tried on a plan, as the address holds them."""

from __future__ import annotations

import pytest

from app_pages.trying import changes, fits, written
from graph.workload.changes import KINDS, Add, Change, Drop, DropItem, Merge, Move, NewAgency, NewItem, Split

MADE: list[Change] = [
    Move("xiqing/3/1", "120111/a~1b", "120111/b", "lead", stays=True),
    Move("xiqing/3/1", "x", "y", "support"),
    Add("p/1", "c;d", "support"),
    Drop("p/~/1", "c", "lead"),
    Merge(("a", "b~0"), "new/某局=1", "某局=1", "credit_office"),
    Split("a", "b", ("p/1", "p/~1/2")),
    NewAgency("new/数据局", "数据局", None, "西青区", "county"),
    NewItem("p/new/1", "p", "新任务", ("a",), ("b", "c"), measures=3),
    DropItem("p/1"),
    Move("xiqing/3/1", "x", "y", "support"),
]


def test_every_kind_of_change_survives_the_address() -> None:
    assert {change.kind for change in MADE} == {*KINDS}
    assert list(changes(written(MADE))) == MADE
    assert written([]) is None and changes(None) == ()


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "move",
        "move~01item=x",
        "drop~01item=x~01agency=a~01role=boss",
        "drop_item~01item=x~01boss=a",
        "new_item~01item=x~01plan=p~01title=t~01measures=many",
        "new_item~01item=x~01plan=p~01title=t~01measures=-1",
        "~",
        "~1~1~0",
    ],
)
def test_nonsense_in_the_address_is_let_go(text: str) -> None:
    assert changes(text) == ()


def test_more_than_an_address_holds_is_known_before_it_is_lost() -> None:
    assert fits(MADE) and not fits(MADE * 50)
