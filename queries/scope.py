"""Which plans and tasks a question counts: the one place where its scope becomes Cypher.

A query file says one of these on a line of its own:

- `PLANS IN SCOPE` binds p and j;
- `TASKS IN SCOPE` binds p, j and t;
- `TASKS OF AGENCIES IN SCOPE` does so for tasks that name one of $agency, where that is given;
- `PAIRS OF TYPE IN SCOPE` binds r and its ends, t and o between tasks (p being the plan of t) or m and o between
  measures, from the tasks that lead to them: a pair comes twice where both ends do, and others come along.

What stands there in the end follows what is asked: only the conditions that are given, beginning where the fewest tasks
are. A server uses an index for `p.id IN $plan`, and looks at every plan for `$plan IS NULL OR p.id IN $plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from graph.schema import schema

FEW = 50
"""Plans up to which their tasks are looked through sooner than those of a topic."""

_LINE = re.compile(r"^(PLANS|TASKS|TASKS OF AGENCIES|PAIRS OF \w+) IN SCOPE$", re.MULTILINE)
_OF_PLAN = {
    "plan": "p.id IN $plan",
    "jurisdiction": "(j.name IN $jurisdiction OR j.code IN $jurisdiction)",
    "campaign": "p.campaign IN $campaign",
}
_TASK, _AGENCY = "t.id IN $task", "named.id IN $agency OR named.name IN $agency"
_TOPIC = "about.key IN $topic OR about.nameZh IN $topic"
_SECTION = "within.id IN $section OR within.heading IN $section OR outer.id IN $section OR outer.heading IN $section"
_PLANS, _ABOVE = "MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)", "MATCH (t)<-[:HAS_TASK]-(p:Plan)"
_PLACE, _BELOW = "MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction)", "MATCH (p)-[:HAS_TASK]->(t:Task)"


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
        return "\n".join(_pairs(type, given, few) if type else _clauses(kind, given, few))

    return _LINE.sub(clauses, cypher)


def plans(cypher: str, values: Mapping[str, Any], order: str) -> str:
    """The query for the plans in which there is something of a query's scope, put in that order."""
    line = _LINE.findall(cypher)[0] if narrowed(cypher, values) and not of_pairs(cypher) else "PLANS"
    return written(f"{line} IN SCOPE\nWITH DISTINCT p\nORDER BY {order}\nRETURN collect(p.id) AS plans", values)


def narrowed(cypher: str, values: Mapping[str, Any]) -> bool:
    """Whether what is asked leads to few tasks sooner than plans do."""
    names = used(cypher, {"task", "topic", "agency"})
    return any(values.get(name) is not None for name in names)


def of_pairs(cypher: str) -> bool:
    """Whether a query's scope is one of pairs."""
    return any(kind.startswith("PAIRS") for kind in _LINE.findall(cypher))


def _pairs(type: str, given: Set[str], few: bool) -> Iterator[str]:
    """The clauses that bind r and its ends; where nothing leads to some pairs, all of them, from their start."""
    measures = ("Measure", "Measure") in schema().relationships[type].ends
    if "task" in given:
        yield f"MATCH (t:Task)\nWHERE {_TASK}\n{_ABOVE}"
    elif "plan" in given and (few or "topic" not in given):
        yield f"MATCH (p:Plan)\nWHERE {_OF_PLAN['plan']}\n{_BELOW}"
    elif "topic" in given:
        yield f"MATCH (about:Topic)\nWHERE {_TOPIC}\nMATCH (about)<-[:ON_TOPIC]-(t:Task)\n{_ABOVE}"
    elif measures:
        yield f"MATCH (m:Measure)-[r:{type}]->(o:Measure)"
        return
    else:
        yield f"MATCH (p:Plan)\n{_BELOW}"
    pairs = f"-[:HAS_MEASURE]->(m:Measure)-[r:{type}]-(o:Measure)" if measures else f"-[r:{type}]-(o:Task)"
    yield f"MATCH (t){pairs}"


def _clauses(kind: str, given: set[str], few: bool) -> Iterator[str]:
    conditions = [text for name, text in _OF_PLAN.items() if name in given]
    place = "".join(f"\n{word} {text}" for word, text in zip(["WHERE", *["  AND"] * 2], conditions, strict=False))
    if kind == "PLANS":
        yield _PLANS + place
        return
    several = False
    left = given & {"task", "topic", "section"} | ({"agency"} & given if kind == "TASKS OF AGENCIES" else set())
    if "task" in left:
        yield f"MATCH (t:Task)\nWHERE {_TASK}\n{_ABOVE}\n{_PLACE}{place}"
    elif "agency" in left:
        yield f"MATCH (named:Agency)\nWHERE {_AGENCY}\nMATCH (named)-[:LEADS|SUPPORTS]->(t:Task)"
        yield f"{_ABOVE}\n{_PLACE}{place}"
        several = True
    elif "topic" in left and not ("plan" in given and few):
        yield f"MATCH (about:Topic)\nWHERE {_TOPIC}\nMATCH (about)<-[:ON_TOPIC]-(t:Task)\n{_ABOVE}\n{_PLACE}{place}"
        several = True
        left -= {"topic"}
    else:
        yield f"{_PLANS}{place}\n{_BELOW}"
    if "topic" in left:
        yield f"MATCH (t)-[:ON_TOPIC]->(about:Topic)\nWHERE {_TOPIC}"
        several = True
    if several:
        yield "WITH DISTINCT p, j, t"
    if "section" in left:
        yield "MATCH (t)-[:IN_SECTION]->(within:Section)\nOPTIONAL MATCH (within)-[:PART_OF]->(outer:Section)"
        yield f"WITH p, j, t, within, outer\nWHERE {_SECTION}\nWITH DISTINCT p, j, t"
