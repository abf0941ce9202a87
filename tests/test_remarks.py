"""Every sentence that a reader or a load can say is known in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app_pages.remarks import chinese, remark
from app_pages.words import Say
from loaders.read.kinds import REFUSED

ROOT = Path(__file__).parents[1]
READING = [*(ROOT / "loaders" / "read").glob("*.py"), ROOT / "loaders" / "batch.py"]


def text(node: ast.expr) -> str | None:
    """A string or f-string as it might read: numbers and names stand for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values]
    return "".join(parts)


def sentences() -> Iterator[tuple[str, str]]:
    for path in READING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ReadError" and node.args:
                said = text(node.args[0])
                if said and said != "7: 7.":  # what is refused by its kind has a test of its own
                    yield path.name, said


@pytest.mark.parametrize(("file", "said"), list(sentences()), ids=lambda value: str(value)[:40])
def test_what_a_reader_says_is_known_in_chinese(file: str, said: str) -> None:
    assert chinese(said), (file, said)


@pytest.mark.parametrize("why", sorted(set(REFUSED.values())))
def test_what_is_refused_by_its_kind_is_known_in_chinese(why: str) -> None:
    assert chinese(f"7: {why}.")


def test_there_are_sentences_to_look_at() -> None:
    assert len(list(sentences())) > 25


def test_what_was_found_is_said_too() -> None:
    assert chinese(
        "坏.docx: the file is damaged or cut off (File is not a zip file); get it again from its source."
    ) == ("文件损坏或不完整（File is not a zip file）；请从来源重新获取。")
    assert remark(Say("en"), "no date was found") == "no date was found"
    assert remark(Say("zh"), "no date was found") == "没有读到日期。"
    assert remark(Say("zh"), "something new") == "something new"


def test_what_the_graph_server_says_is_known_in_chinese() -> None:
    assert chinese("Only reading is allowed here: the query was refused (no).") == "这里只能读，语句被拒绝（no）。"
    stopped = (
        "The graph server of /data has stopped or does not answer. Start it with `python cli.py serve`, then try again."
    )
    assert chinese(stopped) == "/data 的图谱服务已停止或没有响应。"
    assert chinese("There is a scenario A already, which differs in capitals alone.")
