"""Which server holds the graph, and how to reach it: a Neo4j named by the environment, else the embedded one."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

import neo4j

from graph.errors import StoreError
from graph.server import local_server
from graph.server.runtime import Folder, Runtime, data_folder, user_path

Auth = tuple[str, str]

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
PATIENCE = 30.0
"""Seconds for which the driver repeats what met a passing fault of Neo4j, such as a change of leader."""

# Without a handler the driver's warnings reach the terminal, beside the sentence that tells the same.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Server:
    """Where a graph is and who may enter; two equal ones are the same run of the same server."""

    kind: str
    """`embedded` or `neo4j`."""
    uri: str
    database: str | None
    writer: Auth = field(repr=False)
    reader: Auth = field(repr=False)
    folder: Folder
    runtime: Runtime | None = field(default=None, repr=False)
    """The run of the embedded server."""

    @property
    def embedded(self) -> bool:
        """Whether it is the embedded server of this machine."""
        return self.kind == "embedded"

    def driver(self, auth: Auth) -> neo4j.Driver:
        """A driver for one of its users; connects on first use."""
        try:
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=auth,
                connection_timeout=15,
                connection_acquisition_timeout=30,
                # The embedded server, once gone, does not come back where it was.
                max_transaction_retry_time=0 if self.embedded else PATIENCE,
                keep_alive=True,
                notifications_min_severity="OFF",  # a label that nothing bears yet is no fault: a new graph has none
            )
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            raise _no_address("the driver does not take it") from error


def find_server(data: Path | None, start: bool) -> Server:
    """The server to use; with `start`, the embedded one is started where none runs."""
    folder = data_folder(data)
    local_server.finish_restore(folder)
    if uri := os.environ.get("NEO4J_URI"):
        return _neo4j(uri, folder)
    runtime = local_server.ensure_running(folder.path) if start else local_server.running(folder.path)
    if runtime is None:
        raise StoreError(
            f"No graph server runs for {folder.path}. Start it with `python cli.py serve`, then try again."
        )
    return _embedded(runtime, folder)


def _embedded(runtime: Runtime, folder: Folder) -> Server:
    return Server(
        kind="embedded",
        uri=runtime.uri,
        database=runtime.database,
        writer=(runtime.user, runtime.password),
        reader=(runtime.reader_user, runtime.reader_password),
        folder=folder,
        runtime=runtime,
    )


def _neo4j(uri: str, folder: Folder) -> Server:
    _check_address(uri)
    database = os.environ.get("NEO4J_DATABASE") or None
    if database == "system":
        raise StoreError(
            "NEO4J_DATABASE is 'system', which holds Neo4j's own users. Name another database, or unset it."
        )
    # Neo4j's Community edition has no roles; its READ sessions refuse writes for any user.
    auth = (os.environ.get("NEO4J_USER", "neo4j"), _password())
    return Server("neo4j", uri, database, auth, auth, folder)


def _check_address(uri: str) -> None:
    """Raises StoreError for what is no address of a server; it is never repeated: it may hold a password."""
    if "@" in uri or "%40" in uri:
        raise StoreError(
            "NEO4J_URI holds a user name or a password. Name the server alone there, as in bolt://host:7687, and set "
            "NEO4J_USER and NEO4J_PASSWORD."
        )
    if not uri.isprintable() or " " in uri:
        raise _no_address("it has spaces or control characters")
    try:
        parts = urlsplit(uri)
        host = (parts.hostname or "").encode("idna")
    except ValueError:  # UnicodeError too
        raise _no_address("its host is no name of a machine") from None
    if parts.scheme not in SCHEMES:
        raise _no_address(f"it begins with none of {', '.join(SCHEMES)}")
    if not host:
        raise _no_address("it names no host")
    if not _has_port(parts):
        raise _no_address("its port is no number from 1 to 65535")
    routed = parts.scheme.startswith("neo4j") and {name for name, _ in parse_qsl(parts.query, True)} <= {"policy"}
    if parts.path.strip("/") or parts.fragment or (parts.query and not routed):
        raise _no_address("something stands behind host and port")


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is one, or is left out."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def _password() -> str:
    """NEO4J_PASSWORD, or what stands in the file that NEO4J_PASSWORD_FILE names."""
    if password := os.environ.get("NEO4J_PASSWORD"):
        return password
    named = os.environ.get("NEO4J_PASSWORD_FILE")
    if not named:
        raise StoreError(
            "NEO4J_URI is set, but neither NEO4J_PASSWORD nor NEO4J_PASSWORD_FILE is. Set one of them and NEO4J_USER, "
            "or unset NEO4J_URI to use the embedded server."
        )
    try:
        password = user_path(named, "NEO4J_PASSWORD_FILE").read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"NEO4J_PASSWORD_FILE names {named}, which can't be read ({error}).") from error
    if not password:
        raise StoreError(f"NEO4J_PASSWORD_FILE names {named}, which is empty. Write the password into it.")
    return password


def _no_address(reason: str) -> StoreError:
    return StoreError(
        f"NEO4J_URI is no address of a server: {reason}. It looks like bolt://host:7687 or neo4j://host:7687."
    )
