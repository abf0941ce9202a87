"""How an agency is called: the short name that is clear alone, and the official full name where the tables give it."""

from __future__ import annotations

from functools import lru_cache

from graph.identity.lexicon import Body, lexicon
from loaders.places import COUNTRY, Place, ancestors, is_known_name, is_unique, place, plain_name, short_name


def body_names(body: Body, here: Place) -> tuple[str, str | None]:
    """The short and the full name of a body in a place."""
    return _body_names(body.key, here)


@lru_cache(maxsize=65536)
def _body_names(key: str, here: Place) -> tuple[str, str | None]:
    body = lexicon().bodies[key]
    hall = _has_halls(here) and any(name.endswith("厅") for name in body.names)
    pattern = _pattern(body.short, here) or _first_name(body, here, hall)
    full = lexicon().full.get((here.code, body.key)) or _pattern(body.full, here)
    return _fill(pattern, here, clear_name(here)), _fill(_to_hall(full, hall), here, path_name(here)) if full else None


def own_name(rest: str, here: Place) -> str:
    """The words of a name with the place in front, unless they name it themselves."""
    if here.code == COUNTRY or short_name(here) in rest:
        return rest
    return clear_name(here) + rest


def without_place(name: str, here: str) -> str:
    """A name that stands under the name of its place: 公安局 of 宜昌市公安局, but 市委网信办 of 宜昌市委网信办."""
    rest = name.removeprefix(here)
    return here[-1:] + rest if rest != name and rest.startswith("委") else rest


def clear_name(here: Place) -> str:
    """The place's name in common use, with the larger place in front where several places bear it."""
    if here.level == "other" and here.parent and not is_known_name(here):
        return short_name(place(here.parent)) + here.name
    if here.level != "county" or is_unique(here):
        return plain_name(here)
    return plain_name(ancestors(here.code)[0]) + plain_name(here)


def path_name(here: Place) -> str:
    """The place's name as in official names: a district with its city, everything else alone."""
    if here.level == "county" and here.name.endswith("区"):
        return ancestors(here.code)[0].name + here.name
    return here.name


SEPARATE = ("210200", "330200", "350200", "370200", "440300")
"""Cities whose branches of central regulators stand beside the province's (计划单列市)."""


def is_capital(here: Place) -> bool:
    """Whether the place is the capital of a province, by its code."""
    return here.level == "prefecture" and here.code.endswith("0100")


def _levels(here: Place) -> tuple[str, ...]:
    """The level marks of the tables that hold for a place, the most particular first."""
    if here.level == "county":
        return ("区", "县", "") if here.name.endswith("区") else ("县", "")
    if here.level == "province" and here.name.endswith("市"):
        return ("直", "省", "")
    if here.level == "prefecture":
        return ("单", "地", "") if here.code in SEPARATE else ("会", "地", "") if is_capital(here) else ("地", "")
    return {"national": ("国",), "province": ("省", "")}.get(here.level, ("",))


def _has_halls(here: Place) -> bool:
    """Whether departments are 厅 there: provinces and regions, but not the four cities of that level."""
    return here.level == "province" and not here.name.endswith("市")


def _pattern(patterns: dict[str, str], here: Place) -> str | None:
    for level in _levels(here):
        if level in patterns:
            wrong = patterns[level].endswith("厅") and level == "省" and not _has_halls(here)
            if not wrong:
                return patterns[level] or None
    return None


def _first_name(body: Body, here: Place, hall: bool) -> str:
    if here.code == COUNTRY:
        return (body.national or body.names)[0]
    name = next((each for each in body.names if each.endswith("厅")), body.names[0]) if hall else body.names[0]
    return name.replace("{}", "{short}") if "{}" in name else "{place}" + name


def _to_hall(pattern: str, hall: bool) -> str:
    return pattern.removesuffix("局") + "厅" if hall and pattern.endswith("局") else pattern


def _fill(pattern: str, here: Place, shown: str) -> str:
    """The pattern with its words for the place filled in."""
    party = shown + ("党委" if shown.endswith("自治区") else "委")
    words = {"place": shown, "party": party, "short": short_name(here), "capital": short_name(here), "city": shown}
    if "{capital}" in pattern and here.level == "province":
        words["capital"] = short_name(here) if here.name.endswith("市") else short_name(place(here.code[:2] + "0100"))
    if "{city}" in pattern and here.level == "county":
        words["city"] = ancestors(here.code)[0].name
    for word, text in words.items():
        pattern = pattern.replace(f"{{{word}}}", text)
    return pattern
