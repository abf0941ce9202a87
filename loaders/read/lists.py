"""Automatic numbers of Word paragraphs: no text in the file, so they are counted again from the lists' definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting"}
DIGITS = "〇一二三四五六七八九"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
DEEPEST = 20
"""Styles that are based on one another, followed no further than this: a damaged file may have a circle of them."""


@dataclass(frozen=True)
class Level:
    """One level of a list: how its numbers look ("%1、"), and the style whose paragraphs stand on it."""

    form: str
    template: str
    start: int
    style: str | None


class Lists:
    """The lists of one document and how far each has counted."""

    def __init__(self, styles: Any, numbering: Any | None) -> None:
        root = numbering if numbering is not None else ()
        self._levels = {
            _attribute(each, "abstractNumId"): dict(_levels(each)) for each in root if _is(each, "abstractNum")
        }
        self._lists = {_attribute(each, "numId"): each for each in root if _is(each, "num")}
        self._styles = {_attribute(each, "styleId"): each for each in styles if _is(each, "style")}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, paragraph: Any) -> str:
        """The number that Word shows before the paragraph, empty where there is none; each call counts on."""
        found = self._place(paragraph.find(f"{W}pPr"))
        if found is None:
            return ""
        list_id, at = found
        definition = self._lists[list_id]
        key = _value(definition, "abstractNumId")
        levels = self._levels.get(key, {})
        if at not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        restart = self._restart(definition, list_id, at)
        counts[at] = restart if restart is not None else counts.get(at, levels[at].start - 1) + 1
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]
        shown = re.sub(r"%([1-9])", lambda match: _shown(levels, counts, int(match[1]) - 1), levels[at].template)
        return "" if levels[at].form in ("bullet", "none") else shown + " " * shown[-1:].isalnum()

    def _place(self, properties: Any) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by its own properties or those of its style."""
        if properties is None:
            return None
        own, style = properties.find(f"{W}numPr"), _value(properties, "pStyle")
        for _ in range(DEEPEST):
            if own is not None and _value(own, "numId"):
                break
            if style not in self._styles:
                return None
            inherited = self._styles[style].find(f"{W}pPr")
            own = inherited.find(f"{W}numPr") if inherited is not None else None
            if own is None or not _value(own, "numId"):
                style = _value(self._styles[style], "basedOn")
        list_id = _value(own, "numId") if own is not None else ""
        if list_id not in self._lists:
            return None
        levels = self._levels.get(_value(self._lists[list_id], "abstractNumId"), {})
        of_style = next((at for at, level in levels.items() if style and level.style == style), 0)
        return list_id, _number(own, "ilvl", of_style)

    def _restart(self, definition: Any, list_id: str, at: int) -> int | None:
        """The number with which a list begins anew at its first paragraph, where it does."""
        if (list_id, at) in self._begun:
            return None
        self._begun.add((list_id, at))
        for override in definition.findall(f"{W}lvlOverride"):
            if _attribute(override, "ilvl") == str(at) and override.find(f"{W}startOverride") is not None:
                return _number(override, "startOverride", 1)
        return None


def _levels(abstract: Any) -> Iterator[tuple[int, Level]]:
    for each in abstract.findall(f"{W}lvl"):
        at = _attribute(each, "ilvl")
        if at.isdecimal():
            style = _value(each, "pStyle") or None
            yield (
                int(at),
                Level(_value(each, "numFmt") or "decimal", _value(each, "lvlText"), _number(each, "start", 1), style),
            )


def _shown(levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
    if at not in levels:
        return ""
    return formatted(counts.get(at, levels[at].start), levels[at].form)


def formatted(value: int, form: str) -> str:
    """A number in one of Word's number formats; those that plans do not use are given in digits."""
    if form in CHINESE and 0 < value < 1000:
        return _chinese(value)
    if form in ("upperRoman", "lowerRoman") and 0 < value < 400:
        return _roman(value) if form == "upperRoman" else _roman(value).lower()
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr(value + (64 if form == "upperLetter" else 96))
    if form.startswith("decimalEnclosedCircle") and 0 < value <= 20:
        return chr(0x245F + value)
    return str(value)


def _chinese(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and units:
        text += "零"
    return text + (DIGITS[units] if units else "")


def _roman(value: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def _is(element: Any, tag: str) -> bool:
    return bool(element.tag == f"{W}{tag}")


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{W}{tag}")
    return _attribute(found, "val") if found is not None else ""


def _number(element: Any, tag: str, default: int) -> int:
    text = _value(element, tag)
    return int(text) if text.isdecimal() and len(text) < 7 else default
