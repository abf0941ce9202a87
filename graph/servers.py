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

    @property
    def embedded(self) -> bool:
        """Whether it is the embedded server of this machine."""
        return self.kind == "embedded"

    def reading(self) -> neo4j.Driver:
        """A driver for the user who can only read. The embedded server, once gone, does not come back where it was."""
        return self._driver(self.reader, 0 if self.embedded else 30)

    def writing(self) -> neo4j.Driver:
        """A driver for the user who may write; repeats transactions that met another writer's."""
        return self._driver(self.writer, 5 if self.embedded else 30)

    def _driver(self, auth: Auth, retry: float) -> neo4j.Driver:
        try:
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=auth,
                connection_timeout=5,
                connection_acquisition_timeout=30,
                max_transaction_retry_time=retry,
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
