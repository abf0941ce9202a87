"""What a plan says of itself: title, document number, issuers, date, place; each with where it was found.

A notice (通知) usually carries the plan: masthead, number, addressees, signature and date stand before the plan's own
title, or behind its last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from loaders.facts import DATE, DOC_NUMBER, iso_date, references
from loaders.heading_lines import ABOUT, ISSUER_END, MASTHEAD, STAMP, HeadLine, behind_title, head_lines
from loaders.places import place_of_plan
from loaders.records import Header, Source, Span
from loaders.titles import Found, find_title
from loaders.topics import campaign_of

SOURCE_LINE = re.compile(r"(?:来源|发布机构|发文机关|发文单位|信息来源|发布单位)\s*[:：]\s*(?P<name>[^\s，。；]+)")
DATED = re.compile(
    r"(?P<kind>成文|发文|印发|发布)(?:日期|时间)\s*[:：]\s*(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
)
"""A date among what a website tells of a document."""
ORDER = re.compile(r"第\s*\d{1,4}\s*号")
CLOSING_LENGTH = 60
FIRST_LINES = 3
"""Lines in which a masthead stands."""

Span2 = tuple[int, int]


def read_header(
    text: str,
    preamble: int,
    gaps: Sequence[Span2],
    plan_id: str,
    source: Source,
    file_title: str | None = None,
    own_title: str | None = None,
) -> Header:
    """The header of a plan whose numbered part begins at `preamble`, and that has no number in the gaps.

    `own_title` is given where others share its notice.
    """
    head = head_lines(text, 0, preamble)
    tail = [line for start, end in gaps for line in head_lines(text, start, end)]
    title = (own_title, "title line") if own_title else find_title(head, file_title)
    number = _doc_number(head)
    date = _date(text, head, tail)
    issuers, issuers_found = _issuers(head, tail, title[0])
    clues = [
        *((name, "issuer") for name in issuers),
        (title[0], "title"),
        (text[:preamble], "words before the first item"),
    ]
    clues += [(number[0], "document number")] if number else []
    place, place_found = place_of_plan(clues, int(date[0][:4]) if date else None)
    values = {"title": title, "doc_number": number, "date": date}
    found = {name: value[1] for name, value in values.items() if value}
    return Header(
        id=plan_id,
        title=title[0],
        doc_number=number[0] if number else None,
        issuers=issuers,
        date=date[0] if date else None,
        jurisdiction=place.name if place else None,
        adcode=place.code if place else None,
        level=place.level if place else "other",
        campaign=campaign_of(title[0]),
        source=source,
        references=tuple(_references(text, preamble, title[0])),
        found=found
        | ({"issuers": issuers_found} if issuers else {})
        | ({"jurisdiction": place_found} if place_found else {}),
    )


def _doc_number(lines: Sequence[HeadLine]) -> Found | None:
    for line in lines:
        if match := DOC_NUMBER.fullmatch(line.text.strip("（）()[]【】 ")):  # in brackets of its own
            return re.sub(r"\s+", "", match[0]), "masthead"
        match = DOC_NUMBER.search(line.text)
        start = behind_title(line.text) if match else 0
        labelled = match and match.start() and line.text[match.start() - 1] in ":："
        if match and match.end() == len(line.text) and ((line.plain and ("《" not in line.text or start)) or labelled):
            found = "behind the title" if start else "masthead"
            return re.sub(r"\s+", "", line.text[max(start, match.start()) :]), found
        if ORDER.fullmatch(line.text):
            return re.sub(r"\s+", "", line.text), "masthead"
    return None


# Dates ----------------------------------------------------------------------------------------------------------


def _date(text: str, head: Sequence[HeadLine], tail: Sequence[HeadLine]) -> Found | None:
    """The date of the signature, else of what is printed around the plan, else of its publication."""
    return (
        _signed(head)
        or _signed(tail)
        or _first(tail, _printed)
        or _first(head, _dated)
        or _closing_words(text)
        or _first(head, _stamp)
        or _first([*head, *tail], _month)
    )


def _signed(lines: Sequence[HeadLine]) -> Found | None:
    return next(((line.date, "signature") for line in lines if line.date), None)


def _first(lines: Sequence[HeadLine], way: Callable[[HeadLine], Found | None]) -> Found | None:
    return next((found for line in lines if (found := way(line))), None)


def _printed(line: HeadLine) -> Found | None:
    """The date of the printing line: 某市民政局办公室 2020年5月15日印发."""
    words = re.sub(r"\s+", "", line.text)
    match = DATE.search(words) if words.endswith("印发") else None
    date = iso_date(match) if match and match["day"] and match.end() == len(words) - 2 else None
    return (date, "printing line (印发)") if date else None


def _dated(line: HeadLine) -> Found | None:
    """A date that a website tells, unless it is only the time when the page appeared."""
    found = [match for match in DATED.finditer(line.text) if match["kind"] != "发布"]
    return (_iso(found[0]), "what the page tells") if found else None


def _stamp(line: HeadLine) -> Found | None:
    match = DATED.search(line.text)
    if match:
        return _iso(match), "time of publication"
    if stamp := STAMP.match(line.text):
        year, month, day = re.findall(r"\d+", stamp["date"])
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}", "time of publication"
    return None


def _iso(match: re.Match[str]) -> str:
    return f"{int(match['year']):04d}-{int(match['month']):02d}-{int(match['day']):02d}"


def _closing_words(text: str) -> Found | None:
    """The date that closes a text whose line breaks are lost: …落地见效。国务院办公厅2020年7月15日（此件公开发布）."""
    dates = [match for match in DATE.finditer(text, max(0, len(text) - CLOSING_LENGTH)) if match["day"]]
    return (date, "closing words") if dates and (date := iso_date(dates[-1])) else None


def _month(line: HeadLine) -> Found | None:
    """A month without a day, on a line of its own: （2021年11月）."""
    match = DATE.fullmatch(re.sub(r"[\s（()）]", "", line.text))
    date = iso_date(match) if match and match["month"] and not match["before"] else None
    return (date[:7], "month without a day") if date else None


# Issuers --------------------------------------------------------------------------------------------------------


def _issuers(head: Sequence[HeadLine], tail: Sequence[HeadLine], title: str) -> tuple[tuple[str, ...], str]:
    """Who issued the plan: the signature above the date, else the masthead, the source line, the title's subject."""
    if signed := _signature(head):
        return signed, "signature"
    subject = tuple(ABOUT.split(title)[0].split())
    named = bool(subject) and all(ISSUER_END.search(name) for name in subject)
    if named and len(subject) > 1:
        return subject, "title"
    if (top := _masthead(head))[0]:
        return top
    if (told := _source(head))[0] or named:
        return told if told[0] else (subject, "title")
    return (signed, "signature") if (signed := _signature(tail)) else ((), "")


def _signature(lines: Sequence[HeadLine]) -> tuple[str, ...]:
    """The names on the plain lines right above a date."""
    for index, line in enumerate(lines):
        names: list[str] = []
        for above in reversed(lines[:index] if line.date else ()):
            if not above.issuers:
                break
            names[:0] = above.issuers
        if names:
            return tuple(names)
    return ()


def _masthead(lines: Sequence[HeadLine]) -> tuple[tuple[str, ...], str]:
    """The names on the first lines, one below the other where several issue together."""
    names: list[str] = []
    for line in lines[:FIRST_LINES]:
        found = HeadLine(MASTHEAD.sub("", line.text).strip(), line.start).issuers
        if names and not found:
            break
        names += found
    return tuple(names), "masthead"


def _source(lines: Sequence[HeadLine]) -> tuple[tuple[str, ...], str]:
    match = next((match for line in lines if (match := SOURCE_LINE.search(line.text))), None)
    return ((match["name"],), "source line") if match else ((), "")


def _references(text: str, preamble: int, title: str) -> list[Span]:
    """The documents cited before the numbered part, less the plan itself and the notice that carries it."""
    own = re.sub(r"\s+", "", title)
    return [
        cited
        for cited in references(text, 0, preamble)
        if re.sub(r"[\s《》]+", "", cited.text) != own and not (own and own in re.sub(r"\s+", "", cited.text))
    ]
