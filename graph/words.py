"""Words in Chinese and English, kept as data beside what says them: YAML files of key -> {zh, en}, with gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.en} {self.zh}"

    def filled(self, **given: object) -> Words:
        """The words with their gaps filled; Words give each language its own."""
        return Words(self.zh.format(**_of("zh", given)), self.en.format(**_of("en", given)))


@cache
def texts(file: Path) -> Mapping[str, Words]:
    """All words of a file by key."""
    plain = yaml.safe_load(file.read_text("utf-8"))
    return MappingProxyType({key: Words(row["zh"], row["en"]) for key, row in plain.items()})


def _of(language: str, given: Mapping[str, object]) -> dict[str, object]:
    return {name: getattr(value, language) if isinstance(value, Words) else value for name, value in given.items()}
