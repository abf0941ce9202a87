"""What a Neo4j, or the way to it, refuses: one clear sentence each, and the graph as it was.

A real server refuses wherever one can be brought to it; for the rest a server that only refuses stands in.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import neo4j
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from graph.judgements import judge
from graph.judging.kinds import Judgement
from graph.judging.ledger import judgements_file
from graph.loading.writing import load_rows
from graph.schema import constraints
from graph.server.servers import find_server
from graph.store import Store, StoreError, open_store
from tests.fake_bolt import Refusal, refusing
from tests.neo4j_server import Neo4jServer
from tests.test_load import dump, patiently, plan_rows

SERVERS = ("neo4j",)


def use(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"NEO4J_{name}", value)


def admin(environment: dict[str, str], statement: str, database: str = "system") -> None:
    auth = environment["NEO4J_USER"], environment["NEO4J_PASSWORD"]
    with neo4j.GraphDatabase.driver(environment["NEO4J_URI"], auth=auth) as driver:
        driver.execute_query(statement, database_=database)


# --- The way there ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", ["bolt://neo4j:sesame@127.0.0.1:7687", "neo4j://sesame@host", "127.0.0.1:sesame@x",
                                 "bolt://neo4j:sesame%40host:7687"])  # fmt: skip
def test_a_password_in_the_address_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    use(monkeypatch, URI=uri, PASSWORD="other")
    with pytest.raises(StoreError, match="NEO4J_URI holds a user name or a password") as refused:
        open_store()
    assert "sesame" not in str(refused.value)


def test_passwords_stand_in_no_printed_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, URI="bolt://127.0.0.1:7687", USER="neo4j", PASSWORD="open sesame")
    server = find_server(tmp_path, start=False)
    assert server.writer == ("neo4j", "open sesame")
    assert "sesame" not in repr(server)


def test_the_password_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, neo4j_environment: dict[str, str], tmp_path: Path
) -> None:
    use(monkeypatch, URI=neo4j_environment["NEO4J_URI"], PASSWORD_FILE=str(tmp_path / "secret"))
    with pytest.raises(StoreError, match=r"NEO4J_PASSWORD_FILE names .*secret, which can't be read"):
        open_store()
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(StoreError, match="which is empty"):
        open_store()
    use(monkeypatch, PASSWORD_FILE="~nobody-of-that-name/secret")
    with pytest.raises(StoreError, match="nothing tells where that home folder is"):
        open_store()
    use(monkeypatch, PASSWORD_FILE=str(tmp_path / "secret"))
    (tmp_path / "secret").write_text(neo4j_environment["NEO4J_PASSWORD"] + "\n", "utf-8-sig")  # as Notepad does
    with open_store(tmp_path) as store:
        assert store.status()["server"] == "neo4j"


def test_no_password_at_all_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, URI="bolt://127.0.0.1:7687")
    with pytest.raises(StoreError, match="neither NEO4J_PASSWORD nor NEO4J_PASSWORD_FILE is"):
        open_store()


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("bolt://127.0.0.1:1", r"No Neo4j server answers at bolt://127\.0\.0\.1:1 \(Connection refused\)\. Check NEO4J_URI"),
        ("bolt://no-such-host.invalid:7687", r"No Neo4j server answers at bolt://no-such-host\.invalid:7687 \(.+\)"),
        ("localhost:7687", "is no address of a server: it begins with none of bolt"),
        ("http://localhost:7474", "it begins with none of bolt"),
        ("bolt://", "it names no host"),
        ("bolt://:7687", "it names no host"),
        ("bolt://host:sesame", "its port is no number from 1 to 65535"),
        ("bolt://127.0.0.1:-1", "its port is no number from 1 to 65535"),
        ("bolt://127.0.0.1:0", "its port is no number from 1 to 65535"),
        ("bolt://127.0.0.1:70000", "its port is no number from 1 to 65535"),
        ("bolt://neo4j:sesame:7687", "its port is no number from 1 to 65535"),
        ("bolt://sesame..b:7687", "its host is no name of a machine"),
        ("bolt://[sesame", "its host is no name of a machine"),
        (f"bolt://{'sesame' * 50}:7687", "its host is no name of a machine"),
        ("bolt://host:7687/sesame", "something stands behind host and port"),
        ("bolt://host:7687?password=sesame", "something stands behind host and port"),
        ("bolt://host:7687?policy=eu", "something stands behind host and port"),
        ("neo4j://host:7687?policy=eu&password=sesame", "something stands behind host and port"),
        ("neo4j://host:7687#sesame", "something stands behind host and port"),
        ("bolt://host:7687 sesame", "it has spaces or control characters"),
        ("bolt://host:7687\nsesame", "it has spaces or control characters"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_one_sentence(monkeypatch: pytest.MonkeyPatch, uri: str, says: str) -> None:
    use(monkeypatch, URI=uri, PASSWORD="x")
    monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
    with pytest.raises(StoreError, match=says) as refused:
        open_store()
    assert "\n" not in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_addresses_of_all_kinds_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    uris = ("bolt://127.0.0.1", "bolt+s://[::1]:7687", "neo4j://host:7687?policy=eu", "neo4j+ssc://数据.example:7687/")
    for uri in uris:
        use(monkeypatch, URI=uri, PASSWORD="x")
        server = find_server(tmp_path, start=False)
        server.driver(server.reader).close()


def certificate(folder: Path, first: int, last: int) -> Path:
    """One for this machine, good from one day to another, counted from today."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now + datetime.timedelta(days=first))
        .not_valid_after(now + datetime.timedelta(days=last))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(made.public_bytes(encoding) + secret)
    return folder / "certificate.pem"


@contextmanager
def encrypting(file: Path) -> Iterator[str]:
    """A listener with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def welcome() -> None:
        with suppress(OSError):
            while True:
                guest, _ = door.accept()
                with suppress(OSError), guest:
                    context.wrap_socket(guest, server_side=True)

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=welcome, daemon=True).start()
        yield f"bolt+s://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("first", "last", "trusted", "says"),
    [
        (1, 2, True, "certificate is not yet valid.*set the clocks of both machines"),
        (-2, -1, True, "certificate has expired.*set the clocks of both machines"),
        (-1, 1, False, r"self.signed certificate.*write \+ssc instead of \+s"),
    ],
)
def test_clocks_that_disagree_about_a_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, first: int, last: int, trusted: bool, says: str
) -> None:
    file = certificate(tmp_path, first, last)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
    with encrypting(file) as uri:
        use(monkeypatch, URI=uri, PASSWORD="x")
        with pytest.raises(StoreError, match=says):
            open_store()


def test_a_server_without_encryption_is_told_from_none(
    monkeypatch: pytest.MonkeyPatch, neo4j_environment: dict[str, str]
) -> None:
    use(monkeypatch, URI=neo4j_environment["NEO4J_URI"].replace("bolt:", "bolt+s:"), PASSWORD="x")
    monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
    with pytest.raises(StoreError, match="does not speak TLS"):
        open_store()


# --- What a real server refuses --------------------------------------------------------------------------------------


def test_a_database_that_is_not_there(monkeypatch: pytest.MonkeyPatch, neo4j_environment: dict[str, str]) -> None:
    use(monkeypatch, **{name[6:]: value for name, value in neo4j_environment.items()}, DATABASE="other")
    with pytest.raises(StoreError, match=r"has no database other\. The Community edition has one, neo4j: unset"):
        open_store()


def test_users_who_are_not_let_in(monkeypatch: pytest.MonkeyPatch, neo4j_environment: dict[str, str]) -> None:
    """A first password that must be changed, a wrong one, and after several wrong ones a closed door."""
    admin(neo4j_environment, "CREATE USER newcomer SET PASSWORD 'first-password' CHANGE REQUIRED")
    try:
        use(monkeypatch, URI=neo4j_environment["NEO4J_URI"], USER="newcomer", PASSWORD="first-password")
        with pytest.raises(StoreError, match="wants the first password of newcomer changed"):
            open_store()
        use(monkeypatch, PASSWORD="wrong-password")
        said = []
        for _ in range(6):
            with pytest.raises(StoreError) as refused:
                open_store()
            said.append(str(refused.value))
        assert "refuses the user name or password. Check NEO4J_USER and NEO4J_PASSWORD" in said[0]
        assert any("lets nobody in for some seconds after several wrong passwords" in each for each in said)
        assert "wrong-password" not in "".join(said)
    finally:
        admin(neo4j_environment, "DROP USER newcomer")


@pytest.fixture
def without_constraints(fresh_store: Store, neo4j_environment: dict[str, str]) -> Iterator[Store]:
    """A database as other programs know it: without this program's constraints."""
    for row in fresh_store.read("SHOW CONSTRAINTS YIELD name RETURN name"):
        admin(neo4j_environment, f"DROP CONSTRAINT `{row['name']}`", "neo4j")
    fresh_store._constrained = None
    yield fresh_store
    fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    fresh_store._constrained = None
    fresh_store.run_ddl(constraints())


def test_foreign_data_that_breaks_a_constraint(without_constraints: Store) -> None:
    """Found before a load, when the constraints are made."""
    store = without_constraints
    store.write(lambda tx: tx.run("UNWIND [1, 2] AS n CREATE (:Agency {id: 'x', theirs: n})").consume())
    before = dump(store)
    with pytest.raises(StoreError, match=r"holds data that breaks its rules: .*Agency.*Give it a database of its own"):
        load_rows(store, "yichang", plan_rows("yichang"))
    assert dump(store) == before


def test_foreign_data_that_stands_in_the_way_of_a_plan(fresh_store: Store) -> None:
    """Found in the middle of a load: nothing of the plan stays."""
    fresh_store.run_ddl(constraints())
    fresh_store.write(lambda tx: tx.run("CREATE (:Task {id: 'yichang/1/2', theirs: true})").consume())
    before = dump(fresh_store)
    with pytest.raises(StoreError, match=r"holds data that breaks a rule of this program's: .*Task.*yichang/1/2"):
        load_rows(fresh_store, "yichang", plan_rows("yichang"))
    assert dump(fresh_store) == before


def test_what_the_community_edition_lacks(fresh_store: Store) -> None:
    """This program asks for nothing of the kind; were a constraint of the Enterprise edition added, it would be told."""
    fresh_store._constrained = None
    with pytest.raises(StoreError, match=r"can't keep this program's rules: .*Enterprise"):
        fresh_store.run_ddl(["CREATE CONSTRAINT k FOR (n:Nothing) REQUIRE n.id IS NODE KEY"])
    with pytest.raises(StoreError, match="Unsupported administration command: CREATE DATABASE"):
        fresh_store.run_ddl(["CREATE DATABASE other"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that can be filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", disk]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("file systems can't be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


SMALL = "db.tx_log.preallocate=false\ndb.tx_log.rotation.size=1m\n"


def test_a_full_and_a_read_only_database(
    monkeypatch: pytest.MonkeyPatch, jars: Path, small_disk: Path, tmp_path: Path
) -> None:
    """Neo4j gives up when it can't write its log; started anew with more room it has what it had."""
    server = Neo4jServer(small_disk, jars, settings=SMALL)
    server.start()
    try:
        use(monkeypatch, **{name[6:]: value for name, value in server.environment.items()})
        with open_store(tmp_path) as store:
            load_rows(store, "yichang", plan_rows("yichang"))
            before = dump(store)
            ballast = small_disk / "ballast"
            status = subprocess.run(["df", "--output=avail", small_disk], capture_output=True, text=True, check=True)
            ballast.write_bytes(bytes(int(status.stdout.split()[1]) * 1024 - 300_000))
            with pytest.raises(
                StoreError, match=r"can't save: its disk is full, or fails.*Nothing of this change was kept"
            ):
                load_rows(store, "huaian", plan_rows("huaian", "320800", tasks=300))
            with pytest.raises(StoreError, match=r"lets no work begin.*start it anew|can't save"):
                load_rows(store, "huaian", plan_rows("huaian", "320800"))
            ballast.unlink()
            server.kill()
            server.start()  # mends what the full disk left, which it may not when it is read-only
            assert patiently(lambda: dump(store)) == before
            server.stop()
            server.settings += "server.databases.read_only=neo4j\n"
            server.start()
            assert patiently(lambda: dump(store)) == before
            with pytest.raises(
                StoreError, match=r"is read-only, so nothing can be loaded or removed\. Make it writable"
            ):
                load_rows(store, "huaian", plan_rows("huaian", "320800"))
            ledger = judgements_file(store.server.folder)
            with pytest.raises(StoreError, match="is read-only, so nothing can be loaded or removed"):
                judge(store, Judgement("unsure", ("agency:a", "agency:b"), ("420500:甲", "420500:乙")))
            assert not ledger.exists(), "it was said to have failed, and is written down"
            assert dump(store) == before
    finally:
        server.kill()


def test_data_of_another_program_with_labels_of_this_one(fresh_store: Store) -> None:
    """Its nodes would be counted as plans: said when the graph is opened, by whatever command."""
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    fresh_store.write(lambda tx: tx.run("CREATE (:Plan {name: 'gold', price: 9, format: 'pdf'})").consume())
    fresh_store.write(lambda tx: tx.run("CREATE (:Plan {id: 'silver'})").consume())
    before = dump(fresh_store)
    try:
        with pytest.raises(StoreError, match=r"data of another program: 2 nodes labelled Plan .* database of its own"):
            open_store(fresh_store.server.folder.path)
        assert dump(fresh_store) == before
    finally:
        fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())


# --- What no server here refuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (Refusal(agent="Neo4j/4.4.40"), r"is Neo4j 4\.4\.40, too old .* works with Neo4j 5 \(tested: 5\.26\) and the releases"),
        (Refusal(speaks=False), r"is a Neo4j 4\.3 or older, or no Neo4j at all, too old"),
    ],
)  # fmt: skip
def test_a_server_that_is_too_old(monkeypatch: pytest.MonkeyPatch, refusal: Refusal, says: str) -> None:
    with refusing(refusal) as uri:
        use(monkeypatch, URI=uri, PASSWORD="x")
        monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
        with pytest.raises(StoreError, match=says):
            open_store()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("Neo.ClientError.Cluster.NotALeader", "is a member of a cluster that may not write"),
        ("Neo.TransientError.General.OutOfMemoryError", "ran out of memory, and nothing of this change was kept"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "needs more memory than the server at .* allows"),
        ("Neo.DatabaseError.Transaction.TransactionStartFailed", r"lets no work begin \(its words\)"),
        ("Neo.ClientError.Statement.Unheard", "The graph server refused the query: its words"),
        ("Neo.DatabaseError.General.UnknownError", "The graph server failed: its words"),
    ],
)
def test_what_else_a_server_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, says: str) -> None:
    monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
    with refusing(Refusal(code=code, message="its words")) as uri:
        use(monkeypatch, URI=uri, PASSWORD="x")
        with open_store(tmp_path) as store:
            with pytest.raises(StoreError, match=says) as refused:
                load_rows(store, "yichang", plan_rows("yichang"))
            assert re.search(r"[.)]$|words$", str(refused.value))
            with pytest.raises(StoreError):
                store.query_readonly("MATCH (n) RETURN n")
