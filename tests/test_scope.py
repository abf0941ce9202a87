"""The scope of a question as Cypher: only what is asked for, beginning where the fewest tasks are."""

from __future__ import annotations

from typing import Any

import pytest

from queries import library, scope
from queries.functions.assigned import assigned
from queries.functions.offices import Moved
from queries.functions.rows import Row

MANY = [f"p{number}" for number in range(scope.FEW + 1)]


@pytest.mark.parametrize(
    ("line", "values", "first", "holds"),
    [
        ("PLANS", {}, "MATCH (p:Plan)", []),
        ("PLANS", {"plan": ["a"], "campaign": ["c"]}, "MATCH (p:Plan)", ["p.id IN $plan", "p.campaign IN $campaign"]),
        ("TASKS", {"plan": ["a"], "topic": ["k"]}, "MATCH (p:Plan)", ["p.id IN $plan", "about.key IN $topic"]),
        ("TASKS", {"plan": MANY, "topic": ["k"]}, "MATCH (about:Topic)", ["p.id IN $plan", "WITH DISTINCT p, t"]),
        ("TASKS", {"topic": ["k"], "items": ["t"]}, "UNWIND $items AS item\nMATCH (t:Task {id: item})", []),
        ("PAIRS OF COUNTERPART_OF", {"items": ["t"]}, "UNWIND $items AS item", ["(t)-[r:COUNTERPART_OF]-(o:Task)"]),
        ("TASKS", {"jurisdiction": ["x"]}, "MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)", ["j.name IN $juris"]),
        ("TASKS", {"topic": ["k"], "section": ["s"]}, "MATCH (about:Topic)", ["within.id IN $section"]),
        ("TASKS", {"task": ["t"], "plan": ["a"]}, "MATCH (t:Task)", ["t.id IN $task", "p.id IN $plan"]),
        ("TASKS", {"agency": ["a"]}, "MATCH (p:Plan)", ["HAS_TASK"]),
        ("TASKS OF AGENCIES", {"agency": ["a"], "plan": ["a"]}, "MATCH (named:Agency)", ["p.id IN $plan"]),
        ("PAIRS OF COUNTERPART_OF", {}, "MATCH (p:Plan)\nMATCH (p)-[:HAS_TASK]", []),
        ("PAIRS OF SIMILAR_TO", {}, "MATCH (m:Measure)-[r:SIMILAR_TO]->(o:Measure)", []),
        ("PAIRS OF COUNTERPART_OF", {"plan": ["a"]}, "MATCH (p:Plan)", ["MATCH (t)-[r:COUNTERPART_OF]-(o:Task)"]),
        ("PAIRS OF SIMILAR_TO", {"topic": ["k"]}, "MATCH (about:Topic)", ["(m:Measure)-[r:SIMILAR_TO]-(o:Measure)"]),
        (
            "INNER PAIRS OF COUNTERPART_OF",
            {"topic": ["k"]},
            "MATCH (about:Topic)",
            ["(t)-[r:COUNTERPART_OF]->(o:Task)"],
        ),
        ("INNER PAIRS OF COUNTERPART_OF", {"plan": ["a"]}, "MATCH (p:Plan)", ["(t)-[r:COUNTERPART_OF]-(o:Task)"]),
    ],
)
def test_what_is_asked_for_and_no_more(line: str, values: dict[str, Any], first: str, holds: list[str]) -> None:
    text = scope.written(f"{line} IN SCOPE\nRETURN 1 AS one", values)
    assert text.startswith(first) and text.endswith("RETURN 1 AS one")
    assert all(each in text for each in holds)
    assert ("(j:Jurisdiction)" in text) == ("jurisdiction" in values)
    asked = {name for name in ("plan", "topic", "task", "section", "campaign", "jurisdiction") if f"${name}" in text}
    assert asked == (set() if "items" in values else values.keys() - {"agency"})


def test_the_place_is_looked_up_where_it_is_said() -> None:
    text = scope.written("TASKS IN SCOPE\nRETURN t\nUNION ALL\nTASKS IN SCOPE\nRETURN j.name AS t", {"topic": ["k"]})
    first, second = text.split("UNION ALL")
    assert "Jurisdiction" not in first and "MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction)" in second
    assert "WITH DISTINCT p, t\n" in first and "WITH DISTINCT p, j, t\n" in second


def test_blocks_grow_and_take_their_plans_whole() -> None:
    found = {"plans": ["a", "a", "b", "c", "c", "d"], "items": ["1", "2", "3", "4", "5", "6"]}
    assert [*scope.blocks(found, 1, 2)] == [
        {"plan": ["a"], "items": ["1", "2"]},
        {"plan": ["b", "c"], "items": ["3", "4", "5"]},
        {"plan": ["d"], "items": ["6"]},
    ]
    assert [*scope.blocks({"plans": ["a", "b", "c"]}, 2, 4)] == [{"plan": ["a", "b"]}, {"plan": ["c"]}]
    assert [*scope.blocks({"plans": []}, 2, 4)] == []


def test_other_lines_stay() -> None:
    assert (
        scope.written("MATCH (n) // TASKS IN SCOPE\nRETURN n", {"plan": ["a"]})
        == "MATCH (n) // TASKS IN SCOPE\nRETURN n"
    )


ROWS: list[Row] = [
    {"plan": "p", "jurisdiction": "X", "led": [2, 1], "leads": ["b", "a"], "supported": [2], "supports": ["a"]}
    | {"collective": ["b"]},
    {"plan": "p", "jurisdiction": "", "led": [], "leads": [], "supported": [], "supports": [], "collective": []}
    | {"weighed": [1], "measures": [3]},
]


def test_edges_become_items_in_order() -> None:
    [plan] = assigned(ROWS)
    assert [(item.order, [*item.leads], [*item.supports], item.weight) for item in plan.items] == [
        (1, ["a"], [], 1.0),
        (2, ["b"], ["a"], 1.0),
    ]
    assert plan.collective == {"b"}
    [weighed] = assigned(ROWS, weigh=True)
    assert [item.weight for item in weighed.items] == [3.0, 0.0], "an item without measures weighs nothing"


class Loading:
    """A graph into which a plan is loaded between two looks: its agency is there at the second."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def read(self, cypher: str, /, **params: Any) -> list[Row]:
        if "ids" not in params:
            return [ROWS[0] | {"leads": ["a", "a"], "collective": []}]
        self.looks -= 1
        columns = {name: ["a"] for name in ("ids", "names", "bodies", "functions", "zh", "en")}
        return [{"home": "X", "level": "county", "collective": [False]} | columns] if self.looks < 1 else []


def test_an_answer_is_asked_again_while_plans_are_loaded() -> None:
    assert [row["leads"] for row in library.ask(Loading(3), "lead_ranking").rows] == [2]
    with pytest.raises(Moved, match="Try again when the loading has ended"):
        library.ask(Loading(100), "lead_ranking")


def test_a_plan_leads_to_what_is_asked_for() -> None:
    """`$plan IS NULL OR p.id IN $plan` makes a server look at everything: few plans don't show it, many do."""
    everything = library.questions()
    wide = {name for name, question in everything.items() if "$plan IS NULL" in question.cypher}
    assert wide == {"judgements", "task_diff"}, (
        "people's judgements are few; a task's counterparts are found by the task"
    )
