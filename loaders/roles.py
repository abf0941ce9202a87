"""The words with which plans hand out roles, as tables: labels (牵头单位：…), verbs (…牵头) and column heads."""

from __future__ import annotations

import re
from enum import Enum


class Role(Enum):
    """What a word makes of the units beside it."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    """责任, 负责: supports where a lead is named in the same assignment, leads where it stands alone."""
    SHARED = "shared"
    """按职责分工负责: as RESPONSIBLE, but behind units that are simply 负责 it supports them."""
    CARRIES_OUT = "carries out"
    """落实, 实施, 主管: leads where nobody of the roles above is named beside it."""


RANKING = (Role.LEAD, Role.RESPONSIBLE, Role.SHARED, Role.CARRIES_OUT, Role.SUPPORT)
"""Of the roles in one assignment the first of these leads."""


LABEL_STEMS: dict[str, Role] = {
    "牵头责任": Role.LEAD,
    "牵头负责": Role.LEAD,
    "主要责任": Role.LEAD,
    "主体责任": Role.LEAD,
    "第一责任": Role.LEAD,
    "总牵头": Role.LEAD,
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "责任": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "组织": Role.RESPONSIBLE,
    "落实": Role.CARRIES_OUT,
    "实施": Role.CARRIES_OUT,
    "组织实施": Role.CARRIES_OUT,
    "执行": Role.CARRIES_OUT,
    "承办": Role.CARRIES_OUT,
    "完成": Role.CARRIES_OUT,
    "主管": Role.CARRIES_OUT,
    "监管": Role.CARRIES_OUT,
    "配合责任": Role.SUPPORT,
    "协同责任": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "会办": Role.SUPPORT,
    "会同": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "协作": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "支持": Role.SUPPORT,
    "指导": Role.SUPPORT,
    "督导": Role.SUPPORT,
    "督办": Role.SUPPORT,
    "监督": Role.SUPPORT,
    "联系": Role.SUPPORT,
}
UNITS = "单位|部门|处室|科室|股室|机构|主体"

VERBS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:按照?职责分工|分别|共同|联合|总)*牵头(?:负责|组织|实施|落实|推进|组织实施|抓总|抓好落实|指导|协调|统筹|推动|开展|办理)*",
        Role.LEAD,
    ),
    (r"(?:共同)?(?:主办|主责)", Role.LEAD),
    (r"为牵头(?:单位|部门)", Role.LEAD),
    (
        r"(?:按照?|根据|依据?)(?:各自|有关|各|部门|其)*(?:职责|职能|分工|权限|范围|和)+(?:分别|共同|抓好|做好)*(?:负责|落实|实施)?(?:相关工作)?",
        Role.SHARED,
    ),
    (r"(?:分工|分别|分头)(?:负责|落实)", Role.SHARED),
    (r"(?:具体|共同)?负责(?:具体|抓好)?(?:组织实施|落实|实施|推进)", Role.CARRIES_OUT),
    (r"(?:具体|共同|主要|统筹|组织|全面)?(?:负责(?:组织)?|(?<=.)统筹(?:协调|推进|指导|负责)?)", Role.RESPONSIBLE),
    (r"为(?:责任|负责)(?:单位|部门)", Role.RESPONSIBLE),
    (
        r"(?:抓好|组织|具体|共同|贯彻)?(?:落实(?:[属地主体监管理]*责任)?|承办|组织实施|实施|组织推进|推进)",
        Role.CARRIES_OUT,
    ),
    (
        r"(?:积极|协助|密切|共同|做好)?(?:配合|参与|参加|(?<!政)协办|协同|协助|支持)(?:落实|实施|(?:做好|抓好)?(?:相关|有关|各项)*工作|做好)?",
        Role.SUPPORT,
    ),
    (r"为(?:配合|参与|协办|参加|协同)(?:单位|部门)", Role.SUPPORT),
    (r"(?:加强|业务|做好)*(?:指导|督导|监督)", Role.SUPPORT),
)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("request", r"建议.*(?:单位|部门)|诉求"),
    (
        "person",
        r"^(?!.*(?:单位|部门)).*(?:分管|责任|牵头|挂联|包[保联]|市级|县级|区级|主管)?(?:领导|负责人|责任人|联系人|责任领导|同志)$|^责任人$",
    ),
    ("number", r"^(?:序号|编号|项目编号|任务编号|序)$"),
    (
        "lead",
        r"(?:牵头|主办|主要责任|主体责任|第一责任|主责)(?:[（(]?(?:责任|负责)[）)]?)?(?:[省市县区州]直?级?)?(?:单位|部门|处室|科室)|^(?:牵头|主办)$",
    ),
    (
        "support",
        r"(?:配合|参与|参加|协办|会办|协同|协作|协助|支持|指导|督导|督办|联系)(?:责任)?(?:[省市县区州]直?级?)?(?:单位|部门|处室|科室)|^(?:配合|协办)$",
    ),
    (
        "responsible",
        r"(?:责任|负责|落实|承办|实施|执行|完成|组织)(?:[省市县区州]直?级?)?(?:单位|部门|主体|处室|科室)|^责任(?:分工|部门|单位)$|^(?:单位|部门)$",
    ),
    ("deadline", r"时限|时间|期限|节点|进度|完成日期"),
    ("section", r"^(?:(?!.*名称).{0,4}(?:类别|类型|分类|领域|板块)|维度|一级.*|方面)$"),
    ("content", r"内容|措施|举措|要求|标准|说明|目标(?!与任务|任务|和任务)|做法|路径"),
    ("title", r"任务|事项|项目|工作|要点|名称|目标与任务|指标|问题|建议|提案|议案"),
)
"""Head words of table columns: the first row whose pattern is found in a head tells what its cells mean."""

STEMS = "|".join(sorted(LABEL_STEMS, key=len, reverse=True))
MARKER = re.compile(rf"(?P<stem>{STEMS})(?P<unit>{UNITS})")
"""Any use of a role's word, in a label or in running prose (各牵头单位要研究制定…)."""
VERB = re.compile("(?:" + "|".join(f"(?P<v{index}>{pattern})" for index, (pattern, _) in enumerate(VERBS)) + ")$")
VERB_HINT = re.compile(
    "牵头|负责|统筹|配合|参与|参加|落实|主办|主责|承办|实施|推进|指导|[督监][导督]|协[办同助]|支持|分[工头别]|职[责能]|(?:单位|部门)(?:$|[，,；;])"
)
"""What every verb has a part of: lists without any are not searched piece by piece."""
TIME = re.compile(
    r"(?:(?:20\d\d|当|今|本|每)年|年[内底末]|\d{1,2}月|长期|持续|全年|常态化|[上下]半年|第?[一二三四]季度|即日起|立即)[^、，,；;]{0,18}"
)
"""A piece of a list that tells when, not who: 年内完成, 2023年6月底前完成, 持续推进."""


UNIT_COLUMNS = {"lead": Role.LEAD, "support": Role.SUPPORT, "responsible": Role.RESPONSIBLE}
"""The meanings of columns that hold units, with the role that they give."""
_HEADS = tuple((meaning, re.compile(pattern)) for meaning, pattern in COLUMNS)


def column_meaning(word: str) -> str | None:
    """What a column under this head word holds, None where the word is no head."""
    return next((meaning for meaning, pattern in _HEADS if word and pattern.search(word)), None)


def head_role(meaning: str, word: str) -> Role:
    """The role that a column of units gives: by the stem in its head, else by what the column means."""
    found = MARKER.search(word)
    return LABEL_STEMS[found["stem"]] if found else UNIT_COLUMNS[meaning]


def verb(text: str) -> tuple[int, Role, str] | None:
    """Where a verb closes the text, the role that it gives, and the verb."""
    match = VERB.search(text)
    if match is None:
        return None
    index = next(i for i in range(len(VERBS)) if match.group(f"v{i}") is not None)
    return match.start(), VERBS[index][1], match.group()
