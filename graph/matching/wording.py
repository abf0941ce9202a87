"""What differs in wording between two texts of different places, clause by clause.

Texts are read as characters; the own place of each (淮安, 全市, 江苏常州) is one sign that equals that of the other, so
that 人民银行淮安市中心支行 and 人民银行常州中心支行 are the same in substance; so are quotation marks of all kinds.
Clauses are put side by side in the order that makes them most alike (global alignment, Needleman and Wunsch 1970),
likeness being the share of characters in common blocks (Ratcliff and Obershelp 1988, as in Python's difflib).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from loaders.places import Place, ancestors, plain_name, short_name

KEPT, CHANGED, ADDED, DROPPED = "kept", "changed", "added", "dropped"
ALIKE = 0.5
"""From here on two clauses are the same one, changed."""
HERE, QUOTE = "〇", "＂"
"""The signs of the own place and of quotation marks."""
QUOTES = "[“”‘’\"'＂＇]"
SCOPE = "[全我本](?:省|市|区|县|州|旗|自治区|自治州)"
CLAUSE = re.compile(r"[^，；。！？,;!?]*[，；。！？,;!?]*[”’》」）]?")
CLOSING = frozenset(unicodedata.normalize("NFKC", "，；。！？"))
"""Whether a clause ends with a comma or a full stop is no difference of substance."""
CLOSE = 1e-6
"""Two ways to reckon one likeness differ by less."""
MARK = 2
"""Blocks in common shorter than this inside a change belong to the change: single characters meet by chance."""


class Sign(NamedTuple):
    """A character, or the own place, as it counts when texts are compared; where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Words of one sentence: which sentence, and where in it; the mark that closes a clause is none of its signs."""

    sentence: int
    start: int
    end: int
    signs: tuple[Sign, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What counts when it is compared."""
        return tuple(sign.key for sign in self.signs)


@dataclass(frozen=True)
class Difference:
    """Words before and after; `marks` are the places (start, end) inside them that differ."""

    status: str
    before: Piece | None
    after: Piece | None
    marks_before: tuple[tuple[int, int], ...] = ()
    marks_after: tuple[tuple[int, int], ...] = ()


@lru_cache(10_000)
def own_names(place: Place) -> tuple[str, ...]:
    """The names by which a plan speaks of its own place and of what that lies in, the longest first."""
    chain = [place, *ancestors(place.code)[:-1]] if place.code.isdigit() else [place]
    names = {name for each in chain for name in (each.name, plain_name(each), short_name(each)) if len(name) > 1}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def signs(text: str, places: Sequence[str], start: int = 0) -> tuple[Sign, ...]:
    """The signs of a text: spaces left out, widths made one, own places made one sign each."""
    found = ((match, match.lastindex) for match in _pattern(tuple(places)).finditer(text))
    return tuple(
        Sign((HERE, QUOTE, "")[kind - 1] or _WIDTHS[ord(match[0])], start + match.start(), start + match.end())
        for match, kind in found
        if kind
    )


@lru_cache(10_000)
def _pattern(places: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"({_own(places).pattern})|({QUOTES}+)|(\S)")


@lru_cache(10_000)
def _own(places: tuple[str, ...]) -> re.Pattern[str]:
    """What is read as the own place."""
    return re.compile(rf"(?:{'|'.join([*map(re.escape, places), SCOPE])})+")


_QUOTES = re.compile(f"{QUOTES}+")


class _Widths(dict[int, str]):
    """Each character in the width that counts, where that is one character: `…` remains."""

    def __missing__(self, code: int) -> str:
        normal = unicodedata.normalize("NFKC", chr(code))
        self[code] = normal if len(normal) == 1 else chr(code)
        return self[code]


_WIDTHS = _Widths({ord(QUOTE): QUOTE})


def plain(name: str, places: Sequence[str]) -> str:
    """A name without its place or scope, to hold it against one of another place."""
    return re.sub("^[省市区县州旗]", "", "".join(sign.key for sign in signs(name, places) if sign.key != HERE))


def keys(text: str, places: Sequence[str]) -> str:
    """What counts of the signs of a text, a character each, without where they stand: all that a likeness needs."""
    marked = _QUOTES.sub(QUOTE, _own(tuple(places)).sub(HERE, text))
    return "".join(marked.split()).translate(_WIDTHS)


def likeness(a: Sequence[Sign], b: Sequence[Sign], at_least: float = 0.0) -> float:
    """How much of two texts is the same, 0 to 1; 0 where it is surely less than `at_least`."""
    one, other = ("".join(sign.key for sign in each) for each in (a, b))
    return likeness_of_keys(one, other, at_least)


def likeness_of_keys(one: str, other: str, at_least: float = 0.0) -> float:
    """The same of the keys alone."""
    if one == other:
        return 1.0
    if at_least and Indel.normalized_similarity(one, other, score_cutoff=at_least - CLOSE) == 0:
        return 0.0  # no blocks of the one in the order of the other are longer than their longest common subsequence
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def differences(
    before: Sequence[str], after: Sequence[str], places_before: Sequence[str], places_after: Sequence[str]
) -> list[Difference]:
    """The clauses of two lists of sentences side by side, in the order of the text; runs of one kind are one."""
    one, other = _clauses(before, places_before), _clauses(after, places_after)
    return [_joined(run) for run in _runs(_aligned(one, other))]


def _clauses(sentences: Sequence[str], places: Sequence[str]) -> list[Piece]:
    found = []
    for number, sentence in enumerate(sentences):
        for match in CLAUSE.finditer(sentence):
            if read := signs(match[0], places, match.start()):
                closed = read if read[-1].key not in CLOSING else read[:-1] or read
                found.append(Piece(number, read[0].start, read[-1].end, closed))
    return found


def _aligned(one: Sequence[Piece], other: Sequence[Piece]) -> list[Difference]:
    """The alignment of two lists of clauses with the largest sum of likeness; pairs below ALIKE are none."""
    alike = [[_worth(a, b) for b in other] for a in one]
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0)
    found, i, j = list[Difference](), 0, 0
    while i < len(one) and j < len(other):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append(_pair(one[i], other[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append(Difference(DROPPED, one[i], None))
            i += 1
        else:
            found.append(Difference(ADDED, None, other[j]))
            j += 1
    found += [Difference(DROPPED, each, None) for each in one[i:]]
    return found + [Difference(ADDED, None, each) for each in other[j:]]


def _worth(a: Piece, b: Piece) -> float:
    """What a pair adds to the sum: long clauses weigh more, so that a short one met by chance moves none of them."""
    value = likeness(a.signs, b.signs, ALIKE)
    return value * (len(a.signs) + len(b.signs)) if value >= ALIKE else 0.0


def _pair(a: Piece, b: Piece) -> Difference:
    if a.keys == b.keys:
        return Difference(KEPT, a, b)
    blocks = _blocks(a.keys, b.keys)
    return Difference(
        CHANGED,
        a,
        b,
        tuple((a.signs[i].start, a.signs[j - 1].end) for i, j, _, _ in blocks if i < j),
        tuple((b.signs[k].start, b.signs[m - 1].end) for _, _, k, m in blocks if k < m),
    )


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The stretches that differ; a stretch in common of a single character between two of them is part of them."""
    found = list[tuple[int, int, int, int]]()
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and i - found[-1][1] < MARK:
            i, k = found[-1][0], found[-1][2]
            found.pop()
        found.append((i, j, k, m))
    return found


def _runs(pairs: Iterable[Difference]) -> Iterator[list[Difference]]:
    """Neighbours of one kind that stand in one sentence on each side; changes stand alone."""

    def kind(each: Difference) -> tuple[object, ...]:
        alone = id(each) if each.status == CHANGED else None
        sides = (side.sentence if side else None for side in (each.before, each.after))
        return (each.status, alone, *sides)

    return (list(run) for _, run in groupby(pairs, key=kind))


def _joined(run: list[Difference]) -> Difference:
    if len(run) == 1:
        return run[0]
    return Difference(
        run[0].status,
        _join([each.before for each in run if each.before]),
        _join([each.after for each in run if each.after]),
    )


def _join(pieces: list[Piece]) -> Piece | None:
    if not pieces:
        return None
    together = tuple(sign for piece in pieces for sign in piece.signs)
    return Piece(pieces[0].sentence, pieces[0].start, pieces[-1].end, together)
