"""A plan whose names are markup, scripts and formulas: wherever it is shown or written it must stay text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from loaders.pipeline import extract
from loaders.records import PlanRecord

PLAN = "evil"
SCRIPT = "<script>window.caught=1</script>市文明局"
IMAGE = '"><img src=x onerror=window.caught=2>市财政局'
FORMULA = "=cmd|' /C calc'!A0"
LINK = "[市](javascript:window.caught=3)![x](http://example.invalid/x.png)"


def evil(folder: Path) -> PlanRecord:
    """The plan of Yichang with such names: its title and place, its tasks' titles, a lead and two supports of the first."""
    record = extract(folder / "data" / "plans" / "yichang.txt").with_id(PLAN)
    first, *others = record.tasks
    lead, support = first.lead[0], first.support[0]
    named = replace(
        first,
        title=FORMULA,
        lead=(replace(lead, name=SCRIPT), *first.lead[1:]),
        support=(replace(support, name=IMAGE), replace(support, name=FORMULA), *first.support[1:]),
    )
    return replace(
        record,
        plan=replace(record.plan, title=SCRIPT, jurisdiction=LINK, adcode=None, campaign=None),
        tasks=(named, *(replace(task, title=IMAGE) for task in others)),
    )
