"""The lines of mastheads, titles, notices and signatures, and what each can be told to be by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.facts import DATE, DOC_NUMBER, iso_date

_ENDS_TITLE = (
    r"(?:方案|办法|意见|计划|规划|措施|细则|要点|行动|纲要|通知|决定|分工|清单|任务书|任务|规定)"
    r"(?:[（(][^（）()]*[）)])?"
)
TITLE_END = re.compile(rf"{_ENDS_TITLE}$")
TITLE_ENDS = re.compile(rf"(?=(?P<words>{_ENDS_TITLE}))")
"""Each place where a title could end, also one within another."""
SHEET_END = re.compile(r"(?:(?:分解|分工|任务|责任|安排|计划)表|台账)(?:[（(][^（）()]*[）)])?$")
NOTICE = re.compile(r"印发\s*[《<〈](?P<title>.+)[》>〉]\s*的?通知")
ABOUT = re.compile(r"关于|印发")
PUNCTUATED = re.compile(r"[，。；：！？,;:]")
MASTHEAD = re.compile(r"(?:文件|令|公告)$")
ISSUER_END = re.compile(
    r"(?:委员会|小组|办公室|政府|公署|[厅局办委部院社]|中心|指挥部|联席会议|党组|法院|检察院|人大|政协|工会|协会|联合会|公司|集团)$"
)
SHORTEST_TITLE = 9
"""Characters of a title that a document number stands behind."""
BARE_DATE = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
STAMP = re.compile(r"^(?P<date>\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*")


@dataclass(frozen=True)
class HeadLine:
    """A line before or behind a plan's numbered part, and where it stands."""

    text: str
    start: int

    @property
    def plain(self) -> bool:
        """Whether it is a line of a masthead, title or signature, not a sentence."""
        return not PUNCTUATED.search(self.text)

    @property
    def date(self) -> str | None:
        """The day that the line consists of: 二〇一八年十一月二十三日, （2020年3月25日）, 2021.3.30."""
        words = re.sub(r"[\s（()）]", "", self.text)
        if bare := BARE_DATE.fullmatch(words):
            return iso_date(DATE.fullmatch(f"{bare['year']}年{bare['month']}月{bare['day']}日"))
        match = DATE.fullmatch(words)
        return iso_date(match) if match and match["day"] else None

    @property
    def issuers(self) -> tuple[str, ...]:
        """The names that the line consists of: 江苏省发展和改革委员会 江苏省财政厅; none where it says more."""
        names = tuple(self.text.split())
        whole = self.plain and all(ISSUER_END.search(name) and not ABOUT.search(name) for name in names)
        return names if whole else ()

    @property
    def is_number(self) -> bool:
        """Whether the line ends in a document number and says nothing in sentences."""
        found = DOC_NUMBER.search(self.text)
        return bool(found and found.end() == len(self.text) and self.plain)


def head_lines(text: str, start: int, end: int) -> list[HeadLine]:
    """The lines of text[start:end] that are not empty."""
    lines, offset = [], start
    for part in text[start:end].split("\n"):
        if part.strip():
            lines.append(HeadLine(part.strip(), offset + len(part) - len(part.lstrip())))
        offset += len(part) + 1
    return lines


def behind_title(line: str) -> int:
    """Where the document number begins in a line that it closes behind the title, 0 where the line has no title."""
    if not (DOC_NUMBER.search(line) and ABOUT.search(line)):
        return 0
    bracket = max(line.rfind(mark) for mark in "〔[［【")
    ends = (match.end("words") for match in TITLE_ENDS.finditer(line, 0, max(bracket - 1, 0)))
    return max((end for end in ends if end >= SHORTEST_TITLE), default=0)


def goes_on(line: str) -> bool:
    """Whether a line begins a title that goes on in the next one: 某市人民政府关于印发…."""
    ended = TITLE_END.search(line) or PUNCTUATED.search(line) or line.endswith("印发")
    return bool(ABOUT.search(line)) and not ended
