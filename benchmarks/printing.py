"""A made-up plan as it would be printed, and as extraction should read it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from loaders.places import is_unique, place
from loaders.records import Header, Lines, Party, PlanRecord, Report, Source, Span, Task

if TYPE_CHECKING:
    from benchmarks.generate import Draft, Item

CAMPAIGN = "民生领域突出问题治理和服务提升"
NUMERALS = "一二三四五六七八九十"


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


def printed(draft: Draft) -> tuple[PlanRecord, list[str]]:
    """The record of a made-up plan, and the ids of its tasks in order."""
    page = _Page()
    here = draft.place.name if is_unique(draft.place) else place(draft.place.parent or "").name + draft.place.name
    title = f"{here}{CAMPAIGN}实施方案"
    page.add(f"{title}\n为深入推进{CAMPAIGN}，结合{here}实际，制定本方案。\n一、总体要求\n")
    page.add("坚持以人民为中心，聚焦群众反映强烈的突出问题，坚持标本兼治、综合施策，推动各项工作取得实效。\n")
    tasks: list[Task] = []
    for section, (kind, items) in enumerate(groupby(draft.items, key=lambda item: item.topics[0].kind), 2):
        heading = f"{NUMERALS[section - 1]}、{draft.headings[kind]}"
        page.add(f"{heading}\n")
        tasks += [_task(page, item, f"{draft.id}/{section}", number, heading) for number, item in enumerate(items, 1)]
    issued = draft.issued
    page.add(f"{here}人民政府\n{issued.year}年{issued.month}月{issued.day}日\n")
    text = "".join(page.parts)
    return PlanRecord(text, _header(draft, title, text), tuple(tasks), Report(), _lines(text)), [t.id for t in tasks]


def _task(page: _Page, item: Item, section: str, number: int, heading: str) -> Task:
    start = page.add(f"{number}.{item.title}。").start
    measures = tuple(page.add(measure) for measure in item.measures)
    assigned = page.add("（牵头单位：").start
    lead = _parties(page, item.lead, "牵头单位")
    if item.support:
        page.add("；责任单位：")
    support = _parties(page, item.support, "责任单位")
    end = page.add("）").end
    page.add("\n")
    return Task(
        id=f"{section}/{number}",
        number=str(number),
        section=heading,
        subsection=None,
        title=item.title,
        topic=None,
        start=start,
        end=end,
        lead=lead,
        support=support,
        assign_text=page.since(assigned),
        assign_start=assigned,
        assign_end=end,
        rule="bracketed labels",
        measures=measures,
    )


def _parties(page: _Page, names: tuple[str, ...], label: str) -> tuple[Party, ...]:
    found: list[Party] = []
    for name in names:
        if found:
            page.add("、")
        span = page.add(name)
        found.append(Party(name, span.start, span.end, label))
    return tuple(found)


def _header(draft: Draft, title: str, text: str) -> Header:
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
    )


def _lines(text: str) -> Lines:
    starts = [0, *(offset + 1 for offset, character in enumerate(text[:-1]) if character == "\n")]
    return Lines(tuple(starts), tuple(range(1, len(starts) + 1)))
