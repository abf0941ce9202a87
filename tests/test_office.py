"""Old Word and WPS files, RTF and OpenDocument text through a real LibreOffice: required in CI, skipped with a notice elsewhere."""

import http.server
import io
import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import psutil
import pytest

from loaders.batch import extract_many
from loaders.pipeline import extract
from loaders.read import ReadError, office, ole, read
from loaders.read.document import Document, Table
from loaders.records import PlanRecord

SUFFIXES = ("doc", "wps", "rtf", "odt")


@pytest.fixture(scope="session")
def program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        assert not os.environ.get("CI"), "CI needs LibreOffice (libreoffice-writer-nogui)"
        pytest.skip("LibreOffice is not installed here: old Word files are not tested")
    return found


def plan(paragraph_at_the_end: bool = True) -> bytes:
    """A plan whose table of tasks is the last that is printed."""
    document, out = docx.Document(), io.BytesIO()
    for text in (
        "宜昌市营商环境实施方案",
        "一、重点任务",
        "1.打击诈骗。加强管理。（牵头单位：市公安局；责任单位：市财政局）",
    ):
        document.add_paragraph(text)
    rows = [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["2", "整治谣言", "市委网信办", "市公安局\n市文明办"],
        ["3", "清理欠款", "市委网信办", "市财政局"],
    ]
    table = document.add_table(3, 4)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(2, 2).text = ""
    table.cell(1, 2).merge(table.cell(2, 2)).text = "市委网信办"
    if paragraph_at_the_end:
        document.add_paragraph("")
    document.save(out)
    return out.getvalue()


def converted(program: str, folder: Path, content: bytes, suffix: str) -> bytes:
    source = folder / "source.docx"
    source.write_bytes(content)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    form = "doc" if suffix == "wps" else suffix  # WPS Office writes Word's old format under its own name
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(folder), str(source)], check=True, capture_output=True
    )
    return (folder / f"source.{form}").read_bytes()


@pytest.fixture(scope="session")
def samples(program: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("office")
    return {suffix: converted(program, folder, plan(), suffix) for suffix in SUFFIXES}


def roles(record: PlanRecord) -> list[tuple[str, list[str], list[str]]]:
    return [
        (task.number, [party.name for party in task.lead], [party.name for party in task.support])
        for task in record.tasks
    ]


EXPECTED = [
    ("1", ["市公安局"], ["市财政局"]),
    ("2", ["市委网信办"], ["市公安局", "市文明办"]),
    ("3", ["市委网信办"], ["市财政局"]),
]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_plan_that_ends_in_a_table(suffix: str, samples: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / f"plan.{suffix}"
    path.write_bytes(samples[suffix])
    assert roles(extract(path)) == EXPECTED
    document = read(path)[0]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows[2].merged == {2}


def test_a_table_that_would_be_lost_is_told(program: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(converted(program, tmp_path, plan(paragraph_at_the_end=False), "doc"))
    with pytest.raises(ReadError, match="ends in a table"):
        read(path)


def test_two_at_once_without_a_display(
    samples: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for index in range(4):
        (tmp_path / f"{index}.doc").write_bytes(samples["doc"])
    found = [outcome for _, outcome in extract_many(sorted(tmp_path.iterdir()), workers=2)]
    assert [[roles(record) for record in outcome] for outcome in found if isinstance(outcome, tuple)] == [
        [EXPECTED]
    ] * 4


def test_a_protected_word_file(samples: dict[str, bytes], tmp_path: Path) -> None:
    raw = bytearray(samples["doc"])
    head = raw.index(b"\xec\xa5")  # the head of the WordDocument stream
    raw[head + 0x0B] |= ole.ENCRYPTED >> 8
    path = tmp_path / "plan.doc"
    path.write_bytes(raw)
    with pytest.raises(ReadError, match="protected by a password"):
        read(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_word_file_that_is_cut_off(share: float, samples: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(samples["doc"][: int(len(samples["doc"]) * share)])
    with pytest.raises(ReadError, match=r"damaged|can't convert"):
        read(path)


def test_without_libreoffice_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "PLACES", ())
    monkeypatch.setattr(office.sys, "platform", "linux")
    path = tmp_path / "old.rtf"
    path.write_bytes(rb"{\rtf1 x}")
    with pytest.raises(ReadError, match=r"apt-get install libreoffice-writer-nogui.*save the file as \.docx"):
        read(path)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for LibreOffice")
def test_a_conversion_that_never_ends_is_stopped_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 7654321 &\nwait\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(ReadError, match="took more than 1 s"):
        office.read_office(rb"{\rtf1 x}", "old.rtf")
    running = psutil.Process().children(recursive=True)
    assert not [each for each in running if "7654321" in each.cmdline()]


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A web server on this machine, and the paths that it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


LINKING = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2">
<office:body><office:text><text:p>宜昌市方案<draw:frame><draw:image xlink:href="http://127.0.0.1:PORT/seen.png"
 xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p></office:text></office:body></office:document>"""


def test_a_document_fetches_nothing(program: str, asked: tuple[int, list[str]]) -> None:
    port, paths = asked
    document: Document = office.read_office(LINKING.replace("PORT", str(port)).encode(), "plan.odt")
    assert document.blocks
    assert paths == []
