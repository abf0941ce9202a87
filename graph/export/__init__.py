"""Files for other programs: one module a format, all fed by `read_graph`.

A new format is one more module with `write(graph, path)` and its name in `FORMS`.

Every file carries all attributes that the schema exports, the places of words in the text, the version of the program
and a hash of the data; e-mail addresses and phone numbers are masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph.export.contents import Contents, ExportError, read_graph

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["FORMS", "Contents", "ExportError", "export", "read_graph"]


FORMS = ("graphml", "gexf", "csv", "parquet", "turtle", "jsonld", "neo4j_admin")
"""The formats; csv, parquet and neo4j_admin make a folder, the others a file."""


def export(store: Store, form: str, path: Path, plans: Sequence[str] = ()) -> Contents:
    """Writes the graph, or what belongs to the plans named, to `path`; what stood there stays until all is written."""
    if form not in FORMS:
        raise ExportError(f"There is no export format {form!r}. Formats: {', '.join(FORMS)}.")
    module = import_module(f"graph.export.{form}")  # here, since what some of them use is slow to import
    graph = read_graph(store, plans)
    try:
        module.write(graph, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{path}: the export could not be written ({reason}). Nothing was left there.") from error
    return graph
