"""The graph's store: reading, writing, and queries that people type, over Bolt in one Cypher dialect."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import ConstraintError, TransientError

from graph.errors import QueryError, StoreError
from graph.schema import ROOT, constraints, empty_lists
from graph.server.connection import Connection
from graph.server.formats import FIND, FORMAT, OtherForms
from graph.server.generation import Generation
from graph.server.guard import Guard
from graph.server.holders import holder
from graph.server.locks import FileLock
from graph.server.servers import Server, find_server
from graph.server.values import plain

__all__ = ["QueryError", "QueryResult", "Store", "StoreError", "Transaction", "open_store"]

Transaction = neo4j.ManagedTransaction
T = TypeVar("T")

WRITE_WAIT = 300.0
"""Seconds to wait for another program's load to end."""
_LOOKS = 4
_RACES = 4
_PAUSE = 0.05

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
    store = Store(Connection(find_server(data, start), lambda: find_server(data, start=False)))
    try:
        store.check()
    except StoreError:
        store.close()
        raise
    return store


class Store:
    """A graph behind a server; may be shared by threads, and outlives a restart of the server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._own = threading.local()
        self._constrained: Server | None = None
        self.other_forms = OtherForms()
        """The plans that were written in another form than this version's, as they stood when the store was opened."""

    def __enter__(self) -> Self:
        return self

    def check(self) -> None:
        """Raises StoreError at once where the server does not answer, or the graph is not for this program."""
        self._connection.check()
        self.other_forms = OtherForms.of(self.read(FIND, format=FORMAT))
        if reason := self.other_forms.refusal():
            raise StoreError(reason)
        if not self.server.embedded:
            self._constrain_imported()

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def server(self) -> Server:
        """The server in use; another one after a restart."""
        return self._connection.server

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """All rows of a query, as plain Python; the user behind it can only read."""

        def rows(within: Transaction | neo4j.Session) -> list[dict[str, Any]]:
            return [_row(record) for record in within.run(cypher, params)]

        def once() -> list[dict[str, Any]]:
            # A managed transaction is repeated where a cluster of Neo4j changes its leader; it takes twice the time.
            embedded = self.server.embedded
            return self._connection.reading(lambda session: rows(session) if embedded else session.execute_read(rows))

        for _ in range(_LOOKS):
            if (seen := self._unchanged(once)) is not None:
                return seen
        with self.exclusive():  # the loads come too thick: let them wait for this one
            return once()

    def commits(self) -> int | None:
        """A number that changes with each commit; None where others may write to the server unseen."""
        return Generation(self.server.folder).settled() if self.server.embedded else None

    def write(self, work: Callable[[Transaction], T]) -> T:
        """The result of `work` in one transaction, all of which holds or nothing.

        `work` may be called several times, after a passing fault or a race with another writer: it must
        have no effect but through its transaction. Readers see the graph before it or after it.
        """
        embedded = self.server.embedded

        def guarded(tx: Transaction) -> T:
            if not embedded:
                tx.run(_TAKE_TURN).consume()
            result = work(tx)
            if not embedded:
                tx.run(_END_TURN).consume()
            commit.begin()
            return result

        with self.exclusive(), Generation(self.server.folder).committing() as commit:
            return self._connection.writing(lambda session: _raced(session, guarded, embedded))

    def check_writable(self) -> None:
        """Raises StoreError where nothing can be written: asked before a file is changed that the graph follows."""
        self.write(lambda _tx: None)

    def run_ddl(self, statements: list[str]) -> None:
        """Runs schema statements, each in a transaction of its own; once for each run of the server."""
        server = self.server
        if self._constrained == server:
            return
        own = [] if server.embedded else [_TURN_CONSTRAINT]

        def work(session: neo4j.Session) -> None:
            for statement in statements + own:
                session.run(statement).consume()

        self._connection.writing(work)
        self._constrained = server

    @contextmanager
    def exclusive(self, wait: float = WRITE_WAIT) -> Iterator[None]:
        """One writer at a time, between all programs on this data folder; may be nested within a thread."""
        if getattr(self._own, "holds", False):
            yield
            return
        folder = self.server.folder
        folder.make()
        lock = FileLock(folder.write_lock)
        if not lock.acquire(wait):
            since = f"has been loading into this graph for {wait:.0f} s" if wait >= 1 else "is loading into this graph"
            raise StoreError(f"{holder(folder.write_lock).capitalize()} {since}. Wait for it to end, then try again.")
        self._own.holds = True
        try:
            yield
        finally:
            self._own.holds = False
            lock.release()

    def query_readonly(
        self, cypher: str, params: dict[str, Any] | None = None, timeout: float = 10.0, limit: int = 1000
    ) -> QueryResult:
        """At most `limit` rows of a query that someone typed, which can't write and ends after `timeout` seconds.

        Raises QueryError with the server's words where the query is wrong, too slow, or tries to write.
        """
        if not cypher.strip():
            raise QueryError("The query is empty; type one such as MATCH (p:Plan) RETURN p.title.")
        guard = Guard(self._connection, timeout)
        started = time.monotonic()

        def work(session: neo4j.Session) -> QueryResult:
            guard.check(session, cypher, params or {})
            with guard.watching() as tag:
                result = session.run(guard.query(cypher, tag), params or {})
                rows = [_row(record) for record in islice(result, limit + 1)]
                if len(rows) > limit:
                    guard.drop(result, tag)
            columns = list(result.keys())
            return QueryResult(columns, rows[:limit], len(rows) > limit, time.monotonic() - started)

        def once() -> QueryResult:
            fetch_size = min(limit + 1, 1000)
            return guard.in_time(lambda: self._connection.reading(work, fetch_size=fetch_size, timeout=timeout))

        while time.monotonic() - started < timeout / 4:
            if (seen := self._unchanged(once)) is not None:
                return seen
        return once()

    def status(self) -> dict[str, Any]:
        """The server in use and how many plans it holds."""
        [plans] = self.read("MATCH (p:Plan) RETURN count(p) AS plans")
        server = self.server
        shown: dict[str, Any] = {"running": True, "server": server.kind, "uri": server.uri}
        if runtime := server.runtime:
            shown |= {"pid": runtime.pid, "version": runtime.version, "started": runtime.started}
            shown["data"] = str(server.folder.path)
        else:
            [part, *_] = self.read("CALL dbms.components() YIELD name, versions RETURN name, versions")
            shown["version"] = " ".join([part["name"], *part["versions"]])
        return shown | plans

    def close(self) -> None:
        """Ends the connections; the server goes on."""
        self._connection.close()

    def _constrain_imported(self) -> None:
        """Makes keys unique, indexes and empty lists where plans stand without: neo4j-admin's import makes none.

        A user who may only read asks questions without them, slowly; the next load makes them.
        """
        with suppress(StoreError):
            stands = self.read("SHOW CONSTRAINTS YIELD name WHERE name = $name RETURN name", name=f"{ROOT}_id")
            if not stands and self.read(f"MATCH (p:{ROOT}) RETURN p.id AS id LIMIT 1"):
                self.run_ddl([*constraints(), *empty_lists()])

    def _unchanged(self, look: Callable[[], T]) -> T | None:
        """What `look` sees, None where a load was committed meanwhile."""
        generation = Generation(self.server.folder)
        before = generation.settled()
        try:
            seen = look()
        except StoreError:
            if generation.now() == before:
                raise
            return None
        return seen if generation.now() == before else None


def _raced(session: neo4j.Session, work: Callable[[Transaction], T], embedded: bool) -> T:
    """Does `work` in a transaction, again where another writer was in the way.

    Two MERGEs of one key at a time: the second meets the constraint, and finds the node when it comes
    again. For the embedded server the driver repeats nothing of itself, lest it wait for one that is gone.
    """
    races = (ConstraintError, TransientError) if embedded else (ConstraintError,)
    for turn in range(_RACES):
        try:
            return session.execute_write(work)
        except races:
            time.sleep(_PAUSE * 2**turn)
    return session.execute_write(work)


def _row(record: neo4j.Record) -> dict[str, Any]:
    return {name: plain(value) for name, value in zip(record.keys(), record.values(), strict=True)}
