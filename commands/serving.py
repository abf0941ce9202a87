"""`serve`, `stop`, `status`: the embedded server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from commands import connect, judging, terminal


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
