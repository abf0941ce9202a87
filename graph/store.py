"""The graph's store: reading, writing, and queries that people type, over Bolt in one Cypher dialect.

A `Store` may be shared by threads. It finds the embedded server through its runtime file and finds it
again, once a call, after a restart: each start of that server has another port and other passwords.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import QueryError, StoreError
from graph.generation import Generation
from graph.guard import Guard
from graph.locks import FileLock, LockTimeout
from graph.runtime import ROOM
from graph.servers import Server, find_server
from graph.values import plain

__all__ = ["QueryError", "QueryResult", "Store", "StoreError", "Transaction", "open_store"]

Transaction = neo4j.ManagedTransaction
T = TypeVar("T")

WRITE_WAIT = 300.0
"""Seconds to wait for another program's load to end."""
_RACES = 3
_LOOKS = 4
_LOST = (ServiceUnavailable, SessionExpired, AuthError)

# Neo4j: whoever creates this node first holds its key's lock until commit; it is deleted before, so nobody sees it.
_TAKE_TURN = "MERGE (turn:ZerenWriter {id: 'turn'})"
_END_TURN = "MATCH (turn:ZerenWriter {id: 'turn'}) DELETE turn"
_TURN_CONSTRAINT = "CREATE CONSTRAINT ZerenWriter_id IF NOT EXISTS FOR (n:ZerenWriter) REQUIRE n.id IS UNIQUE"


@dataclass(frozen=True)
class QueryResult:
    """What a typed query gave: at most `limit` rows, `truncated` where there were more."""

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool
    seconds: float


def open_store(data: Path | None = None, *, start: bool = True) -> Store:
    """The store of this data folder, or of the Neo4j server that NEO4J_URI names.

    With `start` the embedded server is started where none runs. Raises StoreError with the remedy.
    """
    store = Store(find_server(data, start), lambda: find_server(data, start=False))
    try:
        store.read("RETURN 1 AS one")
    except StoreError:
        store.close()
        raise
    return store


class Store:
    """A graph behind a server."""

    def __init__(self, server: Server, find_again: Callable[[], Server]) -> None:
        self._find_again = find_again
        self._change = threading.Lock()
        self._own = threading.local()
        self._constrained = False
        self._connect(server)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def server(self) -> Server:
        """The server in use; another one after a restart."""
        return self._server

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """All rows of a query, as plain Python; the user behind it can only read."""

        def work(tx: Transaction) -> list[dict[str, Any]]:
            return [_row(record) for record in tx.run(cypher, params)]

        def once() -> list[dict[str, Any]]:
            return self._with_driver(lambda: self._reader, lambda run: run.execute_read(work), neo4j.READ_ACCESS)

        for _ in range(_LOOKS):
            if (seen := self._unchanged(once)) is not None:
                return seen
        with self.exclusive():  # the loads come too thick: let them wait for this one
            return once()

    def write(self, work: Callable[[Transaction], T]) -> T:
        """The result of `work` in one transaction, all of which holds or nothing.

        `work` may be called several times, after a passing fault or a race with another writer: it must
        have no effect but through its transaction. Readers see the graph before it or after it.
        """
        with self.exclusive(), Generation(self._server.folder).committing() as commit:
            return self._write(work, commit.begin)

    def _write(self, work: Callable[[Transaction], T], before_commit: Callable[[], None]) -> T:
        def guarded(tx: Transaction) -> T:
            if not self._server.embedded:
                tx.run(_TAKE_TURN).consume()
            result = work(tx)
            if not self._server.embedded:
                tx.run(_END_TURN).consume()
            before_commit()
            return result

        def raced(session: neo4j.Session) -> T:
            # Two MERGEs of one key at a time: the second meets the constraint, and finds the node when it comes again.
            for _ in range(_RACES - 1):
                try:
                    return session.execute_write(guarded)
                except ConstraintError:
                    continue
            return session.execute_write(guarded)

        return self._with_driver(lambda: self._writer, raced, neo4j.WRITE_ACCESS)

    def run_ddl(self, statements: list[str]) -> None:
        """Runs schema statements, each in a transaction of its own; once in a store's life and server's run."""
        if self._constrained:
            return

        def work(session: neo4j.Session) -> None:
            own = [] if self._server.embedded else [_TURN_CONSTRAINT]
            for statement in statements + own:
                session.run(statement).consume()

        self._with_driver(lambda: self._writer, work, neo4j.WRITE_ACCESS)
        self._constrained = True

    def _unchanged(self, look: Callable[[], T]) -> T | None:
        """What `look` sees, None where a load was committed meanwhile."""
        generation = Generation(self._server.folder)
        before = generation.settled()
        try:
            seen = look()
        except QueryError:
            if generation.now() == before:
                raise
            return None
        return seen if generation.now() == before else None

    @contextmanager
    def exclusive(self, wait: float = WRITE_WAIT) -> Iterator[None]:
        """One writer at a time, between all programs on this data folder; may be nested within a thread."""
        depth = getattr(self._own, "depth", 0)
        if depth == 0:
            self._server.folder.make()
            self._own.lock = FileLock(self._server.folder.write_lock)
            self._take(self._own.lock, wait)
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth -= 1
            if self._own.depth == 0:
                self._own.lock.release()

    def query_readonly(
        self, cypher: str, params: dict[str, Any] | None = None, timeout: float = 10.0, limit: int = 1000
    ) -> QueryResult:
        """At most `limit` rows of a query that someone typed, which can't write and ends after `timeout` seconds.

        Raises QueryError with the server's words where the query is wrong, too slow, or tries to write.
        """
        guard = Guard(self._server, lambda: self._writer, timeout)
        guard.check(cypher)
        started = time.monotonic()

        def work(session: neo4j.Session) -> QueryResult:
            with guard.watching() as tag:
                result = session.run(guard.query(cypher, tag), params or {})
                rows = [_row(record) for record in islice(result, limit + 1)]
                if len(rows) > limit:
                    guard.drop(result, tag)
            columns = list(result.keys())
            return QueryResult(columns, rows[:limit], len(rows) > limit, time.monotonic() - started)

        def once() -> QueryResult:
            fetch = min(limit + 1, 1000)
            return self._with_driver(lambda: self._reader, work, neo4j.READ_ACCESS, fetch_size=fetch, timeout=timeout)

        while time.monotonic() - started < timeout / 4:
            if (seen := self._unchanged(once)) is not None:
                return seen
        return once()

    def status(self) -> dict[str, Any]:
        """The server in use and how many plans it holds."""
        rows = self.read("CALL dbms.components() YIELD name, versions RETURN name, versions")
        plans = self.read("MATCH (p:Plan) RETURN count(p) AS plans")
        shown: dict[str, Any] = {"running": True, "server": self._server.kind, "uri": self._server.uri}
        if self._server.embedded:
            runtime = self._server.folder.read()
            if runtime:
                shown |= {"pid": runtime.pid, "version": runtime.version, "started": runtime.started}
            shown["data"] = str(self._server.folder.path)
        else:
            shown["version"] = " ".join([rows[0]["name"], *rows[0]["versions"]])
        return shown | plans[0]

    def close(self) -> None:
        """Ends the connections; the server goes on."""
        self._reader.close()
        self._writer.close()

    def _connect(self, server: Server) -> None:
        self._server = server
        self._writer = server.writing()
        self._reader = server.reading()
        self._constrained = False

    def _take(self, lock: FileLock, wait: float) -> None:
        if not lock.acquire(wait):
            raise StoreError(
                f"Another program has been loading into this graph for {wait:.0f} s. Try again when it is done."
            ) from LockTimeout(str(lock.path))

    def _with_driver(
        self,
        driver: Callable[[], neo4j.Driver],
        work: Callable[[neo4j.Session], T],
        mode: str,
        fetch_size: int = 1000,
        timeout: float | None = None,
    ) -> T:
        """Runs `work` in a session, a second time where the server had been restarted meanwhile."""
        for fresh in (False, True):
            used = self._server
            try:
                with driver().session(
                    database=used.database, default_access_mode=mode, fetch_size=fetch_size
                ) as session:
                    return work(session)
            except IncompleteCommit as error:
                raise StoreError(
                    "The graph server went away while it was saving; whether the change was kept is unknown. "
                    "Repeat it: what is there already stays as it is."
                ) from error
            except _LOST as error:
                if fresh or not self._reconnected(used):
                    raise _gone(used, error) from error
            except (Neo4jError, DriverError) as error:
                raise _sentence(error, used, timeout) from error
        raise AssertionError("unreachable")

    def _reconnected(self, lost: Server) -> bool:
        """Whether another run of the server was found in place of the one that is lost."""
        with self._change:
            if self._server != lost:
                return True  # another thread was quicker
            try:
                found = self._find_again()
            except StoreError:
                return False
            if found == lost:
                return False
            old = (self._reader, self._writer)
            self._connect(found)
        for driver in old:
            driver.close()
        return True


def _row(record: neo4j.Record) -> dict[str, Any]:
    return {name: plain(record[name]) for name in record.keys()}  # noqa: SIM118, a record iterates over its values


def _gone(server: Server, error: Exception) -> StoreError:
    if isinstance(error, AuthError):
        hint = "Stop it with `python cli.py stop`, then try again."
        hint = hint if server.embedded else "Check NEO4J_USER and NEO4J_PASSWORD."
        return StoreError(f"The graph server at {server.uri} refuses the user name or password. {hint}")
    if server.embedded:
        return StoreError(
            f"The graph server of {server.folder.path} has stopped or does not answer. "
            "Start it with `python cli.py serve`, then try again."
        )
    return StoreError(f"No Neo4j server answers at {server.uri} ({error}). Check NEO4J_URI and that the server runs.")


def _sentence(error: Exception, server: Server, timeout: float | None) -> StoreError:
    """What the server or driver says, in words for a person."""
    code = getattr(error, "code", None) or ""
    words = getattr(error, "message", None) or str(error)
    if server.embedded and shutil.disk_usage(server.folder.path).free < ROOM // 2:
        return StoreError(f"The disk of {server.folder.path} is full. Free some space, then try again.")
    if code.endswith((".Terminated", ".TransactionTimedOut", ".TransactionTimedOutClientConfiguration")):
        limit = f" after {timeout:g} s" if timeout else ""
        return QueryError(
            f"The query was stopped{limit} because it took too long. Narrow it with a label, key or LIMIT."
        )
    if code.endswith((".Forbidden", ".AccessMode")):
        return QueryError(f"Only reading is allowed here: the query was refused ({words}).")
    if isinstance(error, ClientError):
        return QueryError(f"The graph server refused the query: {words}")
    return StoreError(f"The graph server failed: {words}")
