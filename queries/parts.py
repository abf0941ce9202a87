"""The first rows of an answer without the others: a question asked for a part of its scope at a time.

A server that is asked for the first hundred rows of thousands of plans makes all rows, sorts them and gives a hundred.
Where the rows of a question stand by plan (`blocks` in its header, with the order of the plans), the plans of its scope
are asked for first, and then the rows of the first few, of twice as many, and so on until there are as many as are
wanted. Without a limit they come in parts of many plans, so that the server need not hold all of them at a time.
Where the rows most alike come first (`steps`), those at least so alike are asked for, then with less; those of the
first step are all equal and stand by plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from queries import scope
from queries.functions import Row
from queries.functions.rows import growing
from queries.header import Question

FIRST, MOST = 8, 256
"""Plans in the first and in the largest block."""
TOLD = "// The plans found are asked in their order, some at a time as $plan, until there are $limit rows:\n"

Values = Mapping[str, Any]


def in_blocks(asked: Question, values: Values) -> bool:
    """Whether the question is asked in blocks of plans for these values."""
    plans, limit = values.get("plan"), values.get("limit")
    if asked.blocks is None or asked.steps or (plans is not None and len(plans) <= FIRST):
        return False
    narrowed = scope.narrowed(asked.cypher, values)
    return not narrowed or (limit is not None and not scope.of_pairs(asked.cypher))


def in_steps(asked: Question, values: Values) -> bool:
    """Whether the question is asked for what is most alike first: where nothing leads to a part of all pairs."""
    every = values.get("plan") is None and not scope.narrowed(asked.cypher, values)
    return bool(asked.steps) and values.get("limit") is not None and every


def blocks(read: Callable[..., list[Row]], asked: Question, values: Values) -> Iterator[Sequence[str]]:
    """The plans of the scope in their order, in blocks that grow."""
    [found] = read(asked.plans(values), **values)
    yield from growing(found["plans"], MOST if values.get("limit") is None else FIRST, MOST)


def steps(asked: Question, values: Values) -> Iterator[tuple[dict[str, Any], bool]]:
    """The values step by step, at last as they were given, and whether all rows are equally alike."""
    for name, each in asked.steps.items():
        for step in dict.fromkeys([*(step for step in each if step > values[name]), values[name]]):
            yield {**values, name: step}, step >= each[0]
