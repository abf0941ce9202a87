"""The judgements that count, sorted by what they are about, with those left out that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from graph.judging.identities import Identities, ends_of
from graph.judging.kinds import ASSIGNMENTS, Judgement, bare
from graph.judging.reasons import Reason, reason


@dataclass(frozen=True)
class Verdicts:
    """What is to be done with any plan: a function of the judgements alone."""

    judgements: tuple[Judgement, ...] = ()
    """Those that nobody revoked, in order of time."""
    contradicted: Mapping[str, Reason] = field(default_factory=dict)
    """Corrections that contradict each other."""

    @cached_property
    def identities(self) -> Identities:
        """Which name is which agency."""
        return Identities(self.judgements)

    @cached_property
    def unfit(self) -> Mapping[str, Reason]:
        """The judgements that act on no plan whatever it prints, with the reason."""
        return {**self.contradicted, **self.identities.unfit}

    @cached_property
    def topic_names(self) -> Mapping[str, Judgement]:
        """The topics that somebody renamed, by key."""
        return {each.target: each for each in self._standing if each.kind == "topic-name"}

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """The tasks whose topic somebody judged: task id to topic key, or `none`."""
        return {each.target: each.value[0] for each in self._standing if each.kind == "topic"}

    @cached_property
    def new_names(self) -> Mapping[str, tuple[str, ...]]:
        """The names that people gave to topics, by key: Chinese, then English where there is one."""
        return {key: judgement.value for key, judgement in self.topic_names.items()}

    @cached_property
    def about_agencies(self) -> Mapping[str, Sequence[Judgement]]:
        """Those about agencies (pairs, and notes), by the id of each agency that they came to."""
        found: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self._standing:
            if judgement.about[0].startswith("agency:"):
                for agency in dict.fromkeys(map(self.identities.final, ends_of(judgement))):
                    found[agency].append(judgement)
        return found

    def about_plan(self, plan_id: str) -> Sequence[Judgement]:
        """Those that hang on the words of one plan."""
        return self._by_plan.get(plan_id, ())

    @cached_property
    def _standing(self) -> Sequence[Judgement]:
        return [each for each in self.judgements if each.id not in self.unfit]

    @cached_property
    def _by_plan(self) -> Mapping[str, list[Judgement]]:
        found: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self._standing:
            if judgement.plan:
                found[judgement.plan].append(judgement)
        return found


@lru_cache(maxsize=8)
def verdicts(judgements: tuple[Judgement, ...]) -> Verdicts:
    """What the judgements that count come to."""
    return Verdicts(judgements, dict(_contradictions(judgements)))


NOTHING = Verdicts()


def _contradictions(judgements: Iterable[Judgement]) -> Iterator[tuple[str, Reason]]:
    """The corrections of one thing that say different things of it: none of them acts."""
    groups: dict[tuple[str, ...], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if subject := _subject(judgement):
            groups[subject].append(judgement)
    for group in groups.values():
        for judgement in group:
            others = [each.id for each in group if _says(each) != _says(judgement)]
            if others:
                yield judgement.id, reason("contradicts", others="、".join(others))


def _subject(judgement: Judgement) -> tuple[str, ...] | None:
    """What a correction is of: a name in a task, a task's topic, a topic's name."""
    if judgement.kind in ASSIGNMENTS:
        name = judgement.value[1] if judgement.kind == "add" and len(judgement.value) > 1 else judgement.words[1]
        return judgement.about[0], bare(name)
    return (judgement.about[0], judgement.kind) if judgement.kind in ("topic", "topic-name") else None


def _says(judgement: Judgement) -> tuple[str, ...]:
    values = judgement.value[:1] if judgement.kind == "add" else judgement.value
    return judgement.kind, *map(bare, values)
