"""`sheet`: what offices pass around, written from the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commands import connect, terminal


def tasks(out: Path, plans: Sequence[str], agency: str | None, language: str, data: Path | None) -> None:
    """Writes 任务分解表."""
    from graph.sheets import write_tasks

    with connect(data) as store:
        _tell(write_tasks(store, out, plan=plans, agency=agency, language=language))


def progress(
    plan: str, year: int, quarter: int, out: Path, agency: str | None, status: bool, data: Path | None
) -> None:
    """Writes 工作进度表."""
    from graph.sheets import write_progress

    with connect(data) as store:
        forms = write_progress(store, out, plan=plan, year=year, quarter=quarter, agency=agency, status=status)
    _tell(*forms.paths)
    if forms.unled and not agency:
        terminal.remark(f"In no form, since no agency leads them: {', '.join(forms.unled)}")


def cards(out: Path, plans: Sequence[str], agency: str | None, language: str, data: Path | None) -> None:
    """Writes cards of agencies."""
    from graph.sheets import write_cards

    with connect(data) as store:
        _tell(write_cards(store, out, plan=plans, agency=agency, language=language))


def calendar(out: Path, plans: Sequence[str], agency: str | None, language: str, data: Path | None) -> None:
    """Writes a calendar, and tells which deadlines name no day."""
    from graph.sheets import write_calendar

    with connect(data) as store:
        dates = write_calendar(store, out, plan=plans, agency=agency, language=language)
    terminal.remark(f"{out} written: {dates.events} dates")
    for undated in dates.undated:
        terminal.remark(f"Not in it, since it names no day: {undated}")


def _tell(*written: Path) -> None:
    for path in written:
        terminal.remark(f"{path} written")
