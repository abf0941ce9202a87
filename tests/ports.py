"""Ports for servers that a test starts."""

from __future__ import annotations

import secrets
import socket

FIRST, LAST = 20_000, 30_000
"""Below those that systems give to whoever asks for any: no client takes it before the server does, or while that is down."""


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
