"""Plans built anew from what the graph keeps of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph import kept
from graph.build import build
from graph.export import export
from graph.kept import KeptRecordError, packed, unpacked
from graph.load import LoadError, load_paths
from graph.rebuild import kept_record, rebuild
from graph.store import Store
from loaders.pipeline import extract
from loaders.reference import rows

SERVERS = ("embedded", "neo4j")

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "data" / "plans"


@pytest.mark.parametrize("plan", [path.stem for path in sorted(PLANS.glob("*.txt"))])
def test_the_record_comes_back_as_it_was(plan: str) -> None:
    record = extract(PLANS / f"{plan}.txt")
    assert unpacked(plan, record.text, packed(record)) == record


def test_the_hash_rests_on_the_record_and_not_on_its_packing(monkeypatch: pytest.MonkeyPatch) -> None:
    record = extract(PLANS / "xiqing.txt")
    before = build(record)
    monkeypatch.setattr("graph.building.rows.packed", lambda record: "packed otherwise")
    assert build(record).content_hash == before.content_hash
    found = replace(record, plan=replace(record.plan, found=record.plan.found | {"title": "elsewhere"}))
    assert build(found).content_hash != before.content_hash, "a record that changed is to be kept anew"


@pytest.mark.parametrize("damaged", ["§", "AAAA", packed(extract(PLANS / "xiqing.txt"))[:-8]])
def test_a_record_that_is_damaged_is_told_with_the_remedy(damaged: str) -> None:
    with pytest.raises(KeptRecordError, match=r"xiqing .*load its file once more"):
        unpacked("xiqing", "", damaged)


def test_a_record_of_another_version_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    record = extract(PLANS / "xiqing.txt")
    monkeypatch.setattr(kept, "canonical", lambda whole: b'{"plan": {"colour": "red"}, "report": {}}')
    with pytest.raises(KeptRecordError, match="load its file once more"):
        unpacked("xiqing", record.text, packed(record))


def test_edited_tables_reach_the_loaded_plans_without_their_files(fresh_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "xiqing.txt"
    file.write_bytes((PLANS / "xiqing.txt").read_bytes())
    load_paths(fresh_store, [file, PLANS / "huaian.txt"])
    file.unlink()
    assert [result.status for result in rebuild(fresh_store)] == ["unchanged", "unchanged"]

    shutil.copytree(ROOT / "data" / "reference", tmp_path / "reference")
    functions = tmp_path / "reference" / "functions.tsv"
    functions.write_text(functions.read_text("utf-8").replace("民政", "改了名的条线"), "utf-8")
    topics = tmp_path / "reference" / "topics.tsv"
    words = next(row["title"] for row in rows("topics.tsv") if row["key"] == "telecom_fraud")
    topics.write_text(topics.read_text("utf-8").replace(f"\t{words}\t", "\t从未印出的字\t"), "utf-8")
    ran = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "rebuild", "xiqing", "--json"],
        capture_output=True,
        env=os.environ | {"ZEREN_REFERENCE": str(tmp_path / "reference")},
        timeout=300,
        check=True,
    )
    assert [(done["plan"], done["status"]) for done in json.loads(ran.stdout)] == [("xiqing", "replaced")]
    found = fresh_store.read("MATCH (f:Function {key: 'civil_affairs'}) RETURN f.nameZh AS name")
    assert found == [{"name": "改了名的条线"}]
    fraud = "MATCH (k:Topic {key: 'telecom_fraud'})<-[r:ON_TOPIC]-(t:Task) WHERE r.origin IS NULL RETURN t.id AS task"
    assert [row["task"].split("/")[0] for row in fresh_store.read(fraud)] == ["huaian"], "the words no longer tell it"


def test_a_plan_without_a_kept_record_is_told_and_the_others_are_built(fresh_store: Store) -> None:
    load_paths(fresh_store, [PLANS / "xiqing.txt", PLANS / "huaian.txt"])
    fresh_store.write(lambda tx: tx.run("MATCH (s:SourceText {id: 'huaian'}) REMOVE s.record").consume() and None)
    first, second = rebuild(fresh_store)
    assert (first.plan, first.status) == ("huaian", "failed")
    assert first.error is not None and "huaian" in first.error and "load its file once more" in first.error
    assert (second.plan, second.status) == ("xiqing", "unchanged")
    with pytest.raises(LoadError, match=r"No plan wuhan is loaded. Loaded: huaian, xiqing"):
        rebuild(fresh_store, ["xiqing", "wuhan"])


def test_the_kept_record_is_the_extracted_one_and_is_not_exported(fresh_store: Store, tmp_path: Path) -> None:
    load_paths(fresh_store, [PLANS / "xiqing.txt"])
    record = extract(PLANS / "xiqing.txt")
    assert kept_record(fresh_store, "xiqing") == record
    graph = export(fresh_store, "csv", tmp_path / "tables")
    assert "record" not in graph.nodes["SourceText"][0]
    assert packed(record)[:40] not in (tmp_path / "tables" / "nodes_SourceText.csv").read_text("utf-8")
    assert "record" not in (tmp_path / "tables" / "nodes_SourceText.csv").read_text("utf-8-sig").split("\n")[0]
    export(fresh_store, "graphml", tmp_path / "graph.graphml")
    assert packed(record)[:40] not in (tmp_path / "graph.graphml").read_text("utf-8")
    assert json.dumps(record.plan.title, ensure_ascii=False).strip('"') in (tmp_path / "graph.graphml").read_text(
        "utf-8"
    )
