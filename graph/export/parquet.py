"""The graph as Parquet tables, for pandas, R, DuckDB and Spark: typed columns, lists as lists, dates as dates.

Each column carries what it means, each file the version and a hash of the data, as metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from graph.export.contents import ENDS, Contents
from graph.export.files import whole_folder
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


def write(graph: Contents, path: Path) -> None:
    """A folder with `nodes_<Label>.parquet` and `edges_<TYPE>.parquet` for everything in the schema.

    All files are written beside the folder first: an export that fails leaves the folder as it was.
    """
    with whole_folder(path) as folder:
        about = graph.source.to_json()
        for label, node in schema().nodes.items():
            rows: Iterable[Mapping[str, Any]] = graph.nodes.get(label, [])
            _file(folder / f"nodes_{label}.parquet", [*node.exported.values()], rows, about)
        for kind, relationship in schema().relationships.items():
            columns = [*ENDS.values(), *relationship.properties.values()]
            _file(folder / f"edges_{kind}.parquet", columns, graph.edge_rows(kind), about)


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
