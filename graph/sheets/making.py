"""Makes sheets and writes them: one call a sheet, for the command line, the app and notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph.export.provenance import Reader
from graph.sheets.contents import SheetError, agencies_of, find_agency, read_plans
from graph.sheets.layout import Table
from graph.sheets.tasks import task_tables
from graph.sheets.words import LANGUAGES

if TYPE_CHECKING:
    from graph.sheets.calendar import Dates
    from graph.sheets.trial import Trial

T = TypeVar("T")
Some = str | Iterable[str]
"""One name or several."""


def write_tasks(
    store: Reader,
    path: Path | str,
    *,
    plan: Some = (),
    agency: str | None = None,
    language: str = "zh",
    trial: Trial | None = None,
) -> Path:
    """任务分解表 of the plans named (or all), or of what an agency does in them; as .xlsx or .docx by its name.

    With a `trial` the plans are shown as the scenario would have them, and the sheet says so.
    """
    writer = _writer(Path(path), language)
    found = find_agency(store, agency) if agency else None
    contents = read_plans(store, _several(plan))
    if trial:
        from graph.sheets.trial import tried

        contents = tried(contents, trial)
    tables = task_tables(contents, found, language)
    if not tables:
        raise SheetError(f"{found.name if found else agency} stands on no item of these plans.")
    return _written(writer, tables, Path(path))


@dataclass(frozen=True)
class Forms:
    """The forms that were written, and the items that stand in none since no agency leads them."""

    paths: tuple[Path, ...]
    unled: tuple[str, ...]


def write_progress(
    store: Reader,
    path: Path | str,
    *,
    plan: str,
    year: int,
    quarter: int,
    agency: str | None = None,
    status: bool = False,
) -> Forms:
    """工作进度表 for what an agency leads, or for every lead of the plan: a worksheet each, or in a folder a file each.

    With `status` there is a column for 完成情况, without which nothing can be known to be done.
    """
    from graph.sheets.progress import Quarter, goals_of, leads_of, progress_tables, text_of, unled

    target = Path(path)
    folder = not target.suffix
    writer = _writer(target / "x.xlsx" if folder else target, "zh")
    if quarter not in range(1, 5) or year not in range(1990, 2101):
        raise SheetError(f"There is no quarter {quarter} of {year}: quarters go from 1 to 4, years have four digits.")
    contents = read_plans(store, [plan])
    units = leads_of(contents.plans[0])
    if agency:
        found = find_agency(store, agency)
        if found.id not in units:
            raise SheetError(f"{found.name} leads nothing in {plan}, so there is nothing for it to report on.")
        units = {found.id: found.name}
    if not units:
        raise SheetError(f"No agency leads an item of {plan}, so there is nobody to report.")
    when, goals = Quarter(year, quarter), goals_of(store, plan, year)
    tables = progress_tables(contents, contents.plans[0], text_of(store, plan), when, units, goals, status)
    files = {target / f"{place:02} {_file(table.name)}.xlsx": [table] for place, table in enumerate(tables, 1)}
    written = [_written(writer, each, file) for file, each in (files if folder else {target: tables}).items()]
    return Forms(tuple(written), tuple(item.id for item in unled(contents.plans[0])))


def write_cards(
    store: Reader, path: Path | str, *, plan: Some = (), agency: str | None = None, language: str = "zh"
) -> Path:
    """A card of each agency that stands on an item of the plans, or of one agency, as .docx; the most loaded first."""
    from graph.sheets import cards

    target = Path(path)
    if target.suffix.lower() != ".docx":
        raise SheetError(f"{target}: cards are written as .docx; end the file's name with it.")
    _check_language(language)
    contents = read_plans(store, _several(plan))
    agencies = [find_agency(store, agency)] if agency else agencies_of(store, contents)
    if not any(agencies[0].id in {each.id for each in item.parties} for one in contents.plans for item in one.items):
        raise SheetError(f"{agencies[0].name} stands on no item of these plans.")
    return _written(lambda found, file: cards.write(contents, found, file, language), agencies, target)


def write_calendar(
    store: Reader, path: Path | str, *, plan: Some = (), agency: str | None = None, language: str = "zh"
) -> Dates:
    """The dated deadlines and targets of the plans, or of what an agency does in them, as .ics."""
    from graph.sheets import calendar

    target = Path(path)
    if target.suffix.lower() != ".ics":
        raise SheetError(f"{target}: a calendar is written as .ics; end the file's name with it.")
    _check_language(language)
    contents = read_plans(store, _several(plan))
    found = find_agency(store, agency) if agency else None
    name = found.name if found else "、".join(each.jurisdiction or each.id for each in contents.plans)
    made, dates = calendar.make(contents, found.id if found else None, name, language)
    if not dates.events:
        raise SheetError("No deadline or target of these items names a day, so that the calendar would be empty.")
    _written(lambda whole, file: calendar.write(whole, file), made, target)
    return dates


def _file(name: str) -> str:
    """The name as every system takes it for a file."""
    return re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', " ", name).strip(". ")[:80] or "x"


def _several(names: Some) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _writer(path: Path, language: str) -> Callable[[Sequence[Table], Path], None]:
    """What writes a file of that name; raises SheetError where nothing does."""
    _check_language(language)
    if path.suffix.lower() == ".xlsx":
        from graph.sheets import xlsx

        return xlsx.write
    if path.suffix.lower() == ".docx":
        from graph.sheets import docx

        return docx.write
    raise SheetError(f"{path}: a sheet is written as .xlsx or .docx; end the file's name with one of these.")


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise SheetError(f"There are no sheets in {language}; languages: {', '.join(LANGUAGES)}.")


def _written(writer: Callable[[T, Path], None], made: T, path: Path) -> Path:
    try:
        writer(made, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SheetError(f"{path}: the sheet could not be written ({reason}). Close it where it is open.") from error
    return path
