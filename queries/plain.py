"""Questions in plain words (哪个部门牵头最多, who assigns telecom fraud in Changzhou): matched to the library.

What is named in the words (a place, a topic, a functional system, an agency) becomes a parameter; what is asked is the
phrase of phrases.yml that holds with most words. Nothing is made up: words that match no phrase give no reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from graph.explorer.spelling import spelled
from queries import library
from queries.library import Question, Reader

_PHRASES = Path(__file__).with_name("phrases.yml")
_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TAILS = ("专项治理", "治理", "问题", "失信", "开展", "专项", "市", "省", "区", "县", "州")
ENOUGH = 0.5
"""So much of a name must stand in the words for it to be taken as named."""


@dataclass(frozen=True)
class Name:
    """Something of the graph that words may name: what a parameter takes, and the names that it goes by."""

    kind: str
    value: str
    shown: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One way to take the words: a question with its parameters, and what was understood of the words and what not."""

    question: Question
    params: Mapping[str, Any]
    named: tuple[Name, ...]
    understood: tuple[str, ...]
    rest: str
    score: float = field(compare=False)


def readings(store: Reader, words: str, most: int = 4) -> list[Reading]:
    """The ways to take `words`, best first; none where they match no question."""
    return read(words, names(store), most)


def names(store: Reader) -> list[Name]:
    """What the graph holds that words may name, with short names and names in Latin letters."""
    found = []
    for kind in ("jurisdiction", "topic", "function", "agency"):
        choices = library.choices(store, kind)
        shorts = [tuple(dict.fromkeys(_short(choice.label))) for choice in choices]
        heard = spelled(short[-1] for short in shorts) if kind == "jurisdiction" else {}
        for choice, short in zip(choices, shorts, strict=True):
            latin = ("".join(heard[short[-1]]),) if heard else ()
            called = (*short, choice.label_en, *latin, *_file()["called"].get(choice.label, ()))
            found.append(Name(kind, choice.value, choice.label, (choice.label, *called)))
    return found


def read(words: str, known: Sequence[Name], most: int = 4) -> list[Reading]:
    """The ways to take `words`, given what the graph holds."""
    asked = words.strip().lower()
    found = _named(asked, known)
    rest = _without(asked, [spot for _, spots in found for spot in spots])
    kinds = {name.kind for name, _ in found}
    tried = [
        (score, question, phrase)
        for question, phrase in _phrases()
        if (score := _fits(phrase, rest, kinds, question)) > 0
    ]
    tried.sort(key=lambda each: (-each[0], each[1]))
    best: dict[str, Reading] = {}
    for score, question, phrase in tried:
        if question not in best:
            best[question] = _reading(library.question(question), phrase, [name for name, _ in found], rest, score)
    return list(best.values())[:most]


def _reading(question: Question, phrase: _Phrase, found: Sequence[Name], rest: str, score: float) -> Reading:
    params: dict[str, Any] = {}
    used = [name for name in found if question.parameter(name.kind)]
    for name in used:
        params.setdefault(name.kind, []).append(name.value)
    return Reading(question, params, tuple(used), phrase.words, _left(rest), score)


# What is named --------------------------------------------------------------------------------------------------

Spot = tuple[int, int]


def _named(asked: str, known: Sequence[Name]) -> list[tuple[Name, list[Spot]]]:
    """The things named, the surest first; words that one of them takes are gone for the others."""
    found: list[tuple[Name, list[Spot]]] = []
    taken: list[Spot] = []
    ranked = sorted(((*_match(asked, name), name) for name in known), key=lambda each: (-each[0], -each[1]))
    for share, length, spots, name in ranked:
        free = [spot for spot in spots if not any(spot[0] < end and start < spot[1] for start, end in taken)]
        if share < ENOUGH or not length or free != spots:
            continue
        found.append((name, spots))
        taken += spots
    return found


def _match(asked: str, name: Name) -> tuple[float, int, list[Spot]]:
    """How much of the best of a thing's names stands in the words, in how many characters, and where."""
    tried = [_overlap(asked, each.lower()) for each in name.names if each]
    return max(tried, key=lambda each: (each[0], each[1]), default=(0.0, 0, []))


def _overlap(asked: str, name: str) -> tuple[float, int, list[Spot]]:
    """Chinese names by runs of two or more characters, names in Latin letters by whole words."""
    if (at := asked.find(name)) >= 0 and (_HAN.search(name) or _whole(asked, at, at + len(name))):
        return 1.0 + len(name) / 100, len(name), [(at, at + len(name))]
    if _HAN.search(name):
        spots = [spot for spot in _runs(asked, name) if asked[slice(*spot)] not in _asking()]
        return sum(end - start for start, end in spots) / len(name), sum(end - start for start, end in spots), spots
    words = [word for word in _WORD.findall(name) if word not in _idle() | _asking()]
    spots = [m.span() for m in _WORD.finditer(asked) if m[0] in words]
    length = sum(end - start for start, end in spots)
    return (length / sum(map(len, words)) if words else 0.0), length, spots


def _whole(asked: str, start: int, end: int) -> bool:
    return not (asked[start - 1 : start].isalnum() or asked[end : end + 1].isalnum())


def _runs(asked: str, name: str) -> list[Spot]:
    """The stretches of two or more Chinese characters of the words that stand in the name, in its order."""
    spots: list[Spot] = []
    at = start = 0
    while start < len(asked) - 1:
        end = start + 1
        while end < len(asked) and _HAN.fullmatch(asked[start : end + 1]) and asked[start : end + 1] in name[at:]:
            end += 1
        if end - start > 1:
            at = name.index(asked[start:end], at) + end - start
            spots.append((start, end))
            start = end
        else:
            start += 1
    return spots


def _short(name: str) -> Iterable[str]:
    """Shorter names that people use: 宜昌 for 宜昌市, 电信网络诈骗 for 开展电信网络诈骗专项治理."""
    yield name
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) > 1:
            name = name.removesuffix(tail)
            yield name


def _without(asked: str, spots: Sequence[Spot]) -> str:
    edges = [0, *(edge for spot in sorted(spots) for edge in spot), len(asked)]
    return " ".join(asked[start:end] for start, end in pairwise(edges) if (start, end) not in spots)


# What is asked --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Phrase:
    """One way to ask a question: its words, and the kinds of things that it must name."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    lang: str


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(_PHRASES.read_text("utf-8")))


@cache
def _phrases() -> tuple[tuple[str, _Phrase], ...]:
    """Every phrase with its question."""
    found = []
    for question, languages in _file()["questions"].items():
        for lang, phrases in languages.items():
            for phrase in phrases:
                parts = phrase.split()
                kinds = frozenset(part[1:-1] for part in parts if part.startswith("{"))
                words = tuple(part for part in parts if not part.startswith("{"))
                found.append((question, _Phrase(words, kinds, lang)))
    return tuple(found)


@cache
def _asking() -> frozenset[str]:
    """The words by which people ask: by them alone nothing is named."""
    words = {word for _, phrase in _phrases() for word in phrase.words}
    return frozenset(way for word in words for lang in _file()["synonyms"] for way in _ways(word, lang))


@cache
def _idle() -> frozenset[str]:
    return frozenset(_file()["idle"]["en"])


def _ways(word: str, lang: str) -> tuple[str, ...]:
    return (word, *_file()["synonyms"][lang].get(word, ()))


def _stands(word: str, lang: str, rest: str) -> bool:
    if lang == "zh":
        return any(way in rest for way in _ways(word, lang))
    return not set(_ways(word, lang)).isdisjoint(_WORD.findall(rest))


def _fits(phrase: _Phrase, rest: str, kinds: set[str], question: str) -> float:
    """How well a phrase holds: 0 where a word or a named thing is missing; more words and things are better.

    Things named that the question can't take count against it.
    """
    if not phrase.kinds <= kinds or not all(_stands(word, phrase.lang, rest) for word in phrase.words):
        return 0.0
    takes = library.question(question)
    idle = sum(takes.parameter(kind) is None for kind in kinds)
    return len(phrase.words) + 1.5 * len(phrase.kinds) - 0.75 * idle + 0.01 * sum(map(len, phrase.words))


def _left(rest: str) -> str:
    """What of the words neither names a thing nor asks for anything that this knows of."""
    for word in sorted(_asking(), key=len, reverse=True):
        if _HAN.match(word):
            rest = rest.replace(word, " ")
    for word in _file()["idle"]["zh"]:
        rest = rest.replace(word, " ")
    return " ".join([*_HAN.findall(rest), *(word for word in _WORD.findall(rest) if word not in _asking() | _idle())])
