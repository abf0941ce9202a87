"""Functions that make the answer of what a question's Cypher fetched, for what a query language says badly.

A question names one with `then: NAME`. It is pure: the fetched rows and the bound parameters in, rows with the declared
columns out. The thinking stands in `graph/`; a function here only brings rows to it and back.
"""

from __future__ import annotations

from queries.functions.comparing import same_text_other_owner, task_diff
from queries.functions.elsewhere import agency_elsewhere
from queries.functions.items import load_items
from queries.functions.lineage import anachronisms, lineage
from queries.functions.progress import progress
from queries.functions.rows import Function, Row

__all__ = ["FUNCTIONS", "Function", "Row"]

FUNCTIONS: dict[str, Function] = {
    each.__name__: each
    for each in (agency_elsewhere, anachronisms, lineage, load_items, progress, same_text_other_owner, task_diff)
}
"""All of them, by the name that a header gives."""
