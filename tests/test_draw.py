"""Places, sizes and the pyvis network of the graph page."""

from __future__ import annotations

import json
import time
from itertools import combinations
from math import dist

import networkx as nx
import pytest

from graph import draw
from graph.draw import Link, Node, apart


def star(centre: str, leaves: int) -> list[tuple[str, str]]:
    return [(centre, f"{centre}{i}") for i in range(leaves)]


def nodes_of(pairs: list[tuple[str, str]]) -> list[str]:
    return sorted({node for pair in pairs for node in pair})


def box(places: dict[str, draw.Point], ids: list[str]) -> tuple[float, float, float, float]:
    xs, ys = [places[i][0] for i in ids], [places[i][1] for i in ids]
    return min(xs), min(ys), max(xs), max(ys)


def test_the_same_graph_always_stands_in_the_same_places() -> None:
    pairs = star("a", 9) + star("b", 4)
    ids = nodes_of(pairs)
    assert draw.positions(ids, pairs) == draw.positions(reversed(ids), list(reversed(pairs)))


def test_parts_that_do_not_touch_do_not_overlap() -> None:
    parts = [star(name, size) for name, size in (("a", 12), ("b", 8), ("c", 5), ("d", 2))]
    pairs = [pair for part in parts for pair in part]
    places = draw.positions([*nodes_of(pairs), "lone1", "lone2"], pairs)
    boxes = [box(places, nodes_of(part)) for part in parts] + [box(places, ["lone1", "lone2"])]
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_no_two_nodes_share_a_place() -> None:
    pairs = [*star("a", 30), ("a1", "a2"), ("a3", "a4")]
    places = draw.positions(nodes_of(pairs), pairs)
    assert len(set(places.values())) == len(places) == 31


@pytest.mark.parametrize("size", [0, 1, 2])
def test_tiny_graphs_have_places(size: int) -> None:
    ids = [str(i) for i in range(size)]
    assert set(draw.positions(ids, [])) == set(ids)


def test_a_large_part_is_laid_out_without_scipy_and_in_time() -> None:
    graph = nx.gnm_random_graph(draw.DENSE_LIMIT + 100, 1500, seed=3)
    started = time.process_time()
    places = draw.positions(map(str, graph), [(str(a), str(b)) for a, b in graph.edges])
    assert len(places) == draw.DENSE_LIMIT + 100
    assert time.process_time() - started < 20


NODES = [
    Node("Agency:1", "Agency", "市公安局", 3, "#cc6677", "市公安局\n公安"),
    Node("Task:1", "Task", "1 诈骗"),
    Node("x", "Topic", "<b>"),
]
LINKS = [Link("Agency:1", "Task:1", "LEADS", "牵头", "task:1"), Link("Task:1", "x", "ON_TOPIC")]


def test_the_picture_holds_what_vis_network_needs() -> None:
    picture = draw.picture(draw.network(NODES, LINKS))
    assert json.loads(json.dumps(picture)) == picture
    assert [node["id"] for node in picture["nodes"]] == ["Agency:1", "Task:1", "x"]
    assert [node["shape"] for node in picture["nodes"]] == ["dot", "square", "diamond"]
    assert [(edge["from"], edge["to"], edge.get("pick")) for edge in picture["edges"]] == [
        ("Agency:1", "Task:1", "task:1"),
        ("Task:1", "x", None),
    ]
    assert all(not node["physics"] and isinstance(node["x"], float) for node in picture["nodes"])
    assert picture["options"]["physics"] == {"enabled": False}


def test_roles_differ_in_colour_and_in_line() -> None:
    leads, supports = draw.EDGE_STYLE["LEADS"], draw.EDGE_STYLE["SUPPORTS"]
    assert leads["color"] != supports["color"] and "dashes" in supports and "dashes" not in leads


def test_who_has_more_items_is_drawn_larger() -> None:
    small, large = (draw.picture(draw.network([Node("a", "Agency", "a", n)], []))["nodes"][0]["size"] for n in (1, 25))
    assert large > 2 * small - 6


def test_a_link_to_a_node_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(AssertionError):
        draw.network(NODES, [Link("Agency:1", "gone", "LEADS")])


def test_points_that_lie_over_each_other_are_moved_apart_and_no_others() -> None:
    places = {"a": (0.0, 0.0), "b": (5.0, 1.0), "c": (9.0, -2.0), "far": (500.0, 500.0)}
    sizes = {"a": 20.0, "b": 10.0, "c": 10.0, "far": 30.0}
    moved = apart(places, sizes, fixed={"a"})
    assert moved["a"] == places["a"] and moved["far"] == places["far"]
    for one, other in combinations(("a", "b", "c"), 2):
        assert dist(moved[one], moved[other]) >= sizes[one] + sizes[other]
    again = apart(moved, sizes)
    assert all(dist(again[name], moved[name]) < 2 for name in places)
