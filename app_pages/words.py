"""Every text of the app in Chinese and English, read from words.yml.

Texts live in one file so that nothing is half translated: a test compares the languages and finds texts outside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
FILE = Path(__file__).with_name("words.yml")


class _Plural(Formatter):
    """Understands `{n:item|items}`: the number with the word that fits it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{value} {one if value == 1 else many}"
        return str(super().format_field(value, format_spec))


_FORMATTER = _Plural()


@dataclass(frozen=True)
class Say:
    """Speaks one language: `say("ranking.title")`, with values for the places in the text."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        """The text of `key` with its values."""
        text = texts()[key][self.lang]
        return _FORMATTER.vformat(text, (), values) if values else text

    def known(self, key: str, fallback: str) -> str:
        """The text of `key`, or `fallback` where there is none: for words that come with the data."""
        return texts()[key][self.lang] if key in texts() else fallback

    def pick(self, zh: str | None, en: str | None) -> str:
        """The one of two names that fits the language, the other where it is missing."""
        return (zh or en or "") if self.lang == "zh" else (en or zh or "")

    def listed(self, names: list[str]) -> str:
        """Names as a list in a sentence."""
        return ("、" if self.lang == "zh" else ", ").join(names)


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """All texts by dotted key."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as quick, where it is built in
    return dict(_leaves(yaml.load(FILE.read_text(encoding="utf-8"), loader), ""))


def _leaves(node: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, value in node.items():
        spoken = isinstance(value, dict) and set(value) & set(LANGUAGES)
        if not isinstance(value, dict) or (spoken and set(value) != set(LANGUAGES)):  # a comma needs quotes
            raise ValueError(f"words.yml: {prefix}{name} needs a text for each of {', '.join(LANGUAGES)}")
        if spoken:
            yield prefix + name, value
        else:
            yield from _leaves(value, f"{prefix}{name}.")
