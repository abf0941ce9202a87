"""The five plans against their gold, and what bad files get."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loaders.pipeline import extract, safe_id
from loaders.read import ReadError
from loaders.records import PlanRecord

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
HEADER = ("title", "doc_number", "issuers", "date", "jurisdiction", "adcode", "level")
ASSIGNMENTS = {"yichang": 33, "huaian": 28, "xiqing": 30, "changzhou": 30, "yunnan": 33}


def squeeze(value: object) -> str:
    return re.sub(r"[\s*]+", "", str(value or "")).translate(str.maketrans("():;,[]％", "（）：；，［］%"))


@cache
def record(plan: str) -> PlanRecord:
    return extract(ROOT / "data" / "plans" / f"{plan}.txt")


@cache
def gold(plan: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("plan", PLANS)
def test_header(plan: str) -> None:
    head, wanted = record(plan).plan, gold(plan)["plan"]
    assert [squeeze(name) for name in head.issuers] == [squeeze(name) for name in wanted["issuers"]]
    for name in set(HEADER) - {"issuers"}:
        assert squeeze(getattr(head, name)) == squeeze(wanted[name]), name
    assert set(head.found) >= {"title", "issuers", "jurisdiction"}
    assert head.campaign == "integrity"


@pytest.mark.parametrize("plan", PLANS)
def test_tasks(plan: str) -> None:
    tasks = record(plan).tasks
    assert len(tasks) == len(gold(plan)["tasks"])
    for task, wanted in zip(tasks, gold(plan)["tasks"], strict=True):
        assert [party.name for party in task.lead] == wanted["lead"], wanted["id"]
        assert [party.name for party in task.support] == wanted["support"], wanted["id"]
        assert squeeze(task.title) == squeeze(wanted["title"])
        assert task.number == str(wanted["number"])
        assert task.section == wanted["section"]
        assert task.subsection == wanted["subsection"]
        assert squeeze(task.assign_text) == squeeze(wanted["assign_text"])
        assert len(task.measures) == wanted["measures"], wanted["id"]
        assert squeeze(task.measures[0].text).startswith(squeeze(wanted["first_measure"]))
        assert squeeze(task.measures[-1].text).endswith(squeeze(wanted["last_measure"]))
        assert task.topic == wanted["topic"], wanted["id"]


@pytest.mark.parametrize("plan", PLANS)
def test_spans(plan: str) -> None:
    rec = record(plan)
    for task in rec.tasks:
        spans = (*task.lead, *task.support, *task.measures, *task.deadlines, *task.targets, *task.references)
        for span in (*spans, *task.platforms):
            printed = getattr(span, "name", None) or getattr(span, "text", None)
            assert rec.text[span.start : span.end] == printed
            assert task.start <= span.start < span.end <= task.end


@pytest.mark.parametrize(
    ("field", "floor"), [("deadlines", 1.0), ("references", 1.0), ("targets", 0.97), ("platforms", 0.95)]
)
def test_facts(field: str, floor: float) -> None:
    hit = found = wanted = 0
    for plan in PLANS:
        for task, want in zip(record(plan).tasks, gold(plan)["tasks"], strict=True):
            got = Counter(squeeze(span.text) for span in getattr(task, field))
            expected = Counter(squeeze(item["text"] if isinstance(item, dict) else item) for item in want[field])
            hit += sum((got & expected).values())
            found += sum(got.values())
            wanted += sum(expected.values())
    assert 2 * hit / (found + wanted) >= floor


@pytest.mark.parametrize("plan", PLANS)
def test_every_marker_is_accounted_for(plan: str) -> None:
    rec = record(plan)
    tally = rec.report.markers["牵头单位"]
    assert tally["seen"] == rec.text.count("牵头单位")
    assert tally["assigned"] == ASSIGNMENTS[plan]
    assert tally["unread"] == 0
    assert tally["prose"] == sum("牵头单位 in running prose" in item.reason for item in rec.report.prose)
    assert tally["seen"] == tally["assigned"] + tally["prose"]
    assert rec.report.unread == ()
    assert sum(bool(task.lead) for task in rec.tasks) == ASSIGNMENTS[plan]


def test_repairs_are_listed() -> None:
    kinds = {plan: Counter(repair.kind for repair in record(plan).report.repairs) for plan in PLANS}
    assert kinds["yichang"]["doubled character removed"] == 1  # 责|责任单位
    assert kinds["huaian"]["doubled character removed"] == 1  # 企业|业商事
    assert kinds["changzhou"]["empty name dropped"] == 1  # 市发改委、）
    assert kinds["yichang"]["joined over a break"] == 14  # fifteen page breaks, one of them the doubled character
    assert kinds["yunnan"]["space inside a word removed"] > 50
    for plan in PLANS:
        assert all(
            0 <= repair.start <= len(record(plan).text) and repair.line > 0 for repair in record(plan).report.repairs
        )


@pytest.mark.parametrize("plan", PLANS)
def test_lines_lead_to_the_printed_words(plan: str) -> None:
    rec = record(plan)
    printed = (ROOT / "data" / "plans" / f"{plan}.txt").read_text(encoding="utf-8").split("\n")
    for task in rec.tasks:
        for party in (*task.lead, *task.support):
            first, last = rec.lines.line(party.start), rec.lines.line(party.end - 1)
            there = squeeze("".join(printed[first - 1 : last]))
            assert squeeze(party.name) in there


@pytest.mark.parametrize("plan", PLANS)
def test_json_round_trip(plan: str) -> None:
    data = json.loads(json.dumps(record(plan).to_json(), ensure_ascii=False))
    assert PlanRecord.from_json(data) == record(plan)


def test_task_ids_follow_the_plan_id() -> None:
    renamed = record("huaian").with_id("other")
    assert renamed.tasks[0].id == "other/3.1/1"
    assert {task.id for task in record("huaian").tasks} == {task["id"] for task in gold("huaian")["tasks"]}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "nor"),
        ("zeros.txt", "方案".encode() + b"\0\1\2\3\4\5\6" * 30, "binary"),
        ("english.txt", b"A plan without a Chinese word.", "Chinese"),
        ("plan.xyz", "方案".encode(), ".xyz"),
    ],
)
def test_bad_files_get_a_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError) as error:
        extract(path)
    assert words in str(error.value)
    assert name in str(error.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        extract(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="folder"):
        extract(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    text = (ROOT / "data" / "plans" / "huaian.txt").read_text(encoding="utf-8")
    path = tmp_path / "huaian.txt"
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    assert extract(path).tasks == record("huaian").tasks


def test_a_plan_without_assignments_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("某市实施方案\n一、要求\n1.加强领导。提高认识。\n2.强化督查。定期检查。\n", encoding="utf-8")
    rec = extract(path)
    assert len(rec.tasks) == 2
    assert any("no assignment" in warning for warning in rec.report.warnings)


def test_an_assignment_in_an_unknown_form_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("某市实施方案\n一、任务\n1.打击。加强。\n牵头单位：\n2.整治。加强。\n", encoding="utf-8")
    (unread,) = extract(path).report.unread
    assert "牵头单位" in unread.text
    assert unread.line == 4


@pytest.mark.parametrize(
    ("stem", "expected"), [("yichang", "yichang"), ("宜昌 方案(1)", "宜昌-方案-1"), ("...", "plan")]
)
def test_safe_id(stem: str, expected: str) -> None:
    assert safe_id(Path(f"{stem}.txt")) == expected
