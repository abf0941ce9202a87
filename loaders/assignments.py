"""Assignments: role labels or verbs and the units beside them -> leads and supports with their places.

Finding and parsing are apart. A style finds passages (brackets, lines of labels); one parser reads what stands in
them, since plans mix labels and verbs in one passage: （责任单位：甲牵头，乙、丙等部门分工负责）. Another way of
printing is another entry in STYLES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.names import AGENCY_END, COLLECTIVE, SCOPED, SEPARATORS, Name, pieces, split_names
from loaders.numbering import starts_item
from loaders.records import Party
from loaders.roles import (
    FIRST_LEADS,
    IS_LABEL,
    LABEL,
    LABEL_STEMS,
    LEAD_MARK,
    MARKER,
    OTHER_LABEL,
    RANKING,
    STEMS,
    TIME,
    VERB_HINT,
    Role,
    label_role,
    verb,
)

PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】"}
CLOSERS = "）)〕]】"
OPENER = re.compile(r"[（(〔\[【]")
LONGEST = 1500
"""Characters in which a bracket's end is sought; the longest seen runs to some 300."""
LINE_LABEL = re.compile(
    r"(?:(?m:^)|(?<=[。；;！）)—-]))[ \t\u3000●•◆■▲○·*]*(?=" + LABEL.pattern + r")|(?=[（(〔\[【]\s*(?:" + STEMS + "))"
)
LABEL_PREFIX = re.compile(r"[^，。；、,;（(]{0,6}")
"""What may stand between a bracket and its first label: 市级牵头部门."""
TOGETHER = re.compile(r"会同|会商")
LIST_EDGE = SEPARATORS + " \t\n\u3000●•◆■▲"
STATEMENT = re.compile(r"[。！？](?!$)")
LONGEST_NAME = 30
SENTENCE = re.compile("[。！？]")
CITED = re.compile(r"[《》\d]")
DEPARTMENTS = re.compile("[\u3400-\u9fff]{2,}部门$")
"""A class of agencies (市场监管部门): a unit where a verb stands beside it."""
PERSONS = re.compile("(?:责任|负责)人")
"""A label or head of units and persons (责任单位及责任人): what is no unit is a person there."""
FEWEST = 3
"""So many brackets of nothing but units are no chance."""
OTHER_LINE = re.compile(r"[ \t\u3000●•◆■▲○·*]*" + OTHER_LABEL.pattern)
NO_UNIT = re.compile(r"^(?:/|无|—+|-+|－|暂无|待定|同上|〃)$")
MARKED = re.compile(
    r"(?P<before>[★☆●○▲△◆◇■□*＊※]?)(?P<name>.*?)(?P<after>[★☆●○▲△◆◇■□*＊※]?)(?:[（(〔\[](?P<word>牵头|主办|主责|负责|配合|协办|参与)(?:单位|部门)?[）)〕\]])?"
)
"""A name with a mark or a word of its own: ★市应急局, 市发展改革委（牵头）."""
LEADING_MARKS = "★▲●◆■*＊"


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


@dataclass(frozen=True)
class Style:
    """A way of printing an assignment: how its passages are found."""

    name: str
    find: Callable[[str, int, int], Iterator[tuple[int, int]]]
    role: Role | None = None
    """The role that units have where no label and no verb is printed."""


def find_assignments(text: str, start: int, end: int) -> Iterator[Assignment]:
    """The assignments printed in text[start:end], in order; a passage is read by the first style that fits.

    A rule such as 列第一位的为牵头单位，下同 holds from where it stands to the end of the text.
    """
    taken, standing = start, _rule_of_the_text(text, start)
    found = sorted(
        (begin, -stop, rank) for rank, style in enumerate(STYLES) for begin, stop in style.find(text, start, end)
    )
    before: Assignment | None = None
    for begin, negative, rank in found:
        if begin < taken:
            continue
        assignment, rule = read_assignment(text, begin, -negative, STYLES[rank], standing)
        standing = rule or standing
        if not assignment:
            continue
        taken = assignment.end
        if before and _goes_on(text, before, assignment):
            before = replace(
                before, end=assignment.end, support=(*before.support, *assignment.lead, *assignment.support)
            )
            continue
        if before:
            yield before
        before = assignment
    if before:
        yield before


def _rule_of_the_text(text: str, start: int) -> str | None:
    """The rule that the first unit leads, where the text states it once for all: in a note, or before the items."""
    for match in FIRST_LEADS.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        inside = max(line.rfind(opener) for opener in PAIRS) > max(line.rfind(closer) for closer in CLOSERS)
        if match.start() < start:
            return match.group()
        if not match["on"] and (not inside or re.search(r"注|各项|均|本(?:方案|表)", line[-40:])):
            return match.group()
    return None


def _goes_on(text: str, first: Assignment, second: Assignment) -> bool:
    """Whether a second bracket completes the first: （牵头单位：甲）（责任单位：乙）."""
    leads = any(LABEL_STEMS.get(party.label[:2]) is Role.LEAD for party in second.lead)
    between = text[first.end : second.start].strip(LIST_EDGE + "。")
    return not between and not first.support and not leads and bool(LABEL.match(text, second.start + 1))


def read_assignment(
    text: str, start: int, end: int, style: Style, standing: str | None = None
) -> tuple[Assignment | None, str | None]:
    """The assignment in a passage, None where nobody is named, and the rule that it sets for those behind it."""
    inner_start, inner_end = start, end
    boxed = LABEL.match(text, start)
    if text[start] in PAIRS and not boxed:
        inner_start, inner_end = start + 1, end - 1 if text[end - 1] in CLOSERS else end
    rule = FIRST_LEADS.search(text, inner_start, inner_end)
    if legend := LEAD_MARK.search(text, inner_start, inner_end):
        inner_end = len(text[:inner_end][: legend.start()].rstrip(LIST_EDGE + "。（("))
    if rule:
        inner_end = len(text[:inner_end][: rule.start()].rstrip(LIST_EDGE + "。（("))
    clauses = clauses_of(text, inner_start, inner_end, style.role)
    if not any(name.text for clause in clauses for name in clause.names):
        return None, None
    words = rule.group() if rule else None
    assignment = resolve(start, end, style.name, clauses, words or standing)
    return assignment, words if rule and rule["on"] else None


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


def _by_marks(clause: Clause) -> Iterator[Clause]:
    """A clause, with those of its units apart that a mark or a word tells to lead or support: 市发展改革委（牵头）."""
    apart: dict[Role, list[Name]] = {}
    for name in clause.names:
        match = MARKED.fullmatch(name.text)
        mark = (match["before"] or match["after"]) if match else ""
        if not match or not match["name"] or not (mark or match["word"]):
            apart.setdefault(clause.role, []).append(name)
            continue
        role = LABEL_STEMS[match["word"]] if match["word"] else Role.LEAD if mark in LEADING_MARKS else Role.SUPPORT
        start = name.start + match.start("name")
        apart.setdefault(role, []).append(
            replace(name, text=match["name"], start=start, end=start + len(match["name"]))
        )
    yield from (Clause(clause.label, role, tuple(names)) for role, names in apart.items())


# Parsing --------------------------------------------------------------------------------------------------------


def clauses_of(text: str, start: int, end: int, role: Role | None = None, label: str = "") -> tuple[Clause, ...]:
    """The clauses of a passage: a label rules to the next one; verbs inside a label's list rule their own units."""
    labels = [*LABEL.finditer(text, start, end), *OTHER_LABEL.finditer(text, start, end)]
    if not labels and text[start - 1 : start] in PAIRS:
        labels = list(IS_LABEL.finditer(text, start, end))
    labels.sort(key=lambda match: match.start())
    out: list[Clause] = []
    stops = [*(match.start() for match in labels), end]
    if stops[0] > start:
        out.extend(_by_verbs(text, start, stops[0], role, label))
    for match, stop in zip(labels, stops[1:], strict=True):
        if match.re is not OTHER_LABEL:
            last = stop == end
            stop = stop if last else _trimmed(text, match.end(), stop)
            words, given = label_role(match)
            out.extend(_by_verbs(text, match.end(), stop, given, words))
    return tuple(out)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in LIST_EDGE:
        end -= 1
    return end


def _by_verbs(text: str, start: int, end: int, role: Role | None, label: str) -> Iterator[Clause]:
    """Units up to each verb share its role; those behind the last verb, or where there is none, have the label's."""
    begin = start
    spans = pieces(text, start, end) if VERB_HINT.search(text, start, end) else ()
    for piece_start, piece_end in spans:
        stop = piece_end
        while stop > piece_start and text[stop - 1] in LIST_EDGE + "。":
            stop -= 1
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
    return tuple(replace(name, text="") if NO_UNIT.match(name.text) else name for name in names)


# Finding --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _brackets(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Every bracket of the stretch, inner ones too; kept, since each style looks at them."""
    return tuple((match.start(), closing(text, match.start(), end)) for match in OPENER.finditer(text, start, end))


def _labelled_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Brackets that open with a label: （牵头单位：甲；责任单位：乙）, （责任领导：某某；牵头单位：甲）."""
    for begin, stop in _brackets(text, start, end):
        label = LABEL.search(text, begin + 1, stop) or IS_LABEL.match(text, begin + 1, stop)
        if label is None:
            continue
        other = OTHER_LABEL.match(text, begin + 1, stop)
        if other or LABEL_PREFIX.fullmatch(text, begin + 1, label.start()):
            yield begin, stop


def _verb_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Brackets whose units stand before a verb: （甲牵头，乙、丙按职责分工负责）."""
    for begin, stop in _brackets(text, start, end):
        inner = text[begin + 1 : stop - 1]
        if text[stop - 1] in CLOSERS and VERB_HINT.search(inner) and _reads_as_units(inner):
            yield begin, stop


def _reads_as_units(inner: str) -> bool:
    """Whether a bracket holds units and a verb, and nothing that is told of them."""
    inner = LEAD_MARK.sub("", FIRST_LEADS.sub("", inner))
    other = OTHER_LABEL.search(inner)
    inner = _without_times((inner[: other.start()] if other else inner).rstrip(LIST_EDGE + "。（("))
    if LABEL.search(inner) or STATEMENT.search(inner):
        return False
    found = verb(inner)
    if found is None or found[0] == 0:
        return False
    names = [name.text for clause in clauses_of(inner, 0, len(inner)) for name in clause.names if name.text]
    units = sum((is_unit(name) or bool(DEPARTMENTS.search(name))) and not MARKER.search(name) for name in names)
    return 2 * units > len(names) and max(map(len, names)) <= LONGEST_NAME


def _without_times(inner: str) -> str:
    """A list less the pieces at its ends that tell when (年内完成)."""
    spans = [span for span in pieces(inner, 0, len(inner)) if span[1] > span[0]]
    told = [span for span in spans if not TIME.fullmatch(inner, *span)]
    return inner[told[0][0] : told[-1][1]] if told else ""


def _unit_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Brackets of nothing but units behind an item, where the plan has several: （市教育局、各县区政府）."""
    spans = _brackets(text, start, end)
    found = [(begin, stop) for begin, stop in spans if _lists_units(text, begin, stop)]
    if len(found) >= FEWEST or (
        found and (any(_verb_brackets(text, start, end)) or any(_labelled_brackets(text, start, end)))
    ):
        yield from found


def _lists_units(text: str, begin: int, stop: int) -> bool:
    """Whether a bracket closes a line, and each of its names is a unit's."""
    if text[stop - 1] not in CLOSERS or text[stop : stop + 1] not in ("\n", "") or not _closes_item(text, begin):
        return False
    rule = FIRST_LEADS.search(text, begin, stop)
    names = [name.text for name in split_names(text, begin + 1, rule.start() if rule else stop - 1)]
    single = len(names) == 1 and not SCOPED.search(names[0]) and not COLLECTIVE.search(names[0])
    names = [unmarked(name) for name in names]
    return not single and all(is_unit(name) and len(name) <= LONGEST_NAME and not CITED.search(name) for name in names)


def _closes_item(text: str, begin: int) -> bool:
    """Whether a bracket stands behind a sentence, or behind the words of a numbered heading."""
    line = text[text.rfind("\n", 0, begin) + 1 : begin].rstrip()
    return line[-1:] in ("。", "；", "！", "”") or starts_item(line)


def unmarked(name: str) -> str:
    """A name less a mark or a word of its own (市发展改革委（牵头）)."""
    match = MARKED.fullmatch(name)
    return match["name"] if match else name


def is_unit(name: str) -> bool:
    """Whether a name ends as the names of units do."""
    return bool(AGENCY_END.search(name) or COLLECTIVE.search(name))


def _label_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Labels without brackets, on lines of their own or behind a sentence: 牵头部门：甲、乙 / 落实部门：丙."""
    taken = start
    for match in LINE_LABEL.finditer(text, start, end):
        if match.end() < taken or not _stands_alone(text, match.end(), end):
            continue
        stop = _list_end(text, match.end(), end)
        while stop < end and (
            LINE_LABEL.match(text, stop + 1) or OTHER_LINE.match(text, stop + 1) or _more_units(text, stop, end)
        ):
            stop = _list_end(text, stop + 1, end)
        taken = stop
        yield match.end(), stop


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a label begins a line or follows a sentence; one in a box may follow a heading, before units alone."""
    found = LABEL.match(text, start)
    if found is None:
        return False
    if not found["boxed"] or text[start - 1 : start] in ("", "\n", *"。；;！—-"):
        return True
    names = split_names(text, found.end(), _line_end(text, start, end))
    return all(is_unit(name.text) for name in names)


def _list_end(text: str, start: int, end: int) -> int:
    """Where the labels and lists that begin at `start` end: with the line, or with a sentence that others follow."""
    stop = _line_end(text, start, end)
    for mark in SENTENCE.finditer(text, start, stop):
        if mark.end() < stop and not LABEL.match(text, mark.end()) and not OTHER_LABEL.match(text, mark.end()):
            return mark.end()
    return stop


def _more_units(text: str, stop: int, end: int) -> bool:
    """Whether the line behind `stop` holds nothing but units, and so goes on with the list."""
    line = text[stop + 1 : _line_end(text, stop + 1, end)]
    names = [name.text for name in split_names(line, 0, len(line))]
    return text[stop] == "\n" and bool(line) and not starts_item(line) and all(is_unit(name) for name in names)


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


def closing(text: str, opener: int, end: int) -> int:
    """The offset behind the bracket that closes the one at `opener`, of any width; the paragraph's end if none does."""
    depth = 0
    stop = min(end, opener + LONGEST)
    for offset in range(opener, stop):
        char = text[offset]
        if char in PAIRS:
            depth += 1
        elif char in CLOSERS:
            depth -= 1
            if depth == 0:
                return offset + 1
        elif char == "\n":
            return offset
    return stop


STYLES = (
    Style("bracketed labels", _labelled_brackets),
    Style("bracketed verbs", _verb_brackets),
    Style("label lines", _label_lines),
    Style("bracketed units", _unit_brackets, Role.RESPONSIBLE),
)
