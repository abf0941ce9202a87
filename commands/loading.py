"""`load`, `plans`, `remove`, `rebuild`, `export`: plans into the graph and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from commands import connect, judging, terminal
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.load import FileResult
    from graph.store import Store

LOADED = ("file", "plan", "status", "tasks", "assignments", "repairs", "unread", "warnings", "error")
REBUILT = ("plan", "status", "warnings", "error")
PLAN_COLUMNS = ("plan", "jurisdiction", "issuedOn", "docNumber", "tasks", "assignments", "repairs", "unread", "title")

CUT_OFF = "{why} What is listed as loaded or replaced stands whole; the same command goes on with the others."
INTERRUPTED = "Interrupted: python cli.py plans shows what is loaded, each plan whole."
IMPORT = (
    "Nothing was loaded: the files for the import are in {folder}. Stop the Neo4j, in that folder run "
    "`neo4j-admin database import full neo4j --overwrite-destination @import.args`, start it, then make the links "
    "between plans: python cli.py link"
)


def load(
    paths: Sequence[Path],
    dry_run: bool,
    bulk: bool,
    as_json: bool,
    data: Path | None,
    dask: str | None = None,
    import_files: Path | None = None,
) -> None:
    """Loads, tells what loading would do, or writes `import_files`; reports a row a plan, fails when a file did."""
    from graph.judging.current import LinksError
    from graph.load import files_and_failures, load_paths, read_files
    from graph.loading.bulk import load_bulk_paths
    from graph.loading.import_files import write_import_files

    files, results = files_and_failures(paths)
    stands: list[FileResult] = []
    try:
        if files:
            with connect(data) as store, terminal.progress("Reading" if dry_run else "Loading", len(files)) as step:
                done_with = set[str]()

                def done(result: FileResult) -> None:
                    stands.append(result)
                    if result.file not in done_with:  # a file may hold several plans
                        done_with.add(result.file)
                        step(result.file)

                if import_files:
                    results += write_import_files(store, read_files(files, dask), import_files, done)
                elif bulk:
                    results += load_bulk_paths(store, files, done, dask)
                else:
                    results += load_paths(store, files, done, dry_run, dask)
                judging.tell_faults(store)
                if not dry_run and not import_files:
                    _say_whether_linked(store)
    except LinksError:
        _show_loaded([*results, *stands], as_json)
        raise
    except (UserError, KeyboardInterrupt) as error:
        one_by_one = stands and not (bulk or dry_run or import_files)
        if one_by_one:
            _show_loaded([*results, *stands], as_json)
            raise UserError(CUT_OFF.format(why=str(error) or "Interrupted.")) from error
        if isinstance(error, KeyboardInterrupt):
            raise UserError(INTERRUPTED) from error
        raise
    _show_loaded(results, as_json)
    if dry_run and not as_json:
        terminal.remark("Nothing was loaded: --dry-run shows what loading would do.")
    if import_files and not as_json:
        terminal.remark(IMPORT.format(folder=import_files))
    if any(result.status == "failed" for result in results):
        raise SystemExit(1)


def _show_loaded(results: Sequence[FileResult], as_json: bool) -> None:
    rows = [result.to_json() for result in results]
    if as_json:
        terminal.print_json(rows)
    else:
        shown = [name for name in LOADED if name not in ("warnings", "error") or any(row[name] for row in rows)]
        terminal.print_table(shown, rows)


def link(as_json: bool, data: Path | None) -> None:
    """Makes the links between the loaded plans anew and tells how many there are."""
    from graph.judging.current import current
    from graph.links import link as make_links

    with connect(data) as store:
        said = current(store)
        made = make_links(store, said.topics, said.new_names)
    if as_json:
        terminal.print_json(asdict(made))
    else:
        terminal.remark(
            f"{made.plans} plans: {made.counterparts} pairs of counterparts, {made.similar} pairs of measures alike, "
            f"{made.topics} derived topics"
        )


def _say_whether_linked(store: Store) -> None:
    from graph.judging.current import current
    from graph.judging.ledger import LedgerError
    from graph.links import LIMIT, linked

    try:
        said = current(store)
    except LedgerError as error:
        terminal.remark(str(error))
        return
    if not linked(store, said.topics, said.new_names):
        terminal.remark(
            f"There are more than {LIMIT} plans: counterparts, measures alike and derived topics are not up to date. "
            "Make them anew when all are loaded: python cli.py link"
        )


def plans(as_json: bool, data: Path | None) -> None:
    """Prints what is loaded."""
    from graph.load import list_plans

    with connect(data) as store:
        rows = list_plans(store)
    if as_json:
        terminal.print_json(rows)
    elif rows:
        terminal.print_table(PLAN_COLUMNS, rows)
    else:
        terminal.remark("No plan is loaded. Load some: python cli.py load data/plans")


def remove(names: Sequence[str], data: Path | None) -> None:
    """Removes plans; those named that are not loaded are an error before anything is removed."""
    from graph.load import list_plans, remove_plans

    with connect(data) as store:
        loaded = [plan["plan"] for plan in list_plans(store)]
        for name in names:
            if name not in loaded:
                raise UserError(f"No plan {name} is loaded. Loaded: {', '.join(loaded) or 'none'}.")
        remove_plans(store, names)
        for name in names:
            terminal.remark(f"Removed {name}")
        _say_whether_linked(store)


def rebuild(names: Sequence[str], as_json: bool, data: Path | None) -> None:
    """Builds plans anew from what the graph keeps of them; fails when one could not be built."""
    from graph.rebuild import rebuild as build_anew

    with connect(data) as store:
        rows = [asdict(result) for result in build_anew(store, names or None)]
        judging.tell_faults(store)
    if as_json:
        terminal.print_json(rows)
    elif rows:
        columns = [name for name in REBUILT if name in ("plan", "status") or any(row[name] for row in rows)]
        terminal.print_table(columns, rows)
    else:
        terminal.remark("No plan is loaded. Load some: python cli.py load data/plans")
    if any(row["status"] == "failed" for row in rows):
        raise SystemExit(1)


def export(form: str, out: Path, plans: Sequence[str], data: Path | None) -> None:
    """Writes the graph and tells how much of it."""
    from graph.export import export as write

    with connect(data) as store:
        graph = write(store, form, out, plans)
    nodes, edges = (sum(len(rows) for rows in kinds.values()) for kinds in (graph.nodes, graph.edges))
    terminal.remark(f"{out}: {nodes} nodes, {edges} edges")
