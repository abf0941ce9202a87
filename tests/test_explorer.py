"""What the graph page draws: found by name and sound, opened and closed, filtered, tied, on the way between two points."""

from __future__ import annotations

import pytest

from graph.explorer import finding, looks, opening, paths, projection
from graph.explorer.places import places
from graph.explorer.web import Sieve, Tie, Web, sifted, web
from graph.workload.networks import projected
from graph.workload.roster import Agency, AnalysisError, Item, Plan, Roster

PLACES = {"a": ("420500", "宜昌市"), "b": ("320400", "常州市")}
ROSTER = Roster(
    plans={"a": Plan("a", level="prefecture", issued="2018-10-01"), "b": Plan("b", level="prefecture", issued="2019-01-02")},
    agencies={
        "ag": Agency("ag", "宜昌市公安局", "public_security", "公安", "Public security"),
        "af": Agency("af", "宜昌市发展改革委", "development_reform", "发展改革", "Development and reform"),
        "aw": Agency("aw", "宜昌市委网信办", "cyberspace", "网信", "Cyberspace"),
        "bg": Agency("bg", "常州市公安局", "public_security", "公安", "Public security"),
        "bx": Agency("bx", "各有关部门", collective=True),
    },
    items={
        "a1": Item("a1", "a", "1", "电信网络诈骗治理", ("ag",), ("af", "aw"), topics=("telecom",)),
        "a2": Item("a2", "a", "2", "信用平台建设", ("af",), (), topics=("credit",)),
        "b1": Item("b1", "b", "1", "电信网络诈骗治理", ("bg",), ("bx",), topics=("telecom",)),
    },
    topics={"telecom": ("电信网络诈骗", "Telecom fraud"), "credit": ("信用", "Credit")},
)  # fmt: skip


def whole(sieve: Sieve | None = None, collective: bool = False) -> Web:
    return web(sifted(ROSTER, sieve or Sieve(), collective), PLACES)


def found(start: str, opens: tuple[str, ...] = (), shuts: tuple[str, ...] = (), limit: int = 100) -> opening.Opened:
    return opening.opened(whole().kinds({"Agency", "Task", start.split(":")[0]}), [start], opens, shuts, limit)


def keys(names: list[str]) -> set[str]:
    return {name.partition(":")[2] for name in names}


def test_a_web_holds_every_tie_and_leaves_collectives_out_unless_asked() -> None:
    ties = {(tie.source, tie.target, tie.type) for tie in whole().ties}
    assert ("Agency:ag", "Task:a1", "LEADS") in ties and ("Agency:aw", "Task:a1", "SUPPORTS") in ties
    assert ("Agency:ag", "Function:public_security", "PERFORMS") in ties
    assert ("Task:b1", "Jurisdiction:320400", "APPLIES_IN") in ties
    assert "Agency:bx" not in whole().points and "Agency:bx" in whole(collective=True).points


def test_the_lines_of_a_point_are_counted_by_their_kind() -> None:
    counts = whole().tied
    assert (counts["Agency:af", "LEADS"], counts["Agency:af", "SUPPORTS"]) == (1, 1)
    assert (counts["Task:a1", "LEADS"], counts["Task:a1", "SUPPORTS"]) == (1, 2)
    assert counts["Agency:bg", "SUPPORTS"] == 0


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("Topic:telecom", {"telecom", "a1", "b1", "ag", "af", "aw", "bg"}),
        ("Task:a1", {"a1", "ag", "af", "aw"}),
        ("Agency:ag", {"ag", "a1", "af", "aw"}),
        ("Jurisdiction:420500", {"420500", "a1", "a2", "ag", "af", "aw"}),
        ("Function:public_security", {"public_security", "ag", "bg", "a1", "b1"}),
    ],
)
def test_a_picture_starts_with_the_whole_answer_and_no_more(start: str, expected: set[str]) -> None:
    assert keys(found(start).points) == expected


def test_a_point_opens_and_closes() -> None:
    assert "a2" not in keys(found("Topic:telecom").points)
    opened = found("Topic:telecom", opens=("Agency:af",))
    assert opened.steps[1] == ("Agency:af", ["Task:a2"])
    assert keys(found("Topic:telecom", shuts=("Task:a1",)).points) == {"telecom", "a1", "b1", "bg"}
    assert "Agency:ag" not in opened.without(["Agency:ag"])


def test_what_has_no_room_is_counted() -> None:
    small = found("Topic:telecom", limit=4)
    assert len(small.points) == 4 and small.cut == 3
    everything = opening.everything(whole().kinds({"Agency", "Task"}), limit=5)
    assert keys(everything.points) == {"a1", "ag", "af", "aw", "a2"} and everything.cut == 1


def test_other_kinds_are_drawn_beside_what_hangs_on_them() -> None:
    more = opening.with_kinds(whole(), found("Task:a1"), {"Function"})
    assert keys(more.points) - keys(found("Task:a1").points) == {"public_security", "development_reform", "cyberspace"}


@pytest.mark.parametrize(
    ("sieve", "agencies", "tasks"),
    [
        (Sieve(role="lead"), {"ag", "af", "bg"}, {"a1", "a2", "b1"}),
        (Sieve(functions=frozenset({"public_security"})), {"ag", "bg"}, {"a1", "b1"}),
        (Sieve(years=frozenset({"2019"})), {"bg"}, {"b1"}),
        (Sieve(levels=frozenset({"county"})), set(), set()),
    ],
)
def test_a_sieve_leaves_what_passes(sieve: Sieve, agencies: set[str], tasks: set[str]) -> None:
    points = whole(sieve).points
    assert {p.key for p in points.values() if p.kind == "Agency"} == agencies
    assert {p.key for p in points.values() if p.kind == "Task"} == tasks


def test_the_shortest_ways_and_none() -> None:
    agencies = whole().kinds({"Agency", "Task"})
    assert paths.ways(agencies, "Agency:ag", "Task:a2") == [("Agency:ag", "Task:a1", "Agency:af", "Task:a2")]
    assert paths.ways(agencies, "Agency:ag", "Agency:bg") == []
    tied = paths.ways(whole().kinds({"Agency", "Task", "Topic", "Function"}), "Task:a1", "Task:b1")
    assert tied == [("Task:a1", "Topic:telecom", "Task:b1")]


@pytest.mark.parametrize("weight", ["count", "newman", "jaccard"])
def test_a_projection_weighs_as_the_networks_do(weight: str) -> None:
    mine = projection.projected(ROSTER, PLACES, "agency", weight)
    graph = projected(ROSTER, weight, "agency", collective=True)
    theirs = {frozenset(pair): graph.edges[pair]["weight"] for pair in graph.edges}
    assert {frozenset((t.source[7:], t.target[7:])): w for t, w in mine.weights.items()} == theirs


def test_places_are_tied_by_topics_and_by_who_leads_them() -> None:
    tie = Tie("Jurisdiction:320400", "Jurisdiction:420500", "BESIDE")
    assert projection.projected(ROSTER, PLACES, "place", "jaccard").weights == {tie: 1 / 2}
    assert projection.projected(ROSTER, PLACES, "owner", "count").weights == {tie: 1}
    assert projection.projected(ROSTER, PLACES, "agency", "count").at_least(2).cut == 4
    with pytest.raises(AnalysisError, match="by 'size'"):
        projection.projected(ROSTER, PLACES, "place", "size")


def test_what_is_opened_comes_beside_it_and_moves_nothing() -> None:
    first, second = found("Topic:telecom"), found("Topic:telecom", opens=("Agency:af",))
    pairs = [(tie.source, tie.target) for tie in whole().ties]
    before, after = places(first.steps, pairs, {}), places(second.steps, pairs, {})
    assert {name: after[name] for name in before} == before
    assert places(second.steps, pairs, {"Agency:ag": (9.0, 9.0)})["Agency:ag"] == (9.0, 9.0)
    spots = [*after.values()]
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(spots) for b in spots[:i]) > 20


def test_looks_are_values_of_the_picture() -> None:
    points, ties = whole().points, whole().kinds({"Agency", "Task"}).ties
    assert looks.leads(points, ties)["Agency:af"] == 1 and looks.degrees(points, ties)["Agency:af"] == 2
    between = looks.between(points, ties)
    assert between["Task:a1"] == 1 and between["Agency:ag"] == 0
    groups = looks.groups(points, ties)
    assert groups["Agency:bg"] == groups["Task:b1"] != groups["Agency:ag"]
    assert len(looks.shades(str(i) for i in range(20))) == len(looks.SHADES)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("公安", "Function:public_security"),
        ("宜昌市公安局", "Agency:ag"),
        ("ycsgaj", "Agency:ag"),
        ("gonganju", "Agency:ag"),
        ("changzhou", "Jurisdiction:320400"),
        ("发改委", "Agency:af"),
        ("电信诈骗", "Topic:telecom"),
        ("telecom", "Topic:telecom"),
        ("xyjs", "Task:a2"),
        ("市局公安", "Agency:ag"),
    ],
)
def test_names_are_found_by_parts_sound_initials_and_printed_forms(words: str, first: str) -> None:
    index = finding.index(whole(), {"Agency:ag": ["市局公安"]})
    assert index.find(words)[0] == first


@pytest.mark.parametrize("words", ["", "  ", "没有的", "qqq", "(", "[*"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert finding.index(whole()).find(words) == []
