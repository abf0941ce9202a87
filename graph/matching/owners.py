"""Who does a task in one plan and who in another: each office found again, under whatever name, or gone.

An office of one place is found again in another by its body, by what its body became in a reform, or by its function;
never by likeness of names. What is left over was added, dropped or, where leads stand on both sides, handed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.identity.reforms import Reform, level_key, successors, ways

SAME, FORM, RENAMED, MERGED, SPLIT = "same", "form", "renamed", "merged", "split"
MOVED, HANDED_OVER, ADDED, DROPPED = "moved", "handed_over", "added", "dropped"
BY_HOW = {"renamed": RENAMED, "merged_into": MERGED, "split_into": SPLIT}
LEAD = "lead"


@dataclass(frozen=True)
class Party:
    """A printed name of an assignment: the office that it means, and its role.

    `own` is what its name says without the place, which tells apart offices that no table has a body for.
    """

    name: str
    agency: str
    role: str
    body: str | None
    function: str | None
    level: str
    own: str
    collective: bool = False


@dataclass(frozen=True)
class Side:
    """The parties of a task, and the day from which they are printed."""

    parties: Sequence[Party]
    day: str | None


@dataclass(frozen=True)
class Change:
    """What became of a party: `reforms` explain a change of name, `moved` which part of the work went where."""

    kind: str
    before: Party | None
    after: Party | None
    reforms: tuple[Reform, ...] = ()

    @property
    def role_changed(self) -> bool:
        """Whether the office is there on both sides in another role."""
        return bool(self.before and self.after and self.before.role != self.after.role)


def changes(before: Side, after: Side) -> list[Change]:
    """What became of each party, in the order in which they are printed before, then of what is new after."""
    found = list(_found_again(before, after))
    found += [change for party in _new(after, found) if (change := _moved(party, before, after))]
    found += _handed_over(_old(before, found), _new(after, found))
    gone = [Change(DROPPED, party, None) for party in _old(before, found)]
    came = [Change(ADDED, None, party) for party in _new(after, found)]
    return _in_order([*found, *gone, *came], before, after)


RENAME, MERGER, SPLIT_UP, TRANSFER, OTHERWISE, CHOICE = "rename", "merger", "split", "transfer", "form", "choice"
_BY_KIND = {SAME: OTHERWISE, FORM: OTHERWISE, RENAMED: RENAME, MERGED: MERGER, SPLIT: SPLIT_UP, MOVED: TRANSFER}


def explanation(change: Change) -> str:
    """Why another office is named: a reform (rename, merger, split, transfer of work), another form of name, or choice.

    Who was there in another role, was added, dropped or had the task handed over was chosen, reform or not.
    """
    return CHOICE if change.role_changed and change.kind != MOVED else _BY_KIND.get(change.kind, CHOICE)


def _old(before: Side, found: Sequence[Change]) -> list[Party]:
    """The parties of before that no change tells of yet."""
    return [party for party in before.parties if not any(each.before is party for each in found)]


def _new(after: Side, found: Sequence[Change]) -> list[Party]:
    return [party for party in after.parties if not any(each.after is party for each in found)]


def _found_again(before: Side, after: Side) -> Iterator[Change]:
    """Pairs of the same office, the surest first; a body into which several went is found again by each of them."""
    pairs = [
        (rank, a.role != b.role, i, j, change)
        for i, a in enumerate(before.parties)
        for j, b in enumerate(after.parties)
        if (ranked := relation(a, b, before.day, after.day)) is not None
        for rank, change in [ranked]
    ]
    used_before, used_after = set[int](), set[int]()
    for _, _, i, j, change in sorted(pairs, key=lambda pair: pair[:4]):
        several = change.kind in (MERGED, SPLIT)
        taken_before = i in used_before and not (several and change.kind == SPLIT)
        taken_after = j in used_after and not (several and change.kind == MERGED)
        if not taken_before and not taken_after:
            used_before.add(i)
            used_after.add(j)
            yield change


def relation(a: Party, b: Party, day_a: str | None, day_b: str | None) -> tuple[int, Change] | None:
    """How two parties are the same office, with the rank of that reason; None where they are not."""
    if a.collective != b.collective:
        return None
    if a.agency == b.agency or (a.body == b.body and (a.body or a.own == b.own)):
        return 0, Change(SAME, a, b)
    if a.body and b.body and not a.collective:
        if chain := _reformed(a, b, day_a, day_b):
            return 1, Change(_kind(chain), a, b, chain)
        if a.function == b.function:
            return 2, Change(FORM, a, b)
    if a.collective and a.function and a.function == b.function:
        return 2, Change(FORM, a, b)
    return None


def _reformed(a: Party, b: Party, day_a: str | None, day_b: str | None) -> tuple[Reform, ...]:
    """The reforms that lead from one body to the other, whichever of them was first; decided by the later day.

    Of several ways of one length that counts which was surely done where the new body is printed, then the last
    decided: 工商局 merged in some districts years before it did everywhere.
    """
    last = max(day_a, day_b) if day_a and day_b else None
    for old, new, day in ((a, b, day_b), (b, a, day_a)):
        if found := [*ways(str(old.body), str(new.body), last)]:
            return max(found, key=lambda chain: (-len(chain), _done(chain[-1], new, day), chain[-1].decided))
    return ()


def _done(reform: Reform, new: Party, day: str | None) -> bool:
    """Whether a reform was done by a day where the new body is."""
    done = reform.dates.get(level_key(new.level))
    return bool(done and day and done <= day)


def _kind(chain: Sequence[Reform]) -> str:
    kinds = [BY_HOW[each.how] for each in chain]
    return next((kind for kind in (SPLIT, MERGED) if kind in kinds), RENAMED)


def _moved(party: Party, before: Side, after: Side) -> Change | None:
    """A new party to which a reform between the two days brought a part of the work of one that was there."""
    for old in before.parties:
        steps = tuple(_passed(old, party, before.day, after.day))
        if steps:
            return Change(MOVED, old, party, steps)
    return None


def _passed(old: Party, new: Party, day_old: str | None, day_new: str | None) -> Iterator[Reform]:
    """The parts of work that passed from one body to another while the one plan was made and before the other was."""
    for each in successors(old.body or ""):
        if each.ends or each.new.key != new.body:
            continue
        done = each.dates.get(level_key(old.level))
        if done and day_old and day_new and day_old < done and each.decided <= day_new:
            yield each


def _handed_over(old: Sequence[Party], new: Sequence[Party]) -> list[Change]:
    """Leads that are left on both sides: the task went from the ones to the others, in printed order."""
    pairs = zip(*([p for p in side if p.role == LEAD and not p.collective] for side in (old, new)), strict=False)
    return [Change(HANDED_OVER, a, b) for a, b in pairs]


def _in_order(found: list[Change], before: Side, after: Side) -> list[Change]:
    def place(change: Change) -> tuple[int, int]:
        first = [i for i, party in enumerate(before.parties) if party is change.before]
        second = [i for i, party in enumerate(after.parties) if party is change.after]
        return (first or [len(before.parties)])[0], (second or [-1])[0]

    return sorted(found, key=place)
