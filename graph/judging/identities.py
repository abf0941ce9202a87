"""Which agency a printed name means once people have judged: names that are the same, names that are different.

The tables resolve each name first. `different` takes its second name out of the agency that the tables hold for both:
it becomes an agency of its own. `same` joins what its two names mean, and chains of it join all: the sets are found by
union and find (B. A. Galler and M. J. Fisher, Communications of the ACM 7, 1964, 301-303). Where joins would bring
together what somebody held apart, neither side acts: that difference, and every `same` on a way between its two
sides. All else does. It follows from the judgements alone, whatever their order in the file and whichever plans are
loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.identity.agencies import Agency, meanings, plainly, resolve
from graph.identity.naming import own_name
from graph.judging.kinds import PAIRS, Judgement
from graph.judging.reasons import Reason, reason
from loaders import places
from loaders.places import Place

APART = "apart"


@dataclass(frozen=True)
class End:
    """One side of a judgement about agencies: a name as printed in the plans of a place."""

    code: str
    printed: str
    id: str
    """The agency that it was when the judgement was made."""

    def place(self, here: Place | None = None) -> Place:
        """The place of its plans; `here` where it is the one with this code. KeyError where no table has it."""
        if here is not None and here.code == self.code:
            return here
        if self.code.startswith("?"):  # a plan whose place is not known: the plan alone knows its name
            return Place(self.code, self.code[1:], "other", None)
        return places.place(self.code)

    def table(self, here: Place | None = None) -> Agency:
        """What the tables say that it is."""
        place = self.place(here)
        found = resolve(self.printed, place, False)
        group = resolve(self.printed, place, True)
        others = (group, *meanings(self.printed, place))  # which of these it was, the plan's date told
        return next((each for each in others if each.id == self.id), found)


@dataclass(frozen=True)
class Identified:
    """The agency that a name means, and the judgements that made it another one than the tables say."""

    agency: Agency
    because: tuple[str, ...]


def ends_of(judgement: Judgement) -> tuple[End, ...]:
    """The names of a judgement about agencies."""
    split = (word.partition(":") for word in judgement.words)
    ids = (about.partition(":")[2] for about in judgement.about)
    return tuple(End(code, plainly(name), agency) for (code, _, name), agency in zip(split, ids, strict=True))


class Identities:
    """The agencies as judged: of `judgements`, which are in order of time, those about agencies count here."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        about = [each for each in judgements if each.about[0].startswith("agency:")]
        self.unfit: dict[str, Reason] = {each.id: found for each in about if (found := _unfit(each))}
        """Judgements that can't act whatever is loaded, with the reason."""
        pairs = [each for each in about if each.kind in PAIRS]
        self._standing = [each for each in pairs if each.id not in self.unfit and each.kind != "unsure"]
        self._settle()
        self._join()
        decided = self._decided()
        self.unfit |= {
            each.id: decided[key] for each in pairs if each.kind == "unsure" and (key := _pair(each)) in decided
        }

    def resolve(self, name: str, here: Place, collective: bool, day: str | None = None) -> Identified:
        """The agency that a name printed in a plan of `here`, issued on a `day` if known, means.

        Who judges sees names and not days: a judgement on the name goes before what the day tells of it.
        """
        table = resolve(name, here, collective)
        key, because = self._class(table.id, plainly(name))
        if key not in self._chosen and not because:
            table = resolve(name, here, collective, day)
            key, because = self._class(table.id, plainly(name))
        chosen = self._chosen.get(key)
        if chosen is None:
            agency = table if key == table.id else self._apart(table, plainly(name))
            return Identified(agency, because)
        whole = self._agency(chosen, here)
        return Identified(whole, tuple(sorted({*whole.judgements, *because})) if whole.id != table.id else ())

    def final(self, end: End) -> str:
        """The id of the agency that a name means."""
        key, _ = self._class(end.table().id, end.printed)
        return self._agency(chosen).id if (chosen := self._chosen.get(key)) else key

    # What stands --------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Leaves judgements out until none contradicts another, and finds which names are apart."""
        while True:
            self._splits = dict(_splits(self._standing))
            conflicts = self._conflicts()
            if not conflicts:
                return
            for one, others in conflicts.items():
                self.unfit[one] = reason("contradicts", others="、".join(sorted(others)))
            self._standing = [each for each in self._standing if each.id not in conflicts]

    def _conflicts(self) -> dict[str, set[str]]:
        """The judgements that contradict others, each with those."""
        found: dict[str, set[str]] = defaultdict(set)
        same = [(*self._classes(each), each.id) for each in self._standing if each.kind == "same"]
        groups = _joined((one, other) for one, other, _ in same)
        for judgement in self._standing:
            one, other = self._classes(judgement)
            if judgement.kind == "different" and groups.get(one, one) == groups.get(other, other):
                for way in _ways_between(same, one, other):
                    found[judgement.id].add(way)
                    found[way].add(judgement.id)
        return found

    def _join(self) -> None:
        """For each agency that is joined with another: the end that gives the whole its name, and who judged so."""
        joins = [(self._classes(each), each) for each in self._standing if each.kind == "same"]
        groups = _joined(classes for classes, _ in joins)
        ends: dict[str, list[End]] = defaultdict(list)
        because: dict[str, set[str]] = defaultdict(set)
        for (key, _), judgement in joins:
            ends[groups[key]] += ends_of(judgement)
            because[groups[key]].add(judgement.id)
        best = {group: min(found, key=self._rank) for group, found in ends.items()}
        self._chosen = {key: best[group] for key, group in groups.items()}
        self._because = {key: tuple(sorted(because[group])) for key, group in groups.items()}

    def _rank(self, end: End) -> tuple[bool, ...]:
        """Known before unknown: what the tables know gives the whole its name, and of several the first named."""
        table = end.table()
        apart = (table.id, end.printed) in self._splits
        return end.code.startswith("?"), not table.resolved, table.collective, apart

    def _decided(self) -> dict[frozenset[str], Reason]:
        """The pairs of names that somebody decided on, so that an earlier doubt is over."""
        return {_pair(each): reason("decided", others=each.id) for each in self._standing}

    def _class(self, agency: str, printed: str) -> tuple[str, tuple[str, ...]]:
        """What a name of an agency counts as before any joining: that agency, or one of its own."""
        judged = self._splits.get((agency, printed))
        return (f"{agency}/{APART}/{printed}", (judged,)) if judged else (agency, ())

    def _classes(self, judgement: Judgement) -> tuple[str, str]:
        one, other = (self._class(end.table().id, end.printed)[0] for end in ends_of(judgement))
        return one, other

    def _agency(self, end: End, here: Place | None = None) -> Agency:
        """The whole that bears the name of `end`."""
        table = end.table(here)
        key, _ = self._class(table.id, end.printed)
        agency = table if key == table.id else self._apart(table, end.printed)
        return replace(agency, judgements=tuple(sorted({*agency.judgements, *self._because[key]})))

    def _apart(self, table: Agency, printed: str) -> Agency:
        """A name taken out of the agency that the tables hold it for; the function that they tell from it stays."""
        key, because = self._class(table.id, printed)
        shown = own_name(printed.removeprefix(table.based_in.name[-1:]), table.based_in)
        name = shown if shown != table.name else f"{shown}（{printed}）"
        return replace(table, id=key, name=name, full_name=None, body=None, judgements=because)


def _unfit(judgement: Judgement) -> Reason | None:
    ends = ends_of(judgement)
    for end in ends:
        try:
            end.place()
        except KeyError:
            return reason("place_unknown", code=end.code)
    if judgement.kind not in PAIRS:
        return None
    one, other = ends
    tables = [end.table() for end in (one, other)]
    if tables[0].id == tables[1].id and one.printed == other.printed:
        return reason("one_name", words=one.printed)
    based_in = [table.based_in for table in tables]
    if judgement.kind == "same" and not _one_place(*based_in):
        return reason("two_places", one=based_in[0].name, other=based_in[1].name)
    return None


def _one_place(one: Place, other: Place) -> bool:
    """Whether two names may mean one office: their places are one, or one lies in the other, or nobody knows."""
    unknown = one.code.startswith("?") or other.code.startswith("?")
    return unknown or places.within(one, other) or places.within(other, one)


def _splits(standing: Sequence[Judgement]) -> Iterator[tuple[tuple[str, str], str]]:
    """The names that somebody held apart from the agency of the tables: agency and name, with the judgement."""
    taken = set[tuple[str, str]]()
    for judgement in standing:
        keys = [(end.table().id, end.printed) for end in ends_of(judgement)]
        if judgement.kind == "different" and keys[0][0] == keys[1][0] and not taken & set(keys):
            taken.add(keys[1])
            yield keys[1], judgement.id


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each member of the sets that pairs make, the same member of its set."""
    parent: dict[str, str] = {}

    def root(member: str) -> str:
        while parent.setdefault(member, member) != member:
            parent[member] = member = parent[parent[member]]
        return member

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {member: root(member) for member in parent}


def _ways_between(same: Sequence[tuple[str, str, str]], one: str, other: str) -> Iterator[str]:
    """The judgements on any way between two agencies.

    They are those in one block with an edge drawn between the two: a block is what no single node parts (J. Hopcroft
    and R. Tarjan, Communications of the ACM 16, 1973, 372-378).
    """
    import networkx as nx  # here, since it is slow to import and contradictions are rare

    drawn = nx.Graph([(a, b) for a, b, _ in same if a != b] + [(one, other)])
    wanted = frozenset((one, other))
    blocks = ({frozenset(edge) for edge in block} for block in nx.biconnected_component_edges(drawn))
    block = next((found for found in blocks if wanted in found), set[frozenset[str]]())
    yield from (judged for a, b, judged in same if frozenset((a, b)) in block)


def _pair(judgement: Judgement) -> frozenset[str]:
    return frozenset(f"{end.table().id} {end.printed}" for end in ends_of(judgement))
