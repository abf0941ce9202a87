"""The embedded server's Java classes in one file, made once: from it a start takes two thirds of the processor's time.

`python -m tests.quick_start FILE` makes it: runs a server for a moment, in this process, and ends its Java machine in order.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import zlib
from importlib.metadata import version
from pathlib import Path

import neo4j

from graph.server import _arcade
from graph.server.locks import FileLock
from graph.server.runtime import Folder

ROOT = Path(__file__).resolve().parent.parent
HASTY = "-XX:TieredStopAtLevel=1"
"""Compiled half-heartedly: a server that lives for seconds starts quicker so."""
USUAL = (
    "UNWIND $rows AS row MERGE (n:A {id: row.id}) SET n += row RETURN n",
    "UNWIND $rows AS row MATCH (a:A {id: row.id}) MERGE (a)-[r:R]->(a) RETURN count(r)",
    "MATCH (a:A)-[r]->(b) RETURN a, type(r) AS type, count(b) AS n ORDER BY n DESC LIMIT 5",
    "MATCH (n) DETACH DELETE n",
)


def options() -> str:
    """Options of the Java machine for servers that tests start; without the file, where it can't be made."""
    made = f"{version('arcadedb-embedded')}-{zlib.crc32(sys.prefix.encode()):08x}"
    file = ROOT / ".cache" / f"arcadedb-{made}.aot"
    file.parent.mkdir(exist_ok=True)
    with FileLock(file.with_suffix(".lock")).held(600):
        if not file.exists():
            draft = file.with_suffix(".new")
            subprocess.run(
                [sys.executable, "-m", "tests.quick_start", draft], cwd=ROOT, capture_output=True, timeout=300
            )
            if draft.is_file():
                draft.replace(file)
            else:
                file.touch()  # not tried again
    return f"{HASTY} -XX:AOTCache={file}" if file.stat().st_size and " " not in str(file) else HASTY


def main() -> None:
    """Makes the file."""
    draft = Path(sys.argv[1]).absolute()
    os.environ["ARCADEDB_JVM_ARGS"] = f"{HASTY} -XX:AOTCacheOutput={draft}"
    with tempfile.TemporaryDirectory(prefix="quick-", ignore_cleanup_errors=True) as name:
        folder = Folder(Path(name))
        os.chdir(folder.path)
        (folder.path / "config").mkdir()
        words = ("writer's word", "reader's word")
        server, port = _arcade._started(folder, folder.path / "config", words, argparse.Namespace(port=0, heap="1g"))
        _arcade._secure(server, 30)
        with neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=(_arcade.ADMIN, words[0])) as driver:
            for statement in USUAL:
                driver.execute_query(statement, rows=[{"id": "x"}], database_=_arcade.DATABASE)
        server.stop()
        import jpype

        jpype.shutdownJVM()
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
