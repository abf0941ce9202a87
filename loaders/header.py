"""What a plan says of itself: title, document number, issuers, date, place; each with where it was found.

A notice (通知) usually carries the plan: masthead, number, addressees, signature and date stand before the plan's own
title, or behind its last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loaders.facts import DATE, DOC_NUMBER, iso_date, references
from loaders.places import place_of_plan
from loaders.records import Header, Source, Span
from loaders.topics import campaign_of

TITLE_END = re.compile(
    r"(?:方案|办法|意见|计划|规划|措施|细则|要点|行动|纲要|通知|决定|分工|清单|任务书|任务|规定)(?:[（(][^（）()]*[）)])?$"
)
NOTICE = re.compile(r"印发\s*[《<〈](?P<title>.+)[》>〉]\s*的?通知")
ABOUT = re.compile(r"关于|印发")
PUNCTUATED = re.compile(r"[，。；：！？,;:]")
STAMP = re.compile(r"^(?P<date>\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*")
SOURCE_LINE = re.compile(r"^(?:来源|发布机构|发文机关|信息来源|发布单位)\s*[:：]\s*(?P<name>\S+)")
ISSUER_END = re.compile(
    r"(?:委员会|小组|办公室|政府|[厅局办委部院]|中心|指挥部|联席会议|党组|法院|检察院|总社|人大|政协|工会|协会|公司)$"
)
CLOSING_LENGTH = 60
MASTHEAD = re.compile(r"文件$")


@dataclass(frozen=True)
class _Line:
    text: str
    start: int

    @property
    def plain(self) -> bool:
        """Whether it is a line of a masthead, title or signature, not a sentence."""
        return not PUNCTUATED.search(self.text)


Found = tuple[str, str]
"""A value and where it was found."""


def read_header(
    text: str,
    preamble: int,
    close: int,
    plan_id: str,
    source: Source,
    file_title: str | None = None,
    own_title: str | None = None,
) -> Header:
    """The header of a plan whose numbered part is text[preamble:close]; `own_title` where others share its notice."""
    head, tail = _lines(text, 0, preamble), _lines(text, close, len(text))
    title = (own_title, "title line") if own_title else None
    title = title or _first(head, _official_title, _own_title, _notice_title, _long_line)
    title = title or _file_title(file_title) or ("", "not found")
    number = _first(head, _doc_number)
    date = (
        _first(head, _signed_date)
        or _first(tail, _signed_date, _printed_date)
        or _closing_date(text)
        or _first(head, _stamp)
    )
    issuers, issuers_found = _issuers(head, title[0])
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


def _lines(text: str, start: int, end: int) -> list[_Line]:
    lines, offset = [], start
    for part in text[start:end].split("\n"):
        if part.strip():
            lines.append(_Line(part.strip(), offset + len(part) - len(part.lstrip())))
        offset += len(part) + 1
    return lines


def _first(lines: Sequence[_Line], *ways: Callable[[Sequence[_Line]], Found | None]) -> Found | None:
    return next((found for way in ways if (found := way(lines))), None)


def _official_title(lines: Sequence[_Line]) -> Found | None:
    """A title in full form, which begins with its issuer: 浙江省人民政府印发关于支持…若干措施的通知."""
    for index, line in enumerate(lines):
        after = lines[index + 1].text if index + 1 < len(lines) and lines[index + 1].plain else ""
        for text, found in ((line.text, "title line"), (line.text + after, "title over two lines")):
            text = text[: _behind_title(text) or len(text)]
            subject = ABOUT.split(text)[0]
            full = line.plain and ABOUT.search(line.text) and TITLE_END.search(text) and not STAMP.match(text)
            if full and ISSUER_END.search(subject) and len(subject) < len(text):
                return text, found
    return None


def _own_title(lines: Sequence[_Line]) -> Found | None:
    """The last plain line that ends as titles do, with the line before where the title is broken over two."""
    for index in range(len(lines) - 1, -1, -1):
        line = STAMP.sub("", lines[index].text)
        line = line[: _behind_title(line) or len(line)]
        if not lines[index].plain and not STAMP.match(lines[index].text):
            continue
        if TITLE_END.search(line) and not PUNCTUATED.search(line) and not NOTICE.search(line):
            before = lines[index - 1] if index else None
            broken = before and before.plain and ABOUT.search(before.text) and not TITLE_END.search(before.text)
            if broken and before and not ABOUT.search(line):
                return f"{STAMP.sub('', before.text)} {line}", "title over two lines"
            if ABOUT.search(line) or len(line) > 8:
                return line, "title line"
    return None


def _notice_title(lines: Sequence[_Line]) -> Found | None:
    """The title that a notice quotes: 关于印发《…》的通知."""
    for line in lines:
        if match := NOTICE.search(line.text):
            return match["title"].strip(), "title quoted by the notice"
    return None


def _file_title(title: str | None) -> Found | None:
    """The title in the file's metadata, less the name of the website."""
    for part in re.split(r"[_|]|\s[-—]\s?|--", title or ""):
        if TITLE_END.search(part.strip()) and len(part.strip()) > 8:
            return part.strip(), "metadata of the file"
    return None


def _long_line(lines: Sequence[_Line]) -> Found | None:
    """The first plain line that speaks of 关于 something, where no line ends as a title does."""
    return next(((line.text, "first line with 关于") for line in lines if line.plain and ABOUT.search(line.text)), None)


def _doc_number(lines: Sequence[_Line]) -> Found | None:
    for line in lines:
        match = DOC_NUMBER.search(line.text)
        if not match or not line.plain or match.end() != len(line.text) or "《" in line.text:
            continue
        start = _behind_title(line.text)
        found = "behind the title" if start else "masthead"
        return re.sub(r"\s+", "", line.text[max(start, match.start()) :]), found
    return None


def _behind_title(line: str) -> int:
    """Where the document number begins in a line that it closes behind the title, 0 where the line has no title."""
    bracket = max(line.rfind(mark) for mark in "〔[［")
    ends = (cut for cut in range(bracket - 1, 8, -1) if TITLE_END.search(line[:cut]))
    return next(ends, 0) if DOC_NUMBER.search(line) and ABOUT.search(line) else 0


def _signed_date(lines: Sequence[_Line]) -> Found | None:
    for line in lines:
        match = DATE.fullmatch(re.sub(r"\s+", "", line.text))
        if match and match["day"] and (date := iso_date(match)):
            return date, "signature"
    return None


def _printed_date(lines: Sequence[_Line]) -> Found | None:
    for line in lines:
        match = DATE.match(re.sub(r"\s+", "", line.text))
        if match and match["day"] and line.text.endswith("印发") and (date := iso_date(match)):
            return date, "printing line (印发)"
    return None


def _stamp(lines: Sequence[_Line]) -> Found | None:
    for line in lines:
        if match := STAMP.match(line.text):
            year, month, day = re.findall(r"\d+", match["date"])
            return f"{int(year):04d}-{int(month):02d}-{int(day):02d}", "time of publication"
    return None


def _closing_date(text: str) -> Found | None:
    """The date that closes a text whose line breaks are lost: …落地见效。国务院办公厅2020年7月15日（此件公开发布）."""
    dates = [match for match in DATE.finditer(text, max(0, len(text) - CLOSING_LENGTH)) if match["day"]]
    return (date, "closing words") if dates and (date := iso_date(dates[-1])) else None


def _issuers(lines: Sequence[_Line], title: str) -> tuple[tuple[str, ...], str]:
    """Who issued the plan: the signature above the date, else the masthead, the source line, the title's subject."""
    for index, line in enumerate(lines):
        if _signed_date([line]):
            signed = _signature(lines[:index])
            if signed:
                return signed, "signature"
    for line in lines[:3]:
        if match := SOURCE_LINE.match(line.text):
            return (match["name"],), "source line"
        names = tuple(MASTHEAD.sub("", name) for name in line.text.split())
        if line.plain and all(ISSUER_END.search(name) and not ABOUT.search(name) for name in names):
            return names, "masthead"
    subject = ABOUT.split(title)[0].strip()
    return ((subject,), "title") if subject and ISSUER_END.search(subject) else ((), "")


def _signature(lines: Sequence[_Line]) -> tuple[str, ...]:
    """The names on the plain lines right above a date."""
    names: list[str] = []
    for line in reversed(lines):
        parts = line.text.split()
        if not line.plain or not all(ISSUER_END.search(part) and not ABOUT.search(part) for part in parts):
            break
        names[:0] = parts
    return tuple(names)


def _references(text: str, preamble: int, title: str) -> list[Span]:
    """The documents cited before the numbered part, less the plan itself and the notice that carries it."""
    own = re.sub(r"\s+", "", title)
    return [
        cited
        for cited in references(text, 0, preamble)
        if re.sub(r"[\s《》]+", "", cited.text) != own and not (own and own in re.sub(r"\s+", "", cited.text))
    ]
