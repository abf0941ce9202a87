"""Which plans and tasks a question counts: the one place where its scope becomes Cypher.

A query file says one of these on a line of its own:

- `PLANS IN SCOPE` binds p, and j where the query says j;
- `TASKS IN SCOPE` binds p, t, and j where the query says j;
- `TASKS OF AGENCIES IN SCOPE` does so for tasks that name one of $agency, where that is given;
- `PAIRS OF TYPE IN SCOPE` binds r and its ends, t and o between tasks or m and o between measures, from the tasks that
  lead to them, and p where the query says p: a pair comes twice where both ends lead to it, and others come along;
- `INNER PAIRS OF TYPE IN SCOPE` does so for pairs of which both ends are asked for: those of a topic come once, from
  where they begin.

What stands there in the end follows what is asked: only the conditions that are given, beginning where the fewest tasks
are. A server uses an index for `p.id IN $plan`, and looks at every plan for `$plan IS NULL OR p.id IN $plan`. A value
for `items`, which no one asks for but `queries.parts`, are the ids of all tasks that are left to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any, TypeVar

from graph.schema import schema

T = TypeVar("T")

FEW = 50
"""Plans up to which their tasks are looked through sooner than those of a topic."""

_LINE = re.compile(r"^(PLANS|TASKS|TASKS OF AGENCIES|(?:INNER )?PAIRS OF \w+) IN SCOPE$", re.MULTILINE)
_OF_PLAN = {
    "plan": "p.id IN $plan",
    "jurisdiction": "(j.name IN $jurisdiction OR j.code IN $jurisdiction)",
    "campaign": "p.campaign IN $campaign",
}
_TASK, _AGENCY = "t.id IN $task", "named.id IN $agency OR named.name IN $agency"
_TOPIC = "about.key IN $topic OR about.nameZh IN $topic"
_SECTION = "within.id IN $section OR within.heading IN $section OR outer.id IN $section OR outer.heading IN $section"
_PLANS, _ABOVE = "MATCH (p:Plan)", "MATCH (t)<-[:HAS_TASK]-(p:Plan)"
_PLACE, _BELOW = "-[:APPLIES_IN]->(j:Jurisdiction)", "MATCH (p)-[:HAS_TASK]->(t:Task)"
_SAYS_PLACE, _SAYS_PLAN = re.compile(r"\bj\b"), re.compile(r"\bp\b")
_ITEMS = "UNWIND $items AS item\nMATCH (t:Task {id: item})<-[:HAS_TASK]-(p:Plan)"


def used(cypher: str, declared: Set[str]) -> set[str]:
    """The declared parameters that the scope lines of a query make use of."""
    kinds = set(_LINE.findall(cypher))
    names = {*_OF_PLAN} if kinds else set()
    names |= {"task", "topic", "section"} if kinds - {"PLANS"} else set()
    names |= {"agency"} if "TASKS OF AGENCIES" in kinds else set()
    return names & declared


def written(cypher: str, values: Mapping[str, Any]) -> str:
    """The query with its scope written out for these values; None, or a name that is not there, is not asked for."""
    given = {name for name, value in values.items() if value is not None}
    few = len(values.get("plan") or ()) <= FEW

    def clauses(line: re.Match[str]) -> str:
        kind, _, type = line[1].partition("PAIRS OF ")
        part = cypher[line.end() :].partition("\nUNION ALL\n")[0]
        place = "jurisdiction" in given or _SAYS_PLACE.search(part) is not None
        above = _SAYS_PLAN.search(part) is not None
        return "\n".join(_pairs(type, given, few, bool(kind), above) if type else _clauses(kind, given, few, place))

    return _LINE.sub(clauses, cypher)


def plans(cypher: str, values: Mapping[str, Any], order: str) -> str:
    """The query for the plans of a query's scope in that order, where few tasks are asked for with each of these."""
    [line] = set(_LINE.findall(cypher))
    if not narrowed(cypher, values):
        query = f"PLANS IN SCOPE\nWITH p\nORDER BY {order}\nRETURN collect(p.id) AS plans"
    else:
        pairs = of_pairs(cypher)
        found = "TASKS IN SCOPE" if pairs else f"{line} IN SCOPE"
        if pairs and not _of_measures(line):
            found += _BEGINNING
        query = f"{found}\nWITH p, t\nORDER BY {order}\nRETURN collect(p.id) AS plans, collect(t.id) AS items"
    return written(query, values)


def blocks(found: Mapping[str, list[str]], first: int, most: int) -> Iterator[dict[str, list[str]]]:
    """What `plans` found as values for `plan`, and for `items` where few tasks are asked for, in blocks that grow."""
    plans, items = found["plans"], found.get("items")
    if not items:
        yield from ({"plan": [*some]} for some in growing(plans, first, most))
        return
    pairs = groupby(zip(plans, items, strict=True), key=lambda pair: pair[0])
    of_plan = {plan: [item for _, item in each] for plan, each in pairs}
    for some in growing([*of_plan], first, most):
        yield {"plan": [*some], "items": [item for plan in some for item in of_plan[plan]]}


def growing(items: Sequence[T], first: int, most: int) -> Iterator[Sequence[T]]:
    """The items in their order, `first` of them, then twice as many, and so on up to `most` at a time."""
    begin, size = 0, first
    while begin < len(items):
        yield items[begin : begin + size]
        begin, size = begin + size, min(2 * size, most)


_BEGINNING = """
OPTIONAL MATCH (t)<-[:COUNTERPART_OF]-(o:Task)
WITH collect(DISTINCT t) + collect(DISTINCT o) AS ends
UNWIND ends AS t
WITH DISTINCT t
MATCH (t)<-[:HAS_TASK]-(p:Plan)"""
"""From tasks to those with which the pairs of tasks begin that have one of them at an end."""


def narrowed(cypher: str, values: Mapping[str, Any]) -> bool:
    """Whether what is asked leads to few tasks sooner than plans do."""
    names = used(cypher, {"task", "topic", "agency"})
    return any(values.get(name) is not None for name in names)


def _of_measures(pairs: str) -> bool:
    """Whether pairs of this type, or of such a scope line, are pairs of measures."""
    return ("Measure", "Measure") in schema().relationships[pairs.rpartition(" ")[2]].ends


def of_pairs(cypher: str) -> bool:
    """Whether a query's scope is one of pairs."""
    return any("PAIRS" in kind for kind in _LINE.findall(cypher))


def of_inner_pairs(cypher: str) -> bool:
    """Whether it is one of pairs of which both ends are asked for."""
    return any(kind.startswith("INNER") for kind in _LINE.findall(cypher))


def _pairs(type: str, given: Set[str], few: bool, inner: bool, above: bool) -> Iterator[str]:
    """The clauses that bind r and its ends, and the plan `above` where the question says it.

    Where nothing leads to some pairs, all of them, from their start.
    """
    to, up = "-", f"\n{_ABOVE}" if above else ""
    measures = _of_measures(type)
    if "items" in given:
        yield _ITEMS
    elif "task" in given:
        yield f"MATCH (t:Task)\nWHERE {_TASK}{up}"
    elif "plan" in given and (few or "topic" not in given):
        yield f"MATCH (p:Plan)\nWHERE {_OF_PLAN['plan']}\n{_BELOW}"
    elif "topic" in given:
        yield f"MATCH (about:Topic)\nWHERE {_TOPIC}\nMATCH (about)<-[:ON_TOPIC]-(t:Task){up}"
        to = "->" if inner else "-"
    elif measures:
        yield f"MATCH (m:Measure)-[r:{type}]->(o:Measure)"
        return
    else:
        yield f"MATCH (p:Plan)\n{_BELOW}"
    pairs = f"-[:HAS_MEASURE]->(m:Measure)-[r:{type}]{to}(o:Measure)" if measures else f"-[r:{type}]{to}(o:Task)"
    yield f"MATCH (t){pairs}"


def _clauses(kind: str, given: set[str], few: bool, place: bool) -> Iterator[str]:
    conditions = [text for name, text in _OF_PLAN.items() if name in given]
    where = "".join(f"\n{word} {text}" for word, text in zip(["WHERE", *["  AND"] * 2], conditions, strict=False))
    to_place, names = (_PLACE, "p, j, t") if place else ("", "p, t")
    if kind == "PLANS":
        yield _PLANS + to_place + where
        return
    if "items" in given:
        yield _ITEMS + to_place
        return
    above = f"{_ABOVE}\nMATCH (p){to_place}{where}" if place else _ABOVE + where
    several = False
    left = given & {"task", "topic", "section"} | ({"agency"} & given if kind == "TASKS OF AGENCIES" else set())
    if "task" in left:
        yield f"MATCH (t:Task)\nWHERE {_TASK}\n{above}"
    elif "agency" in left:
        yield f"MATCH (named:Agency)\nWHERE {_AGENCY}\nMATCH (named)-[:LEADS|SUPPORTS]->(t:Task)"
        yield above
        several = True
    elif "topic" in left and not ("plan" in given and few):
        yield f"MATCH (about:Topic)\nWHERE {_TOPIC}\nMATCH (about)<-[:ON_TOPIC]-(t:Task)\n{above}"
        several = True
        left -= {"topic"}
    else:
        yield f"{_PLANS}{to_place}{where}\n{_BELOW}"
    if "topic" in left:
        yield f"MATCH (t)-[:ON_TOPIC]->(about:Topic)\nWHERE {_TOPIC}"
        several = True
    if several:
        yield f"WITH DISTINCT {names}"
    if "section" in left:
        yield "MATCH (t)-[:IN_SECTION]->(within:Section)\nOPTIONAL MATCH (within)-[:PART_OF]->(outer:Section)"
        yield f"WITH {names}, within, outer\nWHERE {_SECTION}\nWITH DISTINCT {names}"
