"""Keeps a typed query to reading, within its time, and off what is not the graph.

The embedded server knows a user who may only read. Neo4j's Community edition does not: its reading sessions
refuse to write, but still read files and addresses (LOAD CSV), end other people's transactions and tell the server's
settings. So there the query's own plan is asked for first, and only what reads the graph is let through: the plan is
what the server understood, whatever tricks of spelling the text plays.

The embedded server ignores the driver's time limit and goes on working for a client that has left, so
the query is marked by a comment, looked for under that mark when its time is up, and ended.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakSet

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import QueryError
from graph.server.connection import Connection

T = TypeVar("T")

GRACE = 5.0
"""Seconds beyond its time after which a query is no longer waited for."""
MOST_LEFT = 2
"""So many queries that a server can't stop may go on for nobody before no other is taken from this program."""
_LEFT: WeakSet[threading.Thread] = WeakSet()
_PROFILE = re.compile(r"\s*PROFILE\b", re.IGNORECASE)  # runs the query, and can't be combined with EXPLAIN
_STEPS_BEYOND = re.compile(
    r"LoadCSV|Terminate\w*|Show(?!Indexes|Constraints|Functions|Procedures)\w+|\w*Administration\w*"
)
_PROCEDURES = frozenset(
    f"db.{name}"
    for name in (
        *("labels", "relationshipTypes", "propertyKeys", "info", "ping"),
        *("schema.visualization", "schema.nodeTypeProperties", "schema.relTypeProperties"),
        *("index.fulltext.queryNodes", "index.fulltext.queryRelationships"),
    )
)


@dataclass(frozen=True)
class Guard:
    """The limits of one typed query."""

    connection: Connection
    timeout: float

    def check(self, session: neo4j.Session, cypher: str, params: dict[str, Any]) -> None:
        """Refuses, on Neo4j, what a reading session may do there beyond reading the graph."""
        if self.connection.server.embedded:
            return
        plan = f"EXPLAIN {_PROFILE.sub('', cypher, count=1)}"
        summary = session.run(neo4j.Query(plan, timeout=self.timeout), params).consume()
        beyond = sorted(set(_beyond_reading(summary.plan or {})))
        if summary.query_type != "r" and not beyond:
            beyond = ["it writes, or changes the server"]
        if beyond:
            raise QueryError(f"Only reading is allowed here: the query was refused ({', '.join(beyond)}).")

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

    def in_time(self, work: Callable[[], T]) -> T:
        """What `work` gives, waited for a little beyond its time: Neo4j can't stop a query within one expression.

        Each of those keeps a core of the server, so that only a few are let run into it.
        """
        left = sum(thread.is_alive() for thread in [*_LEFT])
        if left >= MOST_LEFT:
            raise QueryError(
                f"The server is still busy with {left} queries whose time is up and which it can't stop. "
                "Wait until they are done, or restart it."
            )
        found: list[T | BaseException] = []

        def run() -> None:
            try:
                found.append(work())
            except BaseException as error:
                found.append(error)  # raised below, in the caller's thread

        thread = threading.Thread(target=run, daemon=True, name="zeren-typed-query")
        thread.start()
        thread.join(self.timeout + GRACE)
        if not found:
            _LEFT.add(thread)
            raise QueryError(
                f"No answer after {self.timeout + GRACE:g} s, and the server is still busy with it. "
                "Narrow the query; if the server stays busy, restart it."
            )
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    def end(self, tag: str) -> None:
        """Ends the query so marked on the embedded server."""
        try:
            with self.connection.writer.session(database=self.connection.server.database) as session:
                for row in session.run("SHOW TRANSACTIONS").data():
                    if tag in row["currentQuery"]:
                        session.run("TERMINATE TRANSACTIONS $id", id=row["transactionId"]).consume()
        except (Neo4jError, DriverError):
            return  # the server is gone, and the query with it; the waiting caller is told


def _beyond_reading(step: dict[str, Any]) -> Iterator[str]:
    """The steps of a plan that reach beyond the graph, and the procedures that are not known to read it only."""
    name = str(step["operatorType"]).partition("@")[0] if step else ""
    if name == "LoadCSV":
        yield "LOAD CSV"
    elif _STEPS_BEYOND.fullmatch(name):
        yield name
    elif name == "ProcedureCall":
        called = str(step["args"].get("Details", "")).partition("(")[0]
        if called not in _PROCEDURES:
            yield f"the procedure {called}"
    for below in step.get("children", ()):
        yield from _beyond_reading(below)
