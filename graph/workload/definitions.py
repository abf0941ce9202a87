"""What each figure of load means, read from measures.yml: for the app, the command line and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from graph.words import Words

_FILE = Path(__file__).with_name("measures.yml")


@dataclass(frozen=True)
class Definition:
    """One measure: what it is called, what it is, where it comes from, and what to beware of."""

    key: str
    kind: str
    """agency, spread, position, network or weight."""
    name: Words
    definition: Words
    source: str
    caveats: Words


@cache
def definitions() -> Mapping[str, Definition]:
    """All measures by key, in the order of the file."""
    return MappingProxyType(
        {
            key: Definition(
                key, row["kind"], _words(row["name"]), _words(row["definition"]), row["source"], _words(row["caveats"])
            )
            for key, row in _read()["measures"].items()
        }
    )


@cache
def notes() -> Mapping[str, Words]:
    """Sentences that say why a figure is missing, by key."""
    return MappingProxyType({key: _words(row) for key, row in _read()["notes"].items()})


@cache
def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text("utf-8")))


def _words(row: Mapping[str, str]) -> Words:
    return Words(row["zh"], row["en"])
