"""`judge` and `review`: what people decide, what became of it, and what waits for somebody to look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import connect, terminal

if TYPE_CHECKING:
    from graph.judgements import Effect, Judgement, ReviewItem, Standing
    from graph.store import Store

LISTED = ("id", "time", "who", "kind", "about", "words", "value", "why", "state", "reason", "plans")
REVIEWED = ("kind", "id", "words", "why", "mentions", "plans", "candidates")


def judge(draft: Callable[[Store], Judgement], who: str | None, as_json: bool, data: Path | None) -> None:
    """Writes down what was drafted and tells what came of it."""
    from graph import judgements

    with connect(data) as store:
        _tell(judgements.judge(store, draft(store), who), as_json)


def undo(judged: Sequence[str], who: str | None, why: str, as_json: bool, data: Path | None) -> None:
    """Revokes judgements one after the other."""
    from graph import judgements

    with connect(data) as store:
        for each in judged:
            _tell(judgements.undo(store, each, who, why), as_json)


def list_judgements(state: str | None, as_json: bool, data: Path | None) -> None:
    """Prints all judgements, or those of one state."""
    from graph.judgements import file_of, judgements

    with connect(data) as store:
        found = [each for each in judgements(store) if state in (None, each.state)]
        file = file_of(store)
    if as_json:
        terminal.print_json([each.to_json() for each in found])
    elif found:
        terminal.print_table(LISTED, [_row(each) for each in found], caption=str(file))
    else:
        terminal.remark(f"There are no judgements{f' that are {state}' if state else ''} in {file}.")


def check(as_json: bool, data: Path | None) -> None:
    """Prints what does not act, and why; fails where there is something."""
    from graph.judgements import troubles

    with connect(data) as store:
        found = troubles(store)
    if as_json:
        terminal.print_json([{"file": each.file, "line": each.line} | each.reason.to_json() for each in found])
    else:
        for each in found:
            terminal.remark(each.text())
        terminal.remark(f"{len(found)} to look at." if found else "All judgements act as they stand in the file.")
    if found:
        raise SystemExit(1)


def review(limit: int, as_json: bool, data: Path | None) -> None:
    """Prints what a person should look at."""
    from graph.judgements import review as look_over

    with connect(data) as store:
        found = look_over(store, limit)
    if as_json:
        terminal.print_json([each.to_json() for each in found])
    elif found:
        terminal.print_table(REVIEWED, [_review_row(each) for each in found])
        terminal.remark("Decide with `judge same`, `judge different`, `judge topic` …; judge --help shows how.")
    else:
        terminal.remark("Nothing waits for a decision.")


def counted(store: Store) -> dict[str, int] | str:
    """How many judgements are in which state, or why that can't be told."""
    from graph.judgements import LedgerError, judgements, troubles

    try:
        states = Counter(each.state for each in judgements(store))
        return dict(states) | {"troubles": len(troubles(store))}
    except LedgerError as error:
        return str(error)


def tell_faults(store: Store) -> None:
    """A remark for each row of the file of judgements that can't act."""
    from graph.judgements import file_of
    from graph.judging.ledger import LedgerError, read_ledger

    try:
        faults = read_ledger(file_of(store)).faults
    except LedgerError:
        return  # each plan of the load told it
    for fault in faults:
        terminal.remark(f"Judgements: {fault.text()}")


def _tell(effect: Effect, as_json: bool) -> None:
    standing = effect.standing
    if as_json:
        terminal.print_json(effect.to_json())
        return
    why = f": {standing.reason.en}" if standing.reason else ""
    acts = f" in {', '.join(standing.plans)}" if standing.plans else ""
    state = "does not act yet" if standing.state == "not_applied" else standing.state
    print(f"{standing.judgement.id} {standing.judgement.kind} {state}{acts}{why}")
    for result in effect.rebuilt:
        if result.error:
            terminal.remark(f"{result.plan}: {result.error}")


def _row(standing: Standing) -> dict[str, Any]:
    shown = standing.to_json()
    return shown | {"reason": standing.reason.en if standing.reason else None}


def _review_row(item: ReviewItem) -> dict[str, Any]:
    offers = [f"{offer.name} {offer.score:.0f}" for offer in item.offers]
    return {
        "kind": item.kind,
        "id": item.id,
        "words": list(item.words),
        "why": item.why.en,
        "mentions": item.mentions or None,
        "plans": list(item.plans),
        "candidates": offers,
    }
