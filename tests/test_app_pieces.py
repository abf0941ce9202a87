"""The app's plain parts: address, marks, HTML, sentences, downloads."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages.download import as_csv
from app_pages.marks import Mark, excerpt, marked
from app_pages.markup import Html, h, join
from app_pages.pieces import printed
from app_pages.scope import RULES, Scope, pick, unpick
from app_pages.sentences import leader, ranked, topic
from app_pages.words import Say
from loaders.private import DOT, mask


def read_back(scope: Scope) -> Scope:
    return Scope.from_params(
        {name: [value] if isinstance(value, str) else value for name, value in scope.params().items()}
    )


names = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(
    plans=st.lists(names.filter(lambda n: "," not in n), max_size=3, unique=True),
    topic=st.none() | names,
    rule=st.sampled_from(RULES),
    collective=st.booleans(),
    lang=st.sampled_from(["zh", "en"]),
    own=st.dictionaries(st.sampled_from(["pick", "at", "node"]), names, max_size=3),
)
def test_an_address_gives_back_its_scope(
    plans: list[str], topic: str | None, rule: str, collective: bool, lang: str, own: dict[str, str]
) -> None:
    scope = Scope(lang=lang, plans=tuple(plans), topic=topic, rule=rule, collective=collective, own=own)
    assert read_back(scope) == scope


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"rule": ["nonsense"], "lang": ["xx"]}, Scope()),
        ({"collective": ["maybe"]}, Scope()),
        ({"plans": [",,"]}, Scope()),
        ({"topic": ["x" * 5000]}, Scope()),
        ({"plans": ["a,b", "c"]}, Scope(plans=("a", "b", "c"))),
        ({"rule": ["sole"], "lang": ["en"], "q": ["1"]}, Scope(rule="sole", lang="en", own={"q": "1"})),
    ],
)
def test_nonsense_in_an_address_falls_back(params: dict[str, list[str]], expected: Scope) -> None:
    assert Scope.from_params(params) == expected


def test_a_scope_leaves_out_what_is_not_in_the_graph_and_says_so() -> None:
    known = {"plans": ["a"], "campaign": ["c"], "section": [], "topic": ["t"]}
    assert Scope(plans=("a", "b"), topic="t").within(known) == (Scope(plans=("a",), topic="t"), ("b",))
    assert Scope(campaign="x", section="s", topic="u").within(known) == (Scope(), ("x", "s", "u"))


def test_a_page_filters_only_by_what_it_shows() -> None:
    scope = Scope(plans=("a",), topic="t", section="s", rule="sole", collective=True)
    assert scope.only(["topic"]) == Scope(plans=("a",), topic="t", collective=True)
    assert scope.only(["section", "topic", "rule"]) == scope


def test_another_scope_drops_the_picked_figure() -> None:
    scope = Scope(own={"pick": "agency:x", "read": "yichang"})
    assert scope.to(rule="sole").own == {"read": "yichang"}
    assert scope.keeping(pick=None).own == {"read": "yichang"}


@given(st.dictionaries(st.sampled_from(["agency", "task", "topic", "document"]), names, min_size=1))
def test_a_pick_gives_back_its_filters(filters: dict[str, str]) -> None:
    assert unpick(pick(**filters)) == filters


@pytest.mark.parametrize("text", [None, "", "nonsense", ":", "~;~;", "a:"])
def test_a_nonsense_pick_is_empty(text: str | None) -> None:
    assert unpick(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("邮箱：342912345@qq.com。", f"邮箱：3429{DOT * 5}@{DOT * 6}。"),
        ("联系人手机13812345678", f"联系人手机138{DOT * 8}"),
        ("电话：0517-83605037", f"电话：051{DOT}-{DOT * 8}"),
        ("联系电话：6259921", f"联系电话：62{DOT * 5}"),
        ("转账 24 小时后到账", "转账 24 小时后到账"),
        ("宜文明〔2018〕8号，12317举报电话", "宜文明〔2018〕8号，12317举报电话"),
        ("统一社会信用代码91420500739100000X", "统一社会信用代码91420500739100000X"),
    ],
)
def test_what_identifies_a_person_is_dotted_out(text: str, expected: str) -> None:
    assert mask(text) == expected


@given(st.text(alphabet="0123456789-@.abc电话：市公安局 ", max_size=60))
def test_masking_keeps_every_offset(text: str) -> None:
    assert len(mask(text)) == len(text)


def test_marks_stand_where_the_words_stand() -> None:
    text = "（牵头单位：市公安局；参与单位：市法院）"
    shown = marked(text, [Mark(6, 10, "lead", "agency:a"), Mark(16, 19, "support")])
    assert '<mark class="lead" data-pick="agency:a" data-at="6" tabindex="0" role="button">市公安局</mark>' in shown
    assert '<mark class="support" data-at="16">市法院</mark>' in shown


def test_of_two_marks_that_overlap_one_is_drawn_and_no_letter_is_lost() -> None:
    shown = marked("abcdef", [Mark(1, 4, "lead"), Mark(2, 6, "support"), Mark(4, 5, "date")])
    assert shown == 'a<mark class="lead" data-at="1">bcd</mark><mark class="date" data-at="4">e</mark>f'


def test_an_excerpt_ends_at_stops() -> None:
    text = "一。" + "甲" * 80 + "市公安局" + "乙" * 80 + "。二"
    start, end = excerpt(text, 82, 86)
    assert text[start:end] == text[2:-1]


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "市&局"])
def test_what_comes_from_outside_is_text(evil: str) -> None:
    shown = h("td", evil, data_pick=pick(agency=evil), title=evil)
    assert "<script" not in shown and "<img" not in shown and "市&局" not in shown
    assert join([evil, Html("<b>x</b>")]).endswith("<b>x</b>")


def row(agency: str, leads: int, sole: int = 0, fractional: float = 0.0, items: int = 30) -> dict[str, Any]:
    share = leads / items
    return {"agency": agency, "leads": leads, "sole": sole, "fractional": fractional, "items": items, "share": share}


@pytest.mark.parametrize(
    ("rows", "rule", "lang", "expected"),
    [
        (
            [row("甲", 25, 6, 14.75), row("乙", 5)],
            "full",
            "zh",
            "甲牵头最多：25 项，占 30 项的 83%，其中独立牵头 6 项。",
        ),
        ([row("甲", 25, 6, 14.75)], "full", "en", "甲 leads most: 25 of 30 items (83%), 6 of them alone."),
        ([row("甲", 2, 2), row("乙", 3, 1)], "sole", "zh", "甲独立牵头最多：2 项（牵头共 2 项，占 30 项的 7%）。"),
        ([row("甲", 4), row("乙", 4)], "full", "zh", "乙（30 项中的 4 项）、甲（30 项中的 4 项）并列牵头最多。"),
        ([row(name, 1) for name in "甲乙丙丁"], "full", "zh", "4 家并列牵头最多：各 1 项。"),
        ([], "full", "zh", "所选范围内没有牵头单位。"),
        ([row("甲", 0)], "full", "en", "Nobody leads anything in the scope chosen."),
    ],
)
def test_the_sentence_of_the_ranking(rows: list[dict[str, Any]], rule: str, lang: str, expected: str) -> None:
    assert leader(Say(lang), rows, rule) == expected


def test_equal_agencies_are_ranked_by_the_other_counts() -> None:
    rows = [row("乙", 2, fractional=1.0), row("甲", 2, fractional=1.5), row("丙", 3)]
    assert [r["agency"] for r in ranked(rows, "full")] == ["丙", "甲", "乙"]


def assigned(plan: str, role: str, function: str) -> dict[str, Any]:
    return {"plan": plan, "role": role, "function": function}


def test_the_sentence_of_a_topic() -> None:
    rows = [
        assigned("a", "lead", "公安"),
        assigned("b", "lead", "公安"),
        assigned("b", "lead", "金融"),
        assigned("b", "support", "法院"),
    ]
    places = {"a": "甲市", "b": "乙市", "c": "丙市"}
    said = topic(Say("zh"), "诈骗", rows, places, {})
    assert said == "诈骗：3 份方案中 2 份有专门任务；公安在各地都牵头；金融在乙市牵头；参与单位 0 至 1 家。"
    english = topic(Say("en"), "Fraud", rows, places, {"公安": "Police"})
    assert english.startswith("Fraud: 2 of 3 plans have an item on it; Police leads everywhere; 金融 leads in 乙市")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_download_holds_no_formulas(start: str) -> None:
    table = as_csv([{"name": f"{start}1+1", "items": 3, "plans": ["a", "b"]}])
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows == [["name", "items", "plans"], [f"'{start}1+1", "3", "a;b"]]


def test_what_a_query_gives_of_the_graph_is_written_as_cypher_has_it() -> None:
    task = {
        "kind": "node", "id": "x/1", "element": "1", "labels": ["Task"], "properties": {"id": "x/1", "title": "治理 13800138000"}
    }  # fmt: skip
    agency = {
        "kind": "node",
        "id": "a",
        "element": "2",
        "labels": ["Agency"],
        "properties": {"id": "a", "name": "市公安局"},
    }
    bare = {"kind": "node", "id": None, "element": "3", "labels": ["Other"], "properties": {}}
    leads = {"kind": "relationship", "element": "9", "type": "LEADS", "start": "2", "end": "1", "properties": {}}
    assert printed(agency) == "(:Agency 市公安局)"
    assert printed(bare) == "(:Other)"
    assert printed(leads) == "[:LEADS]"
    assert "13800138000" not in printed(task)
    path = {"kind": "path", "nodes": [agency, task, agency], "relationships": [leads, leads]}
    assert printed(path) == f"(:Agency 市公安局)-[:LEADS]->{printed(task)}<-[:LEADS]-(:Agency 市公安局)"
    assert printed([agency, leads]) == "(:Agency 市公安局)、[:LEADS]"
    assert printed({"kind": "other"}) == "{'kind': 'other'}"
