"""A plan's title: in full form with its issuer, on its own line, in the notice, over its table, in the metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.heading_lines import (
    ABOUT,
    ISSUER_END,
    NOTICE,
    PUNCTUATED,
    SHEET_END,
    STAMP,
    TITLE_END,
    HeadLine,
    behind_title,
)

SHORTEST = 8
MOST_LINES = 3

Found = tuple[str, str]
"""A value and where it was found."""


def find_title(lines: Sequence[HeadLine], file_title: str | None) -> Found:
    """The title that the lines before the numbered part give; empty where there is none."""
    ways = (_official, _own, _quoted, _about, _sheet)
    found = next((title for way in ways if (title := way(lines))), None)
    return found or _metadata(file_title) or ("", "not found")


def _official(lines: Sequence[HeadLine]) -> Found | None:
    """A title in full form, which begins with its issuer: 浙江省人民政府印发关于支持…若干措施的通知."""
    for index in range(len(lines)):
        found = _over_lines(lines, index)
        text = found[: behind_title(found) or len(found)]
        subject = ABOUT.split(text)[0].strip()
        full = ABOUT.search(text) and TITLE_END.search(text) and not STAMP.match(text)
        if full and ISSUER_END.search(subject) and len(subject) < len(text):
            return text, "title line" if found == lines[index].text else "title over several lines"
    return None


def _over_lines(lines: Sequence[HeadLine], index: int) -> str:
    """The line with those behind it that its title goes on in: an issuer alone before 关于, a title not yet ended."""
    text = ""
    for line in lines[index : index + MOST_LINES]:
        if not line.plain or (text and not ABOUT.search(text) and not ABOUT.match(line.text)):
            break
        text += line.text
        if TITLE_END.search(text[: behind_title(text) or len(text)]) and ABOUT.search(text):
            break
    return text


def _own(lines: Sequence[HeadLine]) -> Found | None:
    """The last plain line that ends as titles do, with the line before where the title is broken over two."""
    for index in range(len(lines) - 1, -1, -1):
        line = STAMP.sub("", lines[index].text)
        line = line[: behind_title(line) or len(line)]
        if not lines[index].plain and not STAMP.match(lines[index].text):
            continue
        if TITLE_END.search(line) and not PUNCTUATED.search(line) and not NOTICE.search(line):
            before = lines[index - 1] if index else None
            broken = before and before.plain and ABOUT.search(before.text) and not TITLE_END.search(before.text)
            if broken and before and not ABOUT.search(line):
                return f"{STAMP.sub('', before.text)} {line}", "title over two lines"
            if ABOUT.search(line) or len(line) > SHORTEST:
                return line, "title line"
    return None


def _quoted(lines: Sequence[HeadLine]) -> Found | None:
    """The title that a notice quotes: 关于印发《…》的通知."""
    quoted = (match for line in lines if (match := NOTICE.search(line.text)))
    return next(((match["title"].strip(), "title quoted by the notice") for match in quoted), None)


def _about(lines: Sequence[HeadLine]) -> Found | None:
    """The first plain line that speaks of 关于 something, where no line ends as a title does."""
    return next(((line.text, "first line with 关于") for line in lines if line.plain and ABOUT.search(line.text)), None)


def _sheet(lines: Sequence[HeadLine]) -> Found | None:
    """The first plain line that ends as tables of assignments do (重点任务分解表), where nothing else is a title.

    Below a title it is the caption of the plan's table.
    """
    named = (line.text for line in lines if line.plain and SHEET_END.search(line.text) and len(line.text) > SHORTEST)
    return next(((text, "caption of the table") for text in named), None)


def _metadata(title: str | None) -> Found | None:
    """The title in the file's metadata, less the name of the website."""
    for part in re.split(r"[_|]|\s[-—]\s?|--", title or ""):
        if TITLE_END.search(part.strip()) and len(part.strip()) > SHORTEST:
            return part.strip(), "metadata of the file"
    return None
