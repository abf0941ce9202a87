"""The names by which places go, and what place a name means at a time and near another place.

Who bears a name changes with the years: 江北区 was one of two until 2025. A plan's year decides where it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.divisions import COUNTRY, Entry, Place, ancestors, entries, place, places
from loaders.reference import TableError, folder, rows

RECENT = 2010
"""Plans are of this year or later: the names of places that ended before would only be mistaken."""
ZONE_FORMS = (
    (re.compile("^国家级?(?=高新|经济|级)"), ""),
    (re.compile("高新技术(?:产业)?(?:开发区|园区)"), "高新区"),
    (re.compile("经济技术开发区|^经济开发区"), "经开区"),
    (re.compile("综合保税区"), "综保区"),
)


@dataclass(frozen=True)
class Bearer:
    """A place that bears a name, and the years in which it did."""

    place: Place
    since: int | None
    until: int | None
    became: str | None


Bearers = tuple[Bearer, ...]


@dataclass(frozen=True)
class Names:
    """The names by which places go: `full`, `short` (常州), `near` (园区), and the lengths by first character."""

    full: dict[str, Bearers]
    short: dict[str, Bearers]
    near: dict[str, Bearers]
    lengths: dict[str, tuple[int, ...]]


@cache
def names() -> Names:
    """The names of all places."""
    full, short, near = dict[str, Bearers](), dict[str, Bearers](), dict[str, Bearers]()
    for entry in sorted(entries(), key=lambda each: each.until or 9999, reverse=True):
        if entry.place.level == "national" or (entry.until or RECENT) < RECENT:
            continue
        bearer = Bearer(places()[entry.place.code], entry.since, entry.until, entry.became)
        for table, words in ((full, _full_names(entry)), (short, _short_names(entry)), (near, _near_names(entry))):
            for word in dict.fromkeys(words):
                table[word] = (*table.get(word, ()), bearer)
    lengths: dict[str, set[int]] = {}
    for name in [*full, *short, *near]:
        lengths.setdefault(name[0], set()).add(len(name))
    return Names(full, short, near, {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()})


def names_at(text: str, start: int) -> Iterator[str]:
    """The names of places that begin at this point of a text, longest first."""
    known = names()
    for length in known.lengths.get(text[start], ()):
        word = text[start : start + length]
        if len(word) == length and (word in known.full or word in known.short or word in known.near):
            yield word


def in_year(bearers: Bearers, year: int | None) -> tuple[Place, ...]:
    """The places that bore a name in a year; without one, those of today and of the years that plans are from.

    One that went on under the same name with another code counts once, as it stands today.
    """
    if year is None:
        codes = {each.place.code for each in bearers}
        of_time = [each for each in bearers if each.until is None or each.became not in codes]
    else:
        of_time = [each for each in bearers if (each.since or 0) <= year <= (each.until or 9999)]
    return tuple(dict.fromkeys(each.place for each in of_time or bearers))


@cache
def _standing() -> frozenset[str]:
    return frozenset(each.place.code for each in entries() if each.until is None)


def stands(here: Place) -> bool:
    """Whether a place stands today."""
    return here.code in _standing()


@lru_cache(maxsize=8192)
def short_name(here: Place) -> str:
    """The name without the word for its kind: 宜昌, 云南, 恩施; the whole name where nothing would be left."""
    match = _name_parts().fullmatch(here.name) if here.level != "other" else None
    return match[1] if match else here.name


def plain_name(here: Place) -> str:
    """The name in common use: 恩施州 for 恩施土家族苗族自治州, else the name itself."""
    autonomous = here.name[-3:-1] == "自治" and here.name[-1] != "区"
    return short_name(here) + here.name[-1] if autonomous else here.name


def is_unique(here: Place) -> bool:
    """Whether no other place bears the name, or bore it since 2010."""
    return in_year(names().full.get(here.name, ()), None) in ((here,), ())


def is_known_name(here: Place) -> bool:
    """Whether a place's name tells it without its owner: that of a zone which no table has does not."""
    return here.name in names().full


def zone_form(name: str) -> str:
    """The usual short form of a zone's name: 高新区 for 高新技术产业开发区."""
    for long, brief in ZONE_FORMS:
        name = long.sub(brief, name)
    return name


def parted(name: str, owner: Place) -> tuple[Place | None, str]:
    """A zone's name as the place in front and the words of its own: 合肥 and 高新技术产业开发区."""
    front: Place | None = None
    for outer in (*reversed(ancestors(owner.code)), owner):
        for words_in_front in (outer.name, plain_name(outer), short_name(outer)):
            if outer.code != COUNTRY and name.startswith(words_in_front) and len(name) - len(words_in_front) > 2:
                front, name = outer, name.removeprefix(words_in_front)
                break
    return front, name


def _full_names(entry: Entry) -> Iterator[str]:
    """The name, and for zones its usual forms with and without the owner's name in front."""
    yield from (entry.place.name, *entry.also)
    if entry.place.level == "other" and entry.place.parent:
        for name in (entry.place.name, *entry.also):
            yield zone_form(name)
            front, own = parted(name, place(entry.place.parent))
            if front:
                yield from (each + form for each in (front.name, short_name(front)) for form in (own, zone_form(own)))


def _short_names(entry: Entry) -> Iterator[str]:
    if entry.place.level != "other":
        yield from {short_name(entry.place), plain_name(entry.place)} - {entry.place.name}


def _near_names(entry: Entry) -> Iterator[str]:
    """The names that mean the place in plans of its owner alone."""
    yield from entry.near
    if entry.place.level == "other" and entry.place.parent:
        own = parted(entry.place.name, place(entry.place.parent))[1]
        yield from {own, zone_form(own)}


@cache
def _name_parts() -> re.Pattern[str]:
    """Splits a name into its own part, and what tells the peoples and the kind of place."""
    peoples = "|".join(words("peoples"))
    return re.compile(f"(.{{2,}}?)(?:(?:{peoples})*自治[区州县旗]|特别行政区|地区|林区|特区|新区|[省市区县旗盟])")


@cache
def words(kind: str) -> tuple[str, ...]:
    """A list of words from place_words.tsv."""
    lists = {row["kind"]: row["words"] for row in rows("place_words.tsv", ("kind", "words"), ("kind",))}
    if kind not in lists:
        raise TableError(f"{folder() / 'place_words.tsv'}: the row “{kind}” is missing. Put it back.")
    return tuple(filter(None, lists[kind].split("|")))
