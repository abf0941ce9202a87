"""Makes up plans in any number, with known truth: `python -m benchmarks.generate --plans 300 --out FOLDER`.

Plans take after each other as real ones do. A plan from above comes first; each later plan has a forebear (the plan of
the place above it, or an earlier one elsewhere), keeps most of its items and clauses, changes words, drops and adds
clauses, writes some anew, joins two items in one now and then, and has a few that hardly another place has. As often as
real ones they set targets and days, cite documents (the plan that they take after among them), name groups of units,
leave an item to nobody, and name offices in a passage that says who runs the plan. Which task answers which is known:
tasks are about topics, and two tasks answer each other where they share one. The same seed gives the same plans.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.printing import CAMPAIGN, printed, title_of
from loaders.divisions import COUNTRY, OWNER, Place, entries, place
from loaders.records import PlanRecord

MATERIAL = Path(__file__).with_name("material.yml")
REFORM = date(2019, 3, 31)
"""Day from which plans print the offices of after the reform."""
FIRST, DAYS = date(2018, 6, 1), 1200
KIND_SIZES = {"govern": 14, "build": 8, "serve": 8, "ensure": 4}
"""Items of each kind that a plan has, give or take one; with its own ones that makes 35."""
GROUPED, NOBODYS = 0.4, 0.8
"""How often an item names a group of units, and one of the kind `ensure` nobody."""
HALLS = (
    "公安",
    "交通运输",
    "教育",
    "科技",
    "民政",
    "财政",
    "司法",
    "水利",
    "商务",
    "农业农村",
    "自然资源",
    "生态环境",
    "应急管理",
)


@dataclass(frozen=True)
class Topic:
    """Something to do: its name and another one, whose business it is, and the words that go with it."""

    key: str
    kind: str
    names: tuple[str, str]
    office: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A task of a made-up plan: what it is about, and its words."""

    topics: tuple[Topic, ...]
    title: str
    measures: tuple[str, ...]
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A made-up plan before it is printed."""

    id: str
    place: Place
    issued: date
    headings: dict[str, str]
    items: tuple[Item, ...]
    after: str | None = None
    """The title of the plan that it takes after."""
    organising: tuple[str, str] = ("", "")
    """The heading of the passage that says who runs the plan, and its words."""


@dataclass(frozen=True)
class Generated:
    """A made-up plan as extraction should give it, and the topics of each of its tasks."""

    record: PlanRecord
    topics: dict[str, frozenset[str]]


def generate(count: int, seed: int = 0) -> Iterator[Generated]:
    """So many plans, each of another place."""
    draw = random.Random(seed)
    chosen = _places(count, draw)
    dates = sorted(FIRST + timedelta(days=draw.randrange(DAYS)) for _ in chosen)
    written: list[Draft] = [_root(draw)]
    by_place: dict[str, Draft] = {}
    for here, issued in zip(chosen, dates, strict=True):
        above = by_place.get(here.parent or "")
        forebear = above if above and draw.random() < 0.6 else draw.choice(written[-200:])
        draft = _descend(here, issued, forebear, written[0], draw)
        written.append(draft)
        by_place[here.code] = draft
        record, ids = printed(draft)
        about = [frozenset(topic.key for topic in item.topics) for item in draft.items]
        yield Generated(record, dict(zip(ids, about, strict=True)))


def _places(count: int, draw: random.Random) -> list[Place]:
    """Places of all levels, those above others first."""
    levels = {
        level: [each for each in _today() if each.level == level] for level in ("province", "prefecture", "county")
    }
    wanted = {"province": max(1, count // 100), "prefecture": max(1, count // 9)}
    found = [each for level in ("province", "prefecture") for each in draw.sample(levels[level], wanted[level])]
    return (found + draw.sample(levels["county"], max(0, count - len(found))))[:count]


@cache
def _today() -> list[Place]:
    """Places that are there today and whose last character tells what they are."""
    found = [entry.place for entry in entries() if entry.until is None and OWNER not in entry.place.code]
    return [each for each in found if each.name[-1] in "省市县区旗州盟" and each.code.isdigit()]


@cache
def material() -> dict[str, Any]:
    """The words that plans are made of."""
    found: dict[str, Any] = yaml.safe_load(MATERIAL.read_text("utf-8"))
    return found


@cache
def topics() -> dict[str, list[Topic]]:
    """All topics by kind."""
    return {
        kind: [Topic(name, kind, (name, other), office, tuple(words.split())) for name, other, office, words in rows]
        for kind, rows in material()["topics"].items()
    }


def _root(draw: random.Random) -> Draft:
    """The plan from above, which has every topic."""
    items = tuple(_fresh(topic, draw, 2018) for kind in topics().values() for topic in kind)
    return Draft("root", place(COUNTRY), FIRST, {}, items)


def _descend(place: Place, issued: date, forebear: Draft, root: Draft, draw: random.Random) -> Draft:
    known = {item.topics[0].key: item for draft in (root, forebear) for item in draft.items if len(item.topics) == 1}
    items: list[Item] = []
    for kind, size in KIND_SIZES.items():
        chosen = _chosen(kind, size + draw.randint(-1, 1), forebear, draw)
        own = [_inherited(known[topic.key], draw, issued.year) for topic in chosen]
        items += _joined(own, draw)
        if kind == "serve":
            items += [_own_item(draw, issued.year) for _ in range(draw.choice((0, 1, 1, 2)))]
    headings = {kind: draw.choice(material()["kinds"][kind]["heading"]) for kind in KIND_SIZES}
    named = tuple(_with_offices(item, place, issued, draw) for item in items)
    named = tuple(
        replace(item, measures=tuple(m.replace("{place}", place.name) for m in item.measures)) for item in named
    )
    return Draft(place.code, place, issued, headings, named, title_of(forebear), _organising(place, issued, draw))


def _organising(place: Place, issued: date, draw: random.Random) -> tuple[str, str]:
    """The heading and the words of the passage that says who runs the plan."""
    words = material()["organising"]
    chosen = draw.sample(sorted(material()["offices"]), draw.randint(6, 14))
    members = list(dict.fromkeys(_office(function, place, issued, draw) for function in chosen))
    sentence = draw.choice(words["sentences"]).format(campaign=CAMPAIGN, members="、".join(members), office=members[0])
    return draw.choice(words["headings"]), str(sentence)


def _chosen(kind: str, size: int, forebear: Draft, draw: random.Random) -> list[Topic]:
    """Topics of a kind: most of the forebear's, in the usual order."""
    had = {topic.key for item in forebear.items for topic in item.topics}
    weights = {topic.key: draw.random() * (0.35 if topic.key in had else 1.0) for topic in topics()[kind]}
    kept = set(sorted(weights, key=weights.__getitem__)[:size])
    return [topic for topic in topics()[kind] if topic.key in kept]


def _inherited(item: Item, draw: random.Random, year: int) -> Item:
    """The item as a later plan prints it."""
    fresh = _fresh(item.topics[0], draw, year)
    if draw.random() < 0.12:
        return fresh
    title = item.title if draw.random() < 0.8 else fresh.title
    kept = [_changed(measure, draw) for measure in item.measures if draw.random() < 0.85]
    added = [measure for measure in fresh.measures if draw.random() < 0.18]
    return Item(item.topics, title, tuple(dict.fromkeys((*kept, *added))) or fresh.measures)


def _changed(measure: str, draw: random.Random) -> str:
    """A clause as it was, or with other words, more words, or fewer."""
    chance = draw.random()
    if chance < 0.6:
        return measure
    if chance < 0.75:
        return f"{measure.removesuffix('。')}{draw.choice(material()['additions'])}。"
    if chance < 0.85 and measure.count("，") > 1:
        parts = measure.removesuffix("。").split("，")
        del parts[draw.randrange(1, len(parts))]
        return "，".join(parts) + "。"
    changes: dict[str, str] = material()["changes"]
    old, new = draw.choice(list(changes.items()))
    return measure if new in measure else measure.replace(old, new, 1)


def _joined(items: list[Item], draw: random.Random) -> list[Item]:
    """The items, now and then two neighbours in one."""
    found: list[Item] = []
    for item in items:
        if found and len(found[-1].topics) == 1 and draw.random() < 0.03:
            found[-1] = _both(found[-1], item, draw)
        else:
            found.append(item)
    return found


def _both(one: Item, other: Item, draw: random.Random) -> Item:
    first, second = one.topics[0], other.topics[0]
    name = draw.choice(("、", "和", "以及")).join((first.names[0], second.names[0]))
    title = draw.choice(material()["kinds"][first.kind]["titles"]).format(x=name)
    return Item((first, second), title, one.measures[:4] + other.measures[:4])


def _fresh(topic: Topic, draw: random.Random, year: int) -> Item:
    """An item written anew."""
    kind = material()["kinds"][topic.kind]
    title = draw.choice(kind["titles"]).format(x=draw.choice(topic.names))
    forms = draw.sample(kind["sentences"], min(draw.randint(4, 6), len(kind["sentences"])))
    return Item((topic,), title, tuple(_sentence(form, topic, draw, year) for form in forms))


def _sentence(form: str, topic: Topic, draw: random.Random, year: int) -> str:
    a, b = draw.sample(topic.words, 2)
    filled = form.replace("{a}", a).replace("{b}", b).replace("{x}", topic.names[0])
    for name, choices in (("{aim}", "aims"), ("{by}", "by"), ("{law}", "laws"), ("{c}", "ends")):
        filled = filled.replace(name, draw.choice(material()[choices]))
    filled = filled.replace("{year}", str(year + draw.randint(0, 2)))
    return filled.replace("{n}", str(draw.randint(3, 19) * 5)).replace("{month}", str(draw.randint(3, 11)))


def _own_item(draw: random.Random, year: int) -> Item:
    """Something that few places do, under a name of its own."""
    words = material()["own"]
    thing = draw.choice(words["things"])
    name = draw.choice(words["names"]) + draw.choice(words["second"]) + thing
    near = draw.choice(topics()["serve"])
    return _fresh(Topic(thing, "serve", (name, name), near.office, (name, *near.words)), draw, year)


def _with_offices(item: Item, place: Place, issued: date, draw: random.Random) -> Item:
    if item.topics[0].kind == "ensure" and draw.random() < NOBODYS:
        return item
    offices = material()["offices"]
    lead = [_office(topic.office, place, issued, draw) for topic in item.topics]
    others = draw.sample(sorted(offices), draw.randint(1, 6))
    support = [_office(other, place, issued, draw) for other in others]
    lead = list(dict.fromkeys(lead))
    support = list(dict.fromkeys(name for name in support if name not in lead))
    if draw.random() < GROUPED:
        support[-1:] = [draw.choice(material()["groups"][place.level])]
    return replace(item, lead=tuple(lead), support=tuple(support))


def _office(function: str, place: Place, issued: date, draw: random.Random) -> str:
    """A name of the office of a function as a plan of that place and day prints it."""
    name: str = draw.choice(material()["offices"][function][issued >= REFORM])
    if place.level == "province":
        name = next((name.replace(f"{hall}局", f"{hall}厅") for hall in HALLS if f"{hall}局" in name), name)
    return str(name.replace("{s}", place.name[-1]))


def main() -> None:
    """Writes plans as text files, and what is true of them as truth.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    truth: dict[str, list[str]] = {}
    for made in generate(options.plans, options.seed):
        (options.out / f"{made.record.plan.id}.txt").write_text(made.record.text, "utf-8")
        truth |= {task: sorted(about) for task, about in made.topics.items()}
    (options.out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=0), "utf-8")
    print(f"{options.plans} plans with {len(truth)} tasks in {options.out}")


if __name__ == "__main__":
    main()
