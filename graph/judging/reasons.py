"""Why something does not act, in Chinese and English: the words stand in reasons.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from loaders.private import mask

_FILE = Path(__file__).with_name("reasons.yml")


@dataclass(frozen=True)
class Reason:
    """A reason by its key, for programs, and in words, for people."""

    key: str
    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        """The reason as a plain dict."""
        return {"key": self.key, "zh": self.zh, "en": self.en}


def reason(key: str, /, **words: object) -> Reason:
    """The reason of that key with these words in it; what plans print is masked, as wherever it is shown."""
    texts = _texts()[key]
    shown = {name: mask(str(word)) for name, word in words.items()}
    return Reason(key, texts["zh"].format(**shown), texts["en"].format(**shown))


@cache
def _texts() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))
