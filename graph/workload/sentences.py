"""Sentences of the analyses, filled with figures and names; they stand in sentences.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.words import Words, texts

_FILE = Path(__file__).with_name("sentences.yml")


def sentences() -> Mapping[str, Words]:
    """All sentences by key, with their gaps."""
    return texts(_FILE)


def say(key: str, **given: Words | str | int) -> Words:
    """The sentence with its gaps filled."""
    return sentences()[key].filled(**given)


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
