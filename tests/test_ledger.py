"""The file of judgements: what people and spreadsheets do to it, and what must not be lost."""

from __future__ import annotations

import csv
import io
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.judging import ledger as ledgers
from graph.judging.kinds import Judgement
from graph.judging.ledger import COLUMNS, Ledger, LedgerError, append, append_all, read_ledger
from graph.judging.reasons import Refusal
from graph.server.locks import FileLock

ROOT = Path(__file__).resolve().parent.parent
SAME = Judgement("same", ("agency:420500/a", "agency:420500/b"), ("420500:市甲局", "420500:市乙局"), why="同一个单位")
ROLE = Judgement("role", ("task:yichang/2/7",), ("开展专项治理", "市公安局"), ("lead",), why="=HYPERLINK(0)")
NOTE = Judgement("note", ("plan:2018",), ("方案",), ("-1",), why="")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "judgements.tsv"


def said(ledger: Ledger) -> list[tuple]:
    return [(each.kind, each.about, each.words, each.value, each.why) for each in ledger.judgements]


def faults(ledger: Ledger) -> list[tuple[int | None, str]]:
    return [(each.line, each.reason.key) for each in ledger.faults]


def saved(file: Path, text: str, encoding: str = "utf-8-sig") -> Ledger:
    file.write_bytes(text.encode(encoding))
    return read_ledger(file)


HEAD = "\t".join(COLUMNS)
ROW = "j1\t2026-01-01T00:00:00Z\t张三\tdrop\ttask:yichang/2/7\t开展专项治理 | 市公安局\t\t印错"


# Written and read ----------------------------------------------------------------------------------------------------


def test_what_is_written_is_read(file: Path) -> None:
    assert read_ledger(file).judgements == ()
    made = [append(file, each, "李四") for each in (SAME, ROLE, NOTE)]
    ledger = read_ledger(file)
    assert said(ledger) == said(Ledger(file, (SAME, ROLE, NOTE)))
    assert list(ledger.judgements) == made
    assert {each.who for each in made} == {"李四"}
    assert len({each.id for each in made}) == 3
    assert [each.line for each in ledger.judgements] == [2, 3, 4]
    assert ledger.faults == ()


def test_the_same_said_twice_gets_two_ids(file: Path) -> None:
    assert append(file, SAME).id != append(file, SAME).id


def test_a_spreadsheet_takes_every_cell_for_text(file: Path) -> None:
    append(file, ROLE, "@李四")
    append(file, NOTE, "2026")
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter="\t"))
    assert [len(row) for row in rows] == [8, 8, 8]
    cells = [cell for row in rows[1:] for cell in row if cell]
    assert {"'@李四", "'2026", "'-1", "'=HYPERLINK(0)"} <= set(cells)
    assert not any(cell[0] in "=+-@" or cell.replace("-", "").isdigit() for cell in cells)
    assert [each.who for each in read_ledger(file).judgements] == ["@李四", "2026"]


def test_tabs_line_breaks_quotes_and_bars_stay_within_their_cell(file: Path) -> None:
    odd = Judgement("note", ("plan:p",), ("方案",), ('a\tb\nc "d" |e',), why='"')
    append(file, odd)
    append(file, SAME)
    first, second = read_ledger(file).judgements
    assert (first.value, first.why) == (('a b c "d" ｜e',), '"')
    assert second.kind == "same"


def test_author_is_who_is_named_else_the_environment_else_the_system(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEREN_USER", "王五")
    assert append(file, SAME, "李四").who == "李四"
    assert append(file, SAME).who == "王五"
    monkeypatch.delenv("ZEREN_USER")
    assert append(file, SAME).who


def test_undoing_and_undoing_that(file: Path) -> None:
    made = append(file, SAME)
    undone = append(file, Judgement("revoke", (f"judgement:{made.id}",)))
    assert read_ledger(file).active == ()
    assert read_ledger(file).revoked[made.id] == undone
    append(file, Judgement("revoke", (f"judgement:{undone.id}",)))
    assert [each.id for each in read_ledger(file).active] == [made.id]


# As colleagues save it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_what_a_spreadsheet_saves_is_read(file: Path, encoding: str, delimiter: str) -> None:
    """Every cell quoted, CRLF, columns in another order with one of the colleague's own, trailing empty rows."""
    order = ["why", "kind", "id", "备注", "value", "words", "about", "time", "who"]
    row = dict(zip(COLUMNS, ROW.split("\t"), strict=True)) | {"备注": "看过"}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([order, [row[name] for name in order], [""] * len(order)])
    ledger = saved(file, text.getvalue(), encoding)
    assert said(ledger) == [("drop", ("task:yichang/2/7",), ("开展专项治理", "市公安局"), (), "印错")]
    assert faults(ledger) == [(1, "columns_unknown")]
    made = append(file, SAME, "李四")
    ledger = read_ledger(file)
    assert [each.kind for each in ledger.judgements] == ["drop", "same"]
    assert ledger.judgements[1] == made
    assert "看过" in file.read_text("utf-8-sig")


def test_times_as_a_spreadsheet_writes_them(file: Path) -> None:
    times = ["2026/1/2 8:05", "2026-01-02T08:05:00+08:00", "2026-01-02", "2026/01/02 08:05:30"]
    rows = [ROW.replace("j1", f"j{n}").replace("2026-01-01T00:00:00Z", time) for n, time in enumerate(times)]
    ledger = saved(file, "\n".join([HEAD, *rows]))
    assert {each.id: each.time for each in ledger.judgements} == {
        "j0": "2026-01-02T08:05:00.000Z",
        "j1": "2026-01-02T00:05:00.000Z",
        "j2": "2026-01-02T00:00:00.000Z",
        "j3": "2026-01-02T08:05:30.000Z",
    }
    assert [each.id for each in ledger.judgements] == ["j2", "j1", "j0", "j3"], "in order of time"


def test_a_missing_column_is_put_back_when_somebody_judges(file: Path) -> None:
    columns = ["id", "time", "kind", "about", "words"]
    row = dict(zip(COLUMNS, ROW.split("\t"), strict=True))
    saved(file, "\t".join(columns) + "\n" + "\t".join(row[name] for name in columns))
    append(file, ROLE, "李四")
    old, new = read_ledger(file).judgements
    assert (old.words, old.who, old.why) == (("开展专项治理", "市公安局"), "", "")
    assert (new.who, new.value, new.why) == ("李四", ("lead",), "=HYPERLINK(0)")


# Damaged -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (ROW.replace("drop", "merge"), "kind_unknown"),
        (ROW.replace("\ttask:yichang/2/7", "\t"), "cell_missing"),
        (ROW.replace("task:yichang/2/7", "yichang/2/7"), "cell_wrong"),
        (ROW.replace("task:yichang/2/7", "agency:420500/x"), "cell_wrong"),
        (ROW.replace("开展专项治理 | 市公安局", "市公安局"), "cell_wrong"),
        (ROW.replace("开展专项治理 | 市公安局", "开展专项治理 | "), "cell_wrong"),
        (ROW.replace("开展专项治理 | 市公安局", ""), "cell_missing"),
        (ROW.replace("\t\t印错", "\tboss\t印错"), "cell_wrong"),
        (ROW.replace("2026-01-01T00:00:00Z", "gestern"), "time_wrong"),
        (ROW.replace("j1\t", "\t"), "cell_missing"),
        (ROW + "\t多出来的", "cells_too_many"),
        ("j1", "cell_missing"),
        ("§§§", "cell_missing"),
        ('"j1\t2026-01-01T00:00:00Z\t引号没有收', "cell_missing"),
        ("j1\t2026-01-01T00:00:00Z\t\tsame\tagency:a | agency:b\t市甲局 | 市乙局\t\t", "cell_wrong"),
        ("j1\t2026-01-01T00:00:00Z\t\trevoke\tjudgement:j77\t\t\t", "revokes_nothing"),
    ],
)
def test_a_damaged_row_is_named_and_harms_no_other(file: Path, row: str, key: str) -> None:
    good = [ROW.replace("j1", "j8"), ROW.replace("j1", "j9")]
    ledger = saved(file, "\r\n".join([HEAD, good[0], row, "", good[1], ""]))
    assert faults(ledger) == [(3, key)]
    assert [each.id for each in ledger.judgements if each.kind != "revoke"] == ["j8", "j9"]
    assert ledger.faults[0].text().startswith(f"{file}, line 3: ")
    assert "第 3 行" in ledger.faults[0].text("zh")
    append(file, SAME)
    kept = file.read_text("utf-8-sig")
    assert all(cell in kept for cell in row.strip('"').split("\t")), "a row that is not understood is not lost"
    assert len(read_ledger(file).judgements) == len(ledger.judgements) + 1


def test_of_two_rows_with_one_id_the_first_counts(file: Path) -> None:
    ledger = saved(file, "\n".join([HEAD, ROW, ROW.replace("drop", "role").replace("\t\t印错", "\tlead\t印错")]))
    assert [each.kind for each in ledger.judgements] == ["drop"]
    assert faults(ledger) == [(3, "id_twice")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x00\xff\xfe\x81\x82\x83" * 9, "no table of text|no column"),
        (b"name\tage\r\nx\t1\r\n", "line 1: .*no column id, time, kind, about"),
        (b"\n\nid\tkind\n", "line 3: .*no column time, about"),
    ],
)
def test_a_file_that_is_no_table_of_judgements_stops_what_would_ignore_it(
    file: Path, content: bytes, says: str
) -> None:
    file.write_bytes(content)
    for work in (lambda: read_ledger(file), lambda: append(file, SAME)):
        with pytest.raises(LedgerError, match=says) as caught:
            work()
        assert str(file) in str(caught.value)
    assert file.read_bytes() == content


def test_an_empty_file_is_a_beginning(file: Path) -> None:
    file.write_bytes(b"")
    assert read_ledger(file) == Ledger(file)
    append(file, SAME)
    assert len(read_ledger(file).judgements) == 1


def test_a_workbook_is_told_apart_from_a_table(file: Path) -> None:
    Workbook().save(file)
    with pytest.raises(LedgerError, match="can't be read"):
        read_ledger(file)


def test_a_file_that_is_asked_for_and_not_there_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_ledger(file).faults == ()
    monkeypatch.setenv("ZEREN_JUDGEMENTS", str(file))
    assert faults(read_ledger(file)) == [(None, "no_file")]


def test_a_file_that_must_not_be_written_stays_as_it_is(file: Path) -> None:
    append(file, SAME)
    before = file.read_bytes()
    file.chmod(0o444)
    with pytest.raises(LedgerError, match=r"read-only.*nothing was changed"):
        append(file, ROLE)
    assert file.read_bytes() == before
    assert len(read_ledger(file).judgements) == 1


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(LedgerError, match="can't be read"):
        read_ledger(file)
    with pytest.raises(LedgerError, match="could not be written"):
        append(file, SAME)


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
def test_whoever_could_read_the_file_still_can(file: Path) -> None:
    append(file, SAME)
    file.chmod(0o664)
    append(file, ROLE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


def test_several_are_added_at_once_or_not_at_all(file: Path) -> None:
    made = append_all(file, (SAME, ROLE, NOTE), "李四")
    assert read_ledger(file).judgements == tuple(made)
    assert len({each.id for each in made}) == 3
    assert [each.time for each in made] == sorted({each.time for each in made})
    before = file.read_bytes()
    with pytest.raises(Refusal, match="can't be judged"):
        append_all(file, (SAME, replace(ROLE, value=("boss",))))
    assert file.read_bytes() == before


def test_a_failure_in_the_middle_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(file, SAME)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledgers.os, "replace", full)
    with pytest.raises(LedgerError, match="No space left"):
        append(file, ROLE)
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [".judgements.tsv.lock", "judgements.tsv"]


# Several at once -----------------------------------------------------------------------------------------------------

CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from graph.judging.kinds import Judgement
from graph.judging.ledger import append
for n in range(20):
    append(Path(sys.argv[1]), Judgement("note", ("plan:p",), ("方案",), (f"{sys.argv[2]} {n}",)), sys.argv[2])
"""


def test_programs_that_write_at_once_lose_nothing(file: Path) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(file), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("a", "b", "c")
    ]
    assert [child.communicate(timeout=300)[1] for child in children] == [b""] * 3
    ledger = read_ledger(file)
    assert {each.value[0] for each in ledger.judgements} == {f"{who} {n}" for who in "abc" for n in range(20)}
    assert len({each.id for each in ledger.judgements}) == 60
    assert ledger.faults == ()


def test_a_lock_that_nobody_lets_go_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.judging.table.WAIT", 0.1)
    with FileLock(file.with_name(".judgements.tsv.lock")).held(1), pytest.raises(LedgerError, match="another program"):
        append(file, SAME)


def test_what_has_no_form_is_not_written(file: Path) -> None:
    for wrong in (Judgement("merge", ("agency:a",)), Judgement("same", ("agency:a",), ("420500:甲",))):
        with pytest.raises(Refusal, match="can't be judged"):
            append(file, wrong)
    assert not file.exists()
