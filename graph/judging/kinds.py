"""A judgement: what a person decided, about what, on which printed words, and why.

| kind | about | words | value |
|---|---|---|---|
| same, different, unsure | two agencies | their printed names, each as `CODE:NAME` | |
| role | a task | its beginning, the name | lead or support |
| drop | a task | its beginning, the name | nothing, or the role to drop it from |
| add | a task | its beginning, the words that say so | lead or support, and the name where that is not all the words |
| split | a task | its beginning, the name as it was read | the names that are printed there |
| assign | a task | its beginning, a name that the plan prints elsewhere | lead or support |
| topic | a task | its beginning | the topic's key, or none |
| topic-name | a topic | its name so far | the name in Chinese, in English |
| note | an agency, task or plan | its name, beginning or title | the text |
| revoke | a judgement | | |

What a judgement is about has the form `agency:ID`, `task:ID` and so on; CODE is that of the place for which the plan is
that prints the name. The printed words decide whether a judgement still holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.judging.reasons import Reason, reason

PAIRS = ("same", "different", "unsure")
ASSIGNMENTS = ("split", "drop", "role", "add", "assign")
"""In the order in which they act on a task."""
ROLES = ("lead", "support")
NO_TOPIC = "none"
HEAD = 40
"""Characters of a task without a title that a judgement quotes of it."""


@dataclass(frozen=True)
class Judgement:
    """One row of the file of judgements; `id`, `time` and `who` are given when it is written."""

    kind: str
    about: tuple[str, ...]
    words: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    why: str = ""
    who: str = ""
    time: str = ""
    id: str = ""
    line: int = field(default=0, compare=False)
    """Its line in the file."""

    @property
    def target(self) -> str:
        """The id of the one thing that it is about."""
        return self.about[0].partition(":")[2]

    @property
    def plan(self) -> str | None:
        """The plan whose words it hangs on, None where it is about agencies or a topic."""
        kind = self.about[0].partition(":")[0]
        return self.target.partition("/")[0] if kind in ("task", "plan") else None


@dataclass(frozen=True)
class _Form:
    """What a kind is about, and how many words and values it takes at least and at most."""

    about: tuple[str, ...]
    count: int
    words: tuple[int, int]
    values: tuple[int, int]
    first: tuple[str, ...] = ()
    """What its first value may be, where it may not be anything."""


FORMS = {
    "same": _Form(("agency",), 2, (2, 2), (0, 0)),
    "different": _Form(("agency",), 2, (2, 2), (0, 0)),
    "unsure": _Form(("agency",), 2, (2, 2), (0, 0)),
    "role": _Form(("task",), 1, (2, 2), (1, 1), ROLES),
    "drop": _Form(("task",), 1, (2, 2), (0, 1), ROLES),
    "add": _Form(("task",), 1, (2, 2), (1, 2), ROLES),
    "split": _Form(("task",), 1, (2, 2), (1, 50)),
    "assign": _Form(("task",), 1, (2, 2), (1, 1), ROLES),
    "topic": _Form(("task",), 1, (1, 1), (1, 1)),
    "topic-name": _Form(("topic",), 1, (0, 1), (1, 2)),
    "note": _Form(("agency", "task", "plan"), 1, (1, 1), (1, 1)),
    "revoke": _Form(("judgement",), 1, (0, 0), (0, 0)),
}
_PLACED = re.compile(r"(\d{6}|\?[^:]+):.+")
_MARKS = re.compile(r"[\s|｜]+")


def bare(words: str) -> str:
    """Words without spaces, line breaks and the sign that parts cells: what is compared."""
    return _MARKS.sub("", words)


def fault(judgement: Judgement) -> Reason | None:
    """What is wrong with a judgement's own form, None where nothing is."""
    form = FORMS.get(judgement.kind)
    if form is None:
        return reason("kind_unknown", kind=judgement.kind)
    return next(_faults(judgement, form), None)


def _faults(judgement: Judgement, form: _Form) -> Iterator[Reason]:
    for column, cells, (least, most) in (
        ("about", judgement.about, (form.count, form.count)),
        ("words", judgement.words, form.words),
        ("value", judgement.value, form.values),
    ):
        if len(cells) < least and not cells:
            yield reason("cell_missing", column=column)
        elif not least <= len(cells) <= most or not all(map(bare, cells)):
            count = f"{least}" if least == most else f"{least}–{most}"
            yield _wrong(column, cells, f"以 | 分隔的 {count} 项", f"{count} parts with | between them")
    for about in judgement.about:
        if about.partition(":")[0] not in form.about or not about.partition(":")[2]:
            forms = "、".join(f"{each}:ID" for each in form.about)
            yield _wrong("about", judgement.about, forms, forms.replace("、", " or "))
    if form.first and judgement.value and judgement.value[0] not in form.first:
        yield _wrong("value", judgement.value, "lead 或 support", "lead or support")
    if "agency" in {about.partition(":")[0] for about in judgement.about} and not all(
        map(_PLACED.fullmatch, judgement.words)
    ):
        yield _wrong("words", judgement.words, "“辖区代码:名称”", "CODE:NAME, the code being that of the plan's place")


def _wrong(column: str, cells: tuple[str, ...], zh: str, en: str) -> Reason:
    return reason("cell_wrong", column=column, found=" | ".join(cells), wanted_zh=zh, wanted_en=en)
