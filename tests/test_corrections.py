"""Corrected assignments, on the real words of the five plans: what a judgement changes, and what it leaves alone."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from graph.build import GraphRows, build
from graph.judging.corrections import corrected, head
from graph.judging.kinds import Judgement, bare
from graph.judging.verdicts import Verdicts, verdicts
from loaders.pipeline import extract
from loaders.records import PlanRecord, Task

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
WAGES = "yichang/2/7"
"""（牵头单位：市人社局、市住建委、各县市区政府；责任单位：市发改委、市法院、市公安局、市财政局、市住建委 …）: a name in both roles."""


@cache
def record_of(plan: str) -> PlanRecord:
    return extract(PLANS / f"{plan}.txt")


def record(plan: str = "yichang") -> PlanRecord:
    return record_of(plan)


def task(id: str, of: PlanRecord | None = None) -> Task:
    return next(each for each in (of or record(id.split("/")[0])).tasks if each.id == id)


def correction(kind: str, task_id: str, *words: str, value: tuple[str, ...] = (), id: str = "j1") -> Judgement:
    begins = head(task(task_id), record(task_id.split("/")[0]).text)
    return Judgement(
        kind, (f"task:{task_id}",), (begins, *words), value, id=id, time="2026-01-01T00:00:00Z", who="张三"
    )


def names(parties: tuple) -> list[str]:
    return [party.name for party in parties]


def edges(rows: GraphRows, role: str, task_id: str) -> list[tuple[str, list[str] | None]]:
    found = rows.edges[role, "Agency", "Task"]
    return [(each["props"]["asWritten"], each["props"]["judgements"]) for each in found if each["to"] == task_id]


def test_a_role_is_changed_and_the_rest_stays() -> None:
    change = correction("role", WAGES, "市公安局", value=("lead",))
    done = corrected(record(), [change])
    before, after = task(WAGES), task(WAGES, done.record)
    assert names(before.lead) == ["市人社局", "市住建委", "各县市区政府"]
    assert names(after.lead) == ["市人社局", "市住建委", "各县市区政府", "市公安局"]
    assert names(after.support) == [name for name in names(before.support) if name != "市公安局"]
    assert [each for each in done.record.tasks if each.id != WAGES] == [t for t in record().tasks if t.id != WAGES]
    rows = build(record(), verdicts((change,)))
    assert edges(rows, "LEADS", WAGES)[-1] == ("市公安局", ["j1"])
    assert {tuple(judged or ()) for _, judged in edges(rows, "SUPPORTS", WAGES)} == {()}
    assert rows.edges["ACTS_ON", "Judgement", "Task"] == [{"from": "yichang#j1", "to": WAGES, "props": {}}]


def test_a_name_is_dropped_from_one_role_or_from_both() -> None:
    from_support = corrected(record(), [correction("drop", WAGES, "市住建委", value=("support",))]).record
    assert "市住建委" in names(task(WAGES, from_support).lead)
    assert "市住建委" not in names(task(WAGES, from_support).support)
    from_both = task(WAGES, corrected(record(), [correction("drop", WAGES, "市住建委")]).record)
    assert "市住建委" not in names((*from_both.lead, *from_both.support))


def test_a_name_is_added_with_the_place_of_its_words() -> None:
    """宜昌's item 3 says that local governments take part; the assignment does not name them."""
    text, item = record().text, task("yichang/2/3")
    assert "地方政府" in text[item.start : item.end]
    done = corrected(
        record(), [correction("add", "yichang/2/3", "由地方政府和相关金融监管部门", value=("support", "地方政府"))]
    )
    [new] = [party for party in task("yichang/2/3", done.record).support if party not in item.support]
    assert (new.name, text[new.start : new.end], new.origin) == ("地方政府", "地方政府", "printed")
    assert text[new.start - 1] == "由"


def test_words_elsewhere_in_the_plan_count_where_they_stand_once() -> None:
    text = record().text
    once = next(line for line in text.split("\n") if len(line) > 30 and text.count(line) == 1 and "市文明办" in line)
    done = corrected(record(), [correction("add", "yichang/2/3", once, value=("lead", "市文明办"))])
    assert done.missed == {}
    [new] = [party for party in task("yichang/2/3", done.record).lead if party.name == "市文明办"]
    assert text.index(once) <= new.start < text.index(once) + len(once)
    many = corrected(record(), [correction("add", "yichang/2/3", "诚信", value=("lead",))])
    assert many.missed["j1"].key in ("quote_twice",) or task("yichang/2/3", many.record) != task("yichang/2/3")


def test_a_name_is_cut_in_two_or_given_other_bounds() -> None:
    text = record("xiqing").text
    item = next(each for each in record("xiqing").tasks if len(each.support) > 2)
    left, right = item.support[0], item.support[1]
    glued = replace(left, name=bare(text[left.start : right.end]), end=right.end)
    broken = replace(
        record("xiqing"),
        tasks=tuple(
            replace(each, support=(glued, *item.support[2:])) if each is item else each
            for each in record("xiqing").tasks
        ),
    )
    change = correction("split", item.id, glued.name, value=(left.name, right.name))
    done = corrected(broken, [change])
    mended = task(item.id, done.record)
    assert [(party.name, party.start, party.end) for party in mended.support] == [
        (party.name, party.start, party.end) for party in item.support
    ]
    assert {done.marks[item.id, party] for party in mended.support[:2]} == {("j1",)}
    short = replace(left, name=left.name[:-1], end=left.end - 1)
    cut = replace(
        broken,
        tasks=tuple(replace(t, support=(short, *item.support[1:])) if t.id == item.id else t for t in broken.tasks),
    )
    whole = corrected(cut, [correction("split", item.id, short.name, value=(left.name,))])
    assert task(item.id, whole.record).support == item.support


def test_what_was_cut_out_can_then_change_its_role() -> None:
    item = next(each for each in record("xiqing").tasks if each.support and each.lead)
    name = item.support[0].name
    longer = record("xiqing").text[item.support[0].start - 1 : item.support[0].end]
    both = [
        correction("role", item.id, longer, value=("lead",), id="j2"),
        correction("split", item.id, name, value=(longer,), id="j1"),
    ]
    done = corrected(record("xiqing"), both)
    [moved] = [party for party in task(item.id, done.record).lead if bare(party.name) == bare(longer)]
    assert done.marks[item.id, moved] == ("j1", "j2")


def test_a_duty_in_running_prose_can_be_dropped() -> None:
    plan, found = next(
        (plan, (each.id, duty.parties[0].name))
        for plan in ("yichang", "huaian", "xiqing", "changzhou", "yunnan")
        for each in record(plan).tasks
        for duty in record(plan).duties
        if each.start <= duty.start
        and duty.end <= each.end
        and duty.parties[0].name not in names((*each.lead, *each.support))
    )
    before = edges(build(record(plan)), "LEADS", found[0])
    rows = build(record(plan), verdicts((correction("drop", *found),)))
    assert found[1] in [name for name, _ in before]
    assert found[1] not in [name for name, _ in edges(rows, "LEADS", found[0])]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (correction("role", WAGES, "市公安局", value=("support",)), "name_there"),
        (correction("role", WAGES, "市外办", value=("support",)), "name_gone"),
        (correction("drop", WAGES, "市外办"), "name_gone"),
        (correction("drop", WAGES, "市公安局", value=("lead",)), "name_gone"),
        (correction("add", WAGES, "市外办牵头", value=("lead", "市外办")), "quote_gone"),
        (correction("add", WAGES, "市公安局、市财政局", value=("lead", "市外办")), "name_not_quoted"),
        (correction("add", WAGES, "市公安局", value=("support",)), "name_there"),
        (correction("split", WAGES, "市公安局", value=("市外办",)), "part_elsewhere"),
        (correction("split", WAGES, "市公安局", value=("市公安局",)), "name_there"),
        (correction("split", WAGES, "市公安局", value=("市人社局",)), "part_elsewhere"),
        (replace(correction("drop", WAGES, "市公安局"), about=("task:yichang/9/9",)), "task_moved"),
        (replace(correction("drop", WAGES, "市公安局"), words=("从未印出的标题", "市公安局")), "words_gone"),
        (
            replace(
                correction("drop", WAGES, "市公安局"), about=("task:yichang/9/9",), words=("从未印出的标题", "市公安局")
            ),
            "task_gone",
        ),
        (Judgement("note", ("plan:yichang",), ("别的方案",), ("看",), id="j1"), "title_gone"),
    ],
)
def test_what_the_plan_does_not_print_changes_nothing_and_is_told(change: Judgement, key: str) -> None:
    done = corrected(record(), [change])
    assert done.missed["j1"].key == key
    assert done.missed["j1"].zh != done.missed["j1"].en
    assert done.record == record()
    assert done.acted == []


def test_a_new_version_of_the_plan_keeps_what_its_words_still_carry() -> None:
    """Item 7 lost 市法院, and item 8 became another: the judgement on 市财政局 still acts, the two others are told."""
    changes = [
        correction("drop", WAGES, "市法院", id="j1"),
        correction("drop", WAGES, "市财政局", id="j2"),
        correction("topic", "yichang/2/8", value=("telecom_fraud",), id="j3"),
    ]
    text = record().text
    item, eighth = task(WAGES), task("yichang/2/8")
    without = tuple(party for party in item.support if party.name != "市法院")
    other = "。" * (eighth.end - eighth.start)
    new = replace(
        record(),
        text=text[: eighth.start] + other + text[eighth.end :],
        tasks=tuple(replace(each, support=without) if each is item else each for each in record().tasks),
    )
    done = corrected(new, changes)
    assert {key: why.key for key, why in done.missed.items()} == {"j1": "name_gone", "j3": "words_gone"}
    assert "市财政局" not in names(task(WAGES, done.record).support)
    assert build(new, verdicts(tuple(changes))).missed.keys() == {"j1", "j3"}


def test_a_topic_is_corrected_or_taken_off() -> None:
    other = correction("topic", WAGES, value=("telecom_fraud",))
    rows = build(record(), verdicts((other,)))
    [edge] = [each for each in rows.edges["ON_TOPIC", "Task", "Topic"] if each["from"] == WAGES]
    assert (edge["to"], edge["props"]) == ("telecom_fraud", {"origin": None, "judgements": ["j1"]})
    for nothing in ("none", "a-topic-of-the-alignment"):
        rows = build(record(), verdicts((correction("topic", WAGES, value=(nothing,)),)))
        assert [each for each in rows.edges["ON_TOPIC", "Task", "Topic"] if each["from"] == WAGES] == []


def test_a_topics_name_is_the_same_in_every_plan() -> None:
    renamed = Judgement("topic-name", ("topic:telecom_fraud",), ("电信网络诈骗",), ("电诈治理",), id="j1", time="2026")
    for plan in ("yichang", "huaian"):
        rows = build(record(plan), verdicts((renamed,)))
        [topic] = [row for row in rows.nodes["Topic"] if row["key"] == "telecom_fraud"]
        assert (topic["nameZh"], topic["nameEn"], topic["judgements"]) == (
            "电诈治理",
            "Telecom and online fraud",
            ["j1"],
        )
        assert {edge["to"] for edge in rows.edges["ACTS_ON", "Judgement", "Topic"]} == {"telecom_fraud"}


@pytest.mark.parametrize(
    "group",
    [
        [
            correction("topic", WAGES, value=(key,), id=f"j{n}")
            for n, key in enumerate(("telecom_fraud", "environment"))
        ],
        [
            correction("role", WAGES, "市公安局", value=("lead",), id="j0"),
            correction("drop", WAGES, "市公安局", id="j1"),
        ],
        [
            correction("add", WAGES, "由纪委牵头", value=("lead", "纪委"), id="j0"),
            correction("add", WAGES, "由纪委牵头", value=("support", "纪委"), id="j1"),
        ],
        [Judgement("topic-name", ("topic:environment",), (), (name,), id=f"j{n}") for n, name in enumerate("甲乙")],
    ],
)
def test_corrections_that_contradict_each_other_do_not_act(group: list[Judgement]) -> None:
    said = verdicts(tuple(group))
    assert {key: why.key for key, why in said.unfit.items()} == {"j0": "contradicts", "j1": "contradicts"}
    rows, plain = build(record(), said), build(record())
    assert rows.content_hash == plain.content_hash
    alike = verdicts((group[0], replace(group[0], id="j9", who="李四")))
    assert alike.unfit == {}, "two who say the same do not contradict each other"


def test_without_judgements_nothing_changes_and_with_them_the_record_is_kept_as_read() -> None:
    assert corrected(record(), []).record == record()
    rows = build(record(), verdicts((correction("drop", WAGES, "市公安局"),)))
    assert rows.content_hash != build(record()).content_hash
    assert rows.nodes["SourceText"] == build(record(), Verdicts()).nodes["SourceText"]
    again = build(
        PlanRecord.from_json(json.loads(json.dumps(record().to_json()))),
        verdicts((correction("drop", WAGES, "市公安局"),)),
    )
    assert again == rows
