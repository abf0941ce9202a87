"""The two drivers of a store, one for each user, and the way back to a server that was restarted.

Each start of the embedded server has another port and other passwords. So where a connection is lost,
the runtime file is read once more; where it names another run of the server, the work is done there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import neo4j
from neo4j.exceptions import AuthError, DriverError, IncompleteCommit, Neo4jError, ServiceUnavailable, SessionExpired

from graph.errors import QueryError, StoreError
from graph.server import failures
from graph.server.servers import Server

T = TypeVar("T")

_UNSENDABLE = (UnicodeEncodeError, OverflowError)
"""What the driver raises for half a character, as a command line that is no UTF-8 has it, and for too long numbers."""
_LOST = (ServiceUnavailable, SessionExpired, AuthError)


class Connection:
    """Sessions on whichever run of the server is current; may be shared by threads."""

    def __init__(self, server: Server, find_again: Callable[[], Server]) -> None:
        self._find_again = find_again
        self._change = threading.Lock()
        self._connect(server)

    @property
    def server(self) -> Server:
        """The server in use; another one after a restart."""
        return self._server

    @property
    def writer(self) -> neo4j.Driver:
        """The driver of the user who may write and end queries."""
        return self._writer

    def check(self) -> None:
        """Raises StoreError at once where no server answers, or one that is too old."""
        agent = self._kept(lambda: self._reader.get_server_info().agent, None)
        failures.check_version(self._server, agent)

    def close(self) -> None:
        """Ends the connections; the server goes on."""
        self._reader.close()
        self._writer.close()

    def reading(self, work: Callable[[neo4j.Session], T], *, fetch_size: int = 1000, timeout: float | None = None) -> T:
        """Runs `work` in a session of the user who can only read."""
        mode = neo4j.READ_ACCESS

        def once() -> T:
            with self._reader.session(
                database=self._server.database, default_access_mode=mode, fetch_size=fetch_size
            ) as session:
                return work(session)

        return self._kept(once, timeout)

    def writing(self, work: Callable[[neo4j.Session], T]) -> T:
        """Runs `work` in a session of the user who may write."""

        def once() -> T:
            with self._writer.session(database=self._server.database) as session:
                return work(session)

        return self._kept(once, None)

    def _kept(self, once: Callable[[], T], timeout: float | None) -> T:
        """Does it once, and once more where the server has been restarted meanwhile."""
        used = self._server
        try:
            return once()
        except _UNSENDABLE as error:
            raise QueryError(f"The query holds what can't be sent to a server: {error}.") from error
        except (Neo4jError, DriverError) as error:
            if not self._moved(used, error):
                raise _explained(self._server, error, timeout) from error
        try:
            return once()
        except (Neo4jError, DriverError) as error:
            raise _explained(self._server, error, timeout) from error

    def _moved(self, used: Server, error: Exception) -> bool:
        """Whether another run of the server has taken the place of the one in use."""
        if isinstance(error, IncompleteCommit):
            return False  # it may have been done
        with self._change:
            if self._server != used:
                return True  # another thread found it first, and closed the driver under this one
            if not isinstance(error, _LOST):
                return False
            try:
                found = self._find_again()
            except StoreError:
                return False
            if found == used:
                return False
            old = self._reader, self._writer
            self._connect(found)
        for driver in old:
            driver.close()
        return True

    def _connect(self, server: Server) -> None:
        self._reader, self._writer = server.driver(server.reader), server.driver(server.writer)
        self._server = server


def _explained(server: Server, error: Exception, timeout: float | None) -> StoreError:
    if isinstance(error, IncompleteCommit):
        return failures.unsure(error)
    return failures.lost(server, error) if isinstance(error, _LOST) else failures.refused(server, error, timeout)
