"""What each command of `cli.py` does: reads, loads, asks, exports, and shows the result.

The store's driver takes most of a second to import, so only the commands that need it import it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import terminal
from loaders import pipeline
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.load import FileResult
    from graph.store import Store
    from loaders.records import PlanRecord
    from queries.library import Question

LOADED = ("file", "plan", "status", "tasks", "assignments", "repairs", "unread", "warnings", "error")


PLAN_COLUMNS = ("plan", "jurisdiction", "issuedOn", "docNumber", "title", "tasks", "assignments", "repairs", "unread")


class WrongUsage(Exception):
    """The command line asks for something that does not exist: exit code 2."""


def _store(data: Path | None, start: bool = True) -> Store:
    from graph.store import open_store

    return open_store(data, start=start)


def extract(files: Sequence[Path], as_json: bool, out: Path | None) -> None:
    """Prints or writes the records of the files that can be read, then fails if one could not."""
    records: list[tuple[Path, PlanRecord]] = []
    failed = 0
    for file in files:
        try:
            records.append((file, pipeline.extract(file)))
        except UserError as error:
            failed += 1
            terminal.remark(f"Error: {error}")
    if out is not None:
        _write_records(records, out)
    elif as_json and records:
        found = [record.to_json() for _, record in records]
        terminal.print_json(found[0] if len(files) == 1 else found)
    elif records:
        terminal.print_table(LOADED[:-1], [_counts(file, record, "read") for file, record in records])
    if failed:
        raise SystemExit(1)


def _write_records(records: Sequence[tuple[Path, PlanRecord]], out: Path) -> None:
    """One file a record; files of one name from several folders get numbers."""
    taken: set[str] = set()
    for file, record in records:
        name, number = file.stem, 1
        while name in taken:
            number += 1
            name = f"{file.stem}-{number}"
        taken.add(name)
        terminal.write_file(out / f"{name}.json", terminal.to_json(record.to_json()) + "\n")
        terminal.remark(f"{file} -> {out / name}.json")


def _counts(file: Path, record: PlanRecord, status: str) -> dict[str, Any]:
    report = record.report
    return {
        "file": str(file),
        "plan": record.plan.id,
        "status": status,
        "tasks": len(record.tasks),
        "assignments": sum(len(task.lead) + len(task.support) for task in record.tasks),
        "repairs": len(report.repairs),
        "unread": len(report.unread),
        "warnings": list(report.warnings),
        "error": None,
    }


def load(paths: Sequence[Path], dry_run: bool, as_json: bool, data: Path | None) -> None:
    """Loads, or with `dry_run` finds out what loading would do, and reports a row a file; fails when a file failed."""
    from graph.load import load_paths

    files, results = _plan_files(paths)
    if files:
        with _store(data) as store, terminal.progress("Reading" if dry_run else "Loading", len(files)) as step:

            def done(result: FileResult) -> None:
                step(result.file)

            results += load_paths(store, files, done, dry_run)
    rows = [result.to_json() for result in results]
    if as_json:
        terminal.print_json(rows)
    else:
        shown = [name for name in LOADED if name not in ("warnings", "error") or any(row[name] for row in rows)]
        terminal.print_table(shown, rows)
        if dry_run:
            terminal.remark("Nothing was loaded: --dry-run shows what loading would do.")
    if any(row["status"] == "failed" for row in rows):
        raise SystemExit(1)


def _plan_files(paths: Sequence[Path]) -> tuple[list[Path], list[FileResult]]:
    """The plans in files and folders, and a failed result for each folder that has none."""
    from graph.load import FileResult, LoadError, find_plans

    files: list[Path] = []
    failed = []
    for path in paths:
        try:
            files += find_plans([path])
        except LoadError as error:
            failed.append(FileResult(str(path), error=str(error)))
    return list(dict.fromkeys(files)), failed


def plans(as_json: bool, data: Path | None) -> None:
    """Prints what is loaded."""
    from graph.load import list_plans

    with _store(data) as store:
        rows = list_plans(store)
    if as_json:
        terminal.print_json(rows)
    elif rows:
        terminal.print_table(PLAN_COLUMNS, rows)
    else:
        terminal.remark("No plan is loaded. Load some: python cli.py load data/plans")


def remove(names: Sequence[str], data: Path | None) -> None:
    """Removes plans; those named that are not loaded are an error before anything is removed."""
    from graph.load import list_plans, remove_plan

    with _store(data) as store:
        loaded = [plan["plan"] for plan in list_plans(store)]
        for name in names:
            if name not in loaded:
                raise UserError(f"No plan {name} is loaded. Loaded: {', '.join(loaded) or 'none'}.")
        for name in names:
            remove_plan(store, name)
            terminal.remark(f"Removed {name}")


def list_questions(form: str, out: Path | None) -> None:
    """Prints names and words of all questions but those that only the app asks; programs get the parameters too."""
    from queries.library import questions

    rows = [
        {
            "name": found.name,
            "question": found.title.en,
            "问题": found.title.zh,
            "parameters": [p.name for p in found.parameters],
        }
        for found in questions().values()
        if found.group != "app"
    ]
    columns = ["name", "question", "问题"] + (["parameters"] if form != "table" else [])
    terminal.write_rows(form, columns, rows, out)
    if form == "table":
        terminal.remark("`ask NAME --explain` shows what a question means, takes and gives.")


def explain(name: str) -> None:
    """Prints what a question means, takes and gives, and its Cypher."""
    question = _question(name)
    print(f"{question.name}: {question.title.en} {question.title.zh}\n")
    print(f"{question.explanation.en}\n{question.explanation.zh}\n")
    parameters = [
        {"parameter": p.name, "type": p.type, "default": p.default, "choices": p.choices}
        | {"meaning": p.words.en, "含义": p.words.zh}
        for p in question.parameters
    ]
    terminal.print_table(["parameter", "type", "default", "choices", "meaning", "含义"], parameters)
    columns = [{"column": c.name, "type": c.type, "meaning": c.words.en, "含义": c.words.zh} for c in question.columns]
    terminal.print_table(["column", "type", "meaning", "含义"], columns)
    print(f"\n{question.cypher}")


def ask(name: str, pairs: Sequence[str], form: str, out: Path | None, data: Path | None) -> None:
    """Prints the answer to a question; what is asked wrongly is said before a server is started."""
    from queries import library
    from queries.values import bind

    question, params = _question(name), _params(pairs)
    try:
        bind(question, dict(params))
    except library.QuestionError as error:
        raise WrongUsage(str(error)) from error
    with _store(data) as store:
        answer = library.ask(store, name, **params)
    columns = [column.name for column in answer.columns]
    if not answer.rows:
        terminal.remark("The answer is empty: nothing in the graph fits.")
    terminal.write_rows(form, columns, answer.rows, out)


def ask_cypher(cypher: str, pairs: Sequence[str], form: str, out: Path | None, limit: int, data: Path | None) -> None:
    """Prints the answer to a query that reads; parameters are JSON where they can be, else text."""
    params = {
        name: [_json(item) for item in value] if isinstance(value, list) else _json(value)
        for name, value in _params(pairs).items()
    }
    with _store(data) as store:
        answer = store.query_readonly(cypher, params, limit=limit)
    terminal.write_rows(form, answer.columns, answer.rows, out)
    if answer.truncated:
        terminal.remark(f"Only the first {limit} rows are shown; --limit gives more.")


def _question(name: str) -> Question:
    from queries import library

    try:
        return library.question(name)
    except library.QuestionError as error:
        raise WrongUsage(str(error)) from error


def _params(pairs: Sequence[str]) -> dict[str, Any]:
    """`KEY=VALUE` pairs as values, a key given more than once as a list."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise WrongUsage(f"--param {pair}: write it as KEY=VALUE, for example --param plan=yichang")
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _json(value: Any) -> Any:
    """A number, a truth value or a list where the text is one, else the text."""
    if isinstance(value, list):
        return [_json(item) for item in value]
    try:
        return json.loads(value)
    except ValueError:
        return value


def export(form: str, out: Path, plans: Sequence[str], data: Path | None) -> None:
    """Writes the graph and tells how much of it."""
    from graph.export import export as write

    with _store(data) as store:
        graph = write(store, form, out, plans)
    nodes, edges = (sum(len(rows) for rows in kinds.values()) for kinds in (graph.nodes, graph.edges))
    terminal.remark(f"{out}: {nodes} nodes, {edges} edges")


def serve(data: Path | None) -> None:
    """Starts the embedded server and tells where it is."""
    from graph.local_server import ensure_running

    runtime = ensure_running(data)
    print(f"{runtime.uri} (process {runtime.pid})")


def stop(data: Path | None) -> None:
    """Stops the embedded server."""
    from graph import local_server

    terminal.remark("Stopped." if local_server.stop(data) else "No server was running.")


def status(as_json: bool, data: Path | None) -> None:
    """Prints the server's state and what it holds; a server that does not run is not started for that."""
    from graph import local_server
    from graph.load import list_plans

    state: dict[str, Any] = dict.fromkeys(("running", "pid", "uri", "server", "version", "data", "plans"))
    state |= local_server.status(data)
    if state["running"] or os.environ.get("NEO4J_URI"):
        with _store(data, start=False) as store:
            state |= store.status() | {"plans": [plan["plan"] for plan in list_plans(store)]}
    if as_json:
        terminal.print_json(state)
    else:
        terminal.print_table(["", "status"], [{"": name, "status": value} for name, value in state.items()])


def load_samples(folder: Path, data: Path | None) -> None:
    """Loads the plans that come with the program into an empty graph; one that a user filled stays as it is."""
    from graph.load import list_plans

    with _store(data) as store:
        empty = not list_plans(store)
    if empty:
        load([folder], dry_run=False, as_json=False, data=data)
