"""A card of each agency, a page each: what it leads and supports, with whom, by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.shared import Pt

from graph.export.files import whole
from graph.sheets import docx
from graph.sheets.contents import Agency, Contents, Item, Plan
from graph.sheets.layout import Cells, Column
from graph.sheets.tasks import source_line
from graph.sheets.words import listed, say
from graph.workload.measures import load_table

_WIDTH = 182
"""Millimetres between the margins of an upright page."""
_NAMED = 5
"""Partners that are named."""


@dataclass(frozen=True)
class Figures:
    """What an agency carries in one plan; defined in graph/workload/measures.yml."""

    led: tuple[Item, ...]
    supported: tuple[Item, ...]
    fractional: float
    sole: int
    partners: tuple[tuple[str, int], ...]
    """Names and common items, the most frequent first."""


def figures(plan: Plan, agency: str) -> Figures:
    """Counts over the printed assignments; collective units take their share and are no partners."""
    led = tuple(item for item in plan.items if agency in _ids(item, "lead"))
    supported = tuple(item for item in plan.items if agency in _ids(item, "support"))
    edges = [(each.id, item.id, each.role) for item in plan.items for each in item.parties if each.origin == "printed"]
    load = next((each for each in load_table(edges) if each.agency == agency), None)
    mine = {item.id: item for item in (*led, *supported)}.values()
    partners = Counter(
        name
        for item in mine
        for name in {p.agency for p in item.parties if p.origin == "printed" and not p.collective and p.id != agency}
    )
    return Figures(
        led,
        supported,
        load.fractional if load else 0.0,
        load.sole if load else 0,
        tuple(sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def write(contents: Contents, agencies: Sequence[Agency], path: Path, language: str) -> None:
    """One document, each agency on a page of its own; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        document = docx.new_document()
        docx.page(document.sections[0], across=False)
        docx.number_pages(document.sections[0], say(language, "page", page="{page}", pages="{pages}"))
        for place, agency in enumerate(agencies):
            _card(document, contents, agency, language, first=place == 0)
        document.save(str(unfinished))


def _card(document: Any, contents: Contents, agency: Agency, language: str, first: bool) -> None:
    title = docx.paragraph(document, agency.name, 18, bold=True)
    title.paragraph_format.page_break_before = not first
    nothing = say(language, "unknown")
    known = {"full": agency.full_name or agency.name, "function": agency.function or nothing}
    docx.paragraph(document, say(language, "card_about", place=agency.place or nothing, **known), 10)
    for plan in contents.plans:
        found = figures(plan, agency.id)
        if found.led or found.supported:
            _plan(document, plan, agency, found, language)
            docx.paragraph(document, source_line(contents.source.of(plan.id), language), 7.5)


def _plan(document: Any, plan: Plan, agency: Agency, found: Figures, language: str) -> None:
    heading = docx.paragraph(document, f"《{plan.title}》", 11, bold=True)
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    most = [say(language, "times", name=name, count=count) for name, count in found.partners[:_NAMED] if count > 1]
    told: dict[str, object] = {"leads": len(found.led), "sole": found.sole, "supports": len(found.supported)}
    told |= {"fractional": f"{found.fractional:.4g}", "partners": len(found.partners)}
    most_often = say(language, "card_most", names=listed(language, tuple(most))) if most else ""
    docx.paragraph(document, say(language, "card_figures", most=most_often, **told), 10.5)
    for key, items, other in (("led_by", found.led, "co_leads"), ("supported_by", found.supported, "leads")):
        if items:
            band = docx.paragraph(document, say(language, key, count=len(items)), 10.5, bold=True)
            band.paragraph_format.space_before = band.paragraph_format.space_after = Pt(4)
            docx.table(document, _columns(language, other), [_row(item, agency, language) for item in items], _WIDTH)


def _columns(language: str, other: str) -> tuple[Column, ...]:
    widths = {"number": 4.0, "task": 18, other: 12, "supports": 17, "dates": 12}
    return tuple(Column(say(language, key), width, key == "number") for key, width in widths.items())


def _row(item: Item, agency: Agency, language: str) -> Cells:
    leads = tuple(dict.fromkeys(p.name for p in item.holders("lead") if p.id != agency.id))
    supports = tuple(dict.fromkeys(p.name for p in item.holders("support") if p.id != agency.id))
    dues = (f"{due.text}（{due.due}）" if due.due and due.kind == "deadline" else due.text for due in item.dues)
    names = (listed(language, leads), listed(language, supports))
    return Cells((item.number, item.words, *names, "\n".join(dict.fromkeys(dues))))


def _ids(item: Item, role: str) -> set[str]:
    return {party.id for party in item.holders(role)}
