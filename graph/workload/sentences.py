"""Sentences of the analyses in Chinese and English, filled with figures and names; they stand in sentences.yml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("sentences.yml")


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.en} {self.zh}"


@cache
def sentences() -> dict[str, Words]:
    """All sentences by key, with their gaps."""
    return {key: Words(row["zh"], row["en"]) for key, row in yaml.safe_load(_FILE.read_text("utf-8")).items()}


def say(key: str, **given: Words | str | int) -> Words:
    """The sentence with its gaps filled; Words give each language its own."""
    sentence = sentences()[key]
    return Words(sentence.zh.format(**_of("zh", given)), sentence.en.format(**_of("en", given)))


def listed(names: Iterable[str]) -> Words:
    """Names one after the other."""
    names, mark = list(names), sentences()["and"]
    return Words(mark.zh.join(names), mark.en.join(names))


def number(value: float) -> str:
    """A figure as it stands in a sentence."""
    return f"{value:.4g}"


def percent(value: float) -> str:
    """A share as it stands in a sentence."""
    return f"{value:.1%}"


def joined(sentences: Iterable[Words]) -> Words:
    """Sentences one after the other."""
    said = [*sentences]
    return Words("".join(one.zh for one in said), " ".join(one.en[:1].upper() + one.en[1:] for one in said))


def _of(language: str, given: dict[str, Words | str | int]) -> dict[str, str | int]:
    return {name: getattr(value, language) if isinstance(value, Words) else value for name, value in given.items()}
