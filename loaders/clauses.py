"""A printed list of units with labels and verbs -> who leads and who supports, with their places.

Plans mix labels and verbs in one passage (（责任单位：甲牵头，乙、丙等部门分工负责）), so one parser reads both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.labels import Label, is_labels, labels
from loaders.names import Name, is_unit, pieces, split_names
from loaders.records import Party
from loaders.roles import LABEL_STEMS, RANKING, TIME, VERB_HINT, Role, verb

OPENERS = "（(〔[【"
LIST_EDGE = "、，,；;。 \t\n\u3000●•◆■▲"
TOGETHER = re.compile(r"会同|会商")
NO_UNIT = re.compile(r"(?:/|无|—+|-+|－|暂无|待定|同上|〃)")
PERSONS = re.compile("(?:责任|负责)人")
"""A label or head of units and persons (责任单位及责任人): what is no unit is a person there."""
MARKS, LEADING_MARKS = "★☆●○▲△◆◇■□*＊※", "★▲●◆■*＊"
MARKED = re.compile(
    rf"(?P<before>[{MARKS}]?)(?P<name>.*?)(?P<after>[{MARKS}]?)"
    r"(?:[（(〔\[](?P<word>牵头|主办|主责|负责|配合|协办|参与)(?:单位|部门)?[）)〕\]])?"
)
"""A name with a mark or a word of its own: ★市应急局, 市发展改革委（牵头）."""
MARK_HINT = re.compile(rf"[{MARKS}]|[（(〔\[](?:牵头|主[办责]|负责|配合|协办|参与)")


@dataclass(frozen=True)
class Clause:
    """Units that share a role: the label or verb as printed, and their names."""

    label: str
    role: Role
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Assignment:
    """One printed assignment: its passage and who leads and supports by it."""

    start: int
    end: int
    lead: tuple[Party, ...]
    support: tuple[Party, ...]
    style: str
    dropped: tuple[Name, ...] = ()
    """Names that were empty (a stray 、 before the bracket closes): repaired by leaving them out."""
    rule: str | None = None
    """The rule by which the first unit leads, where one holds."""

    @property
    def reading(self) -> str:
        """By which style, and which printed rule, the passage was read."""
        return f"{self.style}; {self.rule}" if self.rule else self.style


def resolve(start: int, end: int, style: str, clauses: Sequence[Clause], rule: str | None) -> Assignment:
    """Leads and supports of the clauses: 责任 leads only where no lead is named beside it."""
    clauses = [part for clause in clauses for part in _by_marks(clause)]
    named = [clause for clause in clauses if any(name.text for name in clause.names)]
    roles = {clause.role for clause in named}
    leading = next((role for role in RANKING if role in roles), Role.SUPPORT)
    lead: list[Party] = []
    support: list[Party] = []
    for clause in named:
        parties = [Party(n.text, n.start, n.end, clause.label, n.collective) for n in clause.names if n.text]
        (lead if clause.role is leading else support).extend(parties)
    if rule and leading is not Role.LEAD and lead:
        lead, support = lead[:1], [*lead[1:], *support]
    dropped = tuple(name for clause in clauses for name in clause.names if not name.text)
    return Assignment(start, end, tuple(lead), tuple(support), style, dropped, rule if len(support) else None)


def clauses_of(text: str, start: int, end: int, role: Role | None = None, label: str = "") -> tuple[Clause, ...]:
    """The clauses of a passage: a label rules to the next one; verbs inside a label's list rule their own units."""
    found: Sequence[Label] = labels(text, start, end)
    if not found and text[start - 1 : start] in OPENERS:
        found = is_labels(text, start, end)
    out: list[Clause] = []
    stops = [*(each.start for each in found), end]
    if stops[0] > start:
        out.extend(_by_verbs(text, start, stops[0], role, label))
    for each, stop in zip(found, stops[1:], strict=True):
        if each.role is not None:
            stop = stop if stop == end else _trimmed(text, each.end, stop)
            out.extend(_by_verbs(text, each.end, stop, each.role, each.words))
    return tuple(out)


def unmarked(name: str) -> str:
    """A name less a mark or a word of its own: 市发展改革委（牵头）."""
    match = MARKED.fullmatch(name) if MARK_HINT.search(name) else None
    return match["name"] if match else name


def _by_marks(clause: Clause) -> Iterator[Clause]:
    """A clause, with those of its units apart that a mark or a word tells to lead or support."""
    if not any(MARK_HINT.search(name.text) for name in clause.names):
        yield clause
        return
    apart: dict[Role, list[Name]] = {}
    for name in clause.names:
        match = MARKED.fullmatch(name.text)
        mark = (match["before"] or match["after"]) if match else ""
        if not match or not match["name"] or not (mark or match["word"]):
            apart.setdefault(clause.role, []).append(name)
            continue
        role = LABEL_STEMS[match["word"]] if match["word"] else Role.LEAD if mark in LEADING_MARKS else Role.SUPPORT
        start = name.start + match.start("name")
        bare = replace(name, text=match["name"], start=start, end=start + len(match["name"]))
        apart.setdefault(role, []).append(bare)
    yield from (Clause(clause.label, role, tuple(names)) for role, names in apart.items())


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in LIST_EDGE:
        end -= 1
    return end


def _by_verbs(text: str, start: int, end: int, role: Role | None, label: str) -> Iterator[Clause]:
    """Units up to each verb share its role; those behind the last verb, or where there is none, have the label's."""
    begin = start
    spans = pieces(text, start, end) if VERB_HINT.search(text, start, end) else ()
    for piece_start, piece_end in spans:
        stop = _trimmed(text, piece_start, piece_end)
        found = verb(text[piece_start:stop])
        if found is None and begin == piece_start and TIME.fullmatch(text, piece_start, stop):
            begin = piece_end + 1
        if found is None or (role is not None and found[1] is Role.SHARED and begin == start and stop >= end - 1):
            continue
        cut = piece_start + found[0]
        if cut == piece_start and begin == piece_start:
            continue
        yield from _together(text, begin, cut, found[1], found[2])
        begin = piece_end + 1
    if role is not None and begin < end:
        names = _names(text, begin, end)
        persons = PERSONS.search(label)
        yield Clause(label, role, tuple(name for name in names if is_unit(name.text)) if persons else names)


def _together(text: str, start: int, end: int, role: Role, words: str) -> Iterator[Clause]:
    """The units before a verb; those behind 会同 support them."""
    joint = TOGETHER.search(text, start, end)
    if joint:
        if joint.start() > start:
            yield Clause(words, role, _names(text, start, joint.start()))
        yield Clause(joint.group(), Role.SUPPORT, _names(text, joint.end(), end))
    else:
        yield Clause(words, role, _names(text, start, end))


def _names(text: str, start: int, end: int) -> tuple[Name, ...]:
    names = (name for name in split_names(text, start, end) if not TIME.fullmatch(name.text))
    return tuple(replace(name, text="") if NO_UNIT.fullmatch(name.text) else name for name in names)
