"""The first load of very many plans into a Neo4j: files for its own importer, which makes a database that is not up.

The files hold what a load would write, word for word (an export masks addresses and numbers). Links between plans are
not in them: `cli.py link` makes these when the database runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import StoreError
from graph.export.files import whole_folder
from graph.export.import_tables import ImportTables
from graph.loading.load_run import FileResult, LoadRun, groups
from graph.loading.merging import Joins, merged, take
from graph.schema import Join, schema
from graph.store import Store
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.building.rows import EdgeKind, EdgeRow, GraphRows
    from loaders.batch import Outcome

WRITTEN = "written"
Node = tuple[str, str]
"""Label and key."""


def write_import_files(
    store: Store,
    files: Iterable[tuple[Path, Outcome]],
    folder: Path,
    on_progress: Callable[[FileResult], object] | None = None,
) -> list[FileResult]:
    """Writes the plans of files that were read into `folder`, for a graph that is empty; a result for each plan.

    What stands in the folder stays until all is written.
    """
    results: list[FileResult] = []
    with store.exclusive():
        _refuse(store)
        try:
            with whole_folder(folder) as work, ImportTables(work, exported=False) as tables:
                plans = _Plans(tables)
                run = LoadRun(store, write=plans.add)
                for result in (result for group in groups(files) for result in run.load(group)):
                    results.append(result)
                    if on_progress:
                        on_progress(result)
                plans.finish()
                tables.close()
        except OSError as error:
            raise StoreError(f"{folder}: the files could not be written ({error.strerror or error}).") from error
    return results


def _refuse(store: Store) -> None:
    [found] = store.read("MATCH (p:Plan) RETURN count(p) AS plans")
    if found["plans"]:
        raise StoreError(
            f"The graph holds {found['plans']} plans, which an import would not leave there: it makes a database anew. "
            "Load without --import-files."
        )


class _Plans:
    """Writes what plans own at once, and what they share when all are known."""

    def __init__(self, tables: ImportTables) -> None:
        self._tables = tables
        self._hashes: dict[str, str] = {}
        self._shared: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        self._joins = Joins()
        self._used: set[Node] = set()
        """Shared nodes beside something that a plan owns."""

    def add(self, plans: Mapping[str, GraphRows]) -> dict[str, str | UserError]:
        """Writes plans; gives what each comes to."""
        new = {plan: rows for plan, rows in plans.items() if plan not in self._hashes}
        rows = merged(new.values())
        for label, items in rows.nodes.items():
            if schema().nodes[label].shared:
                take(self._shared[label], items, schema().nodes[label].key)
            else:
                self._tables.nodes(label, items)
        for kind, edges in rows.edges.items():
            self._edges(kind, edges, rows.nodes)
        for label, keys in rows.dropped.items():
            self._joins.dropped[label] |= keys
        statuses: dict[str, str | UserError] = dict.fromkeys(new, WRITTEN)
        statuses |= {plan: self._again(plan, each) for plan, each in plans.items() if plan not in new}
        self._hashes |= {plan: each.content_hash for plan, each in new.items()}
        return statuses

    def finish(self) -> None:
        """Writes the shared nodes that are in use, and what joins them."""
        gone = self._unused()
        for label, items in self._shared.items():
            self._tables.nodes(label, (row for key, row in items.items() if (label, key) not in gone))
        for kind, edges in self._joins.edges():
            self._tables.edges(kind, (edge for edge in edges if (kind[1], edge["from"]) not in gone))

    def _edges(self, kind: EdgeKind, edges: list[EdgeRow], nodes: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        if Join(*kind) in schema().shared_joins:
            self._joins.take(kind, nodes[kind[1]], edges)
            return
        self._tables.edges(kind, edges)
        for label, end in ((kind[1], "from"), (kind[2], "to")):
            if schema().nodes[label].shared:
                self._used |= {(label, str(edge[end])) for edge in edges}  # type: ignore[literal-required]

    def _again(self, plan: str, rows: GraphRows) -> str | UserError:
        if self._hashes[plan] == rows.content_hash:
            return "unchanged"
        return StoreError(
            f"Another file gave the plan {plan} in another version, which is in the files for the import. "
            "Load this one when the import is done."
        )

    def _unused(self) -> set[Node]:
        """What plans led to by their tables, and later ones, which tell otherwise, do not: as a load would sweep it."""
        below: dict[Node, set[Node]] = defaultdict(set)
        for (_, start, end), edges in self._joins.edges():
            for edge in edges:
                below[start, edge["from"]].add((end, edge["to"]))
        suspects = set(_reached({(label, key) for label, keys in self._joins.dropped.items() for key in keys}, below))
        known = {(label, key) for label, items in self._shared.items() for key in items}
        return suspects - set(_reached(self._used | (known - suspects), below))


def _reached(first: Iterable[Node], below: Mapping[Node, set[Node]]) -> Iterator[Node]:
    """These nodes and all that they lead to."""
    seen, queue = set(first), list(first)
    while queue:
        node = queue.pop()
        yield node
        new = below.get(node, set()) - seen
        seen |= new
        queue += new
