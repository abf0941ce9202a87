"""The passages of a plan that say who runs it: 加强组织领导, 工作机构, the members of a leading group.

They name offices outside any assignment. A numbered part counts by its own title; a chapter whose items hand out work
counts with the words before its first item. Behind the numbered text a list counts whose heading names a group's
members (市…工作领导小组成员单位名单).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.records import Passage
from loaders.segment import Outline, Part

GROUP = "领导小组|协调小组|工作小组|联席会议|指挥部|工作专班|工作专项组"
TITLE = re.compile(
    rf"组织领导|组织机构|组织架构|组织体系|组织保障|组织推进|组织实施|工作机构|领导机构|机构设置|协调机制|强化职责|明确职责|{GROUP}"
)
FOUNDERS = ("成立", "建立", "组建")
FOUNDING = re.compile(rf"(?:{'|'.join(FOUNDERS)})[^，。；\n]{{0,30}}(?:{GROUP})")
MEMBERS = re.compile(rf"^[^，。；]{{0,40}}(?:{GROUP})[^，。；]{{0,6}}(?:成员|组成)[^，。；]{{0,10}}$")
OPENING = 60
"""How far into a part without a title the words may stand that found a group."""


def organising(text: str, outline: Outline, assigned: Sequence[int]) -> tuple[Passage, ...]:
    """The passages in printed order, none inside another; `assigned` are the places of printed assignments."""
    found = [*_parts(text, outline, assigned), *_lists(text, outline.close)]
    return tuple(each for each in found if not any(_inside(each, other) for other in found))


def _parts(text: str, outline: Outline, assigned: Sequence[int]) -> Iterator[Passage]:
    for part in outline.walk():
        if TITLE.search(part.title or "") or _founds(text, part.start, min(part.end, part.start + OPENING)):
            yield Passage(part.heading, part.start, _end(part, assigned))


def _founds(text: str, start: int, end: int) -> bool:
    """Whether the words found a group; most parts have no word for that, which is told sooner than by the pattern."""
    return any(text.find(word, start, end) >= 0 for word in FOUNDERS) and bool(FOUNDING.search(text, start, end))


def _end(part: Part, assigned: Sequence[int]) -> int:
    hands_out = part.children and any(part.own_end <= place < part.end for place in assigned)
    return part.own_end if hands_out else part.end


def _lists(text: str, close: int) -> Iterator[Passage]:
    """Lists of members behind the numbered text, each up to the next heading of an attachment or the end."""
    heading, start, position = "", -1, close
    for line in text[close:].splitlines(keepends=True):
        words = line.strip()
        if MEMBERS.search(words) or words.startswith("附件"):
            if heading:
                yield Passage(heading, start, position)
            heading, start = (words, position) if MEMBERS.search(words) else ("", -1)
        position += len(line)
    if heading:
        yield Passage(heading, start, len(text))


def _inside(inner: Passage, outer: Passage) -> bool:
    return inner is not outer and outer.start <= inner.start and inner.end <= outer.end
