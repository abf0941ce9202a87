"""Starts the app: Streamlit on this machine's own address, on a port that is free, in this very process."""

from __future__ import annotations

import os
import runpy
import socket
import sys
import threading
from pathlib import Path

from loaders.errors import UserError

ADDRESS = "127.0.0.1"
APP = Path(__file__).resolve().parent.parent / "app.py"


def free_port(wanted: int = 0) -> int:
    """The port wanted, or where another program has it, one that the system gives."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name != "nt":  # there this option would take a port in use for free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise UserError(f"No port of {ADDRESS} is free. Close some programs and try again.")


def run_app(port: int, data: Path | None) -> None:
    """Runs the app until it is ended; the graph server starts beside it, which saves a first visitor the wait."""
    if data is not None:
        os.environ["ZEREN_DATA"] = str(data.absolute())
    os.chdir(APP.parent)
    if not os.environ.get("NEO4J_URI"):
        threading.Thread(target=_start_server, daemon=True, name="graph-server-start").start()
    sys.argv = ["streamlit", "run", str(APP), *_options(port)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _start_server() -> None:
    from graph.server.local_server import ensure_running

    try:
        ensure_running()
    except UserError as error:
        print(f"Error: {error}", file=sys.stderr)  # the app shows it too


def _options(port: int) -> list[str]:
    """What must hold wherever the app is started from; Streamlit itself opens a browser where there is a screen."""
    return [
        f"--server.port={port}",
        f"--server.address={ADDRESS}",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    ]
