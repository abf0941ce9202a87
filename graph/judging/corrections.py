"""What people corrected in a plan's tasks: roles, names and topics, applied to the record before rows are built.

A judgement hangs on printed words: the beginning of its task, and the name or passage that it is about. Where a new
version of the plan does not have them, it does not act, and the reason is told. The record itself is never changed: the
same record and the same judgements always give the same corrected record, and without them it is as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.judging.kinds import ASSIGNMENTS, HEAD, NO_TOPIC, Judgement, bare
from graph.judging.reasons import Reason, reason
from loaders import topics
from loaders.names import COLLECTIVE
from loaders.records import Duty, Party, PlanRecord, Task

Mark = tuple[str, Party]
"""A task's id and one of its parties."""
Roles = dict[str, tuple[Party, ...]]
"""The parties of a task, leads and supports."""


class _Missed(Exception):
    """The words that a judgement hangs on are not there."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass
class Corrected:
    """A record as people corrected it, and what came of each judgement about it."""

    record: PlanRecord
    marks: dict[Mark, tuple[str, ...]] = field(default_factory=dict)
    """The parties that judgements put there or changed, with those judgements."""
    topics: dict[str, str] = field(default_factory=dict)
    """The tasks whose topic was judged, with the judgement."""
    acted: list[tuple[Judgement, str]] = field(default_factory=list)
    """The judgements that acted, each with what it is about: `task:ID` or `plan:ID`."""
    missed: dict[str, Reason] = field(default_factory=dict)
    """The judgements that did not act, with the reason."""


def corrected(record: PlanRecord, judgements: Sequence[Judgement]) -> Corrected:
    """The record with the judgements about this plan and its tasks applied, as far as their words are there."""
    found = Corrected(record)
    duties = list(record.duties)
    tasks = {task.id: task for task in record.tasks}
    for judgement in sorted(judgements, key=_turn):
        try:
            if judgement.about[0].startswith("plan:"):
                _check_title(record, judgement)
            else:
                task = _task(record, tasks, judgement)
                tasks[task.id] = _ACTIONS[judgement.kind](_Work(record, task, judgement, found, duties))
        except _Missed as missed:
            found.missed[judgement.id] = missed.why
        else:
            found.acted.append((judgement, judgement.about[0]))
    found.record = replace(record, tasks=tuple(tasks.values()), duties=tuple(duties))
    return found


def head(task: Task, text: str) -> str:
    """The beginning of a task, which a judgement quotes so that it is known again: its title, or its first words."""
    return bare(task.title or text[task.start : task.end])[:HEAD]


def _turn(judgement: Judgement) -> int:
    """Names are cut before roles are changed."""
    kinds = [*ASSIGNMENTS, "topic", "note"]
    return kinds.index(judgement.kind)


def _check_title(record: PlanRecord, judgement: Judgement) -> None:
    if bare(judgement.words[0]) != bare(record.plan.title)[: len(bare(judgement.words[0]))]:
        raise _Missed(reason("title_gone", plan=record.plan.id, words=judgement.words[0]))


def _task(record: PlanRecord, tasks: Mapping[str, Task], judgement: Judgement) -> Task:
    """The task that a judgement is about, if it still begins as quoted."""
    words = bare(judgement.words[0])

    def has(task: Task) -> bool:
        return words in bare(record.text[task.start : task.end])

    task = tasks.get(judgement.target)
    if task and has(task):
        return task
    told = {"task": judgement.target, "words": judgement.words[0], "plan": record.plan.id}
    if now := [other.id for other in tasks.values() if has(other)]:
        raise _Missed(reason("task_moved", now="、".join(now), **told))
    raise _Missed(reason("words_gone" if task else "task_gone", **told))


# What each kind does -------------------------------------------------------------------------------------------------


@dataclass
class _Work:
    """One judgement at work on one task."""

    record: PlanRecord
    task: Task
    judgement: Judgement
    found: Corrected
    duties: list[Duty]

    @property
    def roles(self) -> Roles:
        return {"lead": self.task.lead, "support": self.task.support}

    @property
    def words(self) -> str:
        """The name or passage that the judgement is about."""
        return self.judgement.words[1]

    def named(self, parties: Iterable[Party]) -> list[Party]:
        """The parties that bear the name."""
        return [party for party in parties if bare(party.name) == bare(self.words)]

    def with_roles(self, roles: Mapping[str, Iterable[Party]]) -> Task:
        """The task with these parties, in printed order."""
        lead, support = (tuple(sorted(roles[role], key=lambda party: party.start)) for role in ("lead", "support"))
        return replace(self.task, lead=lead, support=support)

    def mark(self, party: Party, before: Party | None = None) -> None:
        """Notes that the judgement changed a party, or put it there."""
        earlier = self.found.marks.get((self.task.id, before or party), ())
        self.found.marks[self.task.id, party] = tuple(sorted({*earlier, self.judgement.id}))

    def missed(self, key: str, **words: object) -> _Missed:
        """The failure with this reason."""
        return _Missed(reason(key, **{"task": self.task.id, "words": self.words} | words))


def _role(work: _Work) -> Task:
    """Every mention of the name in the other role takes the role."""
    to = work.judgement.value[0]
    other = "support" if to == "lead" else "lead"
    moved = work.named(work.roles[other])
    if not moved:
        raise work.missed("name_there" if work.named(work.roles[to]) else "name_gone")
    for party in moved:
        work.mark(party)
    stay = [party for party in work.roles[other] if party not in moved]
    return work.with_roles({to: [*work.roles[to], *moved], other: stay})


def _drop(work: _Work) -> Task:
    """Every mention of the name goes, in one role or in both; a duty in running prose is a lead."""
    wanted = work.judgement.value or ("lead", "support")
    gone = [party for role in wanted for party in work.named(work.roles[role])]
    spoken = work.named(_prose(work)) if "lead" in wanted else []
    if not gone and not spoken:
        raise work.missed("name_gone")
    for place, duty in enumerate(work.duties):
        kept = tuple(party for party in duty.parties if party not in spoken)
        work.duties[place] = replace(duty, parties=kept)
    return work.with_roles(
        {role: [party for party in work.roles[role] if party not in gone or role not in wanted] for role in work.roles}
    )


def _prose(work: _Work) -> list[Party]:
    task = work.task
    inside = (duty for duty in work.duties if task.start <= duty.start and duty.end <= task.end)
    return [party for duty in inside for party in duty.parties]


def _add(work: _Work) -> Task:
    """The name gets the role, at the place of the quoted words: in the task, or the one place elsewhere in the plan."""
    role, *rest = work.judgement.value
    start, end = _quoted(work)
    name = rest[0] if rest else work.words
    places = _places(work.record.text, name, start, end)
    if not places:
        raise work.missed("name_not_quoted", words=name)
    if any(bare(party.name) == bare(name) for party in work.roles[role]):
        raise work.missed("name_there", words=name)
    party = _party(work.record.text, places[0], "")
    work.mark(party)
    return work.with_roles(work.roles | {role: (*work.roles[role], party)})


def _assign(work: _Work) -> Task:
    """The name gets the role by decision, no matter what the item prints: at its first place as a unit in the plan."""
    if any(work.named(parties) for parties in work.roles.values()):
        raise work.missed("name_there")
    named = work.named(party for task in work.record.tasks for party in (*task.lead, *task.support))
    if not named:
        raise work.missed("name_nowhere", plan=work.record.plan.id)
    party = replace(min(named, key=lambda party: party.start), label="")
    work.mark(party)
    to = work.judgement.value[0]
    return work.with_roles(work.roles | {to: (*work.roles[to], party)})


def _quoted(work: _Work) -> tuple[int, int]:
    text, task = work.record.text, work.task
    if inside := _places(text, work.words, task.start, task.end):
        return inside[0]
    anywhere = _places(text, work.words, 0, len(text))
    if len(anywhere) != 1:
        raise work.missed("quote_twice" if anywhere else "quote_gone", times=len(anywhere))
    return anywhere[0]


def _split(work: _Work) -> Task:
    """The name gives way to the names that are printed at its place: several, or one with other bounds."""
    roles = {role: work.named(parties) for role, parties in work.roles.items()}
    if not any(roles.values()):
        raise work.missed("name_gone")
    if [*map(bare, work.judgement.value)] == [bare(work.words)]:
        raise work.missed("name_there")
    return work.with_roles(
        {
            role: [
                *(party for party in work.roles[role] if party not in old),
                *(part for party in old for part in _parts(work, party)),
            ]
            for role, old in roles.items()
        }
    )


def _parts(work: _Work, party: Party) -> Iterable[Party]:
    """The judged names that overlap the place of the name as it was read."""
    text = work.record.text
    around = max(map(len, work.judgement.value)) * 2
    for name in work.judgement.value:
        places = _places(text, name, max(0, party.start - around), party.end + around)
        place = next((each for each in places if each[0] < party.end and each[1] > party.start), None)
        if place is None:
            raise work.missed("part_elsewhere", words=name, name=party.name)
        part = _party(text, place, party.label)
        work.mark(part, party)
        yield part


def _topic(work: _Work) -> Task:
    """The topic of the tables; one that follows from the plans' alignment is linked later, and here there is none."""
    work.found.topics[work.task.id] = work.judgement.id
    key = work.judgement.value[0]
    return replace(work.task, topic=key if key != NO_TOPIC and key in topics.topics() else None)


def _note(work: _Work) -> Task:
    return work.task


_ACTIONS: Mapping[str, Callable[[_Work], Task]] = {
    "split": _split,
    "drop": _drop,
    "role": _role,
    "add": _add,
    "assign": _assign,
    "topic": _topic,
    "note": _note,
}


def _places(text: str, words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words stand in a stretch of the text, spaces and line breaks between them aside."""
    pattern = re.compile(r"[\s|｜]*".join(map(re.escape, bare(words))))
    return [match.span() for match in pattern.finditer(text, start, end)]


def _party(text: str, place: tuple[int, int], label: str) -> Party:
    name = re.sub(r"\s+", "", text[slice(*place)])
    return Party(name, *place, label, bool(COLLECTIVE.search(name)))
