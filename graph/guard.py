"""Keeps a typed query within its time, and off the files of a server.

The embedded server ignores the driver's time limit and goes on working for a client that has left, so
the query is marked by a comment, looked for under that mark when its time is up, and ended.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.connection import Connection
from graph.errors import QueryError

_FILES = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)


@dataclass(frozen=True)
class Guard:
    """The limits of one typed query."""

    connection: Connection
    timeout: float

    def check(self, cypher: str) -> None:
        """Refuses what reading users may do on Neo4j and should not: fetch files and addresses with LOAD CSV."""
        if not cypher.strip():
            raise QueryError("The query is empty; type one such as MATCH (p:Plan) RETURN p.title.")
        if _FILES.search(cypher):
            raise QueryError("Only reading the graph is allowed here: LOAD CSV is refused.")

    def query(self, cypher: str, tag: str) -> neo4j.Query:
        """The query with its mark, and with the time limit that Neo4j itself enforces."""
        bare = cypher.rstrip().rstrip(";")  # the embedded server takes a closing semicolon for a mistake
        return neo4j.Query(f"{bare}\n// {tag}", timeout=self.timeout)

    def drop(self, result: neo4j.Result, tag: str) -> None:
        """Leaves the rest of a result; the embedded server would work it all out before it let go of the connection."""
        if self.connection.server.embedded:
            self.end(tag)
        with suppress(Neo4jError):  # says that the query was ended, as it should be
            result.consume()

    @contextmanager
    def watching(self) -> Iterator[str]:
        """Gives the mark for a query; on the embedded server, ends the query so marked when its time is up."""
        tag = f"zeren-{secrets.token_hex(8)}"
        timer = threading.Timer(self.timeout, self.end, [tag])
        timer.daemon = True
        if self.connection.server.embedded:
            timer.start()
        try:
            yield tag
        finally:
            timer.cancel()

    def end(self, tag: str) -> None:
        """Ends the query so marked on the embedded server."""
        try:
            with self.connection.writer.session(database=self.connection.server.database) as session:
                for row in session.run("SHOW TRANSACTIONS").data():
                    if tag in row["currentQuery"]:
                        session.run("TERMINATE TRANSACTIONS $id", id=row["transactionId"]).consume()
        except (Neo4jError, DriverError):
            return  # the server is gone, and the query with it; the waiting caller is told
