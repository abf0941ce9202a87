"""The command line as a user meets it: what is printed where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import cli
from commands import launch, samples
from graph.server import local_server
from loaders.errors import UserError
from loaders.pipeline import extract
from tests.ports import free_port
from tests.running import Run

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "data" / "plans"
COMMANDS = [*typer.main.get_command(cli.app).commands]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A graph of this module's own."""
    data = tmp_path_factory.mktemp("cli")
    yield data
    local_server.stop(data)


@pytest.fixture
def data(folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """The same with the five plans in it."""
    monkeypatch.setenv("ZEREN_DATA", str(folder))
    assert run("load", PLANS).code == 0
    return folder


def as_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, timeout=300, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert f"cli.py {command}" in shown.out


def test_no_command_teaches(run: Run) -> None:
    shown = run()
    assert all(command in shown.out for command in COMMANDS)


# extract


def test_one_file_gives_one_object_and_several_a_list(run: Run) -> None:
    one = run("extract", PLANS / "yichang.txt", "--json").json()
    assert one == json.loads(json.dumps(extract(PLANS / "yichang.txt").to_json()))
    both = run("extract", PLANS / "yichang.txt", PLANS / "huaian.txt", "--json").json()
    assert [record["plan"]["id"] for record in both] == ["yichang", "huaian"]


def test_out_writes_a_file_a_plan_and_never_one_over_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    other = tmp_path / "a" / "yichang.txt"
    other.write_bytes((PLANS / "huaian.txt").read_bytes())
    assert run("extract", PLANS / "yichang.txt", other, "--out", tmp_path / "records").code == 0
    written = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "records").iterdir()}
    assert written.keys() == {"yichang.json", "yichang-2.json"}
    assert "宜昌" in written["yichang.json"]["plan"]["title"]
    assert "淮安" in written["yichang-2.json"]["plan"]["title"]


def test_a_file_of_several_plans_gives_a_list_and_a_file_each(run: Run, tmp_path: Path) -> None:
    plan = "宜昌市{0}专项整治方案\n为加强{0}管理，制定本方案。\n一、任务\n1.打击。加强。（牵头单位：市{1}局）\n二、要求\n1.领导。加强。\n"
    file = tmp_path / "both.txt"
    file.write_text(plan.format("作业", "教育") + plan.format("食堂", "市场监管"), encoding="utf-8")
    records = run("extract", file, "--json").json()
    assert [record["plan"]["title"] for record in records] == ["宜昌市作业专项整治方案", "宜昌市食堂专项整治方案"]
    assert run("extract", file, "--out", tmp_path / "records").code == 0
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "records").iterdir()}
    assert {name: record["plan"]["id"] for name, record in written.items()} == {"both": "both", "both-2": "both-2"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.txt", None), ("empty.txt", b""), ("binary.txt", bytes(range(256)) * 9), ("plan.xyz", b"x")],
)
def test_a_bad_file_is_one_sentence_and_the_others_are_read(
    run: Run, tmp_path: Path, name: str, content: bytes | None
) -> None:
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    ran = run("extract", bad, PLANS / "xiqing.txt", "--json")
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
    assert name in ran.err
    assert [record["plan"]["id"] for record in ran.json()] == ["xiqing"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_with_line_feeds_and_escape_codes_stays_on_one_line(run: Run, tmp_path: Path) -> None:
    ran = run("extract", tmp_path / "a\nb\x1b[31m[red].txt")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "\x1b[31m" not in ran.err


def test_json_is_utf8_whatever_the_console_is() -> None:
    ran = as_process(
        "extract", str(PLANS / "yichang.txt"), "--json", PYTHONIOENCODING="gbk", PYTHONUTF8="0", LC_ALL="C"
    )
    assert ran.returncode == 0
    assert json.loads(ran.stdout.decode("utf-8"))["plan"]["jurisdiction"] == "宜昌市"


# load, plans, remove


def test_loading_again_changes_nothing(run: Run, data: Path) -> None:
    again = run("load", PLANS, "--json")
    assert again.code == 0
    rows = again.json()
    assert [row["plan"] for row in rows] == ["changzhou", "huaian", "xiqing", "yichang", "yunnan"]
    assert {row["status"] for row in rows} == {"unchanged"}
    assert {row["plan"]: row["assignments"] for row in rows}["yichang"] == 58 + 147
    expected = {"file", "plan", "status", "tasks", "assignments", "repairs", "unread", "warnings", "error", "twin"}
    assert all(row.keys() == expected for row in rows)


def test_one_bad_file_does_not_stop_the_others(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    paths = [tmp_path / "leer", tmp_path / "binary.txt", tmp_path / "none.txt", PLANS / "yichang.txt"]
    ran = run("load", *paths, "--json")
    assert ran.code == 1
    rows = {Path(row["file"]).name: row for row in ran.json()}
    assert {name: row["status"] for name, row in rows.items()} == {
        "leer": "failed",
        "binary.txt": "failed",
        "none.txt": "failed",
        "yichang.txt": "unchanged",
    }
    assert all(name in rows[name]["error"] for name in ("leer", "binary.txt", "none.txt"))
    assert len(run("plans", "--json").json()) == 5


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), UserError("The disk is full.")])
def test_a_load_that_is_cut_off_shows_what_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: BaseException
) -> None:
    """By a person, or by a fault behind the last plan: the plans that were told of are in the graph."""
    monkeypatch.setenv("ZEREN_DATA", str(tmp_path))

    def fails(*_: object) -> bool:
        raise cause

    with monkeypatch.context() as patch:
        patch.setattr("graph.load.keep_judged_links", fails)
        ran = run("load", PLANS / "xiqing.txt", PLANS / "yunnan.txt", "--json")
    assert ran.code == 1
    assert [(row["plan"], row["status"]) for row in ran.json()] == [("xiqing", "loaded"), ("yunnan", "loaded")]
    said = "Interrupted." if isinstance(cause, KeyboardInterrupt) else "The disk is full."
    assert ran.err.endswith(
        f"Error: {said} What is listed as loaded or replaced stands whole; the same command goes on with the others.\n"
    )
    assert [row["plan"] for row in run("plans", "--json").json()] == ["xiqing", "yunnan"]
    with monkeypatch.context() as patch:
        patch.setattr("graph.load.read_files", fails)
        ran = run("load", PLANS / "huaian.txt")
        nothing = "Interrupted: python cli.py plans shows what is loaded"
        assert f"Error: {nothing if isinstance(cause, KeyboardInterrupt) else cause}" in ran.err
    local_server.stop(tmp_path)


def test_a_restore_that_is_interrupted_says_what_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its last step, at it, and into a Neo4j."""
    data, file = tmp_path / "graph", tmp_path / "b.zip"
    monkeypatch.setenv("ZEREN_DATA", str(data))
    assert run("load", PLANS / "xiqing.txt").code == 0
    assert run("backup", file).code == 0

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for place, says in (("load_plans", "the graph is as it was"), ("swap.adopt", "at the last step, which the next")):
        with monkeypatch.context() as patch:
            patch.setattr(f"graph.backup.restoring.{place}", interrupted)
            ran = run("restore", file)
        assert (ran.code, ran.out) == (1, "")
        assert f"Error: Interrupted: {says}" in ran.err or f"Error: Interrupted {says}" in ran.err
        assert [row["plan"] for row in run("plans", "--json").json()] == ["xiqing"]
    local_server.stop(data)
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:7687")
    monkeypatch.setattr("graph.backup.restoring.restore", interrupted)
    assert "taken out again, unless that was interrupted too" in run("restore", file).err


def test_dry_run_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    changed = tmp_path / "yichang.txt"
    changed.write_text((PLANS / "yichang.txt").read_text("utf-8").replace("市公安局", "市司法局"), "utf-8")
    new = tmp_path / "另一份.txt"
    new.write_bytes((PLANS / "huaian.txt").read_bytes())
    before = run("plans", "--json").json()
    rows = run("load", changed, new, "--dry-run", "--json").json()
    assert [(row["plan"], row["status"]) for row in rows] == [("yichang", "replaced"), ("另一份", "loaded")]
    assert run("plans", "--json").json() == before


def test_remove_takes_out_one_plan(run: Run, data: Path) -> None:
    assert run("remove", "yunnan").code == 0
    assert [row["plan"] for row in run("plans", "--json").json()] == ["changzhou", "huaian", "xiqing", "yichang"]
    again = run("remove", "yichang", "yunnan")
    assert again.code == 1
    assert "yunnan" in again.err
    assert len(run("plans", "--json").json()) == 4, "nothing is removed when one of the names is wrong"


# ask


def test_the_list_of_questions(run: Run) -> None:
    listed = {row["name"]: row for row in run("ask", "--format", "json").json()}
    assert {"lead_ranking", "topic_assignment", "co_workers", "targets_due"} <= listed.keys()
    assert "limit" in listed["lead_ranking"]["parameters"]
    assert "lead_ranking" in run("ask").out


def test_who_leads_most_in_xiqing(run: Run, data: Path) -> None:
    first, *rest = run("ask", "lead_ranking", "-p", "plan=xiqing", "-p", "limit=3", "--format", "json").json()
    assert "发展改革委" in first["agency"]
    assert (first["leads"], first["sole"], round(first["fractional"], 1)) == (25, 6, 14.8)
    assert len(rest) == 2
    assert "25" in run("ask", "lead_ranking", "--param", "plan=xiqing").out


def test_a_parameter_given_twice_is_a_list(run: Run, data: Path) -> None:
    rows = run("ask", "tasks", "-p", "plan=xiqing", "-p", "plan=huaian", "--format", "json").json()
    assert {row["plan"] for row in rows} == {"xiqing", "huaian"}


def test_columns_are_chosen_in_the_order_asked_for(run: Run, data: Path) -> None:
    shown = run("ask", "lead_ranking", "--columns", "leads,agency", "-p", "limit=1", "--format", "csv").out
    assert shown.splitlines()[0] == "leads,agency"


def test_the_examples_of_the_readme_print_what_it_shows(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text("utf-8")
    examples = re.findall(r"^    \$ python cli\.py (.+)\n((?:    .*\n)*)", readme, re.MULTILINE)
    assert len(examples) >= 4
    for line, shown in examples:
        ran = run(*shlex.split(line))
        assert [text.rstrip() for text in (ran.out + ran.err).splitlines()] == [text[4:] for text in shown.splitlines()]


def test_csv_in_a_file_opens_in_a_spreadsheet(run: Run, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "ranking.csv"
    assert run("ask", "lead_ranking", "--out", out).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    as_json = tmp_path / "ranking.json"
    assert run("ask", "lead_ranking", "--out", as_json).code == 0
    assert len(json.loads(as_json.read_text("utf-8"))) > 100
    printed = run("ask", "lead_ranking", "--format", "csv").out
    assert not printed.startswith("\ufeff")
    assert [*csv.reader(io.StringIO(printed))] == [*csv.reader(io.StringIO(out.read_text("utf-8-sig")))]


def test_text_can_not_become_a_formula(run: Run, data: Path) -> None:
    query = "RETURN '=1+1' AS sum, '@x' AS at, -5 AS number, 'a\nb' AS lines"
    rows = [*csv.DictReader(io.StringIO(run("ask", "--cypher", query, "--format", "csv").out, newline=""))]
    assert rows == [{"sum": "'=1+1", "at": "'@x", "number": "-5", "lines": "a\nb"}]


def test_typed_cypher_reads_and_does_not_write(run: Run, data: Path) -> None:
    query = "MATCH (p:Plan) WHERE p.id = $id RETURN p.id AS plan, $n + 1 AS n"
    assert run("ask", "--cypher", query, "-p", "id=huaian", "-p", "n=2", "--format", "json").json() == [
        {"plan": "huaian", "n": 3}
    ]
    refused = run("ask", "--cypher", "MATCH (p:Plan) DETACH DELETE p")
    assert refused.code == 1
    assert len(refused.err.splitlines()) == 1
    assert len(run("plans", "--json").json()) == 5
    cut = run("ask", "--cypher", "MATCH (t:Task) RETURN t.id AS id", "--limit", "4", "--format", "json")
    assert len(cut.json()) == 4
    assert "--limit" in cut.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "lead_rankin"),
        ("ask", "lead_ranking", "-p", "plam=xiqing"),
        ("ask", "lead_ranking", "-p", "limit=many"),
        ("ask", "lead_ranking", "-p", "plan"),
        ("ask", "lead_ranking", "--columns", "agency,leds"),
        ("ask", "lead_ranking", "--cypher", "RETURN 1"),
        ("ask", "lead_ranking", "--format", "xml"),
        ("ask", "lead_ranking", "--out", "ranking.xls"),
        ("ask", "lead_ranking", "--out", "ranking.csv", "--format", "table"),
        ("frobnicate",),
        ("extract",),
        ("export",),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_a_wrong_name_is_told_the_right_one(run: Run) -> None:
    assert "lead_ranking" in run("ask", "lead_rankin").err


def test_explain_shows_parameters_columns_and_cypher(run: Run) -> None:
    shown = run("ask", "lead_ranking", "--explain").out
    assert all(word in shown for word in ("fractional", "collective", "MATCH", "哪些单位"))


# measure, whatif


def test_load_is_measured(run: Run, data: Path) -> None:
    found = run("measure", "--plan", "xiqing", "--measure", "fractional", "--json").json()
    first = found["agencies"][0]
    assert (first["agency"], first["leads"], first["sole"]) == ("西青区发展改革委", 25, 6)
    assert first["fractional"] == pytest.approx(14.75)
    assert [group["group"] for group in found["groups"]] == ["xiqing"]
    assert {row["plans"] for row in found["positions"]} == {5}
    shown = run("measure", "--show", "positions", "--plan", "xiqing")
    assert "Fewer than 11 plans" in shown.err
    assert "gini" in shown.out
    assert "基尼系数" in run("measure", "--show", "definitions").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["measure", "--by", "colour"], 2, "known are agency, function, level"),
        (["measure", "--weight", "gold"], 2, "known are item, measures, length"),
        (["measure", "--plan", "yichan"], 1, "did you mean yichang"),
        (["rebalance", "xiqing", "--to", "9", "--figure", "theil"], 2, "known are largest, top1"),
        (["rebalance", "xiqing", "--to", "9", "--measure", "partners"], 2, "known are leads, fractional"),
        (["rebalance", "xiqing", "--to", "9", "--ban", "xiqing/3/1"], 2, "write it as ITEM=AGENCY"),
        (["rebalance", "xiqing", "--to", "9", "--keep-item", "yichang/3/1"], 1, "no item yichang/3/1 in this scope"),
        (["rebalance", "xiqing", "--to", "9", "--closed", "西青区公安"], 1, "no agency 西青区公安 in the graph"),
        (["network", "--weight", "gold"], 1, "they can by count, newman, jaccard"),
        (["network", "--show", "colours"], 2, "known are figures, nodes, ties"),
        (["explain", "西青区发改委"], 1, "did you mean 西青区发展改革委"),
        (["explain", "西青区文明办", "--plan", "yichang"], 1, "is on no item of the plan yichang"),
        (["explain", "西青区文明办", "--measure", "partners"], 2, "known are leads, fractional"),
        (["whatif", "none"], 1, "There is no scenario none"),
        (["whatif", "--do", "move"], 2, "Name the one scenario"),
        (["whatif", "x", "--do", "fly"], 2, "known are move, add"),
        (["whatif", "x", "--do", "drop", "-p", "item=xiqing/3/1", "-p", "agency=发改"], 1, "no agency 发改"),
        (["whatif", "x", "--do", "drop", "-p", "item=xiqing/9/9", "-p", "agency=西青区法院"], 1, "does not apply"),
    ],
)
def test_what_cannot_be_analysed_is_said(run: Run, data: Path, arguments: list[str], code: int, words: str) -> None:
    shown = run(*arguments)
    assert shown.code == code
    assert words in shown.err


def test_a_scenario_is_made_measured_undone_carried_and_removed(run: Run, data: Path, tmp_path: Path) -> None:
    move = ["-p", "item=xiqing/3/1", "-p", "agency=西青区发展改革委", "-p", "to=西青区法院", "-p", "stays=true"]
    made = run("whatif", "relief", "--do", "move", *move, "--note", "试", "--json").json()
    assert [step["applies"] for step in made["steps"]] == [True]
    rows = {row["agency"]: row for row in made["agencies"]}
    assert (rows["西青区发展改革委"]["base"]["leads"], rows["西青区发展改革委"]["relief"]["leads"]) == (25, 24)
    merge = ["-p", "agencies=西青区文明办", "-p", "agencies=西青区委宣传部", "-p", "into=new", "-p", "name=新部"]
    assert "merge into 新部" in run("whatif", "relief", "--do", "merge", *merge).out
    assert [row["changes"] for row in run("whatif", "--json").json()] == [2]
    assert run("whatif", "relief", "--undo", "--export", tmp_path / "r.yml").code == 0
    put = run("whatif", "relief", "--apply", "--who", "李四", "--json").json()
    assert {each["state"] for each in put} == {"applied"}
    assert run("measure", "--plan", "xiqing", "--json").json()["agencies"][0]["leads"] == 24
    assert "applied already" in run("whatif", "relief", "--apply").err
    assert run("whatif", "relief", "--take-back").code == 0
    assert run("measure", "--plan", "xiqing", "--json").json()["agencies"][0]["leads"] == 25
    assert run("whatif", "relief", "--remove").code == 0
    assert "no scenario yet" in run("whatif").err
    assert run("whatif", "--import", tmp_path / "r.yml", "--json").json()["steps"][0]["applies"] is True
    assert "already" in run("whatif", "--import", tmp_path / "r.yml").err
    assert run("whatif", "relief", "--remove").code == 0


def test_networks_stand_side_by_side(run: Run, data: Path) -> None:
    found = run("network", "--plan", "xiqing", "--plan", "yunnan", "--by", "function", "--json").json()
    figures = {row["figure"]: row for row in found["figures"]}
    assert {*figures["nodes"]} == {"figure", "xiqing", "yunnan"}
    first = next(row for row in found["nodes"] if row["network"] == "xiqing")
    assert first["name"] == "发展改革"
    assert figures["nodes"]["xiqing"] == sum(row["network"] == "xiqing" for row in found["nodes"])
    assert figures["edges"]["xiqing"] == sum(row["network"] == "xiqing" for row in found["ties"])
    assert "modularity" in run("network").out


def test_a_load_is_explained(run: Run, data: Path) -> None:
    found = run("explain", "西青区发展改革委", "--json").json()
    assert (found["total"], found["rank"], found["plan"]) == (25, 1, "xiqing")
    for kind in ("sections", "company", "elsewhere"):
        assert sum(part["value"] for part in found[kind]) == 25
    assert next(part["value"] for part in found["company"] if part["key"] == "alone") == 6
    fraud = next(one for one in found["items"] if one["item"] == "xiqing/3/1")
    assert (fraud["elsewhere"], len(fraud["precedents"]["public_security"])) == ("other", 4)
    assert "4 份由公安牵头" in run("explain", "西青区发展改革委").out


def test_a_proposal_is_saved_and_played(run: Run, data: Path) -> None:
    found = run("rebalance", "xiqing", "--to", "22", "--usual", "--save", "even", "--json").json()
    assert (found["before"], found["after"], found["reached"], found["proven"]) == (25, 22, True, True)
    assert [len(move["precedents"]) > 0 for move in found["moves"]] == [True] * 3
    assert {move["change"]["agency"] for move in found["moves"]} == {"120111/development_reform"}
    rows = {row["agency"]: row for row in run("whatif", "even", "--json").json()["agencies"]}
    assert rows["西青区发展改革委"]["even"]["leads"] == 22
    assert "Fewer cannot. " in run("rebalance", "xiqing", "--to", "22").out.replace("\n", " ")
    assert run("whatif", "even", "--remove").code == 0


# the server


def test_serve_status_stop(run: Run, tmp_path: Path) -> None:
    state = run("status", "--json", "--data", tmp_path).json()
    assert (state["running"], state["pid"], state["plans"]) == (False, None, None)
    uri = run("serve", "--data", tmp_path).out.split()[0]
    try:
        state = run("status", "--json", "--data", tmp_path).json()
        assert (state["running"], state["uri"], state["plans"]) == (True, uri, [])
        assert state["data"] == str(tmp_path)
        assert state["server"] == "embedded"
        os.kill(state["pid"], 0)
    finally:
        assert run("stop", "--data", tmp_path).code == 0
    assert run("status", "--json", "--data", tmp_path).json()["running"] is False


def test_a_server_that_is_down_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        ran = as_process("plans", NEO4J_URI=uri, NEO4J_PASSWORD="wrong")
    assert ran.returncode == 1
    assert ran.stderr.decode().count("\n") == 1
    assert "NEO4J_URI" in ran.stderr.decode()


def test_a_folder_that_can_not_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = as_process("plans", "--data", str(tmp_path / "file" / "graph"))
    assert ran.returncode == 1
    assert ran.stderr.decode().count("\n") == 1


# the app


def test_a_taken_port_gives_another() -> None:
    with socket.socket() as taken:
        taken.bind((launch.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert launch.free_port(port) != port
    assert launch.free_port(port) == port


def test_app_loads_the_plans_into_an_empty_graph_and_answers(tmp_path: Path, run: Run) -> None:
    port = free_port()
    command = [sys.executable, str(ROOT / "cli.py"), "app", "--port", str(port), "--data", str(tmp_path)]
    log = tmp_path / "app.log"
    with log.open("wb") as output:
        environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        assert _answer(f"http://127.0.0.1:{port}/_stcore/health", process) == b"ok", log.read_text()
        assert len(run("plans", "--json", "--data", tmp_path).json()) == 5
        assert f"http://127.0.0.1:{port}" in log.read_text()
    finally:
        process.terminate()
        process.wait()
        local_server.stop(tmp_path)


def test_samples_that_a_user_removed_stay_away(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ids() -> list[str]:
        return [row["plan"] for row in run("plans", "--json", "--data", tmp_path).json()]

    try:
        samples.load_samples(tmp_path)
        run("remove", "yichang", "huaian", "--data", tmp_path)
        samples.load_samples(tmp_path)
        assert ids() == ["changzhou", "xiqing", "yunnan"]
        monkeypatch.setattr(samples, "_version", lambda: "another version of the program")
        samples.load_samples(tmp_path)
        assert ids() == ["changzhou", "xiqing", "yunnan"]
        run("remove", *ids(), "--data", tmp_path)
        monkeypatch.setattr(samples, "_version", lambda: "a third")
        samples.load_samples(tmp_path)
        assert ids() == []
    finally:
        local_server.stop(tmp_path)


def _answer(address: str, process: subprocess.Popen[bytes]) -> bytes:
    for _ in range(1800):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=20) as response:
                return bytes(response.read())
        except OSError:
            time.sleep(0.1)
    return b"the app did not answer"
