"""Questions that hold a task against its counterparts: what differs in wording, and who does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from graph.identity.reforms import level_key
from graph.matching.owners import LEAD, Change, Party, Side, changes, explanation
from graph.matching.wording import (
    Difference,
    Piece,
    Sign,
    differences,
    keys,
    likeness,
    likeness_of_keys,
    own_names,
    plain,
    signs,
)
from loaders.places import Place
from loaders.private import mask
from queries.functions.pairs import tasks_on
from queries.functions.rows import Asked, Row, in_columns, plan_of
from queries.scope import growing

LATEST = "9999"
"""Where a plan without a date stands in time: last."""
PAIRS, MOST = 512, 4096
"""Pairs whose texts are fetched first, and at most at a time."""

_PLANS = f"""\
UNWIND $ids AS id
MATCH (p:Plan {{id: id}})-[:APPLIES_IN]->(j:Jurisdiction)
RETURN collect(p.id) AS id, collect(coalesce(toString(p.issuedOn), '{LATEST}')) AS day,
       collect(coalesce(p.campaign, '')) AS campaign, collect(j.code) AS code, collect(j.name) AS place,
       collect(j.level) AS level"""
_LEADS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[r:LEADS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN collect(t.id) AS tasks, collect(r.order) AS orders, collect(r.asWritten) AS names,
       collect(coalesce(a.body, '')) AS bodies, collect(a.collective) AS collective"""
_TEXTS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})-[:HAS_MEASURE]->(m:Measure)
RETURN collect(t.id) AS tasks, collect(m.order) AS orders, collect(m.text) AS texts"""
_ITEMS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)-[:BASED_IN]->(seat:Jurisdiction)
WHERE r.origin = 'printed'
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, t,
     collect({asWritten: r.asWritten, agencyId: a.id, role: CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END,
       order: r.order, body: a.body, function: f.key, level: seat.level, collective: a.collective,
       start: r.start, end: r.end}) AS parties
RETURN t.id AS taskId, t.title AS title, t.order AS place, p.id AS plan, toString(p.issuedOn) AS issuedOn,
       j.code AS code, j.name AS jurisdiction, j.level AS level, parties"""


@dataclass(frozen=True)
class Item:
    """A task as the questions fetch it: its sentences, its parties, its plan's place and day."""

    row: Row

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The names of the plan's own place."""
        row = self.row
        return own_names(Place(row["code"], row["jurisdiction"], row["level"], None))

    @cached_property
    def words(self) -> tuple[Sign, ...]:
        """All its sentences as signs."""
        return signs("".join(sentence["text"] for sentence in self.row["sentences"]), self.places)

    @cached_property
    def side(self) -> Side:
        """Its parties, in printed order, leads first."""
        ordered = sorted(self.row["parties"], key=lambda each: (each["role"] != LEAD, each["order"]))
        return Side([self._party(each) for each in ordered], self.row["issuedOn"])

    @property
    def age(self) -> tuple[str, str, int]:
        """What puts items in the order of their plans, and in that of a plan."""
        return self.row["issuedOn"] or LATEST, self.row["plan"], self.row["place"]

    def _party(self, each: Row) -> Party:
        return Party(
            each["asWritten"],
            each["agencyId"],
            each["role"],
            each["body"],
            each["function"],
            each["level"],
            plain(each["asWritten"], self.places),
            each["collective"],
        )


def task_diff(rows: list[Row], params: Asked) -> list[Row]:
    """Puts each counterpart beside the task: title, clauses, parties, each kept, changed, added or dropped.

    Clauses are found again as `graph.matching.wording` tells, parties as `graph.matching.owners` does; own places'
    names count as equal.
    """
    found = list[Row]()
    for base, other in _with_counterparts(rows):
        parts = [*_titles(base, other), *_clauses(base, other), *_parties(base, other)]
        alike = likeness(base.words, other.words)
        found += [_compared(base, other) | {"similarity": alike, "order": n} | part for n, part in enumerate(parts, 1)]
    return found


def same_text_other_owner(rows: list[Row], params: Asked) -> list[Row]:
    """Finds counterparts whose texts are alike to `similarity` and whose leads differ, and says for each lead why.

    The older plan stands first. A lead that only the place tells apart is the same; one by another printed form is told
    as `form`. The dates of the reforms are held against those of the two plans. Texts and parties are fetched where the
    leads differ, for some pairs at a time, until there are as many rows as are wanted.
    """
    drawn = [pair for row in rows for pair in zip(row["tasks"], row["others"], strict=True)]
    plans = _in_scope(drawn, params)
    places = params.found("places", plans, lambda ids: {id: _own_names(plans[id]) for id in ids})
    ages = _ages(rows, plans, None if params["topic"] is None else tasks_on(params))
    pairs = _by_age(drawn, ages, params["topic"] is not None)
    leads = _leads(places, params, (task for pair in pairs for task in pair))
    others = [(one, other) for one, other in pairs if leads[one] != leads[other]]
    others.sort(key=lambda pair: (ages[pair[0]], ages[pair[1]]))
    found = list[Row]()
    for part in growing(others, PAIRS, MOST):
        found += _of_pairs(part, places, params)
        if params["limit"] is not None and len(found) >= params["limit"]:
            break
    return found


def _own_names(plan: Row) -> tuple[str, ...]:
    return own_names(Place(plan["code"], plan["place"], plan["level"], None))


Age = tuple[str, str, int]
"""What puts tasks in order: the day of the plan, the plan, the place in it."""
Pair = tuple[str, str]
"""The ids of two tasks, that of the older plan first."""


def _in_scope(pairs: Iterable[Pair], params: Asked) -> dict[str, Row]:
    """The plans in the scope that the pairs name."""
    named = {plan_of(task) for task in {*chain.from_iterable(pairs)}}
    if params["plan"] is not None:
        named &= {*params["plan"]}

    def find(ids: list[str]) -> dict[str, Row | None]:
        rows = in_columns(params.read(_PLANS, ids=ids))
        found = {row["id"]: row for row in rows if _is_asked(row, params)}
        return {id: found.get(id) for id in ids}

    found = params.found("plans", sorted(named), find)
    return {id: row for id, row in found.items() if row is not None}


def _is_asked(plan: Row, params: Asked) -> bool:
    """Whether a plan is of the campaigns and the places that are asked for."""
    campaigns, places = params["campaign"], params["jurisdiction"]
    here = places is None or plan["place"] in places or plan["code"] in places
    return here and (campaigns is None or plan["campaign"] in campaigns)


def _ages(rows: Iterable[Row], plans: Mapping[str, Row], on_topic: set[str] | None) -> dict[str, Age]:
    """The age of each task that the pairs name, of those in the scope and on the topic."""
    orders = dict[str, int]()
    for row in rows:
        orders |= zip(row["tasks"], row["orders"], strict=True)
        orders |= zip(row["others"], row["otherOrders"], strict=True)
    kept = orders.keys() if on_topic is None else orders.keys() & on_topic
    of_plan = ((task, plan) for task in kept if (plan := plans.get(plan_of(task))) is not None)
    return {task: (plan["day"], plan["id"], orders[task]) for task, plan in of_plan}


def _by_age(pairs: Iterable[Pair], ages: Mapping[str, Age], once: bool) -> set[Pair]:
    """The pairs of these tasks, the older first. Where they don't come `once`, each comes from either end, and the one
    that begins at its younger end is left out: it may belong to plans that are looked at later."""
    found = set[Pair]()
    for one, other in pairs:
        if (age := ages.get(one)) is not None and (there := ages.get(other)) is not None:
            if age < there:
                found.add((one, other))
            elif once:
                found.add((other, one))
    return found


Lead = tuple[str, str, bool]
"""What a lead is called without its place, its body, and whether it is a group."""


Places = Mapping[str, tuple[str, ...]]
"""The names of each plan's own place."""


def _leads(places: Places, params: Asked, tasks: Iterable[str]) -> Mapping[str, list[Lead]]:
    """The leads of each task, in printed order."""

    def find(ids: list[str]) -> dict[str, list[Lead]]:
        found: dict[str, list[Lead]] = {task: [] for task in ids}
        for row in params.read(_LEADS, ids=ids):
            columns = (row[name] for name in ("tasks", "orders", "names", "bodies", "collective"))
            for task, _, name, body, collective in sorted(zip(*columns, strict=True)):
                found[task].append((_plain(name, places[plan_of(task)]), body, collective))
        return found

    return params.found("leads", tasks, find)


@lru_cache(100_000)
def _plain(name: str, places: tuple[str, ...]) -> str:
    return plain(name, places)


def _of_pairs(pairs: Sequence[Pair], places: Places, params: Asked) -> Iterator[Row]:
    """The rows of some pairs: those that are alike, and of these the leads that differ."""
    words = _words_of(places, params, (task for pair in pairs for task in pair))
    least = params["similarity"]
    likely = ((one, other, likeness_of_keys(words[one], words[other], least)) for one, other in pairs)
    alike = [each for each in likely if each[2] >= least]
    ids = [*dict.fromkeys(task for *pair, _ in alike for task in pair)]
    items = {row["taskId"]: Item(row) for row in (params.read(_ITEMS, ids=ids) if ids else ())}
    for one, other, similarity in alike:
        if one in items and other in items:
            for change in _of_leads(items[one], items[other]):
                row = _owner(items[one], items[other], change, similarity)
                if params["explanation"] is None or row["explanation"] in params["explanation"]:
                    yield row


def _words_of(places: Places, params: Asked, tasks: Iterable[str]) -> Mapping[str, str]:
    """All sentences of each task as keys of signs."""

    def find(ids: list[str]) -> dict[str, str]:
        texts: dict[str, list[str]] = {task: [] for task in ids}
        for row in params.read(_TEXTS, ids=ids):
            for task, _, text in sorted(zip(row["tasks"], row["orders"], row["texts"], strict=True)):
                texts[task].append(text)
        return {task: keys("".join(each), places[plan_of(task)]) for task, each in texts.items()}

    return params.found("words", tasks, find)


def _with_counterparts(rows: list[Row]) -> Iterator[tuple[Item, Item]]:
    bases = {row["base"] for row in rows}
    for base in sorted(bases):
        items = [Item(row) for row in rows if row["base"] == base]
        first = next(item for item in items if item.row["taskId"] == base)
        yield from ((first, other) for other in sorted(items, key=lambda each: each.age) if other is not first)


def _compared(base: Item, other: Item) -> Row:
    return {
        "plan": base.row["plan"],
        "taskId": base.row["taskId"],
        "otherPlan": other.row["plan"],
        "otherTask": other.row["taskId"],
    }


def _titles(base: Item, other: Item) -> Iterator[Row]:
    before, after = ([item.row["title"]] if item.row["title"] else [] for item in (base, other))
    for each in differences(before, after, base.places, other.places):
        yield _wording("title", each, before, after)


def _clauses(base: Item, other: Item) -> Iterator[Row]:
    before, after = ([sentence["text"] for sentence in item.row["sentences"]] for item in (base, other))
    here, there = ([sentence["start"] for sentence in item.row["sentences"]] for item in (base, other))
    for each in differences(before, after, base.places, other.places):
        yield _wording("wording", each, before, after, here, there)


def _wording(
    part: str,
    each: Difference,
    before: list[str],
    after: list[str],
    here: Sequence[int] = (),
    there: Sequence[int] = (),
) -> Row:
    return _NOTHING | {
        "part": part,
        "change": each.status,
        **_words("Before", each.before, before, each.marks_before, here),
        **_words("After", each.after, after, each.marks_after, there),
    }


def _words(
    side: str, piece: Piece | None, texts: list[str], marks: tuple[tuple[int, int], ...], starts: Sequence[int]
) -> Row:
    if piece is None:
        return {}
    words = mask(texts[piece.sentence][piece.start : piece.end])
    places = [place - piece.start for mark in marks for place in mark]
    found: Row = {side.lower(): words, f"marks{side}": places}
    if starts:
        start = starts[piece.sentence] + piece.start
        found |= {f"start{side}": start, f"end{side}": start + piece.end - piece.start}
    return found


_SIDES = ("start", "end", "role", "agency")
_NOTHING: Row = dict.fromkeys(
    ["before", "after", "passed", "basis", *(f"{name}{side}" for name in _SIDES for side in ("Before", "After"))]
) | {"marksBefore": [], "marksAfter": []}


def _parties(base: Item, other: Item) -> Iterator[Row]:
    printed = [{_key(each): each for each in item.row["parties"]} for item in (base, other)]
    for change in changes(base.side, other.side):
        row = _NOTHING | {"part": "assignment", "change": change.kind} | _reason(change)
        for side, party, names in zip(("Before", "After"), (change.before, change.after), printed, strict=True):
            if party:
                edge = names[party.role, party.name, party.agency]
                row |= {side.lower(): party.name, f"role{side}": party.role, f"agency{side}": party.agency}
                row |= {f"start{side}": edge["start"], f"end{side}": edge["end"]}
        yield row


def _key(edge: Row) -> tuple[str, str, str]:
    return edge["role"], edge["asWritten"], edge["agencyId"]


def _reason(change: Change) -> Row:
    """The reforms behind a change: what passed on, and on what basis."""
    parts = [each.part for each in change.reforms if each.part]
    return {
        "passed": "；".join(parts) or None,
        "basis": "；".join(dict.fromkeys(each.basis for each in change.reforms)) or None,
    }


def _of_leads(before: Item, after: Item) -> list[Change]:
    """The changes of leads that are one: another office, another name of it, another role."""
    found = [
        change
        for change in changes(before.side, after.side)
        if LEAD in {party.role for party in (change.before, change.after) if party}
    ]
    told = {id(change.after) for change in found if change.before and change.before.role == LEAD}
    return [each for each in found if _is_other(each) and not (each.role_changed and id(each.after) in told)]


def _is_other(change: Change) -> bool:
    """Whether the lead as printed differs by more than the place."""
    if change.before is None or change.after is None:
        return True
    return change.before.own != change.after.own or change.role_changed


def _owner(before: Item, after: Item, change: Change, alike: float) -> Row:
    level = level_key(change.before.level if change.before else "")
    done = [each.dates[level] for each in change.reforms if level in each.dates]
    return {
        "plan": before.row["plan"],
        "taskId": before.row["taskId"],
        "title": before.row["title"],
        "otherPlan": after.row["plan"],
        "otherTask": after.row["taskId"],
        "otherTitle": after.row["title"],
        "similarity": alike,
        "leadsBefore": [party.name for party in before.side.parties if party.role == LEAD],
        "leadsAfter": [party.name for party in after.side.parties if party.role == LEAD],
        "explanation": explanation(change),
        "change": change.kind,
        "before": change.before.name if change.before else None,
        "after": change.after.name if change.after else None,
        "roleBefore": change.before.role if change.before else None,
        "roleAfter": change.after.role if change.after else None,
        "agencyBefore": change.before.agency if change.before else None,
        "agencyAfter": change.after.agency if change.after else None,
        "decided": min((each.decided for each in change.reforms), default=None),
        "doneBy": max(done, default=None),
        **_reason(change),
    }
