"""Plans put together from pieces of the five plans and changed at random, for the fuzzers; and what must hold of what is read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph.build import build
from loaders.pipeline import extract_document
from loaders.read.document import Document, Line
from loaders.records import PlanRecord, Source, Span

FOLDER = Path(__file__).resolve().parents[2] / "data" / "plans"
MARKS = "（）()〔〕【】[]《》“”：:；;，,、。．.· \t\u3000\n-—|"
WORDS = (
    *("牵头单位：", "责任单位：", "参与单位", "配合单位：", "（市公安局牵头，市财政局配合）", "由市文明办负责", "下同", "按职责分工负责"),
    *("一、", "（一）", "1.", "（1）", "①", "第一条", "一是", "附件1：", "市委网信办、", "各区县人民政府", "等有关部门", "2018年12月底前"),
    *("〔2018〕1号", "3月起", "90%以上", "无", "－", "序号\t任务\t牵头单位\n1\t甲\t市教育局", "各有关单位", "\n\n", "第3页 共9页", "\u200b"),
)  # fmt: skip


@cache
def _texts() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt")))


def plan(seed: int) -> str:
    """A changed text; the same seed always gives the same one."""
    chance = random.Random(seed)
    text = "\n".join(_piece(chance) for _ in range(chance.randint(1, 3)))
    for _ in range(chance.choice((1, 5, 20, 80))):
        at = chance.randrange(len(text) + 1)
        text = chance.choice((_put, _put, _cut, _repeat, _swap))(text, at, chance)
    return text


def _piece(chance: random.Random) -> str:
    lines = chance.choice(_texts()).split("\n")
    start = chance.choice((0, chance.randrange(len(lines))))
    return "\n".join(lines[start : start + chance.randint(1, 60)])


def _put(text: str, at: int, chance: random.Random) -> str:
    return text[:at] + chance.choice((chance.choice(MARKS), chance.choice(WORDS))) + text[at:]


def _cut(text: str, at: int, chance: random.Random) -> str:
    return text[:at] + text[at + chance.choice((1, 1, 3, 30)) :]


def _repeat(text: str, at: int, chance: random.Random) -> str:
    return text[:at] + text[at : at + chance.randint(1, 40)] * chance.choice((2, 3, 50, 1000)) + text[at:]


def _swap(text: str, at: int, chance: random.Random) -> str:
    other = chance.randrange(len(text) + 1)
    first, last = sorted((at, other))
    middle = (first + last) // 2
    return text[:first] + text[middle:last] + text[first:middle] + text[last:]


def check(seed: int) -> None:
    """Reads the plan and fails where what came of it is not sound."""
    lines = tuple(Line(line, number) for number, line in enumerate(plan(seed).split("\n"), 1))
    record = extract_document(Document(lines, "text"), Source("a.txt", "0", "text"), "a")
    for words, start, end in _places(record):
        assert record.text[start:end] == words, (words, start, end)
    last = 0
    for task in record.tasks:
        assert last <= task.start < task.end <= len(record.text), task.id
        last = task.start
    assert len({task.id for task in record.tasks}) == len(record.tasks)
    for word, tally in record.report.markers.items():
        assert tally["seen"] == tally["assigned"] + tally["prose"] + tally["unread"], (word, tally)
    assert PlanRecord.from_json(record.to_json()) == record
    build(record)


def _places(record: PlanRecord) -> Iterator[tuple[str, int, int]]:
    """All words that the record takes from the text, with their place."""
    for duty in record.duties:
        yield from ((party.name, party.start, party.end) for party in duty.parties)
        yield duty.text, duty.start, duty.end
    for task in record.tasks:
        yield from ((party.name, party.start, party.end) for party in (*task.lead, *task.support))
        spans: tuple[Span, ...] = (*task.measures, *task.references, *task.platforms)
        yield from ((span.text, span.start, span.end) for span in spans)
        if task.assign_text is not None and task.assign_start is not None and task.assign_end is not None:
            yield task.assign_text, task.assign_start, task.assign_end
