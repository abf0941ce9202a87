"""Sheets that offices pass around: 任务分解表, 工作进度表, a card of each agency, a calendar of deadlines.

    from graph.sheets import write_tasks
    from graph.store import open_store

    with open_store() as store:
        write_tasks(store, "西青任务分解表.xlsx", plan="xiqing")

A sheet is put together as a `Table` (`layout`) and written as .xlsx or .docx; what it says is read from the store by
`contents`. E-mail addresses and phone numbers are masked, and every sheet tells which data it was made of.
"""

from __future__ import annotations

from graph.sheets.contents import SheetError
from graph.sheets.making import Forms, write_calendar, write_cards, write_progress, write_tasks

__all__ = ["Forms", "SheetError", "write_calendar", "write_cards", "write_progress", "write_tasks"]
