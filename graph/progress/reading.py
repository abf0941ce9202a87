"""Reads filled forms (工作进度表) and finds the items that they speak of; a form with a fault gives no reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.export.provenance import Reader
from graph.judging.kinds import HEAD
from graph.judging.kinds import bare as letters
from graph.progress.form import CONTENT, Fault, Filled, Form, day_of, fault, names, number_of, read_form, status_of
from graph.progress.grid import read_grids
from graph.progress.reports import Report
from graph.sheets.contents import Item, Plan, SheetError, read_plans

YEARS = range(1990, 2101)
_EXAMPLES = {"year": "2019", "quarter": "1", "filed": "2019-04-08"}


@dataclass(frozen=True)
class Given:
    """What is said beside the form, which then need not say it."""

    plan: str | None = None
    unit: str | None = None
    year: int | None = None
    quarter: int | None = None
    filed: str | None = None


@dataclass
class Reading:
    """One form of a file: its reports, or what is wrong with it."""

    file: str
    sheet: str
    plan: str | None = None
    unit: str | None = None
    year: int | None = None
    quarter: int | None = None
    reports: list[Report] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def told(self, language: str = "en") -> Iterator[str]:
        """The faults as sentences that name file, sheet and cell."""
        for each in self.faults:
            yield f"{self.file}, {self.sheet}, {each.at}: {getattr(each.words, language)}"


def read_forms(store: Reader, path: Path, given: Given | None = None) -> list[Reading]:
    """The forms in a file. Raises SheetError where it holds none, ReadError where it can't be read at all."""
    forms = [form for grid in read_grids(path) if (form := read_form(grid))]
    if not forms:
        wanted = "、".join(map(names, ("item", "goal", "problems", "progress")))
        raise SheetError(f"{path}: {fault('', 'no_form', wanted=wanted).words.en}.")
    plans = {plan.id: plan for plan in read_plans(store).plans}
    readings = [_Look(path, form, plans, given or Given()).reading() for form in forms]
    _tell_twins(readings)
    return readings


def _tell_twins(readings: Sequence[Reading]) -> None:
    """Two forms of one unit and quarter in a file: which is right nobody says."""
    seen: dict[object, Reading] = {}
    for reading in readings:
        about = (reading.plan, reading.unit, reading.year, reading.quarter)
        if not reading.faults and about in seen:
            reading.faults.append(fault("A1", "form_twice", other=seen[about].sheet))
        seen.setdefault(about, reading)


class _Look:
    """One look at a form with the plans beside it."""

    def __init__(self, path: Path, form: Form, plans: dict[str, Plan], given: Given) -> None:
        self.form, self.plans, self.given = form, plans, given
        self.found = Reading(path.name, form.name, faults=[*form.faults], notes=[*form.notes])
        self.path = path

    def reading(self) -> Reading:
        found = self.found
        found.year = self._number("year", self.given.year, YEARS)
        found.quarter = self._number("quarter", self.given.quarter, range(1, 5))
        filed = self._day()
        plan = self._plan()
        if plan and not self.form.faults:
            found.plan = plan.id
            printed = self._unit(plan)
            rows = [*self._rows(plan, printed)]
            if not found.faults:
                found.reports = [self._report(item, row, printed, filed) for item, row in _joined(rows, found)]
        if found.faults:
            found.reports = []
        return found

    def _fault(self, at: str, key: str, /, **words: object) -> None:
        self.found.faults.append(fault(at, key, **words))

    def _number(self, name: str, given: int | None, allowed: range) -> int | None:
        cell = self.form.lines.get(name)
        if given is not None:
            return given
        if cell is None or not cell.text:
            self._fault(cell.at if cell else "A1", "line_missing", name=names(name))
            return None
        number = number_of(cell.text)
        if number not in allowed:
            self._fault(cell.at, "line_wrong", name=names(name), found=cell.text, wanted=_EXAMPLES[name])
        return number

    def _day(self) -> str:
        cell = self.form.lines.get("filed")
        if self.given.filed or cell is None or not cell.text:
            return self.given.filed or ""
        day = day_of(cell.text)
        if day is None:
            self._fault(cell.at, "line_wrong", name=names("filed"), found=cell.text, wanted=_EXAMPLES["filed"])
        return day or ""

    def _plan(self) -> Plan | None:
        """The plan named beside the form or in it, else the one plan that has all its items and names its unit."""
        cell = self.form.lines.get("plan")
        named = self.given.plan or (cell.text if cell else "")
        if named in self.plans:
            return self.plans[named]
        if named:
            self._fault(cell.at if cell else "A1", "plan_unknown", plan=named, loaded="、".join(self.plans))
            return None
        wanted = {letters(row.text("item")) for row in self.form.rows if row.text("item")}
        having = [
            plan
            for plan in self.plans.values()
            if wanted <= {letters(item.words) for item in plan.items} and _ids(plan, self._named())
        ]
        if len(having) == 1 and wanted:
            return having[0]
        self._fault(cell.at if cell else "A1", "plan_open")
        return None

    def _unit(self, plan: Plan) -> dict[str, str]:
        """The unit's printed name on each item that it has a part in; all are the same agency."""
        cell, named = self.form.lines.get("unit"), self._named()
        if not named:
            self._fault(cell.at if cell else "A1", "line_missing", name=names("unit"))
            return {}
        self.found.unit = named
        ids = _ids(plan, named)
        if not ids:
            self._fault(cell.at if cell else "A1", "unit_unknown", plan=plan.id, unit=named)
        return {item.id: party.name for item in plan.items for party in reversed(item.parties) if party.id in ids}

    def _named(self) -> str:
        """The unit that reports, as it calls itself."""
        cell = self.form.lines.get("unit")
        return self.given.unit or (cell.text if cell else "")

    def _rows(self, plan: Plan, printed: dict[str, str]) -> Iterator[tuple[Item, Filled]]:
        """Each row with its item."""
        for row in self.form.rows:
            item = self._item(plan, row)
            across = [*_across(row)]
            for at, columns in across:
                self._fault(at, "merged_across", names="、".join(map(names, columns)))
            if (text := row.text("status")) and status_of(text) is None:
                self._fault(row.cells["status"].at, "status_wrong", found=text, wanted="已完成、推进中、未启动")
            if item and printed and item.id not in printed:
                at = row.cells["item" if row.text("item") else "task"].at
                self._fault(at, "not_theirs", unit=self.found.unit, item=item.words)
            elif item:
                yield item, row

    def _item(self, plan: Plan, row: Filled) -> Item | None:
        words, task = row.text("item"), row.text("task")
        if not words and not task:
            filled = next(name for name in CONTENT if row.text(name))
            self._fault(row.cells[filled].at, "item_missing")
            return None
        at = row.cells["task" if not words else "item"].at
        named = [item for item in plan.items if letters(item.words) == letters(words)] if words else []
        if task:
            return self._by_id(plan, task, words, row.cells["task"].at)
        if len(named) > 1:
            ids = "、".join(item.id for item in named)
            self._fault(at, "item_several", plan=plan.id, item=words, ids=ids)
        elif not named:
            self._fault(at, "item_unknown", plan=plan.id, item=words)
        return named[0] if len(named) == 1 else None

    def _by_id(self, plan: Plan, task: str, words: str, at: str) -> Item | None:
        item = next((item for item in plan.items if item.id == task), None)
        if item is None:
            self._fault(at, "item_unknown", plan=plan.id, item=task)
        elif words and letters(words) != letters(item.words):
            self._fault(at, "item_other", item=words, task=task, title=item.words)
            return None
        return item

    def _report(self, item: Item, cells: dict[str, str], printed: dict[str, str], filed: str) -> Report:
        by = self.form.lines.get("by")
        return Report(
            task=item.id,
            words=letters(item.title or item.text)[:HEAD],
            unit=printed[item.id],
            year=self.found.year or 0,
            quarter=self.found.quarter or 0,
            goal=cells["goal"],
            problems=cells["problems"],
            progress=cells["progress"],
            status=cells["status"],
            filed=filed,
            by=by.text if by else "",
            source=f"{self.path.name}, {self.form.name}, {cells['at']}",
        )


def _ids(plan: Plan, unit: str) -> set[str]:
    """The agencies of a plan that a unit's name means: its id, its name, or what the plan prints."""
    return {
        party.id
        for item in plan.items
        for party in item.parties
        if unit in (party.id, party.name, party.agency) and party.origin == "printed"
    }


def _across(row: Filled) -> Iterator[tuple[str, list[str]]]:
    """Cells that are merged over several columns of content."""
    places: dict[str, list[str]] = {}
    for name in ("item", *CONTENT):
        if row.text(name):
            places.setdefault(row.cells[name].at, []).append(name)
    yield from ((at, columns) for at, columns in places.items() if len(columns) > 1)


def _joined(rows: Sequence[tuple[Item, Filled]], found: Reading) -> Iterator[tuple[Item, dict[str, str]]]:
    """One entry an item: an item that takes several rows has their texts one below the other, a merged cell once."""
    items: dict[str, Item] = {}
    cells: dict[str, dict[str, dict[str, str]]] = {}
    for item, row in rows:
        items[item.id] = item
        mine = cells.setdefault(item.id, {name: {} for name in ("at", *CONTENT)})
        first = row.cells["item" if row.text("item") else "task"].at
        mine["at"].setdefault("", first)
        for name in CONTENT:
            if text := row.text(name):
                mine[name].setdefault(row.cells[name].at, text)
    for key, texts in cells.items():
        said = {status_of(text) or "" for text in texts["status"].values()}
        if len(said) > 1:
            at = [*texts["status"]][1]
            found.faults.append(fault(at, "twice", item=items[key].words))
        joined = {name: "\n".join(parts.values()) for name, parts in texts.items() if name != "status"}
        yield items[key], joined | {"status": next(iter(said), "")}
