"""The words of the sheets, in Chinese and English; they stand in words.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).with_name("words.yml")


@cache
def _words() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def say(language: str, key: str, /, **given: object) -> str:
    """The words of that key with their gaps filled."""
    return _words()[key][language].format(**given)


def listed(language: str, names: tuple[str, ...]) -> str:
    """Names one after the other."""
    return ("、" if language == "zh" else ", ").join(names)
