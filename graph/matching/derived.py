"""Topics that follow from the alignment of tasks, for those that no table and no person gave one.

A group of counterparts is a topic. Where some of them have a topic of the table, the others of the group are on it too;
else the topic is named by the group's commonest title and keyed by the campaign and that name. A group that joins
others has their keys joined by `_and_`, as in the tables.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from graph.judging.kinds import NO_TOPIC
from graph.matching.alignment import Group, PlanTask

DERIVED = "derived"
JUDGED = "judged"
_LONGEST = 80


@dataclass(frozen=True)
class DerivedTopic:
    """A topic that no table has; `ordinal` is the middle place of its tasks in their plans."""

    key: str
    name_zh: str
    name_en: str
    campaign: str
    ordinal: int


@dataclass(frozen=True)
class Topics:
    """The topics that are not in the tables, and the topic of each task that got one here, with where it comes from."""

    topics: tuple[DerivedTopic, ...]
    of_tasks: Mapping[str, tuple[str, str]]


def derive(
    campaign: str,
    tasks: Sequence[PlanTask],
    groups: Sequence[Group],
    given: Mapping[str, str],
    judged: Mapping[str, str],
    names: Mapping[str, Sequence[str]],
) -> Topics:
    """Topics for the tasks of one campaign that are not among those `given` by tables.

    `judged` says of a task which topic a person gave it (or `none`), `names` of a key which names: Chinese, then
    English if there is one. What one task was given by a person says nothing of the others of its group.
    """
    orders = {task.id: task.order for task in tasks}
    keys = _keys(campaign, groups, {task: key for task, key in given.items() if task not in judged})
    of_tasks = {
        task: (judged[task], JUDGED) if task in judged else (key, DERIVED)
        for key, group in zip(keys, groups, strict=True)
        for task in group.tasks
        if task not in given and judged.get(task) != NO_TOPIC
    }
    printed = {key: group.name for key, group in zip(keys, groups, strict=True)}
    known = set(given.values())
    members: dict[str, list[int]] = {}
    for task, (key, _) in of_tasks.items():
        members.setdefault(key, []).append(orders[task])
    topics = [
        DerivedTopic(key, name[0], name[-1], campaign, median_low(members[key]))
        for key in sorted(members.keys() - known)
        for name in [names.get(key) or (printed.get(key) or key.removeprefix(f"{campaign}/"),)]
    ]
    return Topics(tuple(topics), of_tasks)


def _keys(campaign: str, groups: Sequence[Group], given: Mapping[str, str]) -> list[str]:
    """The key of each group: of the table where its tasks have one, else its own; those of joining groups last."""
    keys: dict[int, str] = {}
    for place in sorted(range(len(groups)), key=lambda place: bool(groups[place].parts)):
        group = groups[place]
        of_table = Counter(given[task] for task in group.tasks if task in given)
        own = "_and_".join(keys[part] for part in group.parts) or f"{campaign}/{group.name}"
        keys[place] = of_table.most_common(1)[0][0] if of_table else _free(own, set(keys.values()))
    return [keys[place] for place in range(len(groups))]


def _free(key: str, taken: set[str]) -> str:
    """The key, shortened where it is long, numbered where another group of the campaign has it."""
    if len(key) > _LONGEST * 3:
        key = f"{key[: _LONGEST * 3]}~{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    number = 1
    while (numbered := key if number == 1 else f"{key}#{number}") in taken:
        number += 1
    return numbered
