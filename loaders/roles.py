"""The words with which plans hand out roles, as one table: labels (牵头单位：…) and verbs (…牵头)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a label makes of the units behind it."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    """责任: supports where a lead is named in the same assignment, leads where it stands alone."""


@dataclass(frozen=True)
class RoleWord:
    """A stem such as 牵头 that stands before 单位 or 部门 in a label."""

    stem: str
    role: Role


ROLE_WORDS = (
    RoleWord("牵头责任", Role.LEAD),
    RoleWord("牵头负责", Role.LEAD),
    RoleWord("主要责任", Role.LEAD),
    RoleWord("牵头", Role.LEAD),
    RoleWord("主办", Role.LEAD),
    RoleWord("主责", Role.LEAD),
    RoleWord("责任", Role.RESPONSIBLE),
    RoleWord("负责", Role.RESPONSIBLE),
    RoleWord("落实", Role.RESPONSIBLE),
    RoleWord("实施", Role.RESPONSIBLE),
    RoleWord("承办", Role.RESPONSIBLE),
    RoleWord("参与", Role.SUPPORT),
    RoleWord("参加", Role.SUPPORT),
    RoleWord("配合", Role.SUPPORT),
    RoleWord("协办", Role.SUPPORT),
    RoleWord("协同", Role.SUPPORT),
    RoleWord("协助", Role.SUPPORT),
    RoleWord("支持", Role.SUPPORT),
)
ROLE_OF = {word.stem: word.role for word in ROLE_WORDS}

STEMS = "|".join(sorted((word.stem for word in ROLE_WORDS), key=len, reverse=True))
MARKER = re.compile(rf"(?P<stem>{STEMS})(?P<unit>单位|部门)")
"""Any use of a role's word, in a label or in running prose (各牵头单位要研究制定…)."""
LABEL = re.compile(rf"{MARKER.pattern}\s*[:：]\s*")
"""A role's word as a label, up to its colon."""
