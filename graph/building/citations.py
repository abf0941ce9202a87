"""Cited documents: which words name one document, so that plans that cite the same law meet in one node.

A document node is shared by plans, so everything on it follows from its id alone; the words as
printed stand on the edge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from loaders.records import Header, Span

_OUTER_QUOTES = re.compile(r"^[《<〈](.*)[》>〉]$", re.S)
_NUMBER = re.compile(r"^[^《》]{0,20}[〔\[［【(（]\d{4}[〕\]］】)）]第?\d+号$")
_BEFORE_NUMBER = re.compile(r"^(?:根据|按照|依据|依照|贯彻|落实)+")
_YEAR = re.compile(r"[〔\[［【(（](\d{4})[〕\]］】)）]")
_PASSED_ON = re.compile(r"^(.*(?:印发|转发))[〈<《（(](.*)[〉>》）)](的通知)$")
_LAW = re.compile(r"^中华人民共和国(.{1,12}法)$")
_SELF = re.compile(r"^本?(?:总体|工作|实施|行动|治理|落实|分工)*(?:方案|意见|办法|计划|规划|纲要|通知|细则)$")


@dataclass(frozen=True)
class Citation:
    """One document as cited at one place: a title, a number, or a title with its number behind it."""

    id: str
    title: str | None
    number: str | None
    own: bool
    span: Span


def citations(spans: tuple[Span, ...], text: str, plan: Header) -> list[Citation]:
    """The documents that `spans` of `text` name; a number in brackets right behind a title belongs to it."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    found: list[Citation] = []
    for span, following in zip_longest(ordered, ordered[1:]):
        if found and span.end <= found[-1].span.end:
            continue
        joined = _with_number(span, following, text) if following else None
        found.append(_citation(joined or span, span, following if joined else None, plan))
    return found


def _with_number(title: Span, number: Span, text: str) -> Span | None:
    """The passage 《…》（淮政办发〔2016〕149号） as one, None where the second span is no number behind a title."""
    between, after = text[title.end : number.start].strip(), text[number.end :].lstrip()[:1]
    if is_number(title.text) or not is_number(number.text) or between not in {"（", "("} or after not in {"）", ")"}:
        return None
    end = number.end + text[number.end :].index(after) + 1
    return Span(text[title.start : end], title.start, end)


def _citation(whole: Span, named: Span, number_behind: Span | None, plan: Header) -> Citation:
    title = None if is_number(named.text) else plain_title(named.text)
    printed = number_behind if title else named
    number = plain_number(printed.text) if printed else None
    if _is_own(title, number, plan):
        own_number = plain_number(plan.doc_number) if plan.doc_number else None
        return Citation(f"{plan.id}#self", plain_title(plan.title), own_number, True, whole)
    key = f"{title}（{number}）" if title and number else title or number or ""
    return Citation(key, title, number, False, whole)


def is_number(text: str) -> bool:
    """Whether the words are a document number such as 文明委〔2018〕4号."""
    return _NUMBER.match(_squeeze(text)) is not None


def plain_number(text: str) -> str:
    """A document number without spaces and the words that lead to it, the year in 〔〕."""
    return _YEAR.sub(r"〔\1〕", _BEFORE_NUMBER.sub("", _squeeze(text)))


def plain_title(text: str) -> str:
    """A title without spaces and outer quotes, in one way of quoting, laws without the country's name."""
    title = _squeeze(text)
    if quoted := _OUTER_QUOTES.match(title):
        title = quoted[1]
    if passed_on := _PASSED_ON.match(title):
        title = f"{passed_on[1]}〈{passed_on[2]}〉{passed_on[3]}"
    return _LAW.sub(r"\1", title.replace("(", "（").replace(")", "）"))


def _is_own(title: str | None, number: str | None, plan: Header) -> bool:
    """《实施方案》 in a plan whose title ends so is the plan itself; a longer title or a number must be the same."""
    if title is None:
        return plan.doc_number is not None and number == plain_number(plan.doc_number)
    plan_title = plain_title(plan.title)
    return title == plan_title or (_SELF.match(title) is not None and plan_title.endswith(title.removeprefix("本")))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
