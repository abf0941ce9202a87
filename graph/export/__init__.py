"""Files for other programs: one module a format, all fed by `read_graph`.

A new format is one more module with `write(graph, path)` and one more line in `export`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.export.contents import Contents, ExportError, read_graph

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["Contents", "ExportError", "export", "read_graph"]


def export(store: Store, form: str, path: Path, plans: Sequence[str] = ()) -> Contents:
    """Writes the graph, or what belongs to the plans named, to `path`; what stood there stays until all is written."""
    from graph.export import csv, graphml  # here, since networkx is slow to import

    writers = {"graphml": graphml.write, "csv": csv.write}
    if form not in writers:
        raise ExportError(f"There is no export format {form!r}. Formats: {', '.join(writers)}.")
    graph = read_graph(store, plans)
    try:
        writers[form](graph, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{path}: the export could not be written ({reason}). Nothing was left there.") from error
    return graph
