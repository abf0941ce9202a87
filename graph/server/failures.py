"""What the driver and the servers report, as sentences for a person."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator

from neo4j.exceptions import AuthError, ClientError, ConstraintError, Neo4jError, UnsupportedServerProduct

from graph.errors import QueryError, StoreError
from graph.server.local_server import running
from graph.server.runtime import ROOM
from graph.server.servers import Server

OLDEST = 5
"""The oldest Neo4j whose Cypher this program's is part of: 5, the long-term line, then the releases named by year."""

_TOO_LONG = (".Terminated", ".TransactionTimedOut", ".TransactionTimedOutClientConfiguration")
_READ_ONLY = (".Forbidden", ".AccessMode")
_OWN_DATABASE = "Give it a database of its own (NEO4J_DATABASE), or remove that data."

_FOR_READING = (
    "The database at {uri} is read-only, so nothing can be loaded or removed. "
    "Make it writable (server.databases.read_only), or use another one."
)
_HUNGRY = (
    "The query needs more memory than the server at {uri} allows to one. Narrow it, or allow more "
    "(dbms.memory.transaction.total.max, db.memory.transaction.max)."
)

_SENTENCES = {
    "Security.AuthenticationRateLimit": (
        "{uri} lets nobody in for some seconds after several wrong passwords. Check NEO4J_USER and NEO4J_PASSWORD, "
        "wait, then try again."
    ),
    "Security.CredentialsExpired": (
        "{uri} wants the first password of {user} changed before it is used: ALTER CURRENT USER SET PASSWORD. "
        "Then set NEO4J_PASSWORD to the new one."
    ),
    "Database.DatabaseNotFound": (
        "{uri} has no database {database}. The Community edition has one, neo4j: unset NEO4J_DATABASE for it."
    ),
    "General.ForbiddenOnReadOnlyDatabase": _FOR_READING,
    "General.WriteOnReadOnlyAccessDatabase": _FOR_READING,
    "Cluster.NotALeader": (
        "{uri} is a member of a cluster that may not write. Name the cluster in NEO4J_URI: neo4j://host:7687."
    ),
    "Transaction.TransactionLogError": (
        "The server at {uri} can't save: its disk is full, or fails ({words}). Nothing of this change was kept. "
        "Free some space there, then start the server anew."
    ),
    "Transaction.TransactionStartFailed": (
        "The server at {uri} lets no work begin ({words}). Look into its logs, free some space where its disk is full, "
        "then start it anew."
    ),
    "General.OutOfMemoryError": (
        "The server at {uri} ran out of memory, and nothing of this change was kept. Give it more "
        "(server.memory.heap.max_size), or narrow the query."
    ),
    "General.MemoryPoolOutOfMemoryError": _HUNGRY,
    "General.TransactionOutOfMemoryError": _HUNGRY,
}


def too_old(server: Server, version: str) -> StoreError:
    """The sentence for a Neo4j that this program can't use."""
    return StoreError(
        f"The server at {server.uri} is {version}, too old for this program. It works with Neo4j {OLDEST} "
        "(tested: 5.26) and the releases since 2025; without NEO4J_URI it uses the embedded server."
    )


def check_version(server: Server, agent: str) -> None:
    """Raises StoreError where the server says that it is a Neo4j this program can't use."""
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    if not server.embedded and major.isdecimal() and int(major) < OLDEST:
        raise too_old(server, f"{name} {version}")


def lost(server: Server, error: Exception) -> StoreError:
    """The sentence for a connection that is lost, or that the server refuses."""
    if isinstance(error, AuthError):
        hint = "Stop it with `python cli.py stop`, then try again."
        hint = hint if server.embedded else "Check NEO4J_USER and NEO4J_PASSWORD."
        return StoreError(f"The graph server at {server.uri} refuses the user name or password. {hint}")
    if not server.embedded:
        refusal = next((cause for cause in _causes(error) if isinstance(cause, Neo4jError)), None)
        return refused(server, refusal, None) if refusal else _no_neo4j(server, error)
    if running(server.folder.path):
        return StoreError(
            "The graph server broke off the connection, as it does when a query needs more memory than it has. "
            "Narrow the query, or stop the server and start it with more (ZEREN_HEAP=2g)."
        )
    return StoreError(
        f"The graph server of {server.folder.path} has stopped or does not answer. "
        "Start it with `python cli.py serve`, then try again."
    )


def _no_neo4j(server: Server, error: Exception) -> StoreError:
    """The sentence for a Neo4j that can't be reached, with what the system said of it."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return StoreError(
                f"The certificate of {server.uri} is not accepted: {cause.verify_message}. If it is not yet valid or "
                "has expired, set the clocks of both machines; where it is the server's own, write +ssc instead of +s."
            )
        if isinstance(cause, ssl.SSLError):
            return StoreError(f"{server.uri} does not speak TLS. Write bolt:// or neo4j:// in NEO4J_URI, without +s.")
    said = [cause.strerror for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror]
    why = said[-1] if said else " ".join(str(error).split())
    if "handshake" in why:
        return StoreError(
            f"What listens at {server.uri} is no Neo4j, or not its port for Bolt (7687 by default). Check NEO4J_URI."
        )
    if "routing information" in why:
        direct = server.uri.replace("neo4j", "bolt", 1)
        return StoreError(
            f"No member of a Neo4j cluster answers at {server.uri}, and a cluster's address tells no reason. Check "
            f"NEO4J_URI and that it runs; NEO4J_URI={direct} asks that one server alone and says more."
        )
    return StoreError(f"No Neo4j server answers at {server.uri} ({why}). Check NEO4J_URI and that it runs.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def unsure(error: Exception) -> StoreError:
    """The sentence for a connection lost during the commit itself."""
    return StoreError(
        f"The graph server went away while it was saving, so it is unknown whether the change was kept ({error}). "
        "Repeat it: what is there already stays as it is."
    )


def refused(server: Server, error: Exception, timeout: float | None) -> StoreError:
    """The sentence for what the server or the driver refuses or fails to do."""
    code = getattr(error, "code", None) or ""
    words = " ".join((getattr(error, "message", None) or str(error)).split())
    if isinstance(error, UnsupportedServerProduct):
        return too_old(server, "a Neo4j 4.3 or older, or no Neo4j at all")
    for ending, sentence in _SENTENCES.items():
        if code.endswith(ending) and not server.embedded:
            named = server.database or "of that name"
            said = sentence.format(uri=server.uri, user=server.writer[0], database=named, words=words)
            return StoreError(said) if timeout is None else QueryError(said)
    if isinstance(error, ConstraintError):
        return StoreError(f"The graph holds data that breaks a rule of this program's: {words}. {_OWN_DATABASE}")
    if code.endswith("Schema.ConstraintCreationFailed"):
        what = "can't keep this program's rules" if "Enterprise" in words else "holds data that breaks its rules"
        return StoreError(f"The database at {server.uri} {what}: {words} {_OWN_DATABASE}")
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
