"""The graph as Parquet tables, for pandas, R, DuckDB and Spark: typed columns, lists as lists, dates as dates.

Each column carries what it means, each file the version and a hash of the data, as metadata.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from graph.export.contents import Contents
from graph.schema import Property, schema

_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "strings": pa.list_(pa.string()),
    "integers": pa.list_(pa.int64()),
}
_ENDS = tuple(Property(name, "string", "") for name in ("fromLabel", "from", "toLabel", "to"))


def write(graph: Contents, path: Path) -> None:
    """A folder with `nodes_<Label>.parquet` and `edges_<TYPE>.parquet` for everything in the schema.

    All files are written beside the folder first: an export that fails leaves the folder as it was.
    """
    path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as name:
        about = graph.source.to_json()
        for label, node in schema().nodes.items():
            rows: Iterable[Mapping[str, Any]] = graph.nodes.get(label, [])
            _file(Path(name, f"nodes_{label}.parquet"), [*node.exported.values()], rows, about)
        for kind, relationship in schema().relationships.items():
            columns = [*_ENDS, *relationship.properties.values()]
            _file(Path(name, f"edges_{kind}.parquet"), columns, _edges(graph, kind), about)
        for file in Path(name).iterdir():
            os.replace(file, path / file.name)


def _edges(graph: Contents, kind: str) -> Iterable[dict[str, Any]]:
    for (name, start, end), edges in graph.edges.items():
        if name == kind:
            for edge in edges:
                yield {"fromLabel": start, "from": edge["from"], "toLabel": end, "to": edge["to"], **edge["props"]}


def _file(path: Path, columns: Sequence[Property], rows: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> None:
    fields = [pa.field(each.name, _TYPES[each.type], metadata={"description": each.doc}) for each in columns]
    held = [*rows]
    arrays = [pa.array([_value(row.get(each.name), each.type) for row in held], _TYPES[each.type]) for each in columns]
    told = pa.schema(fields, metadata={"zeren": json.dumps(about, ensure_ascii=False)})
    parquet.write_table(pa.Table.from_arrays(arrays, schema=told), path)


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "string":
        return str(value).encode("utf-8", "replace").decode()  # a lone surrogate is no text that a file can hold
    return float(value) if kind == "float" else value
