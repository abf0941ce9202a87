"""`measure`: load between agencies, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import WrongUsage, connect, terminal

if TYPE_CHECKING:
    from graph.measures import Weighing

AGENCIES = ("group", "agency", "function", "leads", "fractional", "sole", "supports", "workload", "workloadMeasures",
            "workloadLength", "partners", "betweenness", "share", "rank")  # fmt: skip
GROUPS = ("group", "name", "count", "loaded", "total", "mean", "largest", "gini", "theil", "hhi", "variation", "top1",
          "top3", "top10")  # fmt: skip
POSITIONS = ("plan", "measure", "value", "mean", "plans", "percentile", "z")
SHOWN = {"agencies": AGENCIES, "groups": GROUPS, "positions": POSITIONS}


@dataclass(frozen=True)
class Scope:
    """What is counted, and how."""

    plan: Sequence[str] | None = None
    section: Sequence[str] | None = None
    topic: Sequence[str] | None = None
    measure: str = "leads"
    collective: bool = False
    support_weight: float = 0.3
    weight: str = "item"

    @property
    def weighing(self) -> Weighing:
        """How workload is made."""
        from graph.measures import WEIGHTS, Weighing

        _check("--weight", self.weight, WEIGHTS)
        return Weighing(self.support_weight, self.weight)


def measure(scope: Scope, show: str, within: str, by: str, as_json: bool, data: Path | None) -> None:
    """Prints the measures asked for; JSON holds all of them."""
    from graph.measures import BY, WITHIN
    from queries import analyses

    _check("--show", show, (*SHOWN, "definitions"))
    _check("--within", within, WITHIN)
    _check("--by", by, BY)
    if show == "definitions":
        return _definitions(as_json)
    with connect(data) as store:
        found = analyses.measure(
            store,
            plan=scope.plan,
            section=scope.section,
            topic=scope.topic,
            by=by,
            within=within,
            measure=scope.measure,
            collective=scope.collective,
            weighing=scope.weighing,
        )
    rows: dict[str, list[dict[str, Any]]] = {name: getattr(found, name) for name in SHOWN}
    if as_json:
        terminal.print_json(rows)
        return None
    terminal.print_table(SHOWN[show], rows[show])
    _remarks(found.positions if show == "positions" else [])
    return None


def _definitions(as_json: bool) -> None:
    from graph.definitions import definitions

    known = [asdict(one) for one in definitions().values()]
    if as_json:
        terminal.print_json(known)
        return
    for one in definitions().values():
        print(f"{one.key}: {one.name.en} {one.name.zh}")
        for text in (one.definition.en, one.definition.zh, one.source, one.caveats.en, one.caveats.zh):
            print(f"    {text}")


def _remarks(rows: Sequence[dict[str, Any]]) -> None:
    """Says once why figures are missing."""
    from graph.definitions import notes

    for key in dict.fromkeys(row["note"] for row in rows if row["note"]):
        terminal.remark(f"{notes()[key].en} {notes()[key].zh}")


def _check(option: str, given: str, known: Sequence[str] | Any) -> None:
    if given not in known:
        raise WrongUsage(f"{option} {given}: known are {', '.join(known)}.")
