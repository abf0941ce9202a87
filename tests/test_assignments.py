"""Printed assignments -> who leads, who supports."""

import pytest

from loaders.assignments import Assignment, find_assignments


def read(text: str) -> list[Assignment]:
    return list(find_assignments(text, 0, len(text)))


def names(text: str) -> tuple[list[str], list[str]]:
    (assignment,) = read(text)
    for party in (*assignment.lead, *assignment.support):
        assert text[party.start : party.end] == party.name
    return [party.name for party in assignment.lead], [party.name for party in assignment.support]


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("治理。（牵头单位：市公安局；参与单位：市委网信办、市银监局）", ["市公安局"], ["市委网信办", "市银监局"]),
        ("(牵头单位:市公安局、市交通局)", ["市公安局", "市交通局"], []),
        ("（责任单位：市发改委、市财政局）", ["市发改委", "市财政局"], []),
        ("（责任单位：市发改委；参与单位：市财政局）", ["市发改委"], ["市财政局"]),
        ("（牵头单位：市发改委；责任单位：市财政局、市发改委）", ["市发改委"], ["市财政局", "市发改委"]),
        ("(牵头单位:省文明办、参与单位:各州市文明办)", ["省文明办"], ["各州市文明办"]),
        ("（牵头单位：市发改委，配合单位：市人社局，各区、县级市）", ["市发改委"], ["市人社局", "各区、县级市"]),
        ("（牵头部门：市发改委；协办部门：市人社局）", ["市发改委"], ["市人社局"]),
        (
            "〔牵头单位：市发改委；配合单位：省市场监管局（省知识产权局）、市人社局〕",
            ["市发改委"],
            ["省市场监管局（省知识产权局）", "市人社局"],
        ),
        ("（责任单位：省经信厅，各市、县〔市、区〕政府）", ["省经信厅", "各市、县〔市、区〕政府"], []),
        # what belongs to the list and not to a name
        ("(牵头单位：市信用办；责任单位：各有关部门按职责分工分别负责)", ["市信用办"], ["各有关部门"]),
        ("（牵头单位：市信用办；责任单位：市法院、宜昌海关等成员单位）", ["市信用办"], ["市法院", "宜昌海关"]),
        (
            "（牵头单位：市文明办；责任单位：宜昌文明网等市内新闻媒体、各窗口行业）",
            ["市文明办"],
            ["宜昌文明网", "各窗口行业"],
        ),
        ("(牵头单位:市城管委;责任单位:供水供电供气等公共服务单位)", ["市城管委"], ["供水供电供气等公共服务单位"]),
        ("（牵头单位：市信用办；参与单位：市发改委、）", ["市信用办"], ["市发改委"]),
    ],
)
def test_roles_and_names(text: str, lead: list[str], support: list[str]) -> None:
    assert names(text) == (lead, support)


def test_an_empty_name_is_dropped_and_reported() -> None:
    (assignment,) = read("（牵头单位：市信用办；参与单位：市发改委、）")
    assert len(assignment.dropped) == 1
    assert not read("（牵头单位：市信用办；参与单位：市发改委）")[0].dropped


def test_labels_are_kept_as_printed() -> None:
    (assignment,) = read("（牵头单位：市委宣传部；参加单位：省级主要新闻单位）")
    assert [party.label for party in (*assignment.lead, *assignment.support)] == ["牵头单位", "参加单位"]


@pytest.mark.parametrize(
    ("text", "collective"),
    [
        ("（牵头单位：省文明办；参与单位：各州市文明办、工商局）", ["各州市文明办", "工商局"]),
        ("（牵头单位：区委宣传部；参与单位：各街镇、开发区、各有关部门）", ["各街镇", "开发区", "各有关部门"]),
        (
            "（牵头单位：市文明办；责任单位：各县市区文明办、各级文明单位、文明村镇、市直各相关部门）",
            ["各县市区文明办", "各级文明单位", "文明村镇", "市直各相关部门"],
        ),
        ("（牵头单位：市文明办；责任单位：各县市区文明办、市财政局）", ["各县市区文明办"]),
        ("（牵头单位：市公安局；责任单位：人行市中心支行、宜昌海关、三峡日报社）", []),
    ],
)
def test_collectives_are_flagged(text: str, collective: list[str]) -> None:
    (assignment,) = read(text)
    assert [party.name for party in (*assignment.lead, *assignment.support) if party.collective] == collective


@pytest.mark.parametrize(
    "text",
    [
        "各牵头单位要研究制定工作细则，各责任单位要积极支持配合牵头单位开展工作。",
        "明确牵头单位和各相关部门联络员。",
        "建立机制（身份证验证系统等）有偿协助。",
        "以工商、纳税、价格等领域为重点。",
    ],
)
def test_running_prose_assigns_nothing(text: str) -> None:
    assert read(text) == []


def test_several_in_one_paragraph() -> None:
    text = "甲。（牵头单位：市公安局）乙。（牵头单位：市民政局）"
    assert [[party.name for party in item.lead] for item in read(text)] == [["市公安局"], ["市民政局"]]
