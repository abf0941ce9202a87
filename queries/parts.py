"""The first rows of an answer without the others: a question asked for a part of its scope at a time.

A server that is asked for the first hundred rows of thousands of plans makes all rows, sorts them and gives a hundred.
Where the rows of a question stand by plan (`blocks` in its header, with the order of the plans), the plans of its scope
are asked for first, and then the rows of the first few, of twice as many, and so on until there are as many as are
wanted; where a topic, a task or an agency leads to few tasks, these are asked for with their plans and looked at alone.
Without a limit they come in parts of many plans, so that the server need not hold all of them at a time.
Where the rows most alike come first (`steps`), those at least so alike are asked for, then those below; those of the
first step are all equal and stand by plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from queries import scope
from queries.functions import Row
from queries.header import Question

FIRST, MOST = 8, 256
"""Plans in the first and in the largest block."""
FIRST_WITH_FEW, MOST_WITH_FEW = 64, 1024
"""The same where each has few of the tasks that are looked at."""

Values = Mapping[str, Any]


def in_blocks(asked: Question, values: Values) -> bool:
    """Whether the question is asked in blocks of plans for these values."""
    plans, limit = values.get("plan"), values.get("limit")
    if asked.blocks is None or asked.steps or (plans is not None and len(plans) <= FIRST):
        return False
    if not scope.narrowed(asked.cypher, values):
        return True
    few = scope.of_inner_pairs(asked.cypher) or (scope.of_pairs(asked.cypher) and values.get("task") is not None)
    return limit is not None and not few


def in_steps(asked: Question, values: Values) -> bool:
    """Whether the question is asked for what is most alike first: of all pairs, or of those of a topic."""
    every = values.get("plan") is None and values.get("task") is None
    return bool(asked.steps) and values.get("limit") is not None and every


def blocks(read: Callable[..., list[Row]], asked: Question, values: Values) -> Iterator[dict[str, list[str]]]:
    """The plans of the scope in their order, in blocks that grow; with their tasks where these are few."""
    [found] = read(asked.plans(values), **values)
    first, most = (FIRST_WITH_FEW, MOST_WITH_FEW) if found.get("items") else (FIRST, MOST)
    yield from scope.blocks(found, most if values.get("limit") is None else first, most)


def steps(asked: Question, values: Values) -> Iterator[tuple[dict[str, Any], bool]]:
    """The values step by step, each with what lies below the one before, and whether the rows are asked in blocks.

    That is so where all are equally alike. Of the pairs that few tasks lead to, all others are asked at once.
    """
    least, below = values["least"], values["below"]
    narrowed = scope.narrowed(asked.cypher, values)
    above = (step for step in asked.steps[: 1 if narrowed else None] if step > least)
    for step in [*above, least]:
        if below is None or step < below:
            yield {**values, "least": step, "below": below}, step >= asked.steps[0]
            below = step
