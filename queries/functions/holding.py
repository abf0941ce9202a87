"""What each plan holds, put together from counts that a server makes one by one."""

from __future__ import annotations

from collections import defaultdict

from queries.functions.rows import Asked, Row

_WORDS = ("planTitle", "docNumber", "issuedOn", "jurisdiction", "jurisdictionCode", "level", "campaign", "sourceFile")
_NUMBERS = {
    "plan": ("repairs", "unread"),
    "items": ("items",),
    "measures": ("measures",),
    "targets": ("targets", "deadlines"),
    "edges": ("assignments", "leads", "itemsWithLead", "agencies", "collectives", "unresolved"),
}
"""What the numbers of each part count; of a plan that a part does not tell of, there is none."""


def plans(rows: list[Row], params: Asked) -> list[Row]:
    """Sets the counts of each plan beside its words."""
    none = {name: 0 for part, names in _NUMBERS.items() if part != "plan" for name in names}
    counted: dict[str, Row] = defaultdict(none.copy)
    for row in rows:
        counted[row["plan"]] |= dict(zip(_NUMBERS[row["part"]], row["numbers"], strict=True))
    return [
        {"plan": row["plan"], "issuers": sorted(row["issuers"])}
        | dict(zip(_WORDS, row["words"], strict=True))
        | counted[row["plan"]]
        | {"supports": counted[row["plan"]]["assignments"] - counted[row["plan"]]["leads"]}
        for row in rows
        if row["part"] == "plan"
    ]
