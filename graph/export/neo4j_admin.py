"""The graph as files for `neo4j-admin database import`, the quick way of a whole graph into an empty Neo4j 5.

The folder holds a table for each label and for each pair of labels that a relationship joins, `import.args` with the
options that name them, `schema.cypher` with the constraints, and `about.json`. In the folder:

    neo4j-admin database import full neo4j @import.args
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.export.contents import Contents
from graph.export.files import whole_folder
from graph.schema import Property, constraints, schema

ARGUMENTS, SCHEMA, ABOUT = "import.args", "schema.cypher", "about.json"
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


def write(graph: Contents, path: Path) -> None:
    """The folder; all files are written beside it first, so that an export that fails leaves it as it was."""
    with whole_folder(path) as folder:
        options = [*OPTIONS, *_nodes(graph, folder), *_relationships(graph, folder)]
        (folder / ARGUMENTS).write_text("\n".join(options) + "\n", "utf-8")
        (folder / SCHEMA).write_text("".join(f"{each};\n" for each in constraints()), "utf-8")
        (folder / ABOUT).write_text(json.dumps(graph.source.to_json(), ensure_ascii=False, indent=1), "utf-8")


def _nodes(graph: Contents, folder: Path) -> Iterator[str]:
    """Writes the tables of nodes; gives the options that name them."""
    for label, node in schema().nodes.items():
        if rows := graph.nodes.get(label):
            columns = [*node.exported.values()]
            head = [each.name + (f":ID({label})" if each.name == node.key else _type(each)) for each in columns]
            file = f"nodes_{label}.csv"
            _table(folder / file, head, ([_cell(row[each.name]) for each in columns] for row in rows))
            yield f"--nodes={label}={file}"


def _relationships(graph: Contents, folder: Path) -> Iterator[str]:
    """Writes the tables of relationships, one for each pair of labels; gives the options that name them."""
    for (kind, start, end), edges in graph.edges.items():
        if edges:
            columns = [*schema().relationships[kind].properties.values()]
            head = [f":START_ID({start})", f":END_ID({end})", *(each.name + _type(each) for each in columns)]
            file = f"edges_{kind}_{start}_{end}.csv"
            rows = ([edge["from"], edge["to"], *(_cell(edge["props"].get(c.name)) for c in columns)] for edge in edges)
            _table(folder / file, head, rows)
            yield f"--relationships={kind}={file}"


def _type(column: Property) -> str:
    return f":{_TYPES[column.type]}"


def _cell(value: Any) -> str:
    """A value as the importer reads it; an empty cell is no value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return PART.join(map(str, value))
    return "" if value is None else str(value)


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
