"""Rows for whom and where: agencies with their functions, places up to the country, what reforms made of functions."""

from __future__ import annotations

from itertools import pairwise

from graph.building.rows import Rows
from graph.identity.agencies import Agency, Function
from graph.identity.reforms import LEVELS, successions_of
from loaders import places
from loaders.places import Place
from loaders.records import PlanRecord


def place_of(record: PlanRecord) -> Place:
    """The plan's place; a plan whose place is unknown gets one of its own, lest its 市公安局 become another city's."""
    plan = record.plan
    if plan.adcode:
        return places.place(plan.adcode)
    return Place(f"?{plan.id}", plan.jurisdiction or plan.title or plan.id, "other", None)


def add_place(rows: Rows, place: Place) -> str:
    """A place with all that it lies in, up to the country."""
    above = [] if place.parent is None else places.ancestors(place.code)
    chain = [place, *(step for step in above if step.code != place.code)]
    for step in chain:
        rows.node("Jurisdiction", "code", {"code": step.code, "name": step.name, "level": step.level})
    for inner, outer in pairwise(chain):
        rows.edge_once(("WITHIN", "Jurisdiction", "Jurisdiction"), inner.code, outer.code)
    return place.code


def add_agency(rows: Rows, agency: Agency) -> str:
    """An agency with its place and its function; gives its id."""
    if rows.agencies.get(agency.id) is agency:
        return agency.id
    rows.agencies[agency.id] = agency
    rows.node(
        "Agency",
        "id",
        {
            "id": agency.id,
            "name": agency.name,
            "fullName": agency.full_name,
            "kind": agency.kind,
            "collective": agency.collective,
            "resolved": agency.resolved,
            "body": agency.body,
            "judgements": list(agency.judgements) or None,
        },
    )
    rows.edge_once(("BASED_IN", "Agency", "Jurisdiction"), agency.id, add_place(rows, agency.based_in))
    if agency.function:
        rows.edge_once(("PERFORMS", "Agency", "Function"), agency.id, _add_function(rows, agency.function))
    return agency.id


def _add_function(rows: Rows, function: Function) -> str:
    row = {"key": function.key, "nameZh": function.name_zh, "nameEn": function.name_en}
    return rows.node("Function", "key", row)


def add_lineage(rows: Rows) -> None:
    """What became of each function in the reforms, and of what it became; whence it came is not the plan's matter."""
    waiting = list(rows.nodes.get("Function", ()))
    for key in waiting:
        for step in successions_of(key):
            if step.new.key not in rows.nodes["Function"]:
                waiting.append(_add_function(rows, step.new))
            reform = step.reform
            props = {"year": step.year, "how": reform.how, "part": reform.part, "basis": reform.basis}
            props |= {"decided": reform.decided} | {level: reform.dates.get(level) for level in LEVELS}
            rows.edge(("SUCCEEDED_BY", "Function", "Function"), key, step.new.key, props)
