"""Duties in running prose (由市文明办负责…, 由甲负责牵头组织实施), kept apart from printed assignments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.clauses import TOGETHER
from loaders.names import AGENCY_END, COLLECTIVE, split_names
from loaders.records import Duty, Party
from loaders.roles import MARKER

BY = re.compile(r"由(?P<who>[^，。；：,;:\n由的将要]{2,80}?)(?P<verb>负责牵头|牵头负责|牵头|负责|组织实施|统筹协调)")
FIRST = re.compile(
    r"(?<=[。；\n])(?P<who>[^由，。；：,;:\n的将要负][^，。；：,;:\n的将要负]{2,60})(?:要|应|应当)?(?P<verb>(?<!牵头)负责)(?=[^人制任一本起单])"
)
STANDING = re.compile(
    r"(?:以下|以上|上述|各项|所有|本方案)[^。；\n]{0,14}?(?:均|都|一律)(?:需|须|要|应)?由?(?P<who>[^，。；：,;:\n的由]{2,60}?)"
    r"(?P<verb>负责落实|抓好落实|配合落实|落实|负责|配合|参与)"
)
"""A duty that holds for many items and is printed once: 以下各项任务均需各市党委、政府落实，不再一一列出."""
SENTENCE_EDGE = "。！？\n"
NO_AGENCY = re.compile(r"^(?:地方|各?地|主要|专人|谁|政府|企业|上级|同级|本|其)|人$|领导")


def read_duties(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Duty]:
    """The sentences that name an agency as responsible, outside the stretches taken by printed assignments."""
    seen: list[tuple[int, int]] = []
    for pattern in (STANDING, BY, FIRST):
        for match in pattern.finditer(text):
            inside = pattern is not STANDING and any(start <= match.start() < end for start, end in taken)
            again = any(start < match.end("who") and match.start("who") < end for start, end in seen)
            parties = () if inside or again else tuple(_parties(text, match))
            if parties:
                seen.append(match.span("who"))
                start = max(text.rfind(mark, 0, match.start() + 1) for mark in SENTENCE_EDGE) + 1
                ends = [offset + 1 for mark in "。！？" if (offset := text.find(mark, match.end())) >= 0]
                line_end = text.find("\n", match.end())
                end = min([*ends, line_end if line_end >= 0 else len(text), len(text)])
                yield Duty(parties, text[start:end], start, end)


def _parties(text: str, match: re.Match[str]) -> Iterator[Party]:
    """The agencies before the verb, none where what stands there is no list of agencies."""
    joint = TOGETHER.search(text, *match.span("who"))
    bounds = [match.start("who"), *(joint.span() if joint else ()), match.end("who")]
    spans = zip(bounds[::2], bounds[1::2], strict=True)
    names = [name for start, end in spans for name in split_names(text, start, end) if name.text]
    if all(_is_agency(name.text) for name in names):
        for name in names:
            yield Party(name.text, name.start, name.end, match["verb"], name.collective, "prose")


def _is_agency(name: str) -> bool:
    return bool(
        (AGENCY_END.search(name) or COLLECTIVE.search(name)) and not NO_AGENCY.search(name) and not MARKER.search(name)
    )
