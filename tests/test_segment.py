"""Numbering and outline."""

import pytest

from loaders.numbering import marker, numeral
from loaders.segment import segment


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("三十七", 37),
        ("一百零五", 105),
        ("１２", 12),
        ("③", 3),
        ("㉒", 22),
    ],
)
def test_numeral(text: str, value: int) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize(
    ("line", "number", "value"),
    [
        ("一、指导思想", "一", 1),
        ("（二）加快推进", "（二）", 2),
        ("(十九)加强", "(十九)", 19),
        ("13 .开展", "13", 13),
        ("3．2020年底前", "3", 3),
        ("11.121人才工程", "11", 11),
        ("（1）完善", "（1）", 1),
        ("①完善", "①", 1),
        ("第三条 目的", "第三条", 3),
    ],
)
def test_marker(line: str, number: str, value: int) -> None:
    found = marker(line)
    assert found is not None
    assert (found.number, found.value) == (number, value)


@pytest.mark.parametrize("line", ["开展治理", "2018年底前", "19个领域", "（试行）", "100%覆盖", "第一时间"])
def test_no_marker(line: str) -> None:
    assert marker(line) is None


def test_nesting_follows_the_markers() -> None:
    text = "方案\n一、要求\n甲。\n二、任务\n（一）治理\n1.打击诈骗。加强管理。\n2.打击谣言。加强管理。\n（二）建设\n1.记录。建立。"
    outline = segment(text)
    assert [part.path for part in outline.walk()] == [(1,), (2,), (2, 1), (2, 1, 1), (2, 1, 2), (2, 2), (2, 2, 1)]
    assert [part.title for part in outline.walk()][-1] == "记录"
    assert outline.preamble == text.index("一、")


def test_an_item_ends_where_a_form_begins() -> None:
    text = "一、要求\n1.督查。每季度报送。\n工作进度表\n序号\t项目\n填报单位"
    outline = segment(text)
    assert text[outline.parts[0].children[0].end :].startswith("工作进度表")


def test_an_item_goes_on_behind_a_line_that_seemed_to_close_it() -> None:
    text = "一、要求\n1.督查。每季度报送。\n工作措施\n加强督查，严肃问责。\n2.整治。加强。\n工作目标\n（市公安局牵头）"
    first, second = segment(text).parts[0].children
    assert (first.marker.value, text[first.start : first.end].strip()[-5:]) == (1, "严肃问责。")
    assert text[second.start : second.end].endswith("（市公安局牵头）")


def test_a_decimal_at_the_start_of_a_line_is_no_item() -> None:
    text = "一、目标\n1.增长。达到\n3.5亿元以上。\n2.提升。改善。"
    assert [part.marker.value for part in segment(text).parts[0].children] == [1, 2]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("1.加强组织领导，明确工作责任。各地要提高。", "加强组织领导，明确工作责任"),
        ("1.指导思想", "指导思想"),
        ("1.省文明办协调省文明委各成员单位和各州文明办,统筹推进《实施办法》的落实。加强。", None),
        ("2.19个领域牵头单位要研究制定工作细则,列出具体举措和时间进度,确保各项举措取得阶段性成效。", None),
    ],
)
def test_title(line: str, title: str | None) -> None:
    assert segment(f"一、任务\n1.前。一。\n{line}").parts[0].children[-1].title == title


def test_the_list_of_attachments_is_no_item() -> None:
    text = "一、要求\n1.领导。加强。\n附件：1.任务分工表\n2.进度表\n某市人民政府\n附件1\n一、排查\n1.危化品。排查。"
    assert [[part.title for part in chapter.children] for chapter in segment(text).parts] == [["领导"], ["危化品"]]
