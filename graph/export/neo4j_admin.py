"""The graph as files for `neo4j-admin database import`, the quick way of a whole graph into an empty Neo4j 5.

The folder holds a table for each label and for each pair of labels that a relationship joins, `import.args` with the
options that name them, `schema.cypher` with the constraints, and `about.json`. In the folder:

    neo4j-admin database import full neo4j @import.args
"""

from __future__ import annotations

import json
from pathlib import Path

from graph.export.contents import Contents
from graph.export.files import whole_folder
from graph.export.import_tables import ImportTables

ABOUT = "about.json"


def write(graph: Contents, path: Path) -> None:
    """The folder; all files are written beside it first, so that an export that fails leaves it as it was."""
    with whole_folder(path) as folder, ImportTables(folder, exported=True) as tables:
        for label, rows in graph.nodes.items():
            tables.nodes(label, rows)
        for kind, edges in graph.edges.items():
            tables.edges(kind, edges)
        tables.close()
        (folder / ABOUT).write_text(json.dumps(graph.source.to_json(), ensure_ascii=False, indent=1), "utf-8")
