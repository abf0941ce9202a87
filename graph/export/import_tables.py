"""The tables that `neo4j-admin database import` reads, which grow by rows: one a label, one a pair of joined labels.

Beside them stand `import.args`, the options that name them, and `schema.cypher` with what the importer can't make.
Texts are quoted and what is not there is not, so that the importer tells an empty text from none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from graph.schema import Property, constraints, empty_lists, schema

if TYPE_CHECKING:
    from graph.building.rows import EdgeKind, EdgeRow

ARGUMENTS, SCHEMA = "import.args", "schema.cypher"
PART = "\x1f"
"""Parts the values of a list: no printed text holds it."""
OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--normalize-types=false")
_TYPES: Mapping[str, str] = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "strings": "string[]",
    "integers": "long[]",
}


class ImportTables:
    """The tables of one folder, until they are closed."""

    def __init__(self, folder: Path, exported: bool) -> None:
        """Takes all properties, or only those that are `exported`."""
        self._folder, self._exported = folder, exported
        self._open = ExitStack()
        self._files: dict[str, IO[str]] = {}
        self._options = [*OPTIONS]

    def __enter__(self) -> ImportTables:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._open.close()

    def nodes(self, label: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Adds nodes of a label."""
        node = schema().nodes[label]
        columns = [*(node.exported if self._exported else node.properties).values()]
        lines = _lines([row.get(each.name) for each in columns] for row in rows)
        head = [each.name + (f":ID({label})" if each.name == node.key else _type(each)) for each in columns]
        self._add(f"nodes_{label}.csv", f"--nodes={label}", head, lines)

    def edges(self, kind: EdgeKind, edges: Iterable[EdgeRow]) -> None:
        """Adds relationships between one pair of labels."""
        name, start, end = kind
        columns = [*schema().relationships[name].properties.values()]
        lines = _lines(
            [edge["from"], edge["to"], *(edge["props"].get(each.name) for each in columns)] for edge in edges
        )
        head = [f":START_ID({start})", f":END_ID({end})", *(each.name + _type(each) for each in columns)]
        self._add(f"edges_{name}_{start}_{end}.csv", f"--relationships={name}", head, lines)

    def close(self) -> None:
        """Writes what leads the importer to the tables, and what to do when it is done."""
        self._open.close()
        (self._folder / ARGUMENTS).write_text("\n".join(self._options) + "\n", "utf-8")
        (self._folder / SCHEMA).write_text("".join(f"{each};\n" for each in (*constraints(), *empty_lists())), "utf-8")

    def _add(self, name: str, option: str, head: Sequence[str], lines: Iterator[str]) -> None:
        for line in lines:
            if name not in self._files:
                self._files[name] = self._begun(name, head)
                self._options.append(f"{option}=./{name}")
            self._files[name].write(line)

    def _begun(self, name: str, head: Sequence[str]) -> IO[str]:
        path = self._folder / name
        file = self._open.enter_context(path.open("w", encoding="utf-8", newline="", errors="backslashreplace"))
        file.write(",".join(head) + "\n")
        return file


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        yield ",".join(map(_cell, row)) + "\n"


def _type(column: Property) -> str:
    return f":{_TYPES[column.type]}"


def _cell(value: Any) -> str:
    """A value as the importer reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return _quoted(PART.join(map(str, value)))
    if isinstance(value, str):
        return _quoted(value)
    return "" if value is None else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
