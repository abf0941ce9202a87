"""The form of what goes through a question's function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Row = dict[str, Any]
Function = Callable[[list[Row], Mapping[str, Any]], list[Row]]
