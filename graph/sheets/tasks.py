"""任务分解表: every item of a plan, or of an agency, with who does it, by when, towards what and on what basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from graph.export.provenance import Provenance, cite
from graph.sheets.contents import Agency, Contents, Due, Item, Plan
from graph.sheets.layout import Band, Cells, Column, Table, flowing
from graph.sheets.words import listed, say

_COLUMNS = (
    ("number", 3.5, True),
    ("task", 8, False),
    ("measures", 28, False),
    ("leads", 7, False),
    ("supports", 12, False),
    ("deadlines", 6.5, False),
    ("targets", 8, False),
    ("basis", 9, False),
    ("notes", 5, False),
)
"""Words key, width in full-width characters, centred."""


def task_tables(contents: Contents, agency: Agency | None = None, language: str = "zh") -> list[Table]:
    """A table a plan; for an agency those plans that name it, what it leads before what it supports."""
    return [_table(contents, plan, agency, language) for plan in contents.plans if _concerns(plan, agency)]


def source_line(source: Provenance, language: str) -> str:
    """The line below a sheet that tells what it was made of."""
    return say(language, "source", citation=getattr(cite(source), language))


def _trial(contents: Contents, language: str) -> Iterator[str]:
    """That the table shows no plan but a scenario, and what that changes."""
    if contents.trial:
        changes = listed(language, tuple(getattr(words, language) for words in contents.trial))
        yield say(language, "trial", changes=changes)


def heading(plan: Plan) -> str:
    """Who issued a plan, under which number, when."""
    return "　".join(filter(None, ("、".join(plan.issuers), plan.number, plan.issued)))


def _columns(language: str) -> tuple[Column, ...]:
    return tuple(Column(say(language, key), width, centred) for key, width, centred in _COLUMNS)


def _concerns(plan: Plan, agency: Agency | None) -> bool:
    return agency is None or any(each.id == agency.id for item in plan.items for each in item.parties)


def _table(contents: Contents, plan: Plan, agency: Agency | None, language: str) -> Table:
    of = f"《{plan.title}》" if agency is None else agency.name
    above = heading(plan) if agency is None else f"《{plan.title}》　{heading(plan)}"
    rows = _by_section(plan.items, language) if agency is None else _by_role(plan.items, agency, language)
    return Table(
        plan.jurisdiction or plan.id,
        say(language, "tasks_title", of=of),
        (above, *_trial(contents, language)),
        _columns(language),
        tuple(rows),
        (source_line(contents.source.of(plan.id), language),),
        say(language, "page", page="{page}", pages="{pages}"),
    )


def _by_section(items: Sequence[Item], language: str) -> Iterator[Band | Cells]:
    several = any(item.sections for item in items)
    for sections, group in groupby(items, lambda item: item.sections):
        if several:
            yield Band(" › ".join(sections) or say(language, "no_section"))
        for item in group:
            yield from _rows(item, language)


def _by_role(items: Sequence[Item], agency: Agency, language: str) -> Iterator[Band | Cells]:
    led = [item for item in items if agency.id in {each.id for each in item.holders("lead")}]
    others = [item for item in items if item not in led and agency.id in {each.id for each in item.parties}]
    for key, found in (("led_by", led), ("supported_by", others)):
        if found:
            yield Band(say(language, key, count=len(found)))
        yield from _by_section(found, language)


def _rows(item: Item, language: str) -> Iterator[Cells]:
    measures = _numbered(item.measures)
    cells = (
        item.number,
        item.words,
        measures or item.text,
        listed(language, item.names("lead")),
        listed(language, item.names("support")),
        "\n".join(map(_dated, item.dated("deadline"))),
        "\n".join(map(_dated, item.dated("target"))),
        "\n".join(item.basis),
        "\n".join(_notes(item, language)),
    )
    return flowing(cells, _columns(language), say(language, "continued"))


def _numbered(measures: Sequence[str]) -> str:
    if len(measures) == 1:
        return measures[0]
    return "\n".join(f"{place}. {measure}" for place, measure in enumerate(measures, 1))


def _dated(due: Due) -> str:
    """The words with the day that they mean, where they don't say it themselves."""
    return f"{due.text}（{due.due}）" if due.due and due.kind == "deadline" else due.text


def _notes(item: Item, language: str) -> Iterator[str]:
    if prose := item.names("lead", "prose"):
        yield say(language, "of_prose", names=listed(language, prose))
    if item.tried:
        yield say(language, "tried")
    for note in item.notes:
        yield say(language, "note_of", note=note.text, who=note.who, time=note.time)
    if changed := sorted({judged for each in item.parties for judged in each.judgements}):
        yield say(language, "changed", ids=" ".join(changed))
