"""`serve`, `stop`, `status`: the embedded server; `backup`, `restore`: the graph in one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from commands import connect, judging, terminal
from loaders.errors import UserError


def serve(data: Path | None) -> None:
    """Starts the embedded server and tells where it is."""
    from graph.server.local_server import ensure_running

    runtime = ensure_running(data)
    print(f"{runtime.uri} (process {runtime.pid})")


def stop(data: Path | None) -> None:
    """Stops the embedded server."""
    from graph.server import local_server

    terminal.remark("Stopped." if local_server.stop(data) else "No server was running.")


def status(as_json: bool, data: Path | None) -> None:
    """Prints the server's state and what it holds; a server that does not run is not started for that."""
    from graph.load import list_plans
    from graph.server import local_server

    state: dict[str, Any] = dict.fromkeys(("running", "pid", "uri", "server", "version", "data", "plans", "judgements"))
    state |= local_server.status(data)
    if state["running"] or os.environ.get("NEO4J_URI"):
        with connect(data, start=False) as store:
            state |= store.status() | {"plans": [plan["plan"] for plan in list_plans(store)]}
            state["judgements"] = judging.counted(store)
    if as_json:
        terminal.print_json(state)
    else:
        terminal.print_table(["", "status"], [{"": name, "status": value} for name, value in state.items()])


def backup(file: Path, data: Path | None) -> None:
    """Writes the graph to one file and tells what it holds."""
    from graph.backup.taking import back_up

    with connect(data) as store:
        taken = back_up(store, file)
    more = f", {taken.scenarios} scenarios" if taken.scenarios else ""
    judged = ", the judgements" if taken.judgements else ""
    terminal.remark(f"{file}: {taken.plans} plans{judged}{more}; {taken.size / 2**20:.1f} MiB")


def restore(file: Path, data: Path | None) -> None:
    """Puts a backup in the graph's place and tells what came of it."""
    from graph.backup.archive import opened
    from graph.backup.restoring import restore as put_back

    with opened(file) as read:
        number = len(read.plans)
    try:
        with terminal.progress("Restoring", number) as step:
            restored = put_back(file, data, step)
    except KeyboardInterrupt:
        raise UserError(_interrupted(data)) from None
    terminal.remark(f"{restored.plans} plans were restored from {file}.")
    if restored.otherwise:
        terminal.remark(
            f"{len(restored.otherwise)} of them are built otherwise by this version's tables than they stood: "
            f"{', '.join(restored.otherwise[:5])}{' …' if len(restored.otherwise) > 5 else ''}"
        )
    if restored.before:
        terminal.remark(f"What stood here before is in {restored.before} until the next restore.")


def _interrupted(data: Path | None) -> str:
    from graph.backup.swap import decided
    from graph.server.runtime import data_folder

    if os.environ.get("NEO4J_URI"):
        return (
            "Interrupted: what was restored already was taken out again, unless that was interrupted too. "
            "python cli.py plans shows it, and the same restore goes on from there."
        )
    if decided(data_folder(data)):
        return "Interrupted at the last step, which the next command that opens the graph does: it is restored."
    return "Interrupted: the graph is as it was."
