"""Tables as CSV that spreadsheets open as meant: UTF-8 with a mark, text that can't turn into a formula.

A cell that begins with = + - @ (or their full-width forms, a tab, a line feed, or a ') gets a ' in front:
spreadsheets show such a cell as text. A program that reads the file back drops one leading '.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from graph.export.contents import ENDS, Contents
from graph.export.files import whole_folder
from graph.schema import Property, schema

BOM = "\ufeff"
PACKAGE = "datapackage.json"
_STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")


def cell(value: Any) -> str:
    """One value as it stands in a file: nothing for None, lists joined by ;, text guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = ";".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_table(handle: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A header and the rows; line feeds within a cell stay, quoted."""
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def write(graph: Contents, path: Path) -> None:
    """A folder with `nodes_<Label>.csv` and `edges_<TYPE>.csv` for everything in the schema, and what they hold.

    All files are written beside the folder first: an export that fails leaves the folder as it was.
    """
    with whole_folder(path) as folder:
        for label, node in schema().nodes.items():
            _file(folder / f"nodes_{label}.csv", list(node.exported), graph.nodes.get(label, []))
        for kind, relationship in schema().relationships.items():
            _file(folder / f"edges_{kind}.csv", [*ENDS, *relationship.properties], graph.edge_rows(kind))
        about = json.dumps(_package(graph), ensure_ascii=False, indent=1)
        (folder / PACKAGE).write_text(about, "utf-8")


def _package(graph: Contents) -> dict[str, Any]:
    """What the folder holds, by the Data Package standard (https://datapackage.org, version 2)."""
    nodes = [_resource(f"nodes_{name}", node.doc, [*node.exported.values()]) for name, node in schema().nodes.items()]
    ends = [*ENDS.values()]
    edges = [
        _resource(f"edges_{name}", kind.doc, [*ends, *kind.properties.values()])
        for name, kind in schema().relationships.items()
    ]
    about = graph.source.to_json()
    named = {"$schema": _STANDARD, "name": "zeren", "version": about["version"]}
    return named | {"zeren": about, "resources": nodes + edges}


def _resource(name: str, doc: str, properties: Sequence[Property]) -> dict[str, Any]:
    fields = [{"name": each.name, "description": each.doc} | _TYPES[each.type] for each in properties]
    return {
        "name": name.lower(),
        "path": f"{name}.csv",
        "description": doc,
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


_TYPES: dict[str, dict[str, str]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "date"},
    "strings": {"type": "list", "delimiter": ";"},
    "integers": {"type": "list", "delimiter": ";", "itemType": "integer"},
}


def _file(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as handle:
        handle.write(BOM)
        write_table(handle, columns, rows)
