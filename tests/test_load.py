from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph.load import FileResult, find_plans, list_plans, load_paths, load_rows, remove_plan
from graph.loading import writing
from graph.schema import SchemaError, schema
from graph.server.connection import Connection
from graph.store import Store, StoreError
from loaders.errors import UserError

ROOT = Path(__file__).resolve().parent.parent
SERVERS = ("embedded", "neo4j")


@dataclass
class Rows:
    nodes: dict[str, list[dict[str, Any]]]
    edges: dict[tuple[str, str, str], list[dict[str, Any]]]
    content_hash: str = field(default="")


def edge(start: str, end: str, /, **props: Any) -> dict[str, Any]:
    return {"from": start, "to": end, "props": props}


def plan_rows(
    plan: str, code: str = "420500", agencies: tuple[str, ...] = ("gongan",), tasks: int = 2, version: str = "1"
) -> Any:
    """A small plan with one of everything: its place up to the country, agencies that lead and support every task."""
    province = code[:2] + "0000"
    ids = [f"{plan}/1/{number}" for number in range(1, tasks + 1)]
    bodies = [f"{code}/{name}" for name in agencies]
    nodes: dict[str, list[dict[str, Any]]] = {
        "Plan": [{"id": plan, "title": f"方案{plan}", "issuedOn": "2018-11-05", "campaign": None, "sha256": version}],
        "SourceText": [{"id": plan, "text": "字" * 100, "offsets": [0, 50], "lines": [1, 2], "pages": []}],
        "Section": [{"id": f"{plan}#1", "ordinal": 1, "heading": "一、总则"}],
        "Task": [{"id": task, "number": task[-1], "title": f"v{version}", "order": 1} for task in ids],
        "Measure": [{"id": f"{task}#m1", "order": 1, "text": "做好"} for task in ids],
        "Target": [{"id": f"{task}#t1", "text": "95%", "value": 95, "dueOn": "2020-12-31"} for task in ids],
        "Jurisdiction": [
            {"code": code, "name": f"市{code}", "level": "prefecture"},
            {"code": province, "name": f"省{province}", "level": "province"},
            {"code": "000000", "name": "全国", "level": "national"},
        ],
        "Agency": [{"id": body, "name": body, "kind": "government", "collective": False} for body in bodies],
        "Function": [{"key": name, "nameZh": name} for name in agencies],
        "Topic": [{"key": "fraud", "nameZh": "诈骗"}],
        "Document": [{"id": "意见", "title": "意见"}, {"id": f"{plan}#self", "own": True}],
        "Platform": [{"id": "信用平台", "name": "信用平台"}],
    }
    edges = {
        ("APPLIES_IN", "Plan", "Jurisdiction"): [edge(plan, code)],
        ("WITHIN", "Jurisdiction", "Jurisdiction"): [edge(code, province), edge(province, "000000")],
        ("ISSUED", "Agency", "Plan"): [edge(bodies[0], plan, asWritten="市政府")],
        ("HAS_TEXT", "Plan", "SourceText"): [edge(plan, plan)],
        ("HAS_SECTION", "Plan", "Section"): [edge(plan, f"{plan}#1")],
        ("HAS_TASK", "Plan", "Task"): [edge(plan, task) for task in ids],
        ("IN_SECTION", "Task", "Section"): [edge(task, f"{plan}#1") for task in ids],
        ("HAS_MEASURE", "Task", "Measure"): [edge(task, f"{task}#m1") for task in ids],
        ("HAS_TARGET", "Task", "Target"): [edge(task, f"{task}#t1") for task in ids],
        ("ON_TOPIC", "Task", "Topic"): [edge(task, "fraud") for task in ids],
        ("LEADS", "Agency", "Task"): [
            edge(bodies[0], task, asWritten="市公安局", order=1, origin="printed") for task in ids
        ],
        ("SUPPORTS", "Agency", "Task"): [edge(b, task, asWritten=b, page=None) for task in ids for b in bodies[1:]],
        ("BASED_IN", "Agency", "Jurisdiction"): [edge(body, code) for body in bodies],
        ("PERFORMS", "Agency", "Function"): [edge(body, name) for body, name in zip(bodies, agencies, strict=True)],
        ("CITES", "Task", "Document"): [edge(task, "意见", asWritten="《意见》", start=1, end=3) for task in ids],
        ("CITES", "Plan", "Document"): [edge(plan, f"{plan}#self", asWritten="本方案")],
        ("USES", "Task", "Platform"): [edge(task, "信用平台") for task in ids],
    }
    return Rows(nodes, edges, json.dumps([plan, code, agencies, tasks, version]))


def dump(store: Store) -> list[str]:
    """Every node and edge of the graph, in an order that depends on their content alone.

    By two queries: a server that has just started plans each anew.
    """
    nodes = [[row["n"]["labels"], row["n"]["properties"]] for row in store.read("MATCH (n) RETURN n")]
    ends = "labels(a)[0] AS a, labels(b)[0] AS b, coalesce(a.id, a.key, a.code) AS from, coalesce(b.id, b.key, b.code) AS to"
    edges = store.read(f"MATCH (a)-[r]->(b) RETURN type(r) AS type, {ends}, properties(r) AS props")
    return _in_order([*nodes, *([row[name] for name in ("type", "a", "b", "from", "to", "props")] for row in edges)])


def patiently(look: Callable[[], list[str]]) -> list[str]:
    """What a look gives; connections of before the restart may fail first, and the database may open a moment later."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with suppress(StoreError):
            return look()
        time.sleep(0.1)
    return look()


def _in_order(graph: list[Any]) -> list[str]:
    return sorted(json.dumps(item, ensure_ascii=False, sort_keys=True, default=str) for item in graph)


def expected(*plans: Any) -> list[str]:
    """What `dump` gives when these plans and no others are loaded, from the rows alone."""
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    shared: dict[tuple[Any, ...], dict[str, Any]] = {}
    own: list[Any] = []
    for rows in plans:
        for label, items in rows.nodes.items():
            extra = {"contentHash": rows.content_hash} if label == "Plan" else {}
            nodes |= {(label, item[schema().nodes[label].key]): writing.clean(label, item | extra) for item in items}
        for kind, edges in rows.edges.items():
            for row in (writing._clean_edge(kind[0], item) for item in edges):
                if all(schema().nodes[label].shared for label in kind[1:]):
                    shared[(*kind, row["from"], row["to"])] = row["props"]
                else:
                    own.append([*kind, row["from"], row["to"], row["props"]])
    own += [[*place, props] for place, props in shared.items()]
    return _in_order([[[label], properties] for (label, _), properties in nodes.items()] + own)


def test_all_that_is_given_stands_in_the_graph(fresh_store: Store) -> None:
    rows = plan_rows("yichang", agencies=("gongan", "shangwu"))
    assert load_rows(fresh_store, "yichang", rows) == "loaded"
    assert dump(fresh_store) == expected(rows)
    edges = sum(len(items) for items in rows.edges.values())
    assert fresh_store.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": edges}]
    assert fresh_store.read(
        "MATCH (p:Plan) RETURN toString(p.issuedOn) AS d, p.issuedOn > date('2018-01-01') AS later"
    ) == [{"d": "2018-11-05", "later": True}]
    assert fresh_store.read("MATCH (:Agency)-[r:LEADS]->(t:Task {id: 'yichang/1/1'}) RETURN properties(r) AS r") == [
        {"r": {"asWritten": "市公安局", "order": 1, "origin": "printed"}}
    ]


def test_what_is_loaded_is_not_written_out_for_the_drivers_log(
    fresh_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """It costs a quarter of a load's work even where nobody keeps a log, and plans hold addresses."""
    with caplog.at_level(logging.DEBUG, "neo4j"):
        load_rows(fresh_store, "yichang", plan_rows("yichang"))
    assert "C: RUN" in caplog.text
    assert "字字" not in caplog.text
    assert "做好" not in caplog.text


def test_loading_twice_changes_nothing(fresh_store: Store) -> None:
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    elements = fresh_store.read("MATCH (n) RETURN n ORDER BY elementId(n)")
    before = dump(fresh_store)
    assert load_rows(fresh_store, "yichang", plan_rows("yichang")) == "unchanged"
    assert dump(fresh_store) == before
    assert fresh_store.read("MATCH (n) RETURN n ORDER BY elementId(n)") == elements


def test_a_changed_plan_replaces_itself_and_nothing_else(fresh_store: Store) -> None:
    other, old = plan_rows("huaian", "320800"), plan_rows("yichang", agencies=("gongan", "gongshang"), tasks=3)
    new = plan_rows("yichang", agencies=("gongan", "shichang"), tasks=2, version="2")
    load_rows(fresh_store, "huaian", other)
    load_rows(fresh_store, "yichang", new)
    expected = dump(fresh_store)
    fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume() and None)
    load_rows(fresh_store, "yichang", old)
    load_rows(fresh_store, "huaian", other)
    assert load_rows(fresh_store, "yichang", new) == "replaced"
    assert dump(fresh_store) == expected


@pytest.mark.parametrize(
    "removed",
    [
        plan_rows("huaian", "320800", ("gongan", "shangwu")),  # another province, a function of its own
        plan_rows("b", "420500", ("gongan",)),  # the same place and agency throughout
        plan_rows("c", "420600", ("yinhang", "gongan"), tasks=5),  # another city of the same province
    ],
)
def test_removal_restores_the_graph_as_it_was(fresh_store: Store, removed: Any) -> None:
    load_rows(fresh_store, "yichang", plan_rows("yichang", agencies=("gongan", "gongshang")))
    before = dump(fresh_store)
    plan = removed.nodes["Plan"][0]["id"]
    load_rows(fresh_store, plan, removed)
    assert dump(fresh_store) != before
    remove_plan(fresh_store, plan)
    assert dump(fresh_store) == before
    remove_plan(fresh_store, "yichang")
    assert dump(fresh_store) == []


def test_lineage_goes_with_the_function_that_needs_it(fresh_store: Store) -> None:
    """gongshang passed to shichang: the successor stays while its predecessor is performed, and goes after it."""
    rows = plan_rows("yichang", agencies=("gongshang",))
    rows.nodes["Function"].append({"key": "shichang", "nameZh": "市场监管"})
    rows.edges["SUCCEEDED_BY", "Function", "Function"] = [edge("gongshang", "shichang", year=2018, how="merged_into")]
    load_rows(fresh_store, "huaian", plan_rows("huaian", "320800"))
    before = dump(fresh_store)
    load_rows(fresh_store, "yichang", rows)
    remove_plan(fresh_store, "yichang")
    assert dump(fresh_store) == before


def test_functions_that_lead_to_each_other_are_swept_too(fresh_store: Store) -> None:
    rows = plan_rows("yichang", agencies=("a", "b"))
    rows.edges["SUCCEEDED_BY", "Function", "Function"] = [edge("a", "b"), edge("b", "a")]
    load_rows(fresh_store, "yichang", rows)
    remove_plan(fresh_store, "yichang")
    assert dump(fresh_store) == []


def test_what_the_tables_say_anew_replaces_what_they_said(fresh_store: Store) -> None:
    """An agency moved to another function: the old edge and the function that nobody performs are gone."""
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    new = plan_rows("yichang", version="2")
    new.nodes["Function"] = [{"key": "zhengfa", "nameZh": "政法"}]
    new.nodes["Agency"][0]["name"] = "宜昌市公安局"
    new.edges["PERFORMS", "Agency", "Function"] = [edge("420500/gongan", "zhengfa")]
    load_rows(fresh_store, "yichang", new)
    found = fresh_store.read("MATCH (a:Agency)-[:PERFORMS]->(f:Function) RETURN a.name AS agency, f.key AS function")
    assert found == [{"agency": "宜昌市公安局", "function": "zhengfa"}]
    assert fresh_store.read("MATCH (f:Function) RETURN f.key AS key") == [{"key": "zhengfa"}]


def test_a_failure_in_the_middle_leaves_the_graph_as_it_was(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    before = dump(fresh_store)
    written: list[str] = []

    def failing(tx: Any, candidates: Any) -> None:
        written.extend(record["id"] for record in tx.run("MATCH (t:Task) RETURN t.id AS id"))
        raise StoreError("the disk is full")

    monkeypatch.setattr(writing, "sweep", failing)
    with pytest.raises(StoreError, match="the disk is full"):
        load_rows(fresh_store, "yichang", plan_rows("yichang", "320800", ("x",), tasks=4, version="2"))
    assert len(written) == 4, "the failure came before anything was written"
    assert dump(fresh_store) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.nodes["Task"][0].update(colour="red"), "unknown property colour"),
        (lambda rows: rows.nodes["Task"].append({"id": "yichang/9"}), "no HAS_TASK leads to"),
        (lambda rows: rows.nodes["Plan"][0].update(id="other"), "other"),
    ],
)
def test_rows_that_do_not_fit_are_refused(fresh_store: Store, change: Any, says: str) -> None:
    rows = plan_rows("yichang")
    change(rows)
    with pytest.raises(SchemaError, match=says):
        load_rows(fresh_store, "yichang", rows)
    assert dump(fresh_store) == []


def test_an_id_of_another_plan_is_no_id_for_this_one(fresh_store: Store) -> None:
    """Own nodes are created, never merged: a task id that stands fails the load and leaves the other plan alone."""
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    before = dump(fresh_store)
    rows = plan_rows("huaian", "320800")
    text = json.dumps([rows.nodes["Task"], rows.nodes["Measure"], rows.nodes["Target"]]).replace("huaian/", "yichang/")
    rows.nodes["Task"], rows.nodes["Measure"], rows.nodes["Target"] = json.loads(text)
    for kind, edges in rows.edges.items():
        rows.edges[kind] = json.loads(json.dumps(edges).replace("huaian/", "yichang/"))
    with pytest.raises(StoreError):
        load_rows(fresh_store, "huaian", rows)
    assert dump(fresh_store) == before


def test_listing_and_removing(fresh_store: Store) -> None:
    assert list_plans(fresh_store) == []
    load_rows(fresh_store, "yichang", plan_rows("yichang"))
    [plan] = list_plans(fresh_store)
    assert (plan["plan"], plan["jurisdiction"], plan["issuedOn"], plan["tasks"], plan["assignments"]) == (
        "yichang",
        "市420500",
        "2018-11-05",
        2,
        2,
    )
    with pytest.raises(UserError, match=r"no plan huaian .* Loaded are: yichang"):
        remove_plan(fresh_store, "huaian")


def test_a_reader_sees_whole_plans_only(fresh_store: Store) -> None:
    """While one plan is replaced over and over, each look finds one version; without care some find none, or parts."""
    versions = [plan_rows("yichang", tasks=60 + 30 * (turn % 2), version=str(turn % 2)) for turn in range(6)]
    load_rows(fresh_store, "yichang", versions[-1])
    done, seen = threading.Event(), set[tuple[str, ...]]()

    def look() -> None:
        query = "MATCH (:Plan {id: 'yichang'})-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(m) RETURN t.title AS version"
        try:
            while not done.is_set():
                seen.add(tuple(sorted(row["version"] for row in fresh_store.read(query))))
        except StoreError as error:
            seen.add((str(error),))

    reader = threading.Thread(target=look)
    reader.start()
    for rows in versions:
        load_rows(fresh_store, "yichang", rows)
    done.set()
    reader.join()
    assert seen == {("v0",) * 60, ("v1",) * 90}


def test_what_was_read_while_a_load_was_committed_is_read_again(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(fresh_store, "yichang", plan_rows("yichang", version="1"))
    reading, looks = Connection.reading, list[object]()

    def disturbed(self: Connection, *arguments: Any, **options: Any) -> Any:
        seen = reading(self, *arguments, **options)
        looks.append(seen)
        if len(looks) == 1:
            load_rows(fresh_store, "yichang", plan_rows("yichang", version="2"))
        return seen

    monkeypatch.setattr(Connection, "reading", disturbed)
    query = "MATCH (t:Task) RETURN DISTINCT t.title AS version"
    assert fresh_store.read(query) == [{"version": "v2"}]
    assert looks[0] == [{"version": "v1"}]
    looks.clear()
    load_rows(fresh_store, "yichang", plan_rows("yichang", version="3"))
    assert fresh_store.query_readonly(query).rows == [{"version": "v2"}]


CHILD = """
import json, sys
from pathlib import Path
from types import SimpleNamespace
from graph.load import load_rows
from graph.store import open_store

store = open_store(Path(sys.argv[1]), start=False)
for line in Path(sys.argv[2]).read_text("utf-8").splitlines():
    item = json.loads(line)
    edges = {tuple(kind): rows for kind, rows in item["edges"]}
    rows = SimpleNamespace(nodes=item["nodes"], edges=edges, content_hash=item["hash"])
    print(item["plan"], load_rows(store, item["plan"], rows), flush=True)
"""


def loading(data: Path, work: Path, plans: dict[str, Any]) -> subprocess.Popen[str]:
    """A process of its own that loads the plans one by one, and prints each as soon as it is loaded."""
    lines = [
        {"plan": plan, "nodes": rows.nodes, "edges": list(rows.edges.items()), "hash": rows.content_hash}
        for plan, rows in plans.items()
    ]
    work.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(data), str(work)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_programs_that_load_at_once_wait_for_each_other(fresh_store: Store, tmp_path: Path) -> None:
    """All share places, functions and a topic; the last plan is loaded by both."""
    data = fresh_store.server.folder.path
    halves: list[dict[str, Any]] = [
        {f"{side}{n}": plan_rows(f"{side}{n}", f"4205{n:02}", ("gongan", f"f{n}")) for n in range(6)}
        for side in ("a", "b")
    ]
    both = plan_rows("both")
    children = [loading(data, tmp_path / str(n), half | {"both": both}) for n, half in enumerate(halves)]
    outputs = [child.communicate(timeout=300) for child in children]
    assert [child.returncode for child in children] == [0, 0], outputs
    statuses = sorted(line.split()[1] for out, _ in outputs for line in out.splitlines())
    assert statuses == ["loaded"] * 13 + ["unchanged"]
    assert dump(fresh_store) == expected(*halves[0].values(), *halves[1].values(), both)


PLAN = """{title}

各有关单位：

一、重点任务

1.电信网络诈骗专项治理。打击诈骗。（牵头单位：{body}；参与单位：市委网信办）

2.金融领域失信治理。建立制度。（牵头单位：市金融办）

{title}
2018年11月5日
"""


def write_plan(folder: Path, name: str, title: str, body: str = "市公安局") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(PLAN.format(title=title, body=body), "utf-8")
    return folder / name


YICHANG, HUAIAN = "宜昌市诚信缺失突出问题专项治理实施方案", "淮安市诚信缺失突出问题专项治理实施方案"


def test_files_and_folders_are_loaded_and_failures_listed(fresh_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    one, two = write_plan(folder, "yichang.txt", YICHANG), write_plan(folder / "sub", "huaian.txt", HUAIAN)
    (folder / "empty.txt").write_text("")
    (folder / "notes.xyz").write_text("no plan")
    told: list[FileResult] = []
    results = load_paths(fresh_store, [folder, tmp_path / "missing.txt"], told.append)
    assert told == results
    assert {Path(result.file).name: result.status for result in results} == {
        "yichang.txt": "loaded",
        "huaian.txt": "loaded",
        "empty.txt": "failed",
        "missing.txt": "failed",
    }
    by_name = {Path(result.file).name: result for result in results}
    assert "empty" in str(by_name["empty.txt"].error)
    assert "no such file" in str(by_name["missing.txt"].error)
    first = by_name["yichang.txt"]
    assert (first.plan, first.tasks, first.assignments, first.error) == ("yichang", 2, 3, None)
    assert [plan["plan"] for plan in list_plans(fresh_store)] == ["huaian", "yichang"]
    assert [result.status for result in load_paths(fresh_store, [one, two])] == ["unchanged", "unchanged"]
    write_plan(folder, "yichang.txt", YICHANG, "市司法局")
    assert [result.status for result in load_paths(fresh_store, [one, two])] == ["replaced", "unchanged"]
    json.dumps([result.to_json() for result in results])


def test_each_plan_of_a_file_is_loaded_and_listed(fresh_store: Store, tmp_path: Path) -> None:
    file = write_plan(tmp_path, "plans.txt", YICHANG)
    file.write_text(file.read_text("utf-8") + PLAN.format(title=HUAIAN, body="市司法局"), "utf-8")
    told: list[FileResult] = []
    results = load_paths(fresh_store, [file], told.append)
    assert told == results
    assert [(result.file, result.plan, result.status, result.tasks) for result in results] == [
        (str(file), "plans", "loaded", 2),
        (str(file), "plans-2", "loaded", 2),
    ]
    assert {plan["plan"]: plan["title"] for plan in list_plans(fresh_store)} == {"plans": YICHANG, "plans-2": HUAIAN}
    assert [result.status for result in load_paths(fresh_store, [file])] == ["unchanged", "unchanged"]


def test_a_dry_run_tells_what_would_come_and_writes_nothing(fresh_store: Store, tmp_path: Path) -> None:
    files = [write_plan(tmp_path, "yichang.txt", YICHANG)]
    assert [result.status for result in load_paths(fresh_store, files, dry_run=True)] == ["loaded"]
    assert dump(fresh_store) == []
    load_paths(fresh_store, files)
    assert [result.status for result in load_paths(fresh_store, files, dry_run=True)] == ["unchanged"]
    before = dump(fresh_store)
    write_plan(tmp_path, "yichang.txt", YICHANG, "市司法局")
    assert [result.status for result in load_paths(fresh_store, files, dry_run=True)] == ["replaced"]
    assert dump(fresh_store) == before


def test_two_plans_of_one_name_are_both_kept(fresh_store: Store, tmp_path: Path) -> None:
    """In one run, in a later run, and when they are loaded again."""
    one, two = write_plan(tmp_path / "a", "plan.txt", YICHANG), write_plan(tmp_path / "b", "plan.txt", HUAIAN)
    first, second = load_paths(fresh_store, [one, two])
    assert (first.plan, first.status) == ("plan", "loaded")
    assert second.plan is not None
    assert re.fullmatch("plan-[0-9a-f]{6}", second.plan)
    assert not [warning for warning in first.warnings if "Another plan" in warning]
    assert "Another plan has the id plan" in second.warnings[0]
    titles = {plan["plan"]: plan["title"] for plan in list_plans(fresh_store)}
    assert titles == {"plan": YICHANG, second.plan: HUAIAN}
    [again] = load_paths(fresh_store, [two])
    assert (again.plan, again.status) == (second.plan, "unchanged")
    tasks = fresh_store.read("MATCH (:Plan {id: $id})-[:HAS_TASK]->(t:Task) RETURN t.id AS id", id=second.plan)
    assert len(tasks) == 2
    assert all(row["id"].startswith(f"{second.plan}/") for row in tasks)


def test_one_plan_in_two_files_is_told(fresh_store: Store, tmp_path: Path) -> None:
    """As a copy or in another format, in one run or in a later one: all counts would hold it twice."""
    one, copy = (
        write_plan(tmp_path / "a", "宜昌.txt", YICHANG),
        write_plan(tmp_path / "b", "副本.txt", YICHANG, "市司法局"),
    )
    other = write_plan(tmp_path / "c", "淮安.txt", HUAIAN)
    first, second, third = load_paths(fresh_store, [one, copy, other])
    assert (first.twin, second.twin, third.twin) == (None, "宜昌", None)
    [told] = [warning for warning in second.warnings if "twice" in warning]
    assert told.startswith("It has the title, the place and the date of the plan 宜昌 (宜昌.txt).")
    assert [each.twin for each in load_paths(fresh_store, [copy])] == ["宜昌"], "also beside what the graph holds"
    remove_plan(fresh_store, "副本")
    undated = write_plan(tmp_path / "d", "无日期.txt", YICHANG)
    undated.write_text(undated.read_text("utf-8").replace("2018年11月5日", ""), "utf-8")
    assert load_paths(fresh_store, [undated])[0].twin is None


def test_two_versions_in_one_run_are_not_taken_for_each_other_in_silence(fresh_store: Store, tmp_path: Path) -> None:
    one, two = (
        write_plan(tmp_path / "a", "plan.txt", YICHANG),
        write_plan(tmp_path / "b", "plan.txt", YICHANG, "市司法局"),
    )
    first, second = load_paths(fresh_store, [one, two])
    assert (first.status, second.status) == ("loaded", "replaced")
    assert f"It takes the place of {one}" in second.warnings[0]
    same = write_plan(tmp_path / "c", "plan.txt", YICHANG, "市司法局")
    assert "takes the place" not in str(load_paths(fresh_store, [two, same])[1].warnings)


def test_a_folder_without_plans_is_an_error(fresh_store: Store, tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("x")
    with pytest.raises(UserError, match=f"There are no plans in the folder {tmp_path}"):
        find_plans([tmp_path])
    folder, file = tmp_path / "none", write_plan(tmp_path / "some", "yichang.txt", YICHANG)
    folder.mkdir()
    failed, loaded = load_paths(fresh_store, [folder, file])
    assert (failed.status, loaded.status) == ("failed", "loaded")
    assert "There are no plans in the folder" in str(failed.error)


def test_the_five_plans_load_and_leave_no_trace(fresh_store: Store) -> None:
    results = load_paths(fresh_store, [ROOT / "data" / "plans"])
    assert [(result.plan, result.status) for result in results] == [
        (plan, "loaded") for plan in ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
    ]
    whole = dump(fresh_store)
    remove_plan(fresh_store, "yunnan")
    assert dump(fresh_store) != whole
    load_paths(fresh_store, [ROOT / "data" / "plans" / "yunnan.txt"])
    assert dump(fresh_store) == whole
    for result in results:
        remove_plan(fresh_store, str(result.plan))
    assert dump(fresh_store) == []
