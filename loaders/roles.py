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


LABEL_STEMS: dict[str, Role] = {
    "牵头责任": Role.LEAD,
    "牵头负责": Role.LEAD,
    "主要责任": Role.LEAD,
    "第一责任": Role.LEAD,
    "总牵头": Role.LEAD,
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "责任": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "落实": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "执行": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "配合责任": Role.SUPPORT,
    "协同责任": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "协作": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "支持": Role.SUPPORT,
}
UNITS = "单位|部门|处室|科室|股室|机构|主体"

VERBS: tuple[tuple[str, Role], ...] = (
    (r"(?:按照?职责分工|分别|共同|联合|总)*牵头(?:负责|组织|实施|落实|推进|组织实施|抓总|抓好落实)?", Role.LEAD),
    (r"(?:共同)?(?:主办|主责)", Role.LEAD),
    (
        r"(?:按照?|根据|依据?)(?:各自|有关|各|部门)*(?:职责|职能|分工|权限|范围|和)+(?:分别|共同|抓好)*(?:负责|落实|实施)?",
        Role.SHARED,
    ),
    (r"(?:分工|分别|分头)(?:负责|落实)", Role.SHARED),
    (r"(?:具体|共同|主要|统筹|组织)?负责(?:组织实施|落实|实施|推进|组织)?", Role.RESPONSIBLE),
    (r"(?:抓好|组织|具体|共同)?(?:落实|承办|组织实施|实施)", Role.RESPONSIBLE),
    (r"(?:积极|协助|密切|共同|做好)?(?:配合|参与|参加|协办|协同|协助|支持)(?:落实|实施|做好)?", Role.SUPPORT),
)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("request", r"建议.*(?:单位|部门)|诉求"),
    (
        "person",
        r"^(?!.*(?:单位|部门)).*(?:分管|责任|牵头|挂联|包[保联]|市级|县级|区级|主管)?(?:领导|负责人|责任人|联系人|责任领导|同志)$|^责任人$",
    ),
    ("number", r"^(?:序号|编号|项目编号|任务编号|序)$"),
    ("lead", r"(?:牵头|主办|主要责任|第一责任|主责)(?:责任|负责)?(?:单位|部门|处室|科室)|^牵头$"),
    ("support", r"(?:配合|参与|参加|协办|协同|协作|协助|支持)(?:责任)?(?:单位|部门|处室|科室)|^配合$"),
    ("responsible", r"(?:责任|负责|落实|承办|实施|执行)(?:单位|部门|主体|处室|科室)|^责任分工$|^(?:单位|部门)$"),
    ("deadline", r"时限|时间|期限|节点|进度|完成日期"),
    ("section", r"^(?:类别|领域|板块|分类|类型|指标类别|维度|项目类别|一级.*|方面)$"),
    ("content", r"内容|措施|举措|要求|标准|说明|目标(?!与任务|任务|和任务)|做法|路径"),
    ("title", r"任务|事项|项目|工作|要点|名称|目标与任务|指标|问题"),
)
"""Head words of table columns: the first row whose pattern is found in a head tells what its cells mean."""

STEMS = "|".join(sorted(LABEL_STEMS, key=len, reverse=True))
MARKER = re.compile(rf"(?P<stem>{STEMS})(?P<unit>{UNITS})")
"""Any use of a role's word, in a label or in running prose (各牵头单位要研究制定…)."""
LABEL = re.compile(rf"(?P<stem>{STEMS})(?P<unit>{UNITS})?\s*[:：]\s*")
"""A role's word as a label, up to its colon."""
OTHER_LABEL = re.compile(
    r"(?:完成时限|完成时间|时间节点|时间安排|完成期限|时限|责任人|责任领导|牵头领导|分管领导|联系人|实施期限|进度安排)\s*[:：]\s*"
)
"""A label beside the roles' whose words are no units."""
VERB = re.compile("(?:" + "|".join(f"(?P<v{index}>{pattern})" for index, (pattern, _) in enumerate(VERBS)) + ")$")
VERB_HINT = re.compile("牵头|负责|配合|参与|参加|落实|主办|主责|承办|实施|协[办同助]|支持|分[工头别]|职[责能]")
"""What every verb has a part of: lists without any are not searched piece by piece."""
FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名)?(?:在)?(?:第一位?|首位|最前)(?:的|者)?(?:单位|部门)?(?:为|是)(?:总)?牵头(?:单位|部门)?[，,、]?(?P<on>以?下同)?"
)
"""The rule that the first unit of a list leads, for one assignment or (下同) from there on."""


UNIT_COLUMNS = {"lead": Role.LEAD, "support": Role.SUPPORT, "responsible": Role.RESPONSIBLE}
"""The meanings of columns that hold units, with the role that they give."""
_HEADS = tuple((meaning, re.compile(pattern)) for meaning, pattern in COLUMNS)


def column_meaning(word: str) -> str | None:
    """What a column under this head word holds, None where the word is no head."""
    return next((meaning for meaning, pattern in _HEADS if word and pattern.search(word)), None)


def verb(text: str) -> tuple[int, Role, str] | None:
    """Where a verb closes the text, the role that it gives, and the verb."""
    match = VERB.search(text)
    if match is None:
        return None
    index = next(i for i in range(len(VERBS)) if match.group(f"v{i}") is not None)
    return match.start(), VERBS[index][1], match.group()
