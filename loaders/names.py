"""A printed list of units -> the names in it, each with its place.

A name is what stands between two separators, less what belongs to the list and not to the name
(等成员单位, 按职责分工分别负责).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SEPARATORS = "、，,；;。\n"
OPEN, CLOSE = "（(〔[【《“", "）)〕]】》”"
EDGE = " \t\n\u3000。.；;，,、：:"
LIST_END = " \t\n\u3000。.；;，,"
"""What may close a list without standing for a name; a 、 there means that a name is missing."""
DUTY = re.compile(r"等?(?:按照?|根据|依)(?:各自|各|部门)?(?:职责|职能|分工)+(?:范围)?(?:分别|共同|抓好)*(?:负责|落实)$")
AGENCY_END = re.compile(
    r"(?:[局委办院部厅社台网会联署校库团队所处科站组室班]|团?中央|公司|中心|支行|分行|银行|海关|政府|集团|支队|大队|大学|工商联|企业|军|院校)"
    r"(?:[（(][^（）()]*[）)])?$"
)
ETC = re.compile(
    r"等(?P<group>[^、，,；;等]{0,14}?(?:单位|部门|媒体|机构|企业|部委|司局|方面|高校|各方|地区|院校|厅局|委办局)?)$"
)
GENERIC = re.compile(r"(?:有关|相关|各|多|多个)?(?:部门|单位)")
JOINT = re.compile(r"(?:、?以及|[和及与])(?=(?:各|有关|相关|其他|其它|国务院(?:有关|相关)|全市|全省|沿线))")
"""A conjunction before a group (商务部等和各有关省级人民政府); inside names (工业和信息化部) no group follows."""
UNIT_CHAR = "局办院厅署委府司心关"
BETWEEN = re.compile(
    rf"(?<=[{UNIT_CHAR}部会])(?:、?以及|[和及与])(?=[省市区县州各]..|国家|国务院|中[国央])|(?<=政府)[和及](?!社会)"
    rf"|(?<=[{UNIT_CHAR}部会行])\s*[／/·・]\s*(?=[\u3400-\u9fff]{{2}})|(?<=[{UNIT_CHAR}]) (?=[\u3400-\u9fff]{{2}})"
)
"""What parts two names where the first ends as units do: 市教育局和市总工会, 省商务厅/杭州海关, 市公安局 市财政局."""
SPACED_BEFORE = re.compile(
    r"(?:[局厅署]|[^区社省市县州]委|政府|公安|检察院|法院|中心|公司|[大支总]队|海关|[市省区县]委\S{1,8}[办部])$"
)
SPACED_AFTER = re.compile(r"[省市区县州][^\s，。；、]{2}|各|国[家网]|中国")
PERSON_AFTER = re.compile(
    "[张李王赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪"
    r"田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u3400-\u9fff某×*]{1,2}(?:$|[\s、，,；;)）])"
)
"""A person's name behind a unit's: 市住建局 张三."""
MARK = re.compile(rf"{JOINT.pattern}|{BETWEEN.pattern}|[{re.escape(SEPARATORS + OPEN + CLOSE)}]")
COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|其它|全[市省区县])|各有关|有关(?:部门|单位|地区|方面)|相关(?:部门|单位|地区|方面|责任单位)|各级|各(?:相关|有关)"
    r"|各[县市区州镇街]|[县市区][（(][县市区、]+[)）]|各[^、，]{0,8}(?:单位|部门|企业|公司|学校|高校|机构|医院|平台|主体)$|(?:成员|责任|牵头|配合|新闻|服务|参与)单位$|新闻媒体$|级主要新闻|直各|所属|街道办$|乡镇$"
)
SCOPED = re.compile(
    r"^(?:[市省区县州旗盟]|自治区|国家|中央|国务院|全国|中国|中华|最高|团[市省区县]|人行|人民银行|国网|公安)"
    r"|^[\u4e00-\u9fff]{2,5}(?:[省市区县州盟旗](?=..)|海关|日报|晚报|电视|银监|保监|银保监|证监|供电|文明网)"
)
LEAD_IN = re.compile(r"(?:以及|由|及)?")
"""What leads from one name to the next, or up to the first: 以及人民银行, （由市公安局负责）."""
LEVELS = "市区县州盟旗镇街乡村省地"
SPLIT_PLACE = re.compile(rf"各(?:有关|相关)?(?:[{LEVELS}（）()〔〕、]|自治|直辖)*$")
PLACE_REST = re.compile(rf"^(?:[{LEVELS}](?![直属委]|级(?!市))|辖[市区县]|自治[区州县]|直辖市)")
PARTY_BEFORE = re.compile(r"(?:党委|党工委|[市县区州省]委)$")
GOVERNMENT = re.compile(r"^(?:人民)?政府(?=$|[、，,；;（(按负牵])")


@dataclass(frozen=True)
class Name:
    """A unit's name as printed; an empty text stands for an empty place in the list."""

    text: str
    start: int
    end: int
    collective: bool
    remainder: str | None = None
    """What closed the list behind this name (等成员单位)."""


def is_unit(name: str) -> bool:
    """Whether a name ends as the names of units do."""
    return bool(AGENCY_END.search(name) or COLLECTIVE.search(name))


def split_names(text: str, start: int, end: int) -> Iterator[Name]:
    """The names listed in text[start:end]."""
    before_collective = False
    for piece_start, piece_end in pieces(text, start, end):
        name = _name(text, piece_start, piece_end, before_collective)
        before_collective = name.collective and bool(name.text)
        yield name


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between separators outside brackets; 各市、县〔市、区〕政府, which holds separators, stays one."""
    while end > start and text[end - 1] in LIST_END:
        end -= 1
    depth, begin = 0, start
    for mark in MARK.finditer(text, start, end):
        char, offset = mark.group(), mark.start()
        depth += (char in OPEN) - (char in CLOSE)
        if depth > 0 or offset < begin:
            continue
        parts = char in SEPARATORS and not _inside_name(text, begin, offset, end)
        joins = char not in SEPARATORS + OPEN + CLOSE and offset > begin
        if parts or joins:
            yield begin, offset
            begin = mark.end()
    if begin <= end:
        yield begin, end


def _inside_name(text: str, begin: int, offset: int, end: int) -> bool:
    """Whether the separator at `offset` stands inside one name: 各市、县政府, 各市党委、政府."""
    before, after = text[begin:offset], text[offset + 1 : end]
    if text[offset] != "、":
        return False
    if SPLIT_PLACE.search(before) and PLACE_REST.match(after):
        return True
    return bool(PARTY_BEFORE.search(before) and GOVERNMENT.match(after))


def parts_names(text: str, start: int, end: int) -> bool:
    """Whether the space text[start:end] parts two units, or a unit and a person (市公安局 市财政局), and is no slip."""
    if not SPACED_BEFORE.search(text[max(0, start - 10) : start]):
        return False
    return bool(SPACED_AFTER.match(text, end) or PERSON_AFTER.match(text, end))


def _stray(name: str) -> bool:
    """Whether a name ends in a bracket that nothing in it opens."""
    return name[-1] in CLOSE and sum((char in OPEN) - (char in CLOSE) for char in name) < 0


def _name(text: str, start: int, end: int, after_collective: bool) -> Name:
    while start < end and text[start] in EDGE:
        start += 1
    start = LEAD_IN.match(text, start, end).end()  # type: ignore[union-attr]  # it may match nothing
    while end > start and (text[end - 1] in EDGE or _stray(text[start:end])):
        end -= 1
    remainder = None
    duty = DUTY.search(text[start:end]) if text.endswith(("负责", "落实"), start, end) else None
    if duty:
        end = start + duty.start()
    etc = ETC.search(text[start:end]) if text.find("等", start, end) >= 0 else None
    head = text[start : start + etc.start()] if etc else ""
    if etc and (
        not etc["group"] or GENERIC.fullmatch(etc["group"]) or AGENCY_END.search(head) or COLLECTIVE.search(head)
    ):
        end, remainder = start + etc.start(), etc.group()
    name = text[start:end]
    collective = bool(COLLECTIVE.search(name)) or bool(etc and remainder is None and name)
    collective = collective or (after_collective and not SCOPED.search(name))
    return Name(name, start, end, collective and bool(name), remainder)
