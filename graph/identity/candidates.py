"""Whom a name that the tables don't know may mean: suggestions for the person who judges, never a decision.

Likeness is the share of characters that two names have in common in order (normalised indel similarity, as in
RapidFuzz), measured on what is left of the name without its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from graph.identity.agencies import SLASH, Agency, plainly, resolve
from graph.identity.bodies import agency_of, body_of, claims
from graph.identity.lexicon import lexicon
from graph.identity.readings import LOCAL_SCOPES, PLACE, Reading, outer_readings
from loaders.divisions import places
from loaders.places import COUNTRY, Place, stands

LEAST = 50.0
"""Names less alike than this (of 100) have little more in common than 局."""
MOST = 5
ELSEWHERE = 0.8


class Candidate(NamedTuple):
    """An agency that a name may mean, how likely (0 to 100) and why it is offered."""

    agency: str
    score: float
    why: str
    name: str
    why_zh: str


@lru_cache(maxsize=4096)
def candidates(
    printed: str, here: Place, among: tuple[tuple[str, str], ...] = (), most: int = MOST
) -> tuple[Candidate, ...]:
    """The agencies that a printed name may mean in a plan of `here`, the likeliest first.

    `among` are agencies (id, name) that are known beside the tables: those of the graph in the same place.
    """
    name = plainly(printed)
    sources = [_parts(name, here), _claimed(name, here), _elsewhere(name, here), _known(name, among)]
    best = dict[str, Candidate]()
    for each in (*(each for source in sources for each in source), *_alike(name, here)):
        if each.agency not in best or each.score > best[each.agency].score:
            best[each.agency] = each
    itself = resolve(printed, here, False).id
    found = (each for each in best.values() if each.agency != itself)
    return tuple(sorted(found, key=lambda each: (-each.score, each.agency))[:most])


def _parts(name: str, here: Place) -> Iterator[Candidate]:
    """The agencies that a name with a slash joins."""
    parts = SLASH.split(name)
    for part in parts if len(parts) > 1 else ():
        yield _candidate(
            resolve(part, here, False), 100.0, f"“{part}” is a part of the name", f"“{part}”是名称的一部分"
        )


def _claimed(name: str, here: Place) -> Iterator[Candidate]:
    """The bodies that share the name."""
    for reading in _readings(name, here):
        for body in claims(reading.rest):
            agency = agency_of(body, reading.based_in or here, body.names[0], name)
            yield _candidate(
                agency, 100.0, f"“{reading.rest}” is a name of {body.key}", f"“{reading.rest}”也是它的名称"
            )


def _elsewhere(name: str, here: Place) -> Iterator[Candidate]:
    """The bodies of that name in the places inside, where the scope is theirs: 区教育局 in a city's plan."""
    for reading in _readings(name, here):
        body = body_of(reading.rest) if reading.based_in is None and reading.taken in LOCAL_SCOPES else None
        if body is not None:
            for inner in _inside(here, reading.taken):
                agency = agency_of(body, inner, reading.rest, name)
                yield _candidate(agency, 90.0, f"{inner.name} lies in {here.name}", f"{inner.name}隶属{here.name}")


def _known(name: str, among: tuple[tuple[str, str], ...]) -> Iterator[Candidate]:
    """The known agencies whose names are most alike."""
    names = [shown for _, shown in among]
    for shown, score, index in process.extract(name, names, scorer=fuzz.ratio, score_cutoff=LEAST, limit=MOST):
        why = f"“{name}” is like “{shown}”", f"“{name}”与“{shown}”相近"
        yield Candidate(among[index][0], round(score, 1), why[0], shown, why[1])


def _alike(name: str, here: Place) -> Iterator[Candidate]:
    """The bodies whose names are most alike; less likely where the scope is none of this place's."""
    for reading in _readings(name, here) if not SLASH.search(name) else ():
        found = process.extract(reading.rest, _names(), scorer=fuzz.ratio, score_cutoff=LEAST, limit=3 * MOST)
        for known, score, _ in found:
            agency = agency_of(lexicon().local[known], reading.based_in or here, known, known)
            score *= 1 if reading.based_in else ELSEWHERE
            why = f"“{reading.rest}” is like “{known}”", f"“{reading.rest}”与“{known}”相近"
            yield _candidate(agency, round(score, 1), *why)


def _readings(name: str, here: Place) -> tuple[Reading, ...]:
    """The name with the longest place or scope taken off the front, or whole."""
    outer = sorted(outer_readings(name, here), key=lambda each: -len(each.taken))[:1]
    return tuple(outer) or (Reading(here, "", name),)


def _candidate(agency: Agency, score: float, why: str, why_zh: str) -> Candidate:
    return Candidate(agency.id, score, why, agency.name, why_zh)


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """The printed names of all bodies, less those with a place inside."""
    return tuple(name for name in lexicon().local if PLACE not in name)


def _inside(here: Place, scope: str) -> list[Place]:
    """The places of a kind that lie right in a place and stand today."""
    if here.code == COUNTRY:
        return []
    return [
        each for each in places().values() if each.parent == here.code and each.name.endswith(scope) and stands(each)
    ]
