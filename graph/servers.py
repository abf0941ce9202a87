"""Which server holds the graph, and how to reach it: a Neo4j named by the environment, else the embedded one."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

import neo4j

from graph import local_server
from graph.errors import StoreError
from graph.runtime import Folder, Runtime, data_folder

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
    writer: Auth
    reader: Auth
    folder: Folder
    runtime: Runtime | None = None
    """The run of the embedded server."""

    @property
    def embedded(self) -> bool:
        """Whether it is the embedded server of this machine."""
        return self.kind == "embedded"

    def driver(self, auth: Auth) -> neo4j.Driver:
        """A driver for one of its users; connects on first use."""
        try:
            if self.uri.partition("://")[0] not in SCHEMES:
                raise ValueError(f"it begins with none of {', '.join(SCHEMES)}")
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=auth,
                connection_timeout=5,
                connection_acquisition_timeout=30,
                # The embedded server, once gone, does not come back where it was.
                max_transaction_retry_time=0 if self.embedded else PATIENCE,
                keep_alive=True,
            )
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            raise StoreError(
                f"NEO4J_URI is {self.uri!r}, which is no address of a server ({error}). "
                "It looks like bolt://host:7687 or neo4j://host:7687."
            ) from error


def find_server(data: Path | None, start: bool) -> Server:
    """The server to use; with `start`, the embedded one is started where none runs."""
    folder = data_folder(data)
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
    password = os.environ.get("NEO4J_PASSWORD")
    if not password:
        raise StoreError(
            "NEO4J_URI is set but NEO4J_PASSWORD is not. Set NEO4J_USER and NEO4J_PASSWORD too, "
            "or unset NEO4J_URI to use the embedded server."
        )
    # Neo4j's Community edition has no roles; its READ sessions refuse writes for any user.
    auth = (os.environ.get("NEO4J_USER", "neo4j"), password)
    return Server("neo4j", uri, os.environ.get("NEO4J_DATABASE"), auth, auth, folder)
