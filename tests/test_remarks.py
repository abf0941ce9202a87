"""Every sentence that a reader, a load or a judgement can say is known in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app_pages.judging import refused
from app_pages.remarks import chinese, remark
from app_pages.scope import Scope
from app_pages.view import View
from app_pages.words import Say
from graph.judging.reasons import Refusal, reason
from loaders.read.kinds import REFUSED

ROOT = Path(__file__).parents[1]
SAYING = [
    *(ROOT / "loaders" / "read").glob("*.py"),
    ROOT / "loaders" / "batch.py",
    *(ROOT / "graph" / "judging").glob("*.py"),
    ROOT / "graph" / "judgements.py",
]
ERRORS = {"ReadError", "JudgementError", "LedgerError"}


def text(node: ast.expr) -> str | None:
    """A string or f-string as it might read: numbers and names stand for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values]
    return "".join(parts)


def sentences() -> Iterator[tuple[str, str]]:
    for path in SAYING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                said = text(node.args[0])
                if said and said != "7: 7.":  # what is refused by its kind has a test of its own
                    yield path.name, said


@pytest.mark.parametrize(("file", "said"), list(sentences()), ids=lambda value: str(value)[:40])
def test_what_is_said_is_known_in_chinese(file: str, said: str) -> None:
    assert chinese(said), (file, said)


@pytest.mark.parametrize("why", sorted(set(REFUSED.values())))
def test_what_is_refused_by_its_kind_is_known_in_chinese(why: str) -> None:
    assert chinese(f"7: {why}.")


def test_there_are_sentences_to_look_at() -> None:
    said = list(sentences())
    assert len(said) > 35
    assert {"drafting.py", "ledger.py", "judgements.py"} <= {file for file, _ in said}


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


def test_why_something_can_not_be_judged_is_said_in_the_language_of_the_page() -> None:
    error = Refusal(reason("id_twice", id="j1", line=3))
    zh, en = (refused(View(Scope(), Say(lang), "", {}, Scope()), error) for lang in ("zh", "en"))
    assert zh == "不能这样判断：编号 j1 已在第 3 行，本行不生效。"
    assert en == str(error) == "This can't be judged: the id j1 stands in line 3 already; this row does not act."
