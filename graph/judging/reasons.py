"""Why something does not act, in Chinese and English: the words stand in reasons.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.words import texts
from loaders.errors import UserError
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


class Refusal(UserError):
    """Something that can't be judged, with the reason in both languages."""

    def __init__(self, why: Reason) -> None:
        super().__init__(f"This can't be judged: {why.en}.")
        self.why = why


def reason(key: str, /, **words: object) -> Reason:
    """The reason of that key with these words in it; what plans print is masked, as wherever it is shown."""
    said = texts(_FILE)[key].filled(**{name: mask(str(word)) for name, word in words.items()})
    return Reason(key, said.zh, said.en)
