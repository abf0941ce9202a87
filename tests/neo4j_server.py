"""A Neo4j server for the tests: its own folder, Bolt on loopback and nothing else, a random password.

`python -m tests.neo4j_server` starts one for you to look at, until Ctrl-C; with `--lasting` one to measure with.
The jars come from `.ci/neo4j`.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.server.locks import FileLock
from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT = 180.0
_USER = "neo4j"
_FIRST_PASSWORD = "neo4j"  # a new server's own, which it lets in only to change it
_ENTRY = "META-INF/services/org.neo4j.server.startup.EntryPoint"
_CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size={cache}
"""
HASTY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Compiled half-heartedly, collected by one thread: a server that lives for minutes is up in half the time so."""
_LASTING = ("-XX:+UseG1GC", "-XX:-OmitStackTraceInFastThrow", "-Djdk.nio.maxCachedBufferSize=1024")
"""As Neo4j's own configuration has it."""

_USUAL = (
    "CREATE CONSTRAINT A_id IF NOT EXISTS FOR (n:A) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX A_name IF NOT EXISTS FOR (n:A) ON (n.name)",
    "UNWIND $rows AS row CREATE (n:A) SET n = row.props, n.id = row.id",
    "UNWIND $rows AS row MERGE (n:A {id: row.to}) SET n += row.props",
    "UNWIND $rows AS row MATCH (a:A {id: row.from}) MATCH (b:A {id: row.to}) CREATE (a)-[r:R]->(b) SET r += row.props RETURN count(r)",
    "UNWIND $rows AS row MATCH (a:A {id: row.from}) MATCH (b:A {id: row.to}) MERGE (a)-[r:S]->(b) RETURN count(r)",
    "UNWIND $keys AS key MATCH (s:A {id: key}) WHERE EXISTS { (s)<-[:R]-(o:A) WHERE NOT o.id IN $others } RETURN s.id AS key",
    "UNWIND $rows AS row MATCH (a:A {id: row.id})-[r:R]->(b:A) WHERE NOT b.id IN row.keep RETURN DISTINCT b.id AS end",
    "MATCH (p:A {id: 'x'}) OPTIONAL MATCH (p)-[:R]->(t:A) RETURN p, coalesce(p.a, 0) AS a, collect(t.id) AS ids ORDER BY a",
    "MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a)[0] AS a, properties(r) AS props",
    "MATCH (n:A)-[:R]->(m:A) RETURN n.id AS id, count(DISTINCT m) AS n ORDER BY n DESC LIMIT 5",
    "MATCH (:A {id: 'x'})-[:R]->(n:A) DETACH DELETE n",
    "MATCH (n) DETACH DELETE n",
    "SHOW TRANSACTIONS",
)
"""What programs ask of the server, each kind once."""


class NoNeo4j(Exception):
    """A Neo4j can't be had here; the text says why."""


@dataclass
class Neo4jServer:
    """A server of its own; may be killed and started again on the same address, with the same data."""

    folder: Path
    jars: Path
    heap: str = "512m"
    options: tuple[str, ...] = ()
    """Options of the Java machine, beside those that every server gets."""
    settings: str = ""
    """Lines of its configuration, beside those that every server gets."""
    lasting: bool = False
    """Set to work quickly instead of to start quickly: for measuring."""
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to use it."""
        return {"NEO4J_URI": self.uri, "NEO4J_USER": _USER, "NEO4J_PASSWORD": self.password}

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts the server and waits until it lets its user in; raises NoNeo4j where it does not come up."""
        self.port = self.port or free_port()
        conf = self.folder / "conf"
        first = not conf.exists()
        conf.mkdir(parents=True, exist_ok=True)
        settings = _CONF.format(port=self.port, cache="1g" if self.lasting else "64m") + self.settings
        (conf / "neo4j.conf").write_text(settings, "utf-8")
        machine = [
            java(),
            f"-Xmx{self.heap}",
            *(_LASTING if self.lasting else HASTY),
            *self.options,
            *classes(self.jars),
        ]
        options = ["-cp", f"{self.jars}/*", _main(self.jars), f"--home-dir={self.folder}", f"--config-dir={conf}"]
        with open(self.folder / "out.log", "ab") as log:
            self._process = subprocess.Popen(
                machine + options, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_end_with_parent
            )
        self._await(_FIRST_PASSWORD if first else self.password)
        if first:
            self._choose_password()

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Asks the server to end, and waits for it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(START_LIMIT)

    def wait(self) -> None:
        """Waits until the server ends of itself."""
        if self._process is not None:
            self._process.wait()

    def _await(self, password: str) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not self._listens():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                said = (self.folder / "out.log").read_text("utf-8", "replace").strip().splitlines()[-3:]
                raise NoNeo4j(f"Neo4j did not start: {' '.join(said) or 'it printed nothing'} ({self.folder}/logs).")
            time.sleep(0.1)
        with neo4j.GraphDatabase.driver(self.uri, auth=(_USER, password)) as driver:
            while True:
                try:
                    driver.verify_connectivity()
                    return
                except (DriverError, Neo4jError) as error:
                    if "CredentialsExpired" in str(getattr(error, "code", "")):
                        return
                    if time.monotonic() > deadline:
                        raise NoNeo4j(f"Neo4j does not let its user in: {error}.") from error
                    time.sleep(0.1)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _choose_password(self) -> None:
        with neo4j.GraphDatabase.driver(self.uri, auth=(_USER, _FIRST_PASSWORD)) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            driver.execute_query(change, old=_FIRST_PASSWORD, new=self.password, database_="system")


def fetched_jars() -> Path:
    """The folder of the server's jars, fetched on the first call on a machine; raises NoNeo4j."""
    script = subprocess.run(["sh", str(ROOT / ".ci" / "neo4j")], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if script.returncode or not script.stdout.strip():
        raise NoNeo4j("Neo4j could not be fetched: .ci/neo4j says why")
    jars = ROOT / script.stdout.strip()
    with FileLock(jars.with_name("neo4j-classes.lock")).held(2 * START_LIMIT):
        if not _archive(jars).is_file():
            _make_archive(jars)
    return jars


def classes(jars: Path) -> list[str]:
    """Has a Java machine read its classes from one file made of them, which halves the time of a start."""
    archive = _archive(jars)
    return [f"-XX:SharedArchiveFile={archive}", "-Xlog:cds=off"] if archive.is_file() else []


def _main(jars: Path) -> str:
    """The class that starts the server, which had another name before 2025."""
    with ZipFile(jars / f"{jars.name}.jar") as jar:
        return jar.read(_ENTRY).decode().strip()


def _archive(jars: Path) -> Path:
    return jars.with_name(f"{jars.name}.jsa")


def _make_archive(jars: Path) -> None:
    """Runs a server once, which leaves the classes that it read; without such a file starts take longer, no more."""
    draft = _archive(jars).with_suffix(".new")
    draft.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="neo4j-", ignore_cleanup_errors=True) as folder:
        server = Neo4jServer(Path(folder), jars, options=(f"-XX:ArchiveClassesAtExit={draft}", "-Xlog:cds=off"))
        server.start()
        with neo4j.GraphDatabase.driver(server.uri, auth=(_USER, server.password)) as driver:
            for statement in _USUAL:
                rows = [{"id": "x", "from": "x", "to": "y", "props": {"a": 1}, "keep": []}]
                driver.execute_query(statement, rows=rows, keys=["x"], others=["z"])
        server.stop()
    if draft.is_file():
        draft.replace(_archive(jars))


def _end_with_parent() -> None:
    """On Linux: the server ends when the tests do, however they end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def java() -> str:
    """The program that runs servers and tools of theirs; raises NoNeo4j where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if found is None:
        raise NoNeo4j("there is no Java: install one, or name its folder with JAVA_HOME")
    return found


def main() -> None:
    """Runs a server in a folder that goes with it, until Ctrl-C."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--heap", default="2g", help="memory of the server's Java machine")
    parser.add_argument("--lasting", action="store_true", help="slow to start and quick to work, for measuring")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="neo4j-") as folder:
        server = Neo4jServer(Path(folder), fetched_jars(), heap=options.heap, lasting=options.lasting)
        try:
            server.start()
            print(" ".join(f"{name}={value}" for name, value in server.environment.items()), flush=True)
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()


if __name__ == "__main__":
    main()
