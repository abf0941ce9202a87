"""What the words of a line tell of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.heading_lines import SHORTEST_TITLE, TITLE_END, behind_title

PIECES = (
    *("方案", "任务", "任务书", "书", "意见", "通知", "关于", "印发", "某市", "一二三", "办", "川办发"),
    *("（", "）", "(", ")", "（试行）", "〔", "〔2018〕1号", "[2019]2号"),
)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("某省关于稳定增长的若干措施川办发〔2018〕1号", "某省关于稳定增长的若干措施"),
        ("某省关于稳定增长的若干措施（试行）川办发〔2018〕1号", "某省关于稳定增长的若干措施（试行）"),
        ("某省关于稳定增长的任务书川办发〔2018〕1号", "某省关于稳定增长的任务书"),
        ("某省关于稳定增长的若干措施", ""),
        ("某省稳定增长若干措施的实施川办发〔2018〕1号", ""),
    ],
)
def test_a_number_closes_the_line_behind_the_title(line: str, title: str) -> None:
    assert line[: behind_title(line)] == title


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(lambda pieces: f"关于{''.join(pieces)}川办发〔2018〕1号"))
def test_it_begins_behind_the_last_words_that_end_a_title(line: str) -> None:
    bracket = max(line.rfind(mark) for mark in "〔[［【")
    cuts = (cut for cut in range(bracket - 1, SHORTEST_TITLE - 1, -1) if TITLE_END.search(line[:cut]))
    assert behind_title(line) == next(cuts, 0)
