"""What plans say of their own assignments: that the first unit of a list leads (下同), that a duty holds for all."""

from __future__ import annotations

import re

FIRST_LEADS = re.compile(
    r"(?:名?列|排(?:名|序|列)?)?(?:在)?(?:第一[位个家名]?|首[位个]|最前面?)(?:的|者)?(?:责任)?(?:单位|部门)?(?:即?为|是)(?:总)?牵头(?:责任)?(?:单位|部门)?"
    r"(?:[，,、]?其[他它余](?:单位|部门)?为(?:配合|责任|参与|协办)(?:单位|部门))?[，,、]?(?P<on>以?下同)?"
)
"""The rule that the first unit of a list leads, for one assignment or (下同) from there on."""
STANDING = re.compile(r"[，。；,;]\s*(?:以[下上]|上述)(?:各?项|任务|工作)?[^。；\n]{0,6}(?:均|都)[^）)〕\]】]*")
"""What holds for the items behind, said inside an assignment: 以下均需各地人民政府落实，不再一一列出."""
LEGEND = re.compile(
    r"(?:带|标|注|打|加)(?:有)?[“\"（(]?[★☆●○▲△◆◇■□*＊※#][”\"）)]?(?:号|标记)?(?:的|者)?(?:单位|部门)?(?:为|是)牵头(?:单位|部门)?[，,、]?(?:以?下同)?"
)
"""A legend for a mark at a name in a list: 带*为牵头单位，下同."""
NOTE = re.compile(r"注|各项|均|本(?:方案|表)")
REACH = 40
LIST_EDGE = "、，,；;。 \t\n\u3000（("


def first_leads(text: str, start: int, end: int) -> re.Match[str] | None:
    """The rule that the first leads, where text[start:end] states it."""

    def states(*words: str) -> bool:
        return any(text.find(each, start, end) >= 0 for each in words)

    stated = states("为牵头", "是牵头", "为总牵头") and states("第一", "首位", "首个", "最前")
    return FIRST_LEADS.search(text, start, end) if stated else None


def without_rules(text: str, start: int, end: int) -> int:
    """Where a list ends that rules, legends and standing duties may follow up to `end`."""
    found = [first_leads(text, start, end)]
    if text.find("牵头", start, end) >= 0:
        found.append(LEGEND.search(text, start, end))
    if text.find("均", start, end) >= 0 or text.find("都", start, end) >= 0:
        found.append(STANDING.search(text, start, end))
    stops = [match.start() for match in found if match]
    if not stops:
        return end
    stop = min(stops)
    while stop > start and text[stop - 1] in LIST_EDGE:
        stop -= 1
    return stop


def rule_of_the_text(text: str, start: int) -> str | None:
    """The rule that the first unit leads, where the text states it once for all: before its items, or in a note."""
    place = 0
    while match := first_leads(text, place, len(text)):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        inside = max(map(line.rfind, "（(〔[【")) > max(map(line.rfind, "）)〕]】"))
        noted = not match["on"] and (not inside or NOTE.search(line[-REACH:]))
        if match.start() < start or noted:
            return match.group()
        place = match.end()
    return None
