"""The words of the sheets; they stand in words.yml."""

from __future__ import annotations

from pathlib import Path

from graph.words import texts

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).with_name("words.yml")


def say(language: str, key: str, /, **given: object) -> str:
    """The words of that key with their gaps filled."""
    said: str = getattr(texts(_FILE)[key].filled(**given), language)
    return said


def listed(language: str, names: tuple[str, ...]) -> str:
    """Names one after the other."""
    return ("、" if language == "zh" else ", ").join(names)
