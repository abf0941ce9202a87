"""Scenarios as files: one small YAML file each in the folder `scenarios` of the data folder.

A file is written whole or not at all, under a lock that other programs heed. JSON is read too, being YAML. A file that
a person edited wrongly is refused with the place and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import yaml

from graph.server.locks import alone
from graph.server.runtime import data_folder, replace_text
from graph.workload.changes import KINDS, Change
from graph.workload.roster import ROLES
from graph.workload.scenario import Scenario
from loaders.errors import UserError

LARGEST = 1_000_000
"""Bytes of a file that is read as a scenario."""
_WAIT = 30.0
_REFUSED = re.compile(
    r'[\x00-\x1f\x7f/\\:*?"<>|]|^[.\s]|[.\s]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE
)
"""What some system does not take in a file's name."""


class ScenarioError(UserError):
    """A scenario that does not exist, can't be named so, or whose file is wrong."""


class Scenarios:
    """The scenarios of a data folder."""

    def __init__(self, data: Path | None = None) -> None:
        self.folder = data_folder(data).path / "scenarios"

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.yml")) if self.folder.is_dir() else []

    def load(self, name: str) -> Scenario:
        """The scenario of that name; raises ScenarioError where there is none."""
        path = self._path(name)
        if not path.is_file():
            known = ", ".join(self.names()) or "none"
            raise ScenarioError(f"There is no scenario {name} in {self.folder}. There are: {known}.")
        return read_scenario(path)

    def save(self, scenario: Scenario, replace: bool = True) -> Path:
        """Writes a scenario, in place of the one of its name or, without `replace`, only where there is none."""
        path = self._path(scenario.name)
        with self._alone():
            if not replace and path.exists():
                raise ScenarioError(f"There is a scenario {scenario.name} already. Remove it, or choose another name.")
            twin = next((n for n in self.names() if n.casefold() == path.stem.casefold() and n != path.stem), None)
            if twin:  # one file on Windows and macOS
                raise ScenarioError(f"There is a scenario {twin} already, which differs in capitals alone.")
            replace_text(path, as_text(scenario))
        return path

    def edit(self, name: str, change: Callable[[Scenario], Scenario]) -> Scenario:
        """The scenario after `change`, saved; no other program's edit is lost on the way."""
        with self._alone():
            edited = change(self.load(name))
            replace_text(self._path(name), as_text(edited))
        return edited

    def remove(self, name: str) -> None:
        """Deletes a scenario; raises ScenarioError where there is none."""
        with self._alone():
            self.load(name)
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        if not name or len(name) > 80 or name.casefold() == "base" or _REFUSED.search(name):
            raise ScenarioError(
                f"{name!r} can't be the name of a scenario: at most 80 characters, none of / \\ : * ? \" < > |, "
                "no full stop or space at the ends; base is what scenarios are compared with."
            )
        return self.folder / f"{name}.yml"

    def _alone(self) -> AbstractContextManager[None]:
        return alone(self.folder / ".lock", _WAIT, ScenarioError)


def as_text(scenario: Scenario) -> str:
    """The scenario's file."""
    whole = {"name": scenario.name, "note": scenario.note, "changes": [*map(as_plain, scenario.changes)]}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=1000)


def as_plain(change: Change) -> dict[str, Any]:
    """The change as plain data; what stands at its default is left out."""
    plain: dict[str, Any] = {"change": change.kind}
    for field in fields(change):  # type: ignore[arg-type]
        value = getattr(change, field.name)
        if value != field.default:
            plain[field.name] = list(value) if isinstance(value, tuple) else value
    return plain


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file; raises ScenarioError with the place where something is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            raise ScenarioError(f"{path}: it is larger than a scenario can be ({LARGEST // 1000} kB).")
        plain = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ScenarioError(f"{path}: can't be read ({error.strerror or error}).") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())[:200]
        raise ScenarioError(f"{path}: it is no YAML or JSON in UTF-8 ({problem}).") from error
    return from_plain(plain, str(path))


def from_plain(plain: Any, where: str) -> Scenario:
    """The scenario that plain data say; `where` tells the reader of an error which data."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("changes"), list):
        raise ScenarioError(f"{where}: a scenario has a name and a list of changes, which this file has not.")
    if unknown := plain.keys() - {"name", "note", "changes"}:
        raise ScenarioError(f"{where}: {', '.join(map(str, unknown))} is not known; known are name, note, changes.")
    name, note = plain.get("name"), plain.get("note") or ""
    if not isinstance(name, str) or not isinstance(note, str):
        raise ScenarioError(f"{where}: name and note must be texts.")
    changes = [change_from(one, f"{where}, change {place}") for place, one in enumerate(plain["changes"], 1)]
    return Scenario(name, tuple(changes), note)


def change_from(plain: Any, where: str) -> Change:
    """The change that plain data say; raises ScenarioError."""
    kind = KINDS.get(str(plain.get("change"))) if isinstance(plain, Mapping) else None
    if kind is None:
        raise ScenarioError(f"{where}: it must say `change:` and one of {', '.join(KINDS)}.")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    given = {name: value for name, value in plain.items() if name != "change"}
    if unknown := given.keys() - known.keys():
        raise ScenarioError(f"{where}: {kind.kind} has no {', '.join(map(str, unknown))}; it has {', '.join(known)}.")
    if missing := [name for name, field in known.items() if field.default is MISSING and name not in given]:
        raise ScenarioError(f"{where}: {kind.kind} needs {', '.join(missing)}.")
    values = {name: _value(str(known[name].type), value, f"{where}, {name}") for name, value in given.items()}
    if values.get("role", ROLES[0]) not in ROLES:
        raise ScenarioError(f"{where}: role must be {' or '.join(ROLES)}.")
    return kind(**values)


def _value(kind: str, given: Any, where: str) -> Any:
    """The value, if it is of the field's type."""
    fits, wanted = _TYPES[kind]
    if not fits(given):
        raise ScenarioError(f"{where} must be {wanted}, not {given!r}.")
    return tuple(given) if isinstance(given, list) else given


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "str": (lambda given: isinstance(given, str), "a text"),
    "str | None": (lambda given: given is None or isinstance(given, str), "a text"),
    "bool": (lambda given: isinstance(given, bool), "true or false"),
    "int": (lambda given: isinstance(given, int) and not isinstance(given, bool) and given >= 0, "a whole number"),
    "tuple[str, ...]": (_texts, "a list of texts"),
}
"""How the fields of the changes are checked, by their types as written."""
