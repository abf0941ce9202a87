"""A made-up plan as it would be printed, and as extraction should read it."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from loaders.places import is_unique, place
from loaders.records import (
    Deadline,
    Header,
    Lines,
    Party,
    Passage,
    PlanRecord,
    Report,
    Source,
    Span,
    Target,
    Task,
)

if TYPE_CHECKING:
    from benchmarks.generate import Draft, Item

CAMPAIGN = "民生领域突出问题治理和服务提升"
NUMERALS = "一二三四五六七八九十"
DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月)?底前|每季度首月10日前")
SHARE = re.compile(r"达到(\d+)%以上")
CITED = re.compile("《[^》]+》")
"""How the sentences of material.yml set a day and a target, and cite."""


@dataclass
class _Page:
    """Text as it grows; each piece knows where it stands."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, words: str) -> Span:
        """Prints words and gives their place."""
        span = Span(words, self.length, self.length + len(words))
        self.parts.append(words)
        self.length += len(words)
        return span

    def since(self, start: int) -> str:
        """The words from an offset on, without the last line break."""
        words = ""
        for part in reversed(self.parts):
            if len(words) >= self.length - start:
                break
            words = part + words
        return words.removesuffix("\n")


def title_of(draft: Draft) -> str:
    """The title of a made-up plan."""
    return f"{_here(draft)}{CAMPAIGN}实施方案"


def _here(draft: Draft) -> str:
    return draft.place.name if is_unique(draft.place) else place(draft.place.parent or "").name + draft.place.name


def printed(draft: Draft) -> tuple[PlanRecord, list[str]]:
    """The record of a made-up plan, and the ids of its tasks in order."""
    page = _Page()
    here, title = _here(draft), title_of(draft)
    page.add(f"{title}\n为深入推进{CAMPAIGN}，根据")
    above = page.add(f"《{draft.after}》")
    page.add(f"，结合{here}实际，制定本方案。\n一、总体要求\n")
    page.add("坚持以人民为中心，聚焦群众反映强烈的突出问题，坚持标本兼治、综合施策，推动各项工作取得实效。\n")
    tasks: list[Task] = []
    for section, (kind, items) in enumerate(groupby(draft.items, key=lambda item: item.topics[0].kind), 2):
        heading = f"{NUMERALS[section - 1]}、{draft.headings[kind]}"
        page.add(f"{heading}\n")
        tasks += [_task(page, item, f"{draft.id}/{section}", number, heading) for number, item in enumerate(items, 1)]
    passage = _organising(page, draft)
    issued = draft.issued
    page.add(f"{here}人民政府\n{issued.year}年{issued.month}月{issued.day}日\n")
    text = "".join(page.parts)
    header = _header(draft, title, text, above)
    record = PlanRecord(text, header, tuple(tasks), Report(), _lines(text), organising=(passage,))
    return record, [task.id for task in tasks]


def _organising(page: _Page, draft: Draft) -> Passage:
    """The passage that says who runs the plan."""
    named, words = draft.organising
    number = NUMERALS[len({item.topics[0].kind for item in draft.items}) + 1]
    heading = page.add(f"{number}、{named}")
    end = page.add(f"\n{words}\n").end
    return Passage(heading.text, heading.start, end)


def _task(page: _Page, item: Item, section: str, number: int, heading: str) -> Task:
    start = page.add(f"{number}.{item.title}。").start
    measures = tuple(page.add(measure) for measure in item.measures)
    facts = {
        "measures": measures,
        "deadlines": tuple(found for measure in measures for found in _days(measure)),
        "targets": tuple(found for measure in measures for found in _targets(measure)),
        "references": _cited(measures),
    }
    said = facts | (_assigned(page, item) if item.lead else {"end": page.length})
    page.add("\n")
    return Task(
        id=f"{section}/{number}",
        number=str(number),
        section=heading,
        subsection=None,
        title=item.title,
        topic=None,
        start=start,
        **said,
    )


def _assigned(page: _Page, item: Item) -> dict[str, Any]:
    """Prints the assignment of an item and gives what the record says of it."""
    start = page.add("（牵头单位：").start
    lead = _parties(page, item.lead, "牵头单位")
    if item.support:
        page.add("；责任单位：")
    support = _parties(page, item.support, "责任单位")
    end = page.add("）").end
    return {
        "end": end,
        "lead": lead,
        "support": support,
        "assign_text": page.since(start),
        "assign_start": start,
        "assign_end": end,
        "rule": "bracketed labels",
    }


def _days(measure: Span) -> Iterator[Deadline]:
    for found in DAY.finditer(measure.text):
        year, month = (int(part or 12) for part in found.groups())
        day = f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}" if found[1] else None
        yield Deadline(found[0], day, measure.start + found.start(), measure.start + found.end())


def _targets(measure: Span) -> Iterator[Target]:
    for found in SHARE.finditer(measure.text):
        start, end = (measure.start + place for place in found.span())
        yield Target(found[0], float(found[1]), "%", start, end, ">=")


def _cited(measures: tuple[Span, ...]) -> tuple[Span, ...]:
    """What an item cites, each document once."""
    found: dict[str, Span] = {}
    for measure in measures:
        for title in CITED.finditer(measure.text):
            start, end = (measure.start + place for place in title.span())
            found.setdefault(title[0], Span(title[0], start, end))
    return tuple(found.values())


def _parties(page: _Page, names: tuple[str, ...], label: str) -> tuple[Party, ...]:
    found: list[Party] = []
    for name in names:
        if found:
            page.add("、")
        span = page.add(name)
        found.append(Party(name, span.start, span.end, label, collective=name.startswith("各")))
    return tuple(found)


def _header(draft: Draft, title: str, text: str, above: Span) -> Header:
    source = Source(f"{draft.id}.txt", hashlib.sha256(text.encode()).hexdigest(), "text")
    return Header(
        id=draft.id,
        title=title,
        doc_number=None,
        issuers=(),
        date=draft.issued.isoformat(),
        jurisdiction=draft.place.name,
        adcode=draft.place.code,
        level=draft.place.level,
        campaign=CAMPAIGN,
        source=source,
        references=(above,),
    )


def _lines(text: str) -> Lines:
    starts = [0, *(offset + 1 for offset, character in enumerate(text[:-1]) if character == "\n")]
    return Lines(tuple(starts), tuple(range(1, len(starts) + 1)))
