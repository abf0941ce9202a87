"""What readers, loads and judgements say, in the language of the page: they speak English, the app Chinese too."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from app_pages.words import Say

FILE = Path(__file__).with_name("remarks.yml")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in yaml.safe_load(FILE.read_text("utf-8")))


def remark(say: Say, sentence: str) -> str:
    """A sentence in the page's language, the file's name before it left out; as it is where it is not known."""
    return (chinese(sentence) or sentence) if say.lang == "zh" else sentence


def chinese(sentence: str) -> str | None:
    """The sentence in Chinese, None where no pattern fits it or what follows the file's name."""
    for start in (0, *(found.end() for found in re.finditer(": ", sentence))):
        for pattern, words in _patterns():
            if found := pattern.fullmatch(sentence, start):
                return words.format(**{name: value or "" for name, value in found.groupdict().items()})
    return None
