"""Offices that a plan names in passages that assign nothing: who sits in the leading group, who is told to help.

A name is found by the tables alone: the plan's place or its scope (区, 市委) and behind it exactly a body's name, the
longest that fits; nothing is found by likeness. Between two names of a list (、) what ends as an office's name does is
one, too, lest a list lose those that no table knows. Party committees and governments are no offices here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.identity.agencies import Agency, resolve
from graph.identity.lexicon import lexicon
from graph.identity.readings import PLACE
from graph.matching.wording import own_names
from loaders.names import AGENCY_END
from loaders.places import COUNTRY, Place, within
from loaders.script import simplified

LONGEST, SHORTEST = 22, 2
WHOLE = frozenset({"local_government", "party_committee", "congress", "consultative_conference"})
"""Functions of those who answer for a place as a whole."""
ENDS = "局委办厅部院会室署社队台校行关处所心司团"
SCOPES = "省市区县州盟旗"
NOT_BEHIND = "全各我本每"
"""Before a scope these make it a word of its own: 全市公安机关, 各市教育局."""
NOT_BEFORE = re.compile("各?成员|系统|领导|印发|门")
"""Behind a name these make it part of another word: 市文明委各成员单位, 商务部门."""
LIST = re.compile("[、，,；;。：:\n]")


@dataclass(frozen=True)
class Named:
    """An office as printed in a passage, and which it is."""

    name: str
    start: int
    end: int
    agency: Agency


def offices(text: str, start: int, end: int, here: Place) -> list[Named]:
    """The offices of a place that text[start:end] names, in printed order."""
    places = [place for place in range(start, end) if not text[place].isspace()]
    words = simplified("".join(text[place] for place in places))
    found = list(_known(words, here))
    found += _listed(words, found, here)
    spans = sorted(found, key=lambda span: span[:2])
    return [
        Named(words[first:last], places[first], places[last - 1] + 1, agency)
        for first, last, agency in spans
        if within(agency.based_in, here) and (agency.function is None or agency.function.key not in WHOLE)
    ]


def _known(words: str, here: Place) -> Iterator[tuple[int, int, Agency]]:
    position = 0
    while position < len(words):
        found = next(_names_at(words, position, here), None)
        if found:
            yield position, *found
        position = found[0] if found else position + 1


def _names_at(words: str, start: int, here: Place) -> Iterator[tuple[int, Agency]]:
    """The names that begin here, the longest first, each with where it ends."""
    front = _prefix(here).match(words, start)
    first = front.end() if front else start
    if words[start - 1 : start] in set(NOT_BEHIND) and words[start] in SCOPES:
        return
    for end in range(min(len(words), start + LONGEST), first + SHORTEST - 1, -1):
        if words[end - 1] not in ENDS or NOT_BEFORE.match(words, end):
            continue
        if (_is_name if first > start else _is_filled)(words[first:end], here):
            agency = resolve(words[start:end], here, False)
            if agency.resolved and agency.body:
                yield end, agency


def _listed(words: str, known: Sequence[tuple[int, int, Agency]], here: Place) -> Iterator[tuple[int, int, Agency]]:
    """What stands between 、 beside a known name and ends as an office does, although no table knows it."""
    starts, ends = {first for first, _, _ in known}, {last for _, last, _ in known}
    edges = [-1, *(mark.start() for mark in LIST.finditer(words)), len(words)]
    for before, after in pairwise(edges):
        first, last = before + 1, after
        item = words[first:last]
        beside = (words[before : before + 1] == "、" and before in ends) or (
            words[after : after + 1] == "、" and after + 1 in starts
        )
        inside = any(first < stop and begin < last for begin, stop, _ in known)
        if beside and not inside and _prefix(here).match(item) and AGENCY_END.search(item) and len(item) <= LONGEST:
            yield first, last, resolve(item, here, False)


@lru_cache(maxsize=256)
def _prefix(here: Place) -> re.Pattern[str]:
    """The plan's place, a scope, or both."""
    own = "|".join(map(re.escape, own_names(here)))
    return re.compile(rf"(?:{own})+(?:[{SCOPES}](?=委))?|[{SCOPES}]")


def _is_name(words: str, here: Place) -> bool:
    """Whether this may stand behind a place or a scope."""
    return (words in lexicon().local and PLACE not in words) or _is_filled(words, here)


def _is_filled(words: str, here: Place) -> bool:
    """Whether this needs no place before it: it holds the place (公安西青分局), or the plan is the country's."""
    if here.code == COUNTRY:
        return words in lexicon().national or (words in lexicon().local and PLACE not in words)
    patterns = (pattern for own in _own(here) if own in words for pattern in _patterns(words, own))
    return any(pattern in lexicon().local for pattern in patterns)


def _patterns(words: str, own: str) -> Iterator[str]:
    """The words with a mark for the place wherever its name stands, and at one place alone."""
    yield words.replace(own, PLACE)
    for at in range(len(words) - len(own) + 1):
        if words.startswith(own, at):
            yield words[:at] + PLACE + words[at + len(own) :]


@lru_cache(maxsize=256)
def _own(here: Place) -> tuple[str, ...]:
    """What may stand for the place within a name: its own names and its scope."""
    return (*own_names(here), *(scope for scope in SCOPES if here.name.endswith(scope)))
