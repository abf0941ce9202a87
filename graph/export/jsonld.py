"""The graph as JSON-LD (`graph.export.rdf` says in which terms)."""

from __future__ import annotations

from pathlib import Path

from graph.export.contents import Contents
from graph.export.files import whole
from graph.export.rdf import SPACES, to_rdf


def write(graph: Contents, path: Path) -> None:
    """One file; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        to_rdf(graph).serialize(str(unfinished), format="json-ld", context=SPACES, encoding="utf-8")
