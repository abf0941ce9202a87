"""Starts the app: Streamlit on this machine's own address, on a port that is free."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
APP = Path(__file__).with_name("app.py")


def free_port(wanted: int = FIRST_PORT) -> int:
    """The port wanted, or where another program has it one that the system gives."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name != "nt":  # there this option would take a port in use for free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port on {ADDRESS}")


def run_app(port: int, data: Path | None) -> int:
    """Runs the app until it is ended; elsewhere than on Windows in this very process, so that its id stays good."""
    environment = os.environ | ({"ZEREN_DATA": str(data.absolute())} if data else {})
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *_options(port)]
    os.chdir(APP.parent)
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(sys.executable, command, environment)
    return subprocess.call(command, env=environment)


def _options(port: int) -> list[str]:
    """What must hold wherever the app is started from; Streamlit itself opens a browser where there is a screen."""
    return [
        f"--server.port={port}",
        f"--server.address={ADDRESS}",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    ]
