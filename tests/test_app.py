"""Every page of the app on the five plans, in both languages, with what it shows and what a click on it opens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app_pages import data, scopeline
from app_pages.scope import pick, unpick
from graph.judgements import correct, judge, undo
from graph.load import load_record, remove_plan
from graph.server import local_server
from graph.store import Store
from loaders.pipeline import extract
from queries.library import ask, questions
from tests.showing import GOLD, PLANS, ROOT, Shown, walk

PAGES = ("overview", "compare", "ranking", "explore", "plans", "ask")


pytestmark = pytest.mark.usefixtures("loaded")


SENTENCES = {
    ("overview", "zh"): "图谱中有 5 份方案（2018-10 至 2019-07）：172 项任务由",
    ("overview", "en"): "The graph holds 5 plans (2018-10 to 2019-07): 172 items carried by",
    ("ranking", "zh"): "西青区发展改革委（30 项中的 25 项）、云南省发展改革委（33 项中的 25 项）并列牵头最多。",
    ("ranking", "en"): "西青区发展改革委 (25 of 30), 云南省发展改革委 (25 of 33) lead most, equally.",
    ("compare", "zh"): "电信网络诈骗：5 份方案中 5 份有专门任务；公安在各地都牵头；",
    ("compare", "en"): "Telecom and online fraud: 5 of 5 plans have an item on it; Public security leads everywhere; ",
    ("explore", "zh"): "从“电信网络诈骗”看起：32 个单位、5 项任务、32 条分工。",
    ("explore", "en"): "Starting from Telecom and online fraud: 32 agencies, 5 items, 32 assignments.",
    ("plans", "zh"): "常州市方案的 34 项任务中，30 项印有牵头单位；",
    ("plans", "en"): "Of the 34 items of 常州市, 30 name a lead; ",
    ("ask", "zh"): "行。并列居首：西青区发展改革委、云南省发展改革委（牵头项数 25）。",
    ("ask", "en"): "rows. Tied for first: 西青区发展改革委, 云南省发展改革委 (Items led 25).",
}


@pytest.mark.parametrize(("page", "lang"), list(SENTENCES), ids="-".join)
def test_a_page_opens_with_the_sentence_that_answers_it(page: str, lang: str) -> None:
    shown = Shown(page, **({"lang": "en"} if lang == "en" else {}))
    assert SENTENCES[page, lang] in shown.text


@pytest.mark.parametrize("page", PAGES)
def test_what_an_address_names_in_vain_is_left_out_and_said(page: str) -> None:
    shown = Shown(
        page, plans="gone,yichang", rule="?", topic="no-such", pick="agency:nobody", at="x", node="?:?", p_limit="x"
    )
    assert "图谱里没有地址所指的这些内容，已略去：gone、no-such" in shown.text
    assert "1 份方案 · 36 项任务" in shown.text or page == "plans"
    assert "所选范围内没有相应的原文" in shown.panel


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("ask", {"question": "nonsense"}),
        ("plans", {"read": "nonsense"}),
        ("ranking", {"way": "card", "agency": "nonsense"}),
        ("compare", {"way": "tasks", "task": "nonsense"}),
        ("compare", {"way": "functions", "function": "nonsense"}),
    ],
)
def test_an_address_of_what_is_gone_says_so(page: str, named: dict[str, str]) -> None:
    assert "图谱里没有地址所指的这些内容，已略去：nonsense" in Shown(page, **named).text


def test_words_that_no_question_fits_have_no_answer() -> None:
    """Nothing that was not asked for is shown as if it were the answer; a question can be chosen."""
    shown = Shown("ask", say="蓝天白云")
    assert "没有读懂“蓝天白云”" in shown.text
    assert "行。" not in shown.text
    shown.app.selectbox(key="ask_question").set_value("plans")
    shown.run()
    assert "共 5 行。" in shown.text


def test_a_typed_query_has_no_scope() -> None:
    assert "份方案 ·" in Shown("ask").text
    assert "份方案 ·" not in Shown("ask", mode="console").text


def test_the_overview_asks_for_items_that_one_office_carries_alone() -> None:
    [href] = re.findall(r'href="([^"]*sole_burden[^"]*)"', Shown("overview").markup)
    shown = Shown("ask", question="sole_burden", p_oneLead="True")
    assert "p_oneLead=True" in href
    alone = [row for row in ask(data.store(), "sole_burden").rows if row["alone"]]
    assert f"共 {len(alone)} 行。" in shown.text


@pytest.mark.parametrize("name", ["p_limit", "p_role", "p_topic", "p_agency", "question", "mode"])
def test_nonsense_parameters_of_a_question_are_let_go(name: str) -> None:
    assert "行。" in Shown("ask", **{name: "nonsense"}).text


def test_plain_words_become_a_question_with_its_parameters_and_say_so() -> None:
    shown = Shown("ask")
    line = next(box for box in shown.app.text_input if box.key == "plain_words")
    line.set_value("西青区哪个部门牵头最多").run()
    assert "“西青区哪个部门牵头最多”读作“哪些单位牵头的任务最多？”，限于西青区。" in shown.text
    assert shown.app.query_params["plans"] == "xiqing" and shown.app.query_params["question"] == "lead_ranking"
    assert "居首：西青区发展改革委（牵头项数 25" in shown.text


def test_plain_words_that_match_nothing_say_so() -> None:
    assert "没有读懂“天气怎么样”" in Shown("ask", say="天气怎么样").text


def test_the_known_truth_of_xiqing() -> None:
    shown = Shown("ranking", plans="xiqing")
    assert "西青区发展改革委牵头最多：25 项，占 30 项的 83%，其中独立牵头 6 项。" in shown.text
    fractional = Shown("ranking", plans="xiqing", rule="fractional").text
    assert "西青区发展改革委分摊后牵头最多：合 14.75 项" in fractional
    assert "0.206" in shown.text, "HHI"


def test_every_figure_of_the_ranking_opens_exactly_what_it_counts() -> None:
    shown = Shown("ranking", plans="xiqing")
    counted = 0
    for cells in re.findall(r"<tr>(.*?)</tr>", shown.markup, re.DOTALL):
        figures = re.findall(r'<td class="n[^"]*" data-value="([\d.]+)"(?: data-pick="([^"]+)")?', cells)
        if len(figures) < 4:
            continue
        (full, leads), _, (sole, alone), (supports, backed), *_ = [(float(v), html.unescape(p)) for v, p in figures]
        for value, asked in ((full, leads), (sole, alone), (supports, backed)):
            assert bool(asked) == bool(value), "a count of nothing opens nothing"
            if asked and counted < 12:
                counted += 1
                assert f"{int(value)} 项任务的原文" in Shown("ranking", plans="xiqing", pick=asked).panel, asked
    assert counted == 12


def gold_task(plan: str, topic: str) -> dict[str, Any]:
    return next(task for task in GOLD[plan]["tasks"] if task.get("topic") == topic)


@pytest.mark.parametrize("topic", ["telecom_fraud", "environment"])
def test_the_comparison_shows_each_plan_with_its_printed_names(topic: str) -> None:
    shown = Shown("compare", topic=topic)
    sides = next(piece["html"] for piece in shown.pieces if 'class="sides"' in piece.get("html", ""))
    columns = re.split(r'<div class="side">', sides)[1:]
    assert len(columns) == 5
    for plan, column in zip(PLANS, columns, strict=True):
        task = gold_task(plan, topic)
        for role in ("lead", "support"):
            names = re.findall(rf'<span class="chip {role}[^"]*"[^>]*>(?:<span[^>]*>)?([^<]+)', column)
            assert [html.unescape(name) for name in names] == task[role], (plan, role)
        assert all('<mark class="lead" data-at="' in column for _ in task["lead"])


def test_the_matrix_marks_what_became_of_a_topic() -> None:
    shown = Shown("compare", topic="illegal_medical")
    assert "合并" in shown.text and "未列" not in shown.panel


def test_a_cell_of_the_matrix_opens_the_items_behind_it() -> None:
    shown = Shown("compare")
    asked = next(p for p in shown.picks if unpick(p).get("task", "").startswith("yichang/2/1"))
    panel = Shown("compare", pick=asked).panel
    assert "宜昌市 · 第 1 项 开展电信网络诈骗专项治理" in panel and "市无线电管理处" in panel and "第 29 行" in panel


def test_a_functional_system_is_compared_over_the_places_with_what_its_offices_hold() -> None:
    shown = Shown("compare", way="functions", function="public_security")
    table = [line.split("\t") for line in (ROOT / "data" / "gold" / "agencies.tsv").read_text("utf-8").splitlines()]
    police = {(row[0], row[1]) for row in table if row[5] == "公安"}
    held = {
        role: {
            plan: sum(any((plan, name) in police for name in task[role]) for task in GOLD[plan]["tasks"])
            for plan in PLANS
        }
        for role in ("lead", "support")
    }
    leading = [plan for plan in PLANS if held["lead"][plan]]
    words = f"公安：5 份方案中 {len(leading)} 份有牵头任务，共牵头 {sum(held['lead'].values())} 项、参与"
    assert words in shown.text
    sides = next(piece["html"] for piece in shown.pieces if 'class="sides"' in piece.get("html", ""))
    columns = re.split(r'<div class="side">', sides)[1:]
    counts = [re.findall(r'<b class="num">(\d+)</b>', column) for column in columns]
    by_level = ("yunnan", "huaian", "yichang", "changzhou", "xiqing")
    assert counts == [[str(held["lead"][plan]), str(held["support"][plan])] for plan in by_level]
    asked = next(p for p in shown.picks if unpick(p) == {"function": "public_security", "plan": "xiqing"})
    assert "公安西青分局" in Shown("compare", way="functions", function="public_security", pick=asked).panel


def test_the_lineage_places_the_plans_and_marks_names_that_were_out_of_date() -> None:
    shown = Shown("compare", way="lineage")
    assert "云南省方案印发时仍用 6 个已撤销的名称：云南银监局、云南保监局、" in shown.text
    picture = next(
        piece["html"] for piece in shown.pieces if "lineage" in piece.get("html", "") and "<svg" in piece["html"]
    )
    rings = re.findall(r'<circle class="use abolished"[^>]*data-pick="([^"]+)"[^>]*><title>([^<]+)', picture)
    assert {unpick(html.unescape(asked))["plan"] for asked, _ in rings} == {"yunnan"}
    assert {title.split(" · ")[1] for _, title in rings} >= {"省工商局", "云南银监局", "云南保监局"}
    asked = next(html.unescape(asked) for asked, title in rings if "省工商局" in title)
    assert "省工商局" in Shown("compare", way="lineage", pick=asked).panel
    everything = Shown("compare", way="lineage", all="1", level="national").text
    assert "铁道部" in everything and "铁道部" not in shown.text


def test_one_task_is_compared_word_by_word_and_office_by_office() -> None:
    poverty = next(task["id"] for task in GOLD["huaian"]["tasks"] if task["topic"] == "poverty_alleviation")
    shown = Shown("compare", way="tasks", plans="huaian,changzhou", task=poverty)
    assert "“开展扶贫脱贫失信问题专项治理”：淮安市与常州市正文相同 100%" in shown.text
    assert "市扶贫办 → 市民政局（换由他人）" in shown.text
    assert re.search("环保局.*?市生态环境局.*?机构更名", shown.text), "the other tasks with other leads are listed"


def test_a_change_of_words_is_marked_where_it_stands() -> None:
    medical = next(task["id"] for task in GOLD["huaian"]["tasks"] if task["topic"] == "illegal_medical")
    shown = Shown("compare", way="tasks", plans="huaian,changzhou", task=medical)
    page = next(piece["html"] for piece in shown.pieces if 'class="clauses"' in piece.get("html", ""))
    plans = {plan: (ROOT / "data" / "plans" / f"{plan}.txt").read_text("utf-8") for plan in ("huaian", "changzhou")}
    squeezed = {plan: "".join(text.split()) for plan, text in plans.items()}
    gone, come = (re.findall(rf"<{tag}>([^<]+)</{tag}>", page) for tag in ("del", "ins"))
    assert gone or come
    assert all("".join(html.unescape(words).split()) in squeezed["huaian"] for words in gone)
    assert all("".join(html.unescape(words).split()) in squeezed["changzhou"] for words in come)


def test_an_item_without_counterpart_says_so() -> None:
    shown = Shown("compare", way="tasks", plans="huaian")
    assert "在所选的其他方案里没有对应任务" in shown.text


def test_a_judgement_is_shown_where_it_acts(store: Store) -> None:
    asked = pick(task="xiqing/3/1")
    assert "经人判断" not in Shown("compare", pick=asked).panel
    effect = judge(store, correct(store, "role", "xiqing/3/1", "公安西青分局", "support", why="示例"))
    try:
        assert "经人判断" in Shown("compare", pick=asked).panel
    finally:
        undo(store, effect.judgement.id)
    assert "经人判断" not in Shown("compare", pick=asked).panel


def test_an_agency_card_lists_every_item_of_the_agency() -> None:
    shown = Shown("ranking", way="card", plans="xiqing")  # opens on the agency that leads most
    held = [task for task in GOLD["xiqing"]["tasks"] if "区发展改革委" in task["lead"] + task["support"]]
    led = [task for task in held if "区发展改革委" in task["lead"]]
    words = f"西青区发展改革委在西青区中牵头 {len(led)} 项（分摊 14.75 项，独立 6 项），参与 {len(held) - len(led)} 项"
    assert words in shown.text and "按牵头项数在 23 家中居第 1" in shown.text
    card = next(piece["html"] for piece in shown.pieces if "card-page" in piece.get("html", ""))
    assert card.count("<tr data-pick=") == len(held)
    assert "天津市西青区发展和改革委员会" in card
    assert all(html.escape(str(task["title"])) in card for task in held if task["title"])
    assert len({row["lead"][0] for row in GOLD["xiqing"]["tasks"] if row["lead"]}) <= 23


def test_an_agency_that_only_supports_says_so() -> None:
    follower = Shown("ranking", way="card", plans="xiqing", agency="120111/local_finance_office").text
    assert "西青区金融办在西青区中不牵头，参与 1 项" in follower


def test_the_graph_holds_the_assignments_of_its_filters() -> None:
    picture = Shown("explore", topic="telecom_fraud", also="none").picture
    edges = sum(
        len(gold_task(plan, "telecom_fraud")["lead"] + gold_task(plan, "telecom_fraud")["support"]) for plan in PLANS
    )
    assert len(picture["edges"]) == edges
    leads = Shown("explore", topic="telecom_fraud", also="none", role="lead").picture
    assert len(leads["edges"]) == sum(len(gold_task(plan, "telecom_fraud")["lead"]) for plan in PLANS)
    ids = {node["id"] for node in picture["nodes"]}
    assert all(edge["from"] in ids and edge["to"] in ids for edge in picture["edges"])


@pytest.mark.parametrize("also", ["function", "topic", "document", "platform"])
def test_the_graph_draws_what_it_is_asked_to_draw_besides(also: str) -> None:
    picture = Shown("explore", also=also, all="1").picture
    assert {node["kind"] for node in picture["nodes"]} == {"Agency", "Task", also.capitalize()}


def test_a_node_opens_its_printed_words() -> None:
    shown = Shown("explore")
    node = next(node for node in shown.picture["nodes"] if node["caption"] == "常州市公安局")
    key = node["id"].partition(":")[2]
    panel = Shown("explore", node=node["id"], pick=pick(agency=key)).panel
    assert "常州市公安局" in panel and "牵头单位：市公安局" in panel and "第 90 行" in panel


@pytest.mark.parametrize("plan", PLANS)
def test_the_reader_marks_every_printed_name_where_it_stands(plan: str) -> None:
    shown = Shown("plans", read=plan)
    reader = next(piece["html"] for piece in shown.pieces if 'class="reader"' in piece.get("html", ""))
    for role in ("lead", "support"):
        marked = re.findall(rf'<mark class="{role}(?: mended)?"[^>]*>([^<]+)</mark>', reader)
        expected = [name for task in GOLD[plan]["tasks"] for name in task[role]]
        assert ["".join(html.unescape(name).split()) for name in marked] == expected
    assert reader.count("data-scroll") == view_items(shown)


def view_items(shown: Shown) -> int:
    """The items that the page's sentence counts."""
    found = re.search(r"方案的 (\d+) 项任务", shown.text)
    assert found
    return int(found[1])


def test_the_reader_hides_what_identifies_a_person(store: Store) -> None:
    record = extract(ROOT / "data" / "plans" / "huaian.txt").with_id("masked")
    text = record.text[:-30] + "电话：0517-83605037 a.b.c@example.com"[:30].ljust(30)
    load_record(store, replace(record, text=text))
    try:
        shown = Shown("plans", read="masked")
        assert "83605037" not in shown.markup and "051•-••••••••" in shown.text
    finally:
        remove_plan(store, "masked")


EVIL = "<script>alert(1)</script>市<img src=x onerror=alert(2)>局"


@pytest.mark.parametrize("page", PAGES)
def test_html_in_names_is_text_everywhere(store: Store, page: str) -> None:
    record = extract(ROOT / "data" / "plans" / "xiqing.txt").with_id("evil")
    task = record.tasks[0]
    lead = tuple(replace(party, name=EVIL) for party in task.lead)
    evil = replace(
        record, plan=replace(record.plan, title=EVIL), tasks=(replace(task, title=EVIL, lead=lead), *record.tasks[1:])
    )
    load_record(store, evil)
    try:
        shown = Shown(page, plans="evil", read="evil", question="assignments", pick=pick(task=task.id), all="1")
        for piece in shown.pieces:
            assert "<script" not in piece.get("html", "") and "<img" not in piece.get("html", "")
        assert "alert(1)" in shown.text or page in ("explore", "ranking")
    finally:
        remove_plan(store, "evil")


def test_a_search_finds_and_leads_on() -> None:
    shown = Shown("overview", find="公安")
    assert "常州市公安局" in shown.text
    links = {html.unescape(link) for link in re.findall(r'data-go="([^"]+)"', shown.markup)}
    assert "ranking?way=card&agency=320400%2Fpublic_security_bureau" in links
    assert "compare?way=functions&function=public_security" in links
    assert "没有名称含“不存在的”的单位" in Shown("overview", find="不存在的").text
    counts = {
        role: sum("市公安局" in task[role] for task in GOLD["changzhou"]["tasks"]) for role in ("lead", "support")
    }
    assert f"单位常州市公安局牵头 {counts['lead']} 项，参与 {counts['support']} 项" in shown.text
    assert "连线" not in shown.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("电信网络诈骗", "Telecom and online fraud5 items in 5 plans"),
        ("西青", "Place西青区33 items in 1 plan"),
        ("工作方案", "政府部门涉企信息统一归集公示工作实施方案cited by 2 items"),
    ],
)
def test_a_hit_says_in_plain_words_what_is_known_of_it(words: str, said: str) -> None:
    assert said in Shown("overview", find=words, lang="en").text


@pytest.mark.parametrize("name", [name for name, question in questions().items() if question.group != "app"])
def test_every_question_can_be_asked(name: str) -> None:
    address = {"question": name}
    if name == "agency_card":
        address["p_agency"] = data.choices(data.revision(), "agency")[0].value
    if name in ("topic_assignment",):
        address["p_topic"] = "telecom_fraud"
    shown = Shown("ask", **address)
    assert "行。" in shown.text or "请先选择" in shown.text


def test_a_likeness_is_no_whole_number() -> None:
    shown = Shown("ask", question="copied_measures")
    assert shown.app.number_input(key="p_copied_measures_least").value == 0.4
    assert shown.app.number_input(key="p_copied_measures_below").value is None
    assert "共 306 行。117 行并列居首（相似度 1）。" in shown.text and "起始位置" not in shown.text
    assert "A → B" in shown.text
    shown.app.number_input(key="p_copied_measures_least").set_value(0.45)
    shown.app.number_input(key="p_copied_measures_below").set_value(0.8)
    shown.run()
    wanted = ask(data.store(), "copied_measures", least=0.45, below=0.8).rows
    assert wanted and f"共 {len(wanted)} 行。" in shown.text
    assert shown.app.number_input(key="p_copied_measures_least").value == 0.45


def test_topics_are_no_offices() -> None:
    pairs = Shown("ask", question="counterparts").text
    assert "同一主题" in pairs and "同一机构" not in pairs
    assert "同一机构" in Shown("ask", question="agency_elsewhere", p_agency="320400/public_security_bureau").text


def test_the_console_reads_and_does_not_write() -> None:
    shown = Shown("ask", mode="console")
    shown.app.text_area(key="console_text").set_value("MATCH (p:Plan) RETURN p.id AS id ORDER BY id")
    shown.app.button[0].click()
    shown.run()
    assert "5 行" in shown.text and "changzhou" in shown.text
    shown.app.text_area(key="console_text").set_value("MATCH (p:Plan) DETACH DELETE p")
    shown.app.button[0].click()
    shown.run()
    assert "这条语句没有执行" in shown.text
    assert len(Shown("overview").app.exception) == 0 and "5 份方案" in Shown("overview").text


@pytest.mark.parametrize(("lang", "said"), [("zh", "所选 5 份方案、172 项任务"), ("en", "The 5 plans and 172 items")])
def test_the_export_page_offers_every_format_and_a_citation(lang: str, said: str) -> None:
    shown = Shown("export", lang=lang)
    assert said in shown.text
    files = {
        node.proto.label
        for node in walk(shown.app._tree)
        if type(getattr(node, "proto", None)).__name__ == "DownloadButton"
    }
    assert {"GraphML", "GEXF", "Parquet"} | (
        {"分工", "单位卡片（Word）"} if lang == "zh" else {"Assignments", "Agency cards (Word)"}
    ) <= files
    assert "Zeren" in shown.app.code[0].value


def test_the_accuracy_page_names_its_lowest_figure() -> None:
    assert "最低的一项是“平台”：95.1%" in Shown("export", way="accuracy").text
    assert "the lowest figure is that of Platforms: 95.1%" in Shown("export", way="accuracy", lang="en").text


def test_widgets_write_the_address() -> None:
    shown = Shown("ranking")
    shown.app.button_group(key="scope_plans").set_value(["xiqing"])
    shown.run()
    assert shown.app.query_params["plans"] == "xiqing"
    assert "西青区发展改革委牵头最多：25 项" in shown.text


def test_many_plans_are_a_list_to_search_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopeline, "CHIPS", 3)
    shown = Shown("ranking")
    shown.app.multiselect(key="scope_plans").set_value(["xiqing"])
    shown.run()
    assert shown.app.query_params["plans"] == "xiqing"
    shown = Shown("plans")
    shown.app.selectbox(key="read_plan").set_value("yunnan")
    shown.run()
    assert "云南省方案的 37 项任务中" in shown.text


def test_a_plan_loaded_meanwhile_is_shown(store: Store) -> None:
    shown = Shown("overview")
    assert "5 份方案" in shown.text
    load_record(store, extract(ROOT / "data" / "plans" / "xiqing.txt").with_id("again"))
    try:
        shown.run()
        assert "6 份方案" in shown.text and "西青区 (again)" in shown.text
    finally:
        remove_plan(store, "again")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The app on a graph of its own."""
    monkeypatch.setenv("ZEREN_DATA", str(tmp_path))
    data.reconnect()
    yield tmp_path
    data.store().close()
    local_server.stop(tmp_path)
    data.reconnect()


@pytest.mark.parametrize(("lang", "words"), [("zh", "图谱还是空的"), ("en", "The graph is empty")])
def test_an_empty_graph_says_what_to_do_and_does_it(own_folder: Path, lang: str, words: str) -> None:
    shown = Shown("overview", lang=lang)
    assert words in shown.text and "python cli.py load data/plans" in shown.text
    shown.app.button[0].click()
    shown.run()
    assert SENTENCES["overview", lang] in shown.text


def test_a_stopped_server_says_so_and_comes_back(own_folder: Path) -> None:
    shown = Shown("overview")
    assert "图谱还是空的" in shown.text
    local_server.stop(own_folder)
    shown.run()
    assert "图谱服务没有响应" in shown.text
    shown.app.button(key="trouble_button").click()
    shown.run()
    assert "图谱还是空的" in shown.text


def test_a_plan_is_removed_where_plans_are_taken_in(store: Store) -> None:
    """Nothing goes before it is said; what people judged of it stays, and loading it again brings it back."""
    try:
        shown = Shown("review")
        shown.app.multiselect(key="removing_plans").set_value(["yunnan"])
        shown.run()
        assert "将从图谱中移除：云南省。" in shown.text
        assert len(data.rows(data.revision(), "plans")) == 5
        shown.app.button(key="removing_do").click()
        shown.run()
        assert "yunnan" not in {row["plan"] for row in data.rows(data.revision(), "plans")}
        assert "将从图谱中移除" not in shown.text
        assert [*shown.app.multiselect(key="removing_plans").value] == []
    finally:
        load_record(store, extract(ROOT / "data" / "plans" / "yunnan.txt"))
