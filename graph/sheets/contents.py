"""What sheets are made of: the items of a plan or of an agency, read from the store and masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.export.provenance import Provenance, Reader, provenance
from graph.words import Words
from loaders.errors import UserError
from loaders.private import mask


class SheetError(UserError):
    """A sheet that can't be made as asked, or read."""


@dataclass(frozen=True)
class Party:
    """An agency on an item."""

    id: str
    name: str
    """As printed."""
    agency: str
    """As the agency is called."""
    role: str
    """`lead` or `support`."""
    origin: str
    collective: bool
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """A target or deadline of an item."""

    kind: str
    text: str
    due: str | None


@dataclass(frozen=True)
class Note:
    """A remark that a person made on an item."""

    text: str
    who: str
    time: str


@dataclass(frozen=True)
class Item:
    """One item of a plan with all that a sheet says of it."""

    id: str
    plan: str
    number: str
    title: str | None
    text: str
    sections: tuple[str, ...]
    """Headings, the outer one first."""
    measures: tuple[str, ...]
    parties: tuple[Party, ...]
    dues: tuple[Due, ...]
    basis: tuple[str, ...]
    notes: tuple[Note, ...]
    tried: bool = False
    """Whether a scenario changes who does it."""

    def holders(self, role: str, origin: str = "printed") -> tuple[Party, ...]:
        """Those who have a role by the printed assignment, or by running text."""
        return tuple(each for each in self.parties if (each.role, each.origin) == (role, origin))

    def names(self, role: str, origin: str = "printed") -> tuple[str, ...]:
        """Their names as printed, each once."""
        return tuple(dict.fromkeys(each.name for each in self.holders(role, origin)))

    def dated(self, kind: str) -> tuple[Due, ...]:
        """Its targets, or its deadlines, each once."""
        return tuple(dict.fromkeys(due for due in self.dues if due.kind == kind))

    @property
    def words(self) -> str:
        """What it is called: its title, else how it begins."""
        return self.title or (self.measures or (self.text,))[0][:60]


@dataclass(frozen=True)
class Plan:
    """A plan and its items in order."""

    id: str
    title: str
    jurisdiction: str
    number: str | None
    issued: str | None
    issuers: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Agency:
    """An agency that is named in plans."""

    id: str
    name: str
    full_name: str | None
    function: str | None
    place: str | None


@dataclass(frozen=True)
class Contents:
    """Plans in order of id, and what they were read from."""

    plans: tuple[Plan, ...]
    source: Provenance
    trial: tuple[Words, ...] = ()
    """What a scenario changes in them, where they are not the plans as issued."""


_OWN = "MATCH (p:Plan)-[:HAS_TASK]->(t:Task) WHERE p.id IN $plans "
_PARTS = {
    "measures": _OWN + "MATCH (t)-[:HAS_MEASURE]->(m:Measure) RETURN t.id AS task, m.text AS text ORDER BY m.order",
    "parties": _OWN + "MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(t) RETURN t.id AS task, a.id AS id, r.asWritten AS name, "
    "a.name AS agency, "
    "CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role, r.origin AS origin, "
    "a.collective AS collective, r.judgements AS judgements ORDER BY r.start, r.order",
    "dues": _OWN + "MATCH (t)-[:HAS_TARGET]->(g:Target) RETURN t.id AS task, g.kind AS kind, g.text AS text, "
    "toString(g.dueOn) AS due ORDER BY g.start",
    "basis": _OWN + "MATCH (t)-[r:CITES]->(d:Document) WHERE NOT d.own RETURN t.id AS task, d.title AS title, "
    "d.number AS number, r.asWritten AS text ORDER BY r.start",
    "notes": _OWN + "MATCH (j:Judgement {kind: 'note'})-[:ACTS_ON]->(t) RETURN t.id AS task, j.value AS value, "
    "j.who AS who, j.time AS time ORDER BY time",
}
_ITEMS = (
    _OWN + "OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section) OPTIONAL MATCH (s)-[:PART_OF]->(o:Section) "
    "RETURN p.id AS plan, t.id AS id, t.number AS number, t.title AS title, t.text AS text, "
    "s.heading AS section, o.heading AS outer ORDER BY plan, t.order"
)
_PLANS = (
    "MATCH (p:Plan) WHERE p.id IN $plans OPTIONAL MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction) "
    "OPTIONAL MATCH (a:Agency)-[i:ISSUED]->(p) RETURN p.id AS id, p.title AS title, j.name AS jurisdiction, "
    "p.docNumber AS number, toString(p.issuedOn) AS issued, collect(i.asWritten) AS issuers ORDER BY id"
)
Parts = Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]


def read_plans(store: Reader, plans: Sequence[str] = ()) -> Contents:
    """The plans named, or all that are loaded; raises SheetError for one that is not."""
    loaded = [row["id"] for row in store.read("MATCH (p:Plan) RETURN p.id AS id ORDER BY id")]
    if unknown := [plan for plan in plans if plan not in loaded]:
        raise SheetError(f"No plan {', '.join(unknown)} is loaded. Loaded: {', '.join(loaded) or 'none'}.")
    wanted = sorted(set(plans)) or loaded
    if not wanted:
        raise SheetError("No plan is loaded. Load some: python cli.py load data/plans")
    parts = {name: _by_task(store.read(query, plans=wanted)) for name, query in _PARTS.items()}
    items: dict[str, list[Item]] = defaultdict(list)
    for row in store.read(_ITEMS, plans=wanted):
        items[row["plan"]].append(_item(row, parts))
    heads = store.read(_PLANS, plans=wanted)
    return Contents(tuple(_plan(row, items[row["id"]]) for row in heads), provenance(store, wanted))


def find_agency(store: Reader, name: str) -> Agency:
    """The agency of that id or name; raises SheetError where there is none, or several."""
    rows = store.read(
        "MATCH (a:Agency) WHERE a.id = $name OR a.name = $name OR a.fullName = $name "
        "OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function) OPTIONAL MATCH (a)-[:BASED_IN]->(j:Jurisdiction) "
        "RETURN a.id AS id, a.name AS name, a.fullName AS full_name, f.nameZh AS function, j.name AS place ORDER BY id",
        name=name,
    )
    if len(rows) == 1:
        return Agency(**rows[0])
    if rows:
        ids = ", ".join(row["id"] for row in rows)
        raise SheetError(f"{name} is the name of several agencies: {ids}. Give the id.")
    like = store.read(
        "MATCH (a:Agency)-[:LEADS|SUPPORTS]->(:Task) WHERE a.name CONTAINS $name RETURN DISTINCT a.name AS name "
        "ORDER BY name LIMIT 5",
        name=name,
    )
    near = f" Did you mean {', '.join(row['name'] for row in like)}?" if like else ""
    raise SheetError(f"There is no agency {name} in the graph.{near} List them: python cli.py ask agencies")


def agencies_of(store: Reader, contents: Contents) -> list[Agency]:
    """The agencies on the items of plans, those that lead most first; collective units are none."""
    rows = store.read(
        "MATCH (p:Plan)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS {origin: 'printed'}]-(a:Agency) "
        "WHERE p.id IN $plans AND NOT a.collective "
        "WITH a, count(DISTINCT CASE WHEN type(r) = 'LEADS' THEN t.id END) AS leads, count(DISTINCT t.id) AS items "
        "OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function) OPTIONAL MATCH (a)-[:BASED_IN]->(j:Jurisdiction) "
        "RETURN a.id AS id, a.name AS name, a.fullName AS full_name, f.nameZh AS function, j.name AS place, "
        "leads, items ORDER BY leads DESC, items DESC, id",
        plans=[plan.id for plan in contents.plans],
    )
    return [Agency(row["id"], row["name"], row["full_name"], row["function"], row["place"]) for row in rows]


def _by_task(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["task"]].append(row)
    return found


def _item(row: Mapping[str, Any], parts: Parts) -> Item:
    of = {name: found.get(row["id"], ()) for name, found in parts.items()}
    return Item(
        row["id"],
        row["plan"],
        row["number"] or "",
        mask(row["title"]) if row["title"] else None,
        mask(row["text"] or ""),
        tuple(filter(None, (row["outer"], row["section"]))),
        tuple(mask(each["text"]) for each in of["measures"]),
        tuple(_party(each) for each in of["parties"]),
        tuple(Due(each["kind"], mask(each["text"]), each["due"]) for each in of["dues"]),
        tuple(dict.fromkeys(mask(_document(each)) for each in of["basis"])),
        tuple(Note(mask("；".join(each["value"])), mask(each["who"] or ""), each["time"][:10]) for each in of["notes"]),
    )


def _party(row: Mapping[str, Any]) -> Party:
    known = {name: row[name] for name in ("id", "name", "agency", "role", "origin", "collective")}
    return Party(**known, judgements=tuple(row["judgements"] or ()))


def _document(row: Mapping[str, Any]) -> str:
    title = f"《{row['title']}》" if row["title"] else ""
    number = row["number"] or ""
    return f"{title}（{number}）" if title and number else title or number or str(row["text"])


def _plan(row: Mapping[str, Any], items: Sequence[Item]) -> Plan:
    title = mask(row["title"] or row["id"])
    issuers = tuple(sorted(set(row["issuers"])))
    return Plan(row["id"], title, row["jurisdiction"] or "", row["number"], row["issued"], issuers, tuple(items))
