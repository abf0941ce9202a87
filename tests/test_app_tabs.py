"""Two tabs at once, and a server that stops under the app: nothing that a person did is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.judging.ledger import judgements_file, read_ledger
from graph.server import local_server
from graph.store import Store
from graph.workload.changes import Drop
from graph.workload.scenario import Scenario
from graph.workload.scenario_files import Scenarios
from tests.showing import Shown

ROLE = {"way": "judging", "form": "role", "task": "xiqing/3/1"}


pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(autouse=True)
def nothing_kept(store: Store) -> Iterator[None]:
    yield
    judgements_file(store.server.folder).unlink(missing_ok=True)
    for name in Scenarios().names():
        Scenarios().remove(name)


def press(shown: Shown, key: str) -> Shown:
    next(button for button in shown.app.button if button.key == key).click()
    shown.run()
    return shown


def filled(role: str, why: str) -> Shown:
    """A tab in which somebody is about to judge the role of 公安西青分局."""
    tab = Shown("review", **ROLE)
    tab.app.selectbox(key="judging_printed").set_value("公安西青分局").run()
    tab.app.segmented_control(key="judging_role").set_value(role).run()
    tab.app.text_input(key="judging_why").set_value(why).run()
    return tab


def test_two_judgements_on_the_same_thing_are_both_written_and_told(store: Store) -> None:
    one, other = filled("support", "第一人"), filled("lead", "第二人")
    press(one, "judging_write")
    press(other, "judging_write")
    written = read_ledger(judgements_file(store.server.folder)).active
    assert [judgement.why for judgement in written] == ["第一人", "第二人"]
    for tab in (one, other, Shown("review", way="judging")):
        tab.run()
        assert "第一人" in tab.text and "第二人" in tab.text
        assert "互相矛盾" in tab.text, "of two that contradict each other both are shown as such"


def kept(name: str, take_out: str) -> Shown:
    """A tab in which a change is tried and kept under a name."""
    tab = Shown("ranking", way="whatif", plans="xiqing", **{"try": f"drop_item~01item={take_out}"})
    return named(tab, name)


def named(tab: Shown, name: str) -> Shown:
    tab.app.text_input(key="w_name").set_value(name)
    next(button for button in tab.app.button if button.label == "存为推演方案").click()
    tab.run()
    return tab


def test_of_two_scenarios_of_one_name_the_second_is_refused() -> None:
    kept("减负", "xiqing/3/1")
    second = kept("减负", "xiqing/3/2")
    assert "已有另一个推演方案叫“减负”，没有覆盖它" in second.app.error[0].value
    assert [change.item for change in Scenarios().load("减负").changes] == ["xiqing/3/1"]  # type: ignore[attr-defined]
    assert "try" in second.app.query_params, "and its changes are there to be kept under another name"
    named(second, "减负二")
    assert Scenarios().names() == ["减负", "减负二"]


def test_what_a_tab_has_kept_it_may_keep_anew_until_another_tab_changes_it() -> None:
    tab = kept("减负", "xiqing/3/1")
    tab.app.query_params["try"] = "drop_item~01item=xiqing/3/2"
    named(tab, "减负")
    assert not tab.app.error and [c.item for c in Scenarios().load("减负").changes] == ["xiqing/3/2"]  # type: ignore[attr-defined]
    theirs = Scenario("减负", (Drop("xiqing/3/3", "120111/credit_office"),))
    Scenarios().save(theirs)
    tab.app.query_params["try"] = "drop_item~01item=xiqing/3/4"
    named(tab, "减负")
    assert "没有覆盖它" in tab.app.error[0].value and Scenarios().load("减负") == theirs


def test_what_was_typed_outlives_a_server_that_stopped(store: Store) -> None:
    tab = filled("support", "写到一半")
    try:
        local_server.stop(store.server.folder.path)
        press(tab, "judging_write")
        assert tab.app.button(key="trouble_button").label == "重新连接"
    finally:
        press(tab, "trouble_button")
    assert tab.app.text_input(key="judging_why").value == "写到一半"
    assert tab.app.selectbox(key="judging_printed").value == "公安西青分局"
    assert not read_ledger(judgements_file(store.server.folder)).active, "told that it was not done, and it was not"
    press(tab, "judging_write")
    assert [judgement.why for judgement in read_ledger(judgements_file(store.server.folder)).active] == ["写到一半"]


NONSENSE = {
    "plans": "gone,yichang,\u0000",
    "campaign": "nope",
    "rule": "?",
    "topic": "<i-x>",
    "section": "../..",
    "lang": "xx",
    "collective": "maybe",
    "pick": "agency:nobody~;~~;:::;task:|||",
    "at": "-1e9",
    "node": "?:?",
    "start": "Task:",
    "try": "merge~01agencies=~01into=~1split~1~1~0",
    "agency": "' OR 1=1 //",
    "function": "}{",
    "plan": "nowhere",
    "task": "xiqing/999/999",
    "with": "?",
    "giver": "none",
    "form": "none",
    "one": "?:",
    "read": "gone",
    "find": "\u202e<i-x>",
    "question": "none",
    "p_limit": "-1",
    "mode": "none",
    "colour": "none",
    "size": "none",
    "path": "a~1b",
    "year": "99999",
    "level": "none",
}
WAYS = [
    ("overview", ""),
    *[("compare", way) for way in ("topics", "tasks", "functions", "lineage", "none")],
    *[("ranking", way) for way in ("ranks", "card", "dates", "whatif", "none")],
    ("explore", ""),
    ("plans", ""),
    *[("ask", way) for way in ("", "none")],
    *[("review", way) for way in ("import", "judging", "none")],
    *[("export", way) for way in ("export", "accuracy", "none")],
]


@pytest.mark.parametrize(("page", "way"), WAYS)
def test_an_address_of_nonsense_shows_the_page(page: str, way: str) -> None:
    shown = Shown(page, **NONSENSE | ({"way": way} if way else {}))
    assert shown.text.strip() and not [button for button in shown.app.button if button.key == "trouble_button"]
    assert "<i-x" not in shown.markup
