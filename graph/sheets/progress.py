"""工作进度表: the form that 淮安's plan prescribes for each lead, one a quarter, to be filled in and read back.

What a unit has to report on is what it leads by the printed assignment. A hidden column has the items' ids; without it
items are known by their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.export.provenance import Reader
from graph.progress.form import names
from graph.sheets.contents import Contents, Item, Plan
from graph.sheets.layout import Cells, Column, Table
from graph.sheets.tasks import source_line
from graph.sheets.words import say
from loaders.private import mask

Goals = Mapping[tuple[str, str], str]
"""The goal of an item for an agency."""

_PRINTED = re.compile(r"^\s*([^\n《》。；，：:]{0,60}工作进度表\s?(?:[（(][^（）()\n]{1,20}[)）])?)\s*$", re.MULTILINE)
_QUOTED = re.compile(r"《([^《》\n]{0,60}工作进度表)》")
_WIDTHS = {"number": 3.5, "item": 15, "goal": 16, "problems": 21, "progress": 33, "status": 7, "task": 10}
STATUS_WORDS = ("已完成", "推进中", "未启动")


@dataclass(frozen=True)
class Quarter:
    """The quarter that a form is for."""

    year: int
    quarter: int


def progress_tables(
    contents: Contents, plan: Plan, text: str, when: Quarter, units: Mapping[str, str], goals: Goals, status: bool
) -> list[Table]:
    """A form for each of the units (name by id): the items that it leads; goals of the year as it reported them."""
    title, columns = title_of(plan, text), _columns(status)
    tables = []
    for key, name in units.items():
        led = [item for item in plan.items if key in {each.id for each in item.holders("lead")}]
        rows = tuple(_row(place, item, goals.get((item.id, key), ""), columns) for place, item in enumerate(led, 1))
        above = f"{names('year')}：{when.year}\t{names('quarter')}：{when.quarter}\t填报单位（盖章）：{name}"
        below = f"{names('by')}：\t{names('filed')}：\t{names('plan')}：{plan.id}"
        source = source_line(contents.source.of(plan.id), "zh")
        footer = say("zh", "page", page="{page}", pages="{pages}")
        tables.append(Table(name, title, (above,), columns, rows, (below, source), footer))
    return tables


def goals_of(store: Reader, plan: str, year: int) -> Goals:
    """The goals of a year that units reported last, by item and agency."""
    rows = store.read(
        "MATCH (:Plan {id: $plan})-[:HAS_REPORT]->(g:ProgressReport {year: $year})<-[:REPORTED]-(a:Agency) "
        "MATCH (g)-[:REPORTS_ON]->(t:Task) WHERE g.goal IS NOT NULL "
        "RETURN t.id AS task, a.id AS agency, g.goal AS goal ORDER BY g.quarter",
        plan=plan,
        year=year,
    )
    return {(row["task"], row["agency"]): mask(row["goal"]) for row in rows}


def text_of(store: Reader, plan: str) -> str:
    """The plan's text."""
    rows = store.read("MATCH (s:SourceText {id: $plan}) RETURN s.text AS text", plan=plan)
    return str(rows[0]["text"]) if rows else ""


def leads_of(plan: Plan) -> dict[str, str]:
    """The agencies that lead something, by id, in order of print."""
    holders = (party for item in plan.items for party in item.holders("lead") if not party.collective)
    return {party.id: party.agency for party in holders}


def unled(plan: Plan) -> list[Item]:
    """The items that stand in no form, since no agency leads them."""
    return [item for item in plan.items if all(party.collective for party in item.holders("lead"))]


def title_of(plan: Plan, text: str) -> str:
    """What the plan itself calls its form, else the plan's title and 工作进度表."""
    found = _PRINTED.search(text) or _QUOTED.search(text)
    return found[1].strip() if found else f"《{plan.title}》工作进度表"


def _columns(status: bool) -> tuple[Column, ...]:
    shown = ["number", "item", "goal", "problems", "progress", *(["status"] if status else []), "task"]
    return tuple(
        Column(names(key), _WIDTHS[key], key == "number", key == "task", STATUS_WORDS if key == "status" else ())
        for key in shown
    )


def _row(place: int, item: Item, goal: str, columns: Sequence[Column]) -> Cells:
    filled = {names("number"): str(place), names("item"): item.words, names("goal"): goal, names("task"): item.id}
    return Cells(tuple(filled.get(column.head, "") for column in columns), blank=True)
