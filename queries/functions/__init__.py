"""Functions that make the answer of what a question's Cypher fetched, for what a query language says badly.

A question names one with `then: NAME`. It is pure: the fetched rows and the bound parameters in, rows with the declared
columns out. The thinking stands in `graph/`; a function here only brings rows to it and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Row = dict[str, Any]
Function = Callable[[list[Row], Mapping[str, Any]], list[Row]]

FUNCTIONS: dict[str, Function] = {}
"""All of them, by the name that a header gives."""
