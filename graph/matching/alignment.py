"""Which tasks of different plans of one campaign correspond, and the topics that follow from it.

Only wording and structure are asked: title, text, the section's heading; no list of topics, no rule for one campaign.

1. Each task becomes a vector of unit length: half of it the title, half the text, a little the heading, so that the
   product of two vectors is how alike the tasks are, from 0 to 1. A task without a title is its text.
2. Tasks are grouped by average linkage, never two of one plan (`matching.linkage`): its members are counterparts.
3. A task whose title names what two tasks of another plan have each for itself (无证行医、非法医疗以及假药) answers
   both (`matching.joins`): it is a counterpart of both, and gets a group of its own whose parts are the two others.
4. With many plans, pairs are given between each plan and those nearest to it in wording; groups are of all plans.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from graph.matching.grams import Array, Matrix, grams, row_products, scaled, unit_vectors
from graph.matching.joins import Joins, joined_groups
from graph.matching.linkage import link
from graph.matching.membership import Members
from graph.matching.nearness import Near, near_plans

ALIKE = 0.18
"""Average likeness from which groups become one; anywhere from 0.14 to 0.20 the five plans give an F1 within 1 %."""
TITLE, HEADING = 0.5, 0.05
"""What the title is of title and text, and what the heading is of the whole."""
NEIGHBOURS = 20
_NAME = 20
_NUMBER = re.compile(r"^\s*[（(]?[\d一二三四五六七八九十]+[)）.．、\s]+\s*")


@dataclass(frozen=True)
class PlanTask:
    """What alignment needs of a task: `text` without title and assignment, `heading` of the innermost section."""

    id: str
    plan: str
    order: int
    title: str | None
    text: str
    heading: str | None = None


def own_words(text: str, title: str | None, assigned: str | None) -> str:
    """The words of a task that are neither its title nor its assignment: what it says and not who does it."""
    rest = text.replace(assigned, "\n", 1) if assigned else text
    return rest.partition(title)[2] if title and title in rest else rest


@dataclass(frozen=True)
class Counterparts:
    """Two tasks of different plans that correspond, in order of their plans' ids."""

    a: str
    b: str
    similarity: float


@dataclass(frozen=True)
class Group:
    """Tasks about one thing, in order of plan; `parts` are the places of the groups that it joins, if it joins some."""

    name: str
    tasks: tuple[str, ...]
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Alignment:
    """The pairs and the groups of one campaign; each task is in one group."""

    pairs: tuple[Counterparts, ...]
    groups: tuple[Group, ...]


def align(tasks: Sequence[PlanTask], neighbours: int = NEIGHBOURS) -> Alignment:
    """Counterparts and groups among the tasks of one campaign; the same whatever the order they are given in."""
    tasks = sorted(tasks, key=lambda task: (task.plan, task.order, task.id))
    if not tasks:
        return Alignment((), ())
    plans = np.unique([task.plan for task in tasks], return_inverse=True)[1]
    vectors = task_vectors(tasks)
    near = near_plans(vectors, plans, neighbours)
    members = Members(plans, link(vectors, plans, ALIKE))
    joins = joined_groups([task.title or "" for task in tasks], _title_grams(tasks), vectors, members)
    return Alignment(tuple(_pairs(tasks, vectors, members, joins, near)), tuple(_groups(tasks, members.groups, joins)))


def task_vectors(tasks: Sequence[PlanTask]) -> Matrix:
    """One unit vector a task: title, text and heading side by side, each by its weight."""
    title = np.where([bool(task.title) for task in tasks], TITLE, 0.0)
    parts = [
        (_title_grams(tasks), title * (1 - HEADING)),
        (grams([task.text for task in tasks], (2,)).matrix(), (1 - title) * (1 - HEADING)),
        (grams([task.heading or "" for task in tasks], (1, 2)).matrix(), np.full(len(tasks), HEADING)),
    ]
    return csr_array(hstack([scaled(unit_vectors(counts), np.sqrt(weights)) for counts, weights in parts]))


def _title_grams(tasks: Sequence[PlanTask]) -> Matrix:
    return grams([task.title or "" for task in tasks], (1, 2)).matrix()


def _pairs(
    tasks: Sequence[PlanTask], vectors: Matrix, members: Members, joins: Joins, near: Near
) -> list[Counterparts]:
    """Members of one group, and joining tasks with all that they answer, where their plans are near; each pair once."""
    first, second = members.pairs(near)
    answered = [
        sorted((task, part))
        for task, groups in joins.items()
        for group in groups
        for part in members.of(group).tolist()
        if members.plans[part] in near[members.plans[task]]
    ]
    both = np.concatenate([np.column_stack([first, second]), np.array(answered, dtype=int).reshape(-1, 2)])
    both = np.unique(both, axis=0)
    alike = row_products(vectors, vectors, both[:, 0], both[:, 1])
    return [Counterparts(tasks[a].id, tasks[b].id, float(s)) for (a, b), s in zip(both.tolist(), alike, strict=True)]


def _groups(tasks: Sequence[PlanTask], groups: Array, joins: Joins) -> list[Group]:
    """The groups by their first task, joining tasks in groups of their own."""
    parts: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for task, group in enumerate(groups.tolist()):
        parts[(group, *joins.get(task, ()))].append(task)
    places: Mapping[int, int] = {keys[0]: place for place, keys in enumerate(parts) if len(keys) == 1}
    return [
        Group(
            _name([tasks[item] for item in inside]),
            tuple(tasks[item].id for item in inside),
            tuple(sorted(places[key] for key in keys)) if len(keys) > 1 else (),
        )
        for keys, inside in parts.items()
    ]


def _name(tasks: Sequence[PlanTask]) -> str:
    """The commonest title, of those as common the first; the beginning of the text where no task has a title."""
    titles = [task.title for task in tasks if task.title]
    return Counter(titles or [_beginning(task.text) for task in tasks]).most_common(1)[0][0]


def _beginning(text: str) -> str:
    """The first clause of a text, cut where it is long."""
    clause = re.split(r"[，。；：,;:\n]", _NUMBER.sub("", text), maxsplit=1)[0]
    return clause if len(clause) <= _NAME else clause[:_NAME] + "…"
