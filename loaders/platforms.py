"""Named information platforms, systems and websites that a task relies on.

A name ends in a word such as 平台 or 系统 and begins behind a word that can't be part of it (通过, 纳入, 至).
Classes of platforms (网络平台, 第三方支付平台) are not names and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.places import find_place
from loaders.records import Span

HEAD = r"(?:平台|系统|数据库|档案库|信息库|曝光台|文明网|诚信网|服务大厅|查询栏目|查询矩阵|政务网站|官方网站)"
AREA = r"(?:[（(][\u4e00-\u9fff]{2,6}[）)])"
NAMED = re.compile(rf"{HEAD}{AREA}?")
BRAND = re.compile(rf"信用(?P<place>中国|[\u4e00-\u9fff]{{2,3}}?){AREA}?(?P<close>”)?(?P<kind>网站|信息共享平台)?")
BRAND_CONTEXT = re.compile(r"[”、]|等?(?:网站|平台)")

BEHIND = (
    r"通过|利用|依托|对接|完善|推进|推广|推送[至到]?|归集至|纳入到?|上报|[记计]入|记录到|录入|登录|建设|建立|建成|健全|研发|整合"
    r"|打造|运用|使用|凭借|发挥|支持|加强|开发|搭建|组织|形成|进一步|加快|充分|积极|按要求|统一在"
    r"|在(?!线)|[的将至到为与或及由向于从经对]"
)
BOUNDARY = re.compile(BEHIND)
QUOTED = re.compile(r"“[^”]*”|[（(][^（()）]*[）)]")
STOP = frozenset("，。；：、,;:！？\n《》")
LEVELS = re.compile(r"(?:[省市县区州级]{1,2}、)+$")
"""Levels before the name that share it: 省、市、县区信用信息审查和查询平台."""
LONGEST_NAME = 40
SUBJECT = re.compile(
    r"信用|征信|监管|监测|预警|管理|查询|查控|公示|政务|官方|接警|短信|诚信|失信|曝光|识别|情报|登记|执法|预约|共享|申报|服务平台"
    r"|文明网|“"
)
CLASS = re.compile(
    r"^(?:各|相关|有关|重点|主要|本|该|其他|其它|某|第三方|新媒体|微信|网络|互联网|网站|门户|信用信息系统|公共服务平台)"
    r"|交易平台|支付平台|网络平台|媒体平台|网站平台|新闻"
)


def platforms(text: str, start: int, end: int) -> Iterator[Span]:
    """The named platforms in text[start:end], each the first time it is named."""
    seen: set[str] = set()
    taken = start
    for begin, stop in sorted([*_named(text, start, end), *_brands(text, start, end)]):
        printed = text[begin:stop]
        if begin >= taken and printed not in seen:
            seen.add(printed)
            taken = stop
            yield Span(printed, begin, stop)


def _named(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in NAMED.finditer(text, start, end):
        begin = _name_start(text, start, match.start())
        stop = match.end() + (
            text[match.end() : match.end() + 1] == "”" and text[begin] == "“" and _whole(text, begin, match.end())
        )
        name = text[begin:stop]
        if len(name) >= 5 and SUBJECT.search(name) and not CLASS.search(name) and "信用中国" not in name:
            yield begin, stop


def _whole(text: str, begin: int, end: int) -> bool:
    """Whether a quote that opens at `begin` is still open at `end`."""
    return text.count("“", begin, end) > text.count("”", begin, end)


def _name_start(text: str, start: int, head: int) -> int:
    """Where the name that ends in the head word at `head` begins."""
    floor = max(start, head - LONGEST_NAME)
    quoted = [match.span() for match in QUOTED.finditer(text, floor, head)]
    begin = head
    while begin > floor and (text[begin - 1] not in STOP or _inside(begin - 1, quoted)):
        begin -= 1
    opened = max(text.rfind("（", begin, head), text.rfind("(", begin, head))
    if opened >= 0 and not _inside(opened, quoted):
        begin = opened + 1
    boundaries = [
        match.end()
        for match in BOUNDARY.finditer(text, begin, head)
        if match.end() < head and not _inside(match.start(), quoted)
    ]
    if boundaries:
        begin = boundaries[-1]
    joint = max(text.rfind(f"{closer}和", begin, head) for closer in ("台", "统", "库", "”", "）", ")", "网", "站"))
    begin = joint + 2 if joint >= begin else begin
    levels = LEVELS.search(text, floor, begin)
    return levels.start() if levels and text[begin] in "省市县区州级信" else begin


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= offset < end for begin, end in spans)


def _brands(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Websites called 信用 and a place: “信用宜昌”网站, 信用中国（天津）网站, 信用天津."""
    if text.find("信用", start, end) < 0:
        return
    for match in BRAND.finditer(text, start, end):
        place = match["place"]
        if place != "中国" and (find_place(place) is None or not BRAND_CONTEXT.match(text, match.end("place"))):
            continue
        opened = text[match.start() - 1] == "“"
        stop = match.end() if opened or not match["close"] else match.start("close")
        yield match.start() - opened, stop
