"""Offices named where nothing is assigned: found by the tables, in the passages that say who runs the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.build import build
from graph.building.mentions import offices
from loaders.pipeline import extract, extract_document
from loaders.places import place
from loaders.read.document import Document, Line
from loaders.records import PlanRecord, Source

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
YICHANG, XIQING, COUNTRY = "420500", "120111", "000000"


def names(text: str, code: str = YICHANG) -> list[str]:
    found = offices(text, 0, len(text), place(code))
    assert all("".join(text[each.start : each.end].split()) == each.name for each in found)
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成员单位：市公安局、市财政局、市委网信办。", ["市公安局", "市财政局", "市委网信办"]),
        ("成 员：张三 市公安局副局长；李四 市教育局局长", ["市公安局", "市教育局"]),
        ("宜昌市公安局和宜昌海关要密切配合", ["宜昌市公安局", "宜昌海关"]),
        ("市发改委、人行市中心支行发挥作用", ["市发改委", "人行市中心支行"]),
        ("由市文明办协调市文明委各成员单位落实", ["市文明办"]),
        ("市文 明办负责日常工作", ["市文明办"]),
        ("全市公安机关、各市教育局和我市卫健委员会", []),
        ("市委、市政府高度重视，市人大、市政协监督", []),
        ("加强对市财政部门的领导，市公安系统要带头", []),
        ("中央文明办联合国家发展改革委督查", []),
        ("市民政策宣传、市场监管执法、区域办学", []),
        ("市公安局、市云端治理局、市财政局等单位", ["市公安局", "市云端治理局", "市财政局"]),
        ("市云端治理局负责本条", []),
        ("", []),
    ],
)
def test_names_in_running_text(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_names_that_hold_the_place_and_names_of_the_country() -> None:
    assert names("公安西青分局、公安交通西青支队和各街镇", XIQING) == ["公安西青分局", "公安交通西青支队"]
    assert names("发展改革委、农业农村部、国务院扶贫办等部门，财政部门要支持", COUNTRY) == [
        "发展改革委",
        "农业农村部",
        "国务院扶贫办",
    ]


def plan(*lines: str) -> PlanRecord:
    document = Document(tuple(Line(words, number) for number, words in enumerate(lines, start=1)), "txt")
    return extract_document(document, Source("a.txt", "0", "txt"), "a")


HEAD = (
    "宜昌市关于开展某项治理的实施方案",
    "一、重点任务",
    "1.开展治理。加强检查。（牵头单位：市公安局；责任单位：市教育局）",
)


def test_parts_that_say_who_runs_the_plan() -> None:
    record = plan(
        *HEAD,
        "二、组织领导",
        "（一）成立机构。成立市专项治理工作领导小组，成员为市公安局、市财政局、市司法局。",
        "三、工作要求",
        "（一）加强宣传。市委宣传部要加强宣传。",
        "",
        "附件1",
        "",
        "宜昌市专项治理工作领导小组成员名单",
        "",
        "成员：市审计局、市水利局。",
        "",
        "附件2",
        "",
        "市统计局统计表",
    )
    assert [each.heading for each in record.organising] == ["二、组织领导", "宜昌市专项治理工作领导小组成员名单"]
    named = [edge["props"]["asWritten"] for edge in build(record).edges["NAMED_IN", "Agency", "Plan"]]
    assert named == ["市公安局", "市财政局", "市司法局", "市审计局", "市水利局"]


def test_a_chapter_that_hands_out_work_counts_up_to_its_first_item() -> None:
    record = plan(
        *HEAD,
        "二、组织实施",
        "市教育局统筹协调。",
        "（一）加强检查。市水利局配合。（牵头单位：市财政局）",
    )
    (passage,) = record.organising
    assert record.text[passage.start : passage.end].split() == ["二、组织实施", "市教育局统筹协调。"]


def test_printed_assignments_are_no_mentions() -> None:
    record = plan(*HEAD, "二、保障", "（一）加强组织领导。市水利局要配合。（牵头单位：市财政局）")
    named = [edge["props"]["asWritten"] for edge in build(record).edges["NAMED_IN", "Agency", "Plan"]]
    assert named == ["市水利局"]


BY_EYE = {
    "changzhou": [],
    "huaian": [],
    "yichang": [(133, name) for name in ("市文明办", "市发改委", "人行市中心支行", "市文明办", "市文明办", "市信用办")],
    "yunnan": [],
}
"""Line and name of each mention in the organising passages, read in the files."""


@pytest.mark.parametrize("plan_id", PLANS)
def test_every_mention_of_the_five_plans(plan_id: str) -> None:
    path = ROOT / "data" / "plans" / f"{plan_id}.txt"
    edges = build(extract(path)).edges.get(("NAMED_IN", "Agency", "Plan"), [])
    found = [(edge["props"]["line"], edge["props"]["asWritten"]) for edge in edges]
    lines = path.read_text("utf-8").splitlines()
    if plan_id == "xiqing":
        listed = re.search("由区文明委牵头，(.*?)等具体项目牵头单位", lines[35])
        assert listed and len(listed[1].split("、")) == 20
        expected = [(34, "区文明委"), (36, "区文明委"), *((36, name) for name in listed[1].split("、"))]
        expected += [(38, "区文明办"), (38, "区文明委")]
    else:
        expected = BY_EYE[plan_id]
    assert found == expected
    assert all(name in lines[line - 1] for line, name in found)
