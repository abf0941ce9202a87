"""What a plan record becomes in the graph: rows that follow the schema, keep the printed words, and never waver."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from graph.build import BuildError, GraphRows, build
from graph.building.citations import citations, is_number, plain_number, plain_title
from graph.building.rows import Rows
from loaders.pipeline import extract, extract_document
from loaders.read.document import Document, Line
from loaders.records import Deadline, Header, Lines, Party, PlanRecord, Report, Source, Span, Target, Task

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("yichang", "huaian", "xiqing", "changzhou", "yunnan")
SCHEMA = yaml.safe_load((ROOT / "graph" / "schema.yml").read_text("utf-8"))


@cache
def record(plan: str) -> PlanRecord:
    return extract(ROOT / "data" / "plans" / f"{plan}.txt")


@cache
def rows(plan: str) -> GraphRows:
    return build(record(plan))


@cache
def gold(plan: str) -> dict:
    return json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text("utf-8"))


def node(plan_rows: GraphRows, label: str, **wanted: object) -> dict:
    found = [row for row in plan_rows.nodes[label] if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, found
    return found[0]


def squeezed(text: str) -> str:
    return "".join(text.split())


# The schema ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
def test_nodes_have_the_schemas_properties_and_one_row_a_key(plan):
    for label, found in rows(plan).nodes.items():
        schema = SCHEMA["nodes"][label]
        assert all(set(row) == set(schema["properties"]) for row in found), label
        assert len({row[schema["key"]] for row in found}) == len(found), label


@pytest.mark.parametrize("plan", PLANS)
def test_edges_have_the_schemas_ends_and_properties_and_lead_to_rows(plan):
    keys = {label: {row[SCHEMA["nodes"][label]["key"]] for row in found} for label, found in rows(plan).nodes.items()}
    for (kind, start, end), found in rows(plan).edges.items():
        assert [start, end] in SCHEMA["relationships"][kind]["ends"]
        for edge in found:
            assert set(edge["props"]) == set(SCHEMA["relationships"][kind]["properties"]), kind
            assert edge["from"] in keys[start] and edge["to"] in keys[end]


@pytest.mark.parametrize("plan", PLANS)
def test_the_same_record_gives_the_same_rows(plan):
    again = build(PlanRecord.from_json(json.loads(json.dumps(record(plan).to_json()))))
    assert again == rows(plan)
    assert list(again.nodes) == list(rows(plan).nodes)
    assert node(again, "Plan")["contentHash"] == again.content_hash


@pytest.mark.parametrize(
    "change",
    [
        lambda r: replace(r, text=r.text + "。"),
        lambda r: replace(r, plan=replace(r.plan, title=r.plan.title + "（试行）")),
        lambda r: replace(r, tasks=r.tasks[:-1]),
        lambda r: replace(r, tasks=(replace(r.tasks[0], lead=r.tasks[0].lead[::-1]), *r.tasks[1:])),
    ],
)
def test_a_changed_record_has_another_hash(change):
    assert build(change(record("xiqing"))).content_hash != rows("xiqing").content_hash


# Against the gold ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(("kind", "role"), [("LEADS", "lead"), ("SUPPORTS", "support")])
def test_every_printed_name_is_an_edge(plan, kind, role):
    edges = rows(plan).edges[kind, "Agency", "Task"]
    printed = [edge for edge in edges if edge["props"]["origin"] == "printed"]
    found = Counter((edge["to"], edge["props"]["asWritten"]) for edge in printed)
    assert found == Counter((task["id"], name) for task in gold(plan)["tasks"] for name in task[role])


@pytest.mark.parametrize("plan", PLANS)
def test_spans_lead_back_to_the_printed_words(plan):
    text = node(rows(plan), "SourceText")["text"]
    for (kind, *_), edges in rows(plan).edges.items():
        for props in (edge["props"] for edge in edges if "start" in edge["props"]):
            assert squeezed(text[props["start"] : props["end"]]) == squeezed(props["asWritten"]), kind
    for label in ("Task", "Measure", "Target"):
        for row in rows(plan).nodes.get(label, []):
            assert squeezed(text[row["start"] : row["end"]]) == squeezed(row["text"])


@pytest.mark.parametrize("plan", PLANS)
def test_tasks_measures_and_topics_are_the_golds(plan):
    measures = Counter(edge["from"] for edge in rows(plan).edges["HAS_MEASURE", "Task", "Measure"])
    assert measures == Counter({task["id"]: task["measures"] for task in gold(plan)["tasks"] if task["measures"]})
    topics = {edge["from"]: edge["to"] for edge in rows(plan).edges["ON_TOPIC", "Task", "Topic"]}
    governance = {t["id"]: t["topic"] for t in gold(plan)["tasks"] if t["kind"] == "special_governance"}
    assert {task: topics.get(task) for task in governance} == governance


# Places, sections, parties -------------------------------------------------------------------------------------------


def test_places_reach_up_to_the_country():
    within = {edge["from"]: edge["to"] for edge in rows("xiqing").edges["WITHIN", "Jurisdiction", "Jurisdiction"]}
    assert within["120111"] in {"120000", "120100"} and within["120000"] == "000000"
    assert node(rows("xiqing"), "Jurisdiction", code="120111")["name"] == "西青区"
    assert [edge["to"] for edge in rows("xiqing").edges["APPLIES_IN", "Plan", "Jurisdiction"]] == ["120111"]


def test_a_subsection_stands_in_its_section_and_holds_the_items():
    huaian = rows("huaian")
    outer = node(huaian, "Section", heading="三、重点任务及责任分工")
    inner = node(huaian, "Section", heading="（三）加强诚信宣传教育")
    assert {"from": inner["id"], "to": outer["id"], "props": {}} in huaian.edges["PART_OF", "Section", "Section"]
    assert {"from": "huaian/3.3/1", "to": inner["id"], "props": {}} in huaian.edges["IN_SECTION", "Task", "Section"]
    assert [row["ordinal"] for row in huaian.nodes["Section"]] == [1, 2, 3, 4, 5]


def test_an_agency_named_twice_keeps_both_places():
    twice = [e["props"] for e in rows("yichang").edges["SUPPORTS", "Agency", "Task"] if e["to"] == "yichang/2/7"]
    twice += [e["props"] for e in rows("yichang").edges["LEADS", "Agency", "Task"] if e["to"] == "yichang/2/7"]
    places = [(p["order"], p["start"]) for p in twice if p["asWritten"] == "市住建委"]
    assert len(set(places)) == 2


def test_issuers_are_agencies():
    edges = rows("huaian").edges["ISSUED", "Agency", "Plan"]
    assert [edge["props"]["asWritten"] for edge in edges] == gold("huaian")["plan"]["issuers"]


def test_functions_lead_to_what_the_reforms_made_of_them():
    steps = {(e["from"], e["to"]): e["props"] for e in rows("yichang").edges["SUCCEEDED_BY", "Function", "Function"]}
    assert steps["quality_supervision", "market_regulation"]["how"] == "merged_into"
    assert steps["banking_regulation", "banking_insurance_regulation"]["year"] == 2018
    assert steps["banking_insurance_regulation", "financial_regulation"]["year"] == 2023
    functions = {row["key"] for row in rows("yichang").nodes["Function"]}
    performed = {edge["to"] for edge in rows("yichang").edges["PERFORMS", "Agency", "Function"]}
    assert functions - performed <= {new for _, new in steps}


# A record made by hand -----------------------------------------------------------------------------------------------

TEXT = "1.治理。到2020年底覆盖率达到90%。建成平台（牵头单位：市公安局；参与单位：市公安局）2.另一项"


def span(words: str, begin: int = 0) -> tuple[str, int, int]:
    start = TEXT.index(words, begin)
    return words, start, start + len(words)


def small(**changes: object) -> PlanRecord:
    header = Header(
        "小方案", "甲市实施方案", None, (), "2018-01-01", None, None, "other", None, Source("a.txt", "0", "text")
    )
    task = Task(
        "小方案/1",
        "1",
        None,
        None,
        None,
        None,
        0,
        TEXT.index("2.另"),
        lead=(Party(*span("市公安局"), "牵头单位"),),
        support=(Party(*span("市公安局", 40), "参与单位"),),
        measures=(Span(*span("到2020年底覆盖率达到90%。")), Span(*span("建成平台"))),
        deadlines=(Deadline("2020年底", "2020-12-31", *span("2020年底")[1:]),),
        targets=(Target("覆盖率达到90%", 90.0, "%", *span("覆盖率达到90%")[1:], comparator=">="),),
        platforms=(Span(*span("平台")),),
    )
    return PlanRecord(TEXT, header, (replace(task, **changes),), Report(), Lines((0, 20), (1, 4)))


def test_one_agency_in_both_roles_keeps_both_edges():
    built = build(small())
    lead, support = (built.edges[kind, "Agency", "Task"][0] for kind in ("LEADS", "SUPPORTS"))
    assert lead["from"] == support["from"] and lead["props"]["label"] == "牵头单位"
    assert (lead["props"]["start"], lead["props"]["line"]) != (support["props"]["start"], 1)
    assert len(built.nodes["Agency"]) == 1


def test_a_plan_of_an_unknown_place_shares_no_place_with_another():
    built = build(small())
    place = built.edges["APPLIES_IN", "Plan", "Jurisdiction"][0]["to"]
    assert node(built, "Jurisdiction", code=place)["level"] == "other"
    other = small()
    other = build(other.with_id("另一方案"))
    assert {row["id"] for row in other.nodes["Agency"]}.isdisjoint(row["id"] for row in built.nodes["Agency"])


@pytest.mark.parametrize(
    ("deadlines", "due"),
    [
        ((("2020年底", "2020-12-31"),), "2020-12-31"),
        ((("2020年底", None),), None),
        ((("2020年底", "2020-12-31"), ("到2020年底", "2020-06-30")), None),
        ((), None),
    ],
)
def test_a_target_is_due_when_its_own_sentence_names_one_date(deadlines, due):
    found = tuple(Deadline(words, date, *span(words)[1:]) for words, date in deadlines)
    assert node(build(small(deadlines=found)), "Target", kind="target")["dueOn"] == due


def test_a_date_of_another_sentence_dates_no_target():
    apart = (Deadline("建成", "2021-01-01", *span("建成")[1:]),)
    assert node(build(small(deadlines=apart)), "Target", kind="target")["dueOn"] is None


def test_two_rows_of_one_key_that_differ_are_refused():
    collected = Rows(small())
    collected.node("Agency", "id", {"id": "a", "name": "甲"})
    with pytest.raises(BuildError, match=r"小方案.*Agency.*key a"):
        collected.node("Agency", "id", {"id": "a", "name": "乙"})


# Citations -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("《中华人民共和国慈善法》", "慈善法"),
        ("《慈善法》", "慈善法"),
        ("《企业信 息公示暂行条例》", "企业信息公示暂行条例"),
        ("《关于印发<某方案>的通知》", "关于印发〈某方案〉的通知"),
        ("《关于印发（某方案）的通知》", "关于印发〈某方案〉的通知"),
        ("《关于印发某方案的通知》", "关于印发某方案的通知"),
        ("《管理办法 (试行)》", "管理办法（试行）"),
        ("《中华人民共和国慈善条例》", "中华人民共和国慈善条例"),
    ],
)
def test_titles_are_compared_in_one_form(printed, plain):
    assert plain_title(printed) == plain


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("淮政办发〔2016〕149号", "淮政办发〔2016〕149号"),
        ("津西文明委〔2018〕4 号", "津西文明委〔2018〕4号"),
        ("根据中央文明委[2018]4号", "中央文明委〔2018〕4号"),
        ("《慈善法》", None),
        ("2018年4号", None),
    ],
)
def test_document_numbers(printed, number):
    assert (plain_number(printed) if is_number(printed) else None) == number


def cited(text: str, *words: str) -> list[tuple[str, bool]]:
    plan = replace(small().plan, doc_number="甲政发〔2018〕1 号")
    spans = tuple(Span(word, text.index(word), text.index(word) + len(word)) for word in words)
    return [(citation.id, citation.own) for citation in citations(spans, text, plan)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("《办法》（某发〔2016〕1号）", ("《办法》", "某发〔2016〕1号"), [("办法（某发〔2016〕1号）", False)]),
        ("《办法》(某发〔2016〕1号)", ("《办法》", "某发〔2016〕1号"), [("办法（某发〔2016〕1号）", False)]),
        ("《办法》和某发〔2016〕1号", ("《办法》", "某发〔2016〕1号"), [("办法", False), ("某发〔2016〕1号", False)]),
        ("《实施方案》", ("《实施方案》",), [("小方案#self", True)]),
        ("《本实施方案》", ("《本实施方案》",), [("小方案#self", True)]),
        ("《甲市实施方案》", ("《甲市实施方案》",), [("小方案#self", True)]),
        ("《实施办法》", ("《实施办法》",), [("实施办法", False)]),
        ("甲政发〔2018〕1号", ("甲政发〔2018〕1号",), [("小方案#self", True)]),
        ("《慈善法》《刑法》", ("《刑法》", "《慈善法》"), [("慈善法", False), ("刑法", False)]),
    ],
)
def test_which_document_is_cited(text, words, expected):
    assert cited(text, *words) == expected


def test_two_cities_meet_in_one_document():
    ids = [{row["id"] for row in rows(plan).nodes["Document"]} for plan in ("huaian", "changzhou")]
    assert any("文明委〔2018〕4号" in shared for shared in ids[0] & ids[1])


@pytest.mark.parametrize("name", ["市公安局", "各单位", "甲乙丙", "高新区公安分局", "甲" * 150])
def test_a_plan_that_names_no_place_has_a_place_of_its_own(name):
    text = f"实施方案\n一、任务\n1.做事。加强管理。（牵头单位：{name}；责任单位：财政局）"
    document = Document(tuple(Line(line, at) for at, line in enumerate(text.split("\n"), 1)), "text")
    found = build(extract_document(document, Source("a.txt", "0", "text"), "a"))
    assert {row["code"] for row in found.nodes["Jurisdiction"]} <= {"?a", "?a:高新区"}
    assert {row["name"] for row in found.nodes["Jurisdiction"] if row["code"] == "?a"} == {"a"}
    assert len(found.edges["LEADS", "Agency", "Task"]) == 1
