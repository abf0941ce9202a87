"""What the driver and the servers report, as sentences for a person."""

from __future__ import annotations

import shutil

from neo4j.exceptions import AuthError, ClientError

from graph.errors import QueryError, StoreError
from graph.local_server import running
from graph.runtime import ROOM
from graph.servers import Server

_TOO_LONG = (".Terminated", ".TransactionTimedOut", ".TransactionTimedOutClientConfiguration")
_READ_ONLY = (".Forbidden", ".AccessMode")


def lost(server: Server, error: Exception) -> StoreError:
    """The sentence for a connection that is lost, or that the server refuses."""
    if isinstance(error, AuthError):
        hint = "Stop it with `python cli.py stop`, then try again."
        hint = hint if server.embedded else "Check NEO4J_USER and NEO4J_PASSWORD."
        return StoreError(f"The graph server at {server.uri} refuses the user name or password. {hint}")
    if not server.embedded:
        return StoreError(f"No Neo4j server answers at {server.uri} ({error}). Check NEO4J_URI and that it runs.")
    if running(server.folder.path):
        return StoreError(
            "The graph server broke off the connection, as it does when a query needs more memory than it has. "
            "Narrow the query, or stop the server and start it with more (ZEREN_HEAP=2g)."
        )
    return StoreError(
        f"The graph server of {server.folder.path} has stopped or does not answer. "
        "Start it with `python cli.py serve`, then try again."
    )


def unsure(error: Exception) -> StoreError:
    """The sentence for a connection lost during the commit itself."""
    return StoreError(
        f"The graph server went away while it was saving, so it is unknown whether the change was kept ({error}). "
        "Repeat it: what is there already stays as it is."
    )


def refused(server: Server, error: Exception, timeout: float | None) -> StoreError:
    """The sentence for what the server or the driver refuses or fails to do."""
    code = getattr(error, "code", None) or ""
    words = getattr(error, "message", None) or str(error)
    if server.embedded and shutil.disk_usage(server.folder.path).free < ROOM // 2:
        return StoreError(f"The disk of {server.folder.path} is full. Free some space, then try again.")
    if code.endswith(_TOO_LONG):
        after = f" after {timeout:g} s" if timeout else ""
        return QueryError(f"The query was stopped{after}: it took too long. Narrow it with a label, a key or LIMIT.")
    if code.endswith(_READ_ONLY):
        return QueryError(f"Only reading is allowed here: the query was refused ({words}).")
    # An unknown procedure counts as a fault of the server's own there; in a typed query it is the query's.
    if isinstance(error, ClientError) or timeout is not None:
        return QueryError(f"The graph server refused the query: {words}")
    return StoreError(f"The graph server failed: {words}")
