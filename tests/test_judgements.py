"""Judgements in a real graph: what they change there, that undoing restores it, and that no reload loses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.judgements import (
    Effect,
    Judgement,
    JudgementError,
    LedgerError,
    correct,
    file_of,
    judge,
    judgements,
    note,
    pair,
    topic,
    topic_name,
    troubles,
    undo,
)
from graph.judging.ledger import append, read_ledger
from graph.judging.reasons import Refusal
from graph.load import load_paths, remove_plan
from graph.rebuild import rebuild
from graph.store import Store
from loaders.errors import UserError
from queries.library import ask
from tests.campaign import write_plans
from tests.test_load import dump

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "data" / "plans"
WAGES = "yichang/2/7"
LAND = "420500/land_resources"


@pytest.fixture
def two(fresh_store: Store) -> Store:
    """宜昌 and 淮安."""
    load_paths(fresh_store, [PLANS / "yichang.txt", PLANS / "huaian.txt"])
    return fresh_store


def split_land(store: Store) -> Effect:
    return judge(store, pair(store, "different", "宜昌市:市国土资源局", "420500:市国土局", why="两块牌子"), "张三")


def agencies_of(store: Store, task: str) -> dict[str, tuple[str, list[str] | None]]:
    rows = store.read(
        "MATCH (t:Task {id: $task})<-[r:LEADS|SUPPORTS]-(a:Agency) "
        "RETURN r.asWritten AS printed, a.id AS id, r.judgements AS because",
        task=task,
    )
    return {row["printed"]: (row["id"], row["because"]) for row in rows}


# Each kind acts, shows, and is undone -----------------------------------------------------------------------------


def drafts(store: Store) -> list[Judgement]:
    return [
        pair(store, "same", "宜昌市:市住建委", "宜昌市规划局", why="合署"),
        pair(store, "different", "yichang:市国土资源局", "yichang:市国土局"),
        pair(store, "unsure", "宜昌市住建委", "420500/planning_bureau"),
        correct(store, "role", WAGES, "市公安局", "lead"),
        correct(store, "drop", WAGES, "市住建委", "support"),
        correct(store, "add", "yichang/2/3", "由地方政府和相关金融监管部门", "support", "地方政府"),
        correct(store, "split", WAGES, "市法院", "市法院、市公安局"),
        topic(store, WAGES, "电信网络诈骗"),
        topic(store, WAGES, "none"),
        topic_name(store, "telecom_fraud", "电诈治理", "Fraud"),
        note(store, "yichang", "待核"),
        note(store, WAGES, "待核"),
        note(store, "宜昌市公安局", "待核"),
    ]


@pytest.mark.parametrize("number", range(13))
def test_a_judgement_is_in_the_graph_and_undoing_restores_it(two: Store, number: int) -> None:
    before = dump(two)
    drafted = drafts(two)[number]
    done = judge(two, drafted, "张三")
    assert done.standing.state == "applied", done.standing.reason
    assert {each.status for each in done.rebuilt} == {"replaced"}
    [shown] = two.read(
        "MATCH (j:Judgement {judgement: $id}) WHERE j.id STARTS WITH 'yichang#' OPTIONAL MATCH (j)-[:ACTS_ON]->(x) "
        "RETURN j.kind AS kind, j.who AS who, j.why AS why, j.words AS words, count(x) AS acts",
        id=done.judgement.id,
    )
    assert (shown["kind"], shown["who"], shown["why"]) == (drafted.kind, "张三", drafted.why)
    assert (shown["words"], shown["acts"] >= 1) == (list(drafted.words), True)
    changed = dump(two)
    assert changed != before
    assert {result.status for result in rebuild(two)} == {"unchanged"}, "what was patched is what a whole build gives"
    undone = undo(two, done.judgement.id, "李四")
    assert (undone.standing.state, undone.standing.reason and undone.standing.reason.key) == ("revoked", "revoked")
    assert dump(two) == before
    assert troubles(two) == []


def test_patching_gives_the_graph_that_loading_gives(two: Store) -> None:
    for drafted in (each for each in drafts(two) if each.value != ("none",)):
        judge(two, drafted)
    patched = dump(two)
    for plan in ("yichang", "huaian"):
        remove_plan(two, plan)
    assert dump(two) == []
    load_paths(two, [PLANS / "huaian.txt", PLANS / "yichang.txt"])
    assert dump(two) == patched


def test_only_the_plans_concerned_are_built_anew(two: Store) -> None:
    assert [each.plan for each in split_land(two).rebuilt] == ["yichang"]
    renamed = judge(two, topic_name(two, "telecom_fraud", "电诈治理"))
    assert [each.plan for each in renamed.rebuilt] == ["huaian", "yichang"]


def test_edges_carry_the_judgement_that_moved_them(two: Store) -> None:
    done = split_land(two)
    found = agencies_of(two, "yichang/2/4")
    assert found["市国土局"] == (f"{LAND}/apart/市国土局", [done.judgement.id])
    assert {because for name, (_, because) in found.items() if name != "市国土局"} == {None}
    second = judge(two, correct(two, "role", "yichang/2/4", "市国土局", "lead"))
    assert agencies_of(two, "yichang/2/4")["市国土局"][1] == sorted([done.judgement.id, second.judgement.id])


def test_links_between_plans_outlast_a_judgement(two: Store) -> None:
    """A task that stays is not written anew, and what leads to it from another plan stays: not even looked at."""
    query = "MATCH (:Task)-[r:COUNTERPART_OF]->(:Task) RETURN elementId(r) AS id ORDER BY id"
    links = two.read(query)
    assert len(links) > 15
    split_land(two)
    assert two.read(query) == links


# Reloads ----------------------------------------------------------------------------------------------------------


def test_a_reload_keeps_what_was_judged(two: Store) -> None:
    split_land(two)
    judged = dump(two)
    assert [each.status for each in load_paths(two, [PLANS / "yichang.txt"])] == ["unchanged"]
    remove_plan(two, "yichang")
    assert judgements(two)[0].reason.key == "nobody_prints"  # type: ignore[union-attr]
    assert [each.status for each in load_paths(two, [PLANS / "yichang.txt"])] == ["loaded"]
    assert dump(two) == judged


def test_a_new_text_is_told_where_the_words_are_gone(two: Store, tmp_path: Path) -> None:
    kept = judge(two, correct(two, "role", WAGES, "市公安局", "lead"))
    lost = judge(two, correct(two, "drop", WAGES, "市财政局"))
    file = tmp_path / "yichang.txt"
    text = (PLANS / "yichang.txt").read_text("utf-8")
    start = text.index("市人社局、市住建委")
    end = text.index("市财政局", start)
    file.write_text(text[:end] + "市水利局" + text[end + 4 :], "utf-8")
    [dry] = load_paths(two, [file], dry_run=True)
    [result] = load_paths(two, [file])
    for told in (dry, result):
        assert [warning for warning in told.warnings if lost.judgement.id in warning] == [
            f"Judgement {lost.judgement.id} does not act: the assignment of item {WAGES} does not name “市财政局”."
        ]
        assert not any(kept.judgement.id in warning for warning in told.warnings)
    assert {each.judgement.id: each.state for each in judgements(two)} == {
        kept.judgement.id: "applied",
        lost.judgement.id: "not_applied",
    }
    [trouble] = troubles(two)
    assert (trouble.line, trouble.reason.key) == (3, "name_gone")
    load_paths(two, [PLANS / "yichang.txt"])
    assert [each.state for each in judgements(two)] == ["applied", "applied"], "the old text is back, and so is it"


def test_rows_of_colleagues_act_at_the_next_build(two: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(two)
    shared = tmp_path / "shared" / "判断.tsv"
    monkeypatch.setenv("ZEREN_JUDGEMENTS", str(shared))
    assert file_of(two) == shared
    append(shared, pair(two, "different", "宜昌市:市国土资源局", "宜昌市:市国土局"), "李四")
    append(shared, correct(two, "drop", WAGES, "市财政局"), "李四")
    assert [each.reason.key for each in judgements(two) if each.reason] == ["stale", "stale"]
    assert [each.status for each in rebuild(two)] == ["unchanged", "replaced"]
    assert [each.state for each in judgements(two)] == ["applied", "applied"]
    shared.unlink()
    assert {each.reason.key for each in troubles(two)} == {"no_file", "acts_still"}
    rebuild(two)
    assert dump(two) == before


def test_a_row_that_somebody_edited_is_told_until_the_next_build(two: Store) -> None:
    done = split_land(two)
    file = file_of(two)
    file.write_text(file.read_text("utf-8").replace("两块牌子", "一块牌子"), "utf-8")
    assert {each.reason.key for each in troubles(two)} == {"stale", "acts_still"}
    rebuild(two, ["yichang"])
    assert troubles(two) == []
    assert two.read("MATCH (j:Judgement) RETURN j.why AS why, j.judgement AS id") == [
        {"why": "一块牌子", "id": done.judgement.id}
    ]


# What can't be judged ---------------------------------------------------------------------------------------------


def test_contradictions_are_kept_told_and_do_not_act(two: Store) -> None:
    before = dump(two)
    one = split_land(two)
    other = judge(two, pair(two, "same", "宜昌市:市国土资源局", "宜昌市:市国土局"))
    assert other.standing.state == "contradicted"
    assert one.judgement.id in other.standing.reason.zh  # type: ignore[union-attr]
    assert dump(two) == before
    assert [each.reason.key for each in troubles(two)] == ["contradicts", "contradicts"]
    assert undo(two, other.judgement.id).standing.state == "revoked"
    assert agencies_of(two, "yichang/2/4")["市国土局"][0] == f"{LAND}/apart/市国土局", "what it stopped acts again"


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (lambda s: pair(s, "same", "市公安局", "市住建委"), r"several agencies: 320800:市公安局 .*; 420500:市公安局"),
        (
            lambda s: pair(s, "same", "宜昌市:市住建委会", "市住建委"),
            r"No loaded plan names .*宜昌市:市住建委会.*宜昌市住建委",
        ),
        (lambda s: pair(s, "same", "长沙市:市公安局", "市住建委"), "No loaded plan names an agency “长沙市:市公安局”"),
        (lambda s: judge(s, pair(s, "same", "320800:市公安局", "420500:市公安局")), "淮安市 and 宜昌市 are two places"),
        (lambda s: correct(s, "role", "yichang/2/77", "市公安局", "lead"), "No item yichang/2/77 .*yichang/2/7"),
        (lambda s: judge(s, correct(s, "role", WAGES, "市外办", "lead")), "does not name “市外办”"),
        (lambda s: judge(s, correct(s, "role", WAGES, "市公安局", "boss")), "“boss”, it must hold lead or support"),
        (lambda s: judge(s, correct(s, "merge", WAGES, "市公安局")), "kind “merge”"),
        (lambda s: topic(s, WAGES, "电信诈骗"), "There is no topic 电信诈骗; did you mean 电信网络诈骗"),
        (lambda s: topic_name(s, "none", "无"), "no topic that could be named"),
        (lambda s: note(s, "wuhan", "?"), "No loaded plan names an agency “wuhan”"),
        (lambda s: undo(s, "j00000000"), "no judgement j00000000 in .*judgements.tsv.*none"),
    ],
)
def test_what_is_not_there_can_not_be_judged(two: Store, work, says: str) -> None:
    with pytest.raises((JudgementError, Refusal), match=says):
        work(two)
    assert not file_of(two).exists()


def test_nothing_is_undone_twice(two: Store) -> None:
    done = split_land(two)
    undo(two, done.judgement.id)
    with pytest.raises(JudgementError, match="was undone by"):
        undo(two, done.judgement.id)


def test_a_file_that_can_not_be_read_stops_the_load_and_the_graph_stays(two: Store) -> None:
    split_land(two)
    before = dump(two)
    file_of(two).write_bytes(b"\x00\x81\xff" * 9)
    [result] = load_paths(two, [PLANS / "huaian.txt"])
    assert (result.status, str(file_of(two)) in str(result.error)) == ("failed", True)
    with pytest.raises(LedgerError):
        judge(two, note(two, "yichang", "待核"))
    assert dump(two) == before


def test_a_bad_row_does_not_keep_the_others_from_acting(two: Store) -> None:
    split_land(two)
    with file_of(two).open("a", encoding="utf-8") as handle:
        handle.write("j1\t2026-01-01\t\tmerge\ttask:x\t\t\t\r\n坏行\r\n")
    done = judge(two, note(two, "yichang", "待核"))
    assert [each.state for each in judgements(two)] == ["applied", "applied"]
    assert [(each.line, each.reason.key) for each in troubles(two)] == [(3, "kind_unknown"), (4, "cell_missing")]
    assert undo(two, done.judgement.id).standing.state == "revoked"


def test_a_plan_without_its_record_can_be_judged_after_it_is_loaded_again(two: Store) -> None:
    two.write(lambda tx: tx.run("MATCH (s:SourceText {id: 'yichang'}) REMOVE s.record").consume() and None)
    with pytest.raises(UserError, match="load its file once more"):
        judge(two, correct(two, "drop", WAGES, "市财政局"))
    done = split_land(two)
    assert [(each.plan, each.status) for each in done.rebuilt] == [("yichang", "failed")]
    assert done.standing.reason is not None and done.standing.reason.key == "stale"
    load_paths(two, [PLANS / "yichang.txt"])


def test_what_is_shown_masks_numbers(two: Store) -> None:
    judge(two, note(two, "yichang", "联系电话：13812345678"))
    assert "13812345678" not in str(judgements(two)[0].to_json())
    assert "138" in str(judgements(two)[0].to_json())


# The question -----------------------------------------------------------------------------------------------------


@pytest.mark.verifies("judgements")
def test_the_question_lists_what_acts_and_on_what(two: Store) -> None:
    first, second = split_land(two), judge(two, correct(two, "role", WAGES, "市公安局", "lead"), "李四")
    judge(two, topic_name(two, "telecom_fraud", "电诈治理"))
    rows = [
        (row["plan"], row["judgement"], row["judged"], row["who"], row["actsOn"], row["actsOnId"], row["actsOnName"])
        for row in ask(two, "judgements").rows
        if row["judged"] != "topic-name"
    ]
    assert rows == [
        ("yichang", first.judgement.id, "different", "张三", "Agency", LAND, "宜昌市国土资源局"),
        ("yichang", first.judgement.id, "different", "张三", "Agency", f"{LAND}/apart/市国土局", "宜昌市国土局"),
        ("yichang", second.judgement.id, "role", "李四", "Task", WAGES, "开展拖欠农民工工资和工程款问题专项治理"),
    ]
    assert [(row["plan"], row["value"]) for row in ask(two, "judgements", judged="topic-name").rows] == [
        ("huaian", ["电诈治理"]),
        ("yichang", ["电诈治理"]),
    ]
    assert [row["judgement"] for row in ask(two, "judgements", task=WAGES).rows] == [second.judgement.id]
    marked = {row["asWritten"]: row["judgements"] for row in ask(two, "assignments", task=WAGES).rows}
    assert {name: ids for name, ids in marked.items() if ids} == {"市公安局": [second.judgement.id]}


# Topics that follow from the alignment ----------------------------------------------------------------------------


def topic_of(store: Store, task: str) -> list[dict[str, object]]:
    return store.read(
        "MATCH (:Task {id: $task})-[r:ON_TOPIC]->(k:Topic) RETURN k.key AS key, k.nameZh AS zh, k.nameEn AS en, r.origin AS origin",
        task=task,
    )


def test_derived_topics_are_chosen_made_and_named(fresh_store: Store, tmp_path: Path) -> None:
    load_paths(fresh_store, write_plans(tmp_path))
    before = dump(fresh_store)
    [old] = topic_of(fresh_store, "linchuan/2/2")
    moved = judge(fresh_store, topic(fresh_store, "linchuan/2/2", "繁荣夜间经济"))
    named = judge(fresh_store, topic_name(fresh_store, "促进消费/繁荣夜间经济", "夜经济", "Night economy"))
    own = judge(fresh_store, topic(fresh_store, "jiahe/1/1", "首店与首发", new=True))
    none = judge(fresh_store, topic(fresh_store, "jiahe/1/2", "none"))
    assert {each.standing.state for each in (moved, named, own, none)} == {"applied"}
    assert topic_of(fresh_store, "linchuan/2/2") == [
        {"key": "促进消费/繁荣夜间经济", "zh": "夜经济", "en": "Night economy", "origin": "judged"}
    ]
    assert topic_of(fresh_store, "jiahe/1/1")[0]["zh"] == "首店与首发"
    assert topic_of(fresh_store, "jiahe/1/2") == []
    judged = dump(fresh_store)
    load_paths(fresh_store, write_plans(tmp_path))
    assert dump(fresh_store) == judged
    assert troubles(fresh_store) == []
    for each in (moved, named, own, none):
        undo(fresh_store, each.judgement.id)
    assert dump(fresh_store) == before
    assert topic_of(fresh_store, "linchuan/2/2") == [old]


def test_a_judgement_on_agencies_leaves_the_links_as_they_stand(two: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.links.link", lambda *_: pytest.fail("the links are made anew"))
    split_land(two)
    judge(two, correct(two, "drop", WAGES, "市财政局"))


def test_a_clock_that_goes_behind_does_not_undo_what_was_judged_later(tmp_path: Path) -> None:
    """A colleague's clock was a year ahead: what is judged after his row, with it in sight, counts after it."""
    file = tmp_path / "judgements.tsv"
    head = "id\ttime\twho\tkind\tabout\twords\tvalue\twhy\n"
    file.write_text(head + "j1\t2999-01-01T00:00:00Z\tta\tsame\tagency:a|agency:b\t420500:甲|420500:乙\t\t\n", "utf-8")
    second = append(file, Judgement("different", ("agency:a", "agency:b"), ("420500:甲", "420500:乙")))
    third = append(file, Judgement("revoke", (f"judgement:{second.id}",)))
    assert [second.time, third.time] == ["2999-01-01T00:00:00.001Z", "2999-01-01T00:00:00.002Z"]
    assert [each.id for each in read_ledger(file).judgements] == ["j1", second.id, third.id]
