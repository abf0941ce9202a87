"""What a task says besides who does it: measures, deadlines, targets, cited documents, platforms.

Each kind is one function from a stretch of the text to spans. The patterns hold for plans at large; where a text
leaves room for judgement (what counts as a target, where a platform's name begins) they prefer a miss to a guess.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from loaders.numbering import CHINESE_NUMBER, DIGITS, numeral
from loaders.records import Deadline, Span, Target

SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’」』]?|\n|$)")
MEANINGFUL = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of text[start:end]: the measures of a task."""
    for match in SENTENCE.finditer(text, start, end):
        printed = match.group()
        if MEANINGFUL.search(printed):
            begin = match.start() + len(printed) - len(printed.lstrip())
            yield Span(printed.strip(), begin, begin + len(printed.strip()))


# Deadlines ------------------------------------------------------------------------------------------------------

YEAR = r"(?:(?P<year>\d{4}|[〇零○一二三四五六七八九]{4})年)"
MONTH = rf"(?P<month>\d{{1,2}}|{CHINESE_NUMBER})月(?:份)?"
DAY = rf"(?P<day>\d{{1,2}}|{CHINESE_NUMBER})[日号]"
PART = r"(?P<part>底|末|年底|年末|上半年|下半年|[一二三四]季度|上旬|中旬|下旬|初)"
CLOCK = r"(?:[上下]午)?(?:\d{1,2}[:：时点]\d{0,2}分?)?"
BEFORE = r"(?P<before>(?:之?前|以前))"
DATE = re.compile(rf"{YEAR}(?:{MONTH}(?:{DAY}{CLOCK})?)?{PART}?{BEFORE}?")
PERIOD = re.compile(
    r"每(?:年|半年|季度?|月|周)(?:度|末|底|初|首月)?(?:第?\d{1,2}[日号]|[上中下]旬|末|底)(?:之?前|以前)"
)
END_OF = {"底": (12, 31), "末": (12, 31), "年底": (12, 31), "年末": (12, 31), "上半年": (6, 30), "下半年": (12, 31)}
QUARTER_END = {"一季度": (3, 31), "二季度": (6, 30), "三季度": (9, 30), "四季度": (12, 31)}


def deadlines(text: str, start: int, end: int) -> Iterator[Deadline]:
    """Dates by which something is due: 2018年底前, 2019年底, 2018年11月30日下午5:30前, 每季度首月10日前.

    A date without 前, 底 or 末 tells when something was, or begins (2018年9月起): no deadline.
    """
    for match in DATE.finditer(text, start, end) if text.find("年", start, end) >= 0 else ():
        if match["before"] or match["part"] in {*END_OF, *QUARTER_END}:
            yield Deadline(match.group(), iso_date(match), match.start(), match.end())
    for match in PERIOD.finditer(text, start, end) if text.find("每", start, end) >= 0 else ():
        yield Deadline(match.group(), None, match.start(), match.end())


def iso_date(match: re.Match[str] | None) -> str | None:
    """The last day of the time that a match of DATE names, as YYYY-MM-DD; None for a day that does not exist."""
    if match is None:
        return None
    year = _year(match["year"])
    part = match["part"]
    if match["month"] is None:
        month, day = {**END_OF, **QUARTER_END}.get(part or "", (12, 31))
        return f"{year:04d}-{month:02d}-{day:02d}"
    month = numeral(match["month"])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = numeral(match["day"]) if match["day"] else {"上旬": 10, "中旬": 20}.get(part or "", last)
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= last else None


def _year(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return int("".join(str(DIGITS.get(digit, 0)) for digit in text.replace("○", "〇")))


# Targets --------------------------------------------------------------------------------------------------------

NUMBER = r"\d+(?:\.\d+)?"
AT_LEAST = r"不少于|不低于|不小于|至少|达到|超过|突破|高于|以上"
AT_MOST = r"不超过|不高于|不多于|低于|控制在|以下|以内"
EVERY = r"每(?:年|半年|季度|季|月|周|天|日)"
TARGETS = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        # a share: 分别达到70%和80%, 不低于95%, 70%以上
        (
            "[%％]",
            rf"(?:分别)?(?:{AT_LEAST}|{AT_MOST})?(?P<value>{NUMBER})[%％](?P<unit>)(?:[和、]{NUMBER}[%％])*(?:以上|以下|以内)?",
        ),
        # a term of working days: 7个工作日
        ("个工作日", rf"(?P<value>{NUMBER})(?P<unit>个工作日)"),
        # a service in hours: 24小时后到账, 7×24小时值守
        ("小时", rf"(?:\d+[×xX*])?(?P<value>{NUMBER})(?P<unit>小时)[后内]?[\u4e00-\u9fff]{{2}}"),
        # how often how much: 每周刊发不少于2条
        ("每", rf"{EVERY}[\u4e00-\u9fff]{{0,8}}?(?:{AT_LEAST}|{AT_MOST})(?P<value>{NUMBER})(?P<unit>[\u4e00-\u9fff])"),
        # how often to whom: 每季度向市交通运输委报送, 每月将工作进展情况报区文明办
        (
            "每",
            r"每(?:月|季度|半年|年|周)(?:向[^，。；,;]{2,20}?(?:报送|报告|通报)|将[^，。；,;]{2,20}?报(?:送)?[^，。；,;]{2,20})",
        ),
        # an exchange at a fixed pace: 一月一互通
        ("一[日周月季年]一", r"一[日周月季年]一[\u4e00-\u9fff]{2}"),
        # whole coverage
        ("全覆盖", r"(?:基本)?实现全覆盖"),
    )
)
ANY_TARGET = re.compile("|".join(sign.pattern for sign, _ in TARGETS))
CRITERION = re.compile(r"(?:的|超过\d+次|以上的)")
"""A number behind which 的 stands describes who is meant (每年记录在50条以上的), not what is to be reached."""


def targets(text: str, start: int, end: int) -> Iterator[Target]:
    """Measurable aims: shares, working days, hours, paces, whole coverage."""
    taken: list[tuple[int, int]] = []
    if not ANY_TARGET.search(text, start, end):
        return
    for sign, pattern in TARGETS:
        if not sign.search(text, start, end):
            continue
        for match in pattern.finditer(text, start, end):
            overlaps = any(match.start() < stop and begin < match.end() for begin, stop in taken)
            if not overlaps and not CRITERION.match(text, match.end()):
                taken.append(match.span())
                yield _target(match)


def _target(match: re.Match[str]) -> Target:
    groups = match.groupdict()
    value = float(groups["value"]) if groups.get("value") else None
    printed = match.group()
    unit = groups.get("unit") or ("%" if re.search("[%％]", printed) else None)
    comparator = ">=" if re.search(AT_LEAST, printed) else "<=" if re.search(AT_MOST, printed) else None
    return Target(printed, value, unit, match.start(), match.end(), comparator)


# Cited documents ------------------------------------------------------------------------------------------------

QUOTED = {"《": 1, "》": -1}
LONGEST_TITLE = 400
"""Characters; the longest title seen has 71."""
STRAY_CLOSER = re.compile(r"[^《》，。；、,;\n]{1,6}》")
DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(【]\d{4}[〕\]］）)】]\s*\d+\s*号")
LEAD_IN = re.compile(r".*(?:根据|按照|依据|依照|落实|贯彻|执行|参照|以及|和|及|与)(?=..)")


def references(text: str, start: int, end: int) -> Iterator[Span]:
    """Titles in 《》 (nested ones whole) and document numbers (文明委〔2018〕4号), each the first time it is cited."""
    seen: set[str] = set()
    found = list(_titles(text, start, end))
    if text.find("号", start, end) >= 0:
        found += [(_number_start(match), match.end()) for match in DOC_NUMBER.finditer(text, start, end)]
    for begin, stop in sorted(found):
        printed = text[begin:stop]
        if printed not in seen:
            seen.add(printed)
            yield Span(printed, begin, stop)


def _number_start(match: re.Match[str]) -> int:
    """Where a document number begins: behind the words that lead up to it (根据中央文明委〔2018〕4号)."""
    lead_in = LEAD_IN.match(match.group())
    return match.start() + (lead_in.end() if lead_in else 0)


def _titles(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    offset = text.find("《", start, end)
    while offset >= 0:
        stop = _title_end(text, offset, end)
        if stop > offset:
            yield offset, stop
        offset = text.find("《", max(stop, offset + 1), end)


def _title_end(text: str, opener: int, end: int) -> int:
    """The offset behind a title; one whose closing mark was doubled by mistake (《十不准》规定》) runs to the last."""
    depth = 0
    for offset in range(opener, min(end, opener + LONGEST_TITLE)):
        depth += QUOTED.get(text[offset], 0)
        if text[offset] == "\n":
            return opener
        if depth == 0:
            stray = STRAY_CLOSER.match(text, offset + 1, end)
            return stray.end() if stray else offset + 1
    return opener
