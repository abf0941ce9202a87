from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.loading.validation import validate_rows
from graph.schema import SCHEMA_FILE, SchemaError, constraints, schema
from graph.store import Store

SERVERS = ("embedded", "neo4j")


def test_the_schema_is_read_whole() -> None:
    data = yaml.safe_load(SCHEMA_FILE.read_text("utf-8"))
    found = schema()
    assert found.nodes.keys() == data["nodes"].keys()
    assert found.relationships.keys() == data["relationships"].keys()
    assert found.nodes["Plan"].properties["issuedOn"].type == "date"
    assert found.nodes["Jurisdiction"].key == "code"
    assert [found.nodes[label].shared for label in ("Agency", "Task")] == [True, False]
    assert found.relationships["CITES"].ends == (("Task", "Document"), ("Plan", "Document"))
    assert len(found.joins) == sum(len(kind["ends"]) for kind in data["relationships"].values())


def test_what_follows_from_the_schema() -> None:
    found = schema()
    assert {label: [join.type for join in way] for label, way in found.containment.items()} == {
        "Plan": [],
        "SourceText": ["HAS_TEXT"],
        "Section": ["HAS_SECTION"],
        "Task": ["HAS_TASK"],
        "Measure": ["HAS_TASK", "HAS_MEASURE"],
        "Target": ["HAS_TASK", "HAS_TARGET"],
        "Judgement": ["HAS_JUDGEMENT"],
        "ProgressReport": ["HAS_REPORT"],
    }
    assert {join.type for join in found.shared_joins} == {"WITHIN", "BASED_IN", "PERFORMS", "SUCCEEDED_BY"}
    used_by = {"APPLIES_IN", "ISSUED", "ON_TOPIC", "LEADS", "SUPPORTS", "NAMED_IN", "CITES", "USES"}
    used_by |= {"ACTS_ON", "REPORTED"}
    assert {join.type for join in found.uses} == used_by


def _change(**paths: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(yaml.safe_load(SCHEMA_FILE.read_text("utf-8")))
    for path, value in paths.items():
        kind, name, item = path.split("__")
        data[kind][name][item] = value
    return data


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"nodes__Task__key": "number7"}, "the key number7 of Task is not among its properties"),
        ({"nodes__Task__owner": "nobody"}, "the owner of Task is nobody"),
        ({"relationships__LEADS__ends": [["Agency", "Job"]]}, "unknown labels Job"),
        ({"relationships__HAS_MEASURE__ends": []}, "no relationship leads from Plan down to Measure"),
        (
            {"nodes__Topic__properties": {"key": {"type": "word", "doc": ""}}},
            "the property key has the unknown type word",
        ),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    file = tmp_path / "schema.yml"
    file.write_text(yaml.safe_dump(_change(**changes), allow_unicode=True), "utf-8")
    with pytest.raises(SchemaError, match=says):
        schema(file)


NODES = {"Plan": [{"id": "p", "title": "方案"}], "Task": [{"id": "p/1", "order": 1}], "Agency": [{"id": "a"}]}


@pytest.mark.parametrize(
    ("label", "row", "says"),
    [
        ("Job", {"id": "x"}, "unknown label Job"),
        ("Task", {"id": "x", "colour": "red"}, "Task x: unknown property colour"),
        ("Task", {"title": "x"}, "Task without the key id"),
        ("Task", {"id": "p/1"}, "Task twice with the key id p/1"),
        ("Task", {"id": 7}, "id is 7, not of type string"),
        ("Task", {"id": "x", "order": "1"}, "order is '1', not of type integer"),
        ("Task", {"id": "x", "order": True}, "order is True, not of type integer"),
        ("Task", {"id": "x", "order": 2**63}, "not of type integer"),
        ("Task", {"id": "x", "title": "\ud800"}, "not of type string"),
        ("Plan", {"id": "x", "issuedOn": "2018-11"}, "issuedOn is '2018-11', not of type date"),
        ("Plan", {"id": "x", "issuedOn": "20181105"}, "not of type date"),
        ("Target", {"id": "x", "value": "95"}, "value is '95', not of type float"),
        ("Agency", {"id": "x", "collective": 0}, "collective is 0, not of type boolean"),
        ("SourceText", {"id": "x", "lines": [1, "2"]}, "not of type integers"),
        ("Agency", {"id": "字" * 3000}, "key id of more than 2000 bytes"),
    ],
)
def test_rows_that_do_not_fit_are_named(label: str, row: dict[str, Any], says: str) -> None:
    rows = {**NODES, label: [*NODES.get(label, []), row]}
    with pytest.raises(SchemaError, match=says):
        validate_rows(rows, {})


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("Plan", {"id": "x", "issuedOn": "2018-11-05", "docNumber": None}),
        ("Plan", {"id": "x", "issuedOn": datetime.date(2018, 11, 5)}),
        ("Target", {"id": "x", "value": 95}),
        ("Target", {"id": "x", "value": 0.5}),
        ("SourceText", {"id": "x", "lines": [1, 2], "pages": []}),
    ],
)
def test_rows_that_fit_pass(label: str, row: dict[str, Any]) -> None:
    validate_rows({**NODES, label: [*NODES.get(label, []), row]}, {})


@pytest.mark.parametrize(
    ("kind", "edge", "says"),
    [
        (("LEADS", "Task", "Agency"), {"from": "p/1", "to": "a", "props": {}}, r"unknown relationship \(Task\)"),
        (("HEADS", "Agency", "Task"), {"from": "a", "to": "p/1", "props": {}}, "unknown relationship"),
        (
            ("LEADS", "Agency", "Task"),
            {"from": "b", "to": "p/1", "props": {}},
            "LEADS from Agency b, which is not among",
        ),
        (("LEADS", "Agency", "Task"), {"from": "a", "to": "p/1", "props": {"x": 1}}, "unknown property x"),
        (("LEADS", "Agency", "Task"), {"from": "a", "to": "p/1", "props": {"order": "1"}}, "not of type integer"),
    ],
)
def test_edges_that_do_not_fit_are_named(kind: tuple[str, str, str], edge: dict[str, Any], says: str) -> None:
    good = {"from": "a", "to": "p/1", "props": {"order": 1, "asWritten": "市公安局", "page": None}}
    validate_rows(NODES, {("LEADS", "Agency", "Task"): [good]})
    with pytest.raises(SchemaError, match=says):
        validate_rows(NODES, {kind: [edge]})


def test_the_server_knows_each_key_as_unique(fresh_store: Store) -> None:
    fresh_store.run_ddl(constraints())
    shown = fresh_store.read("SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes, properties")
    keys = {(row["labelsOrTypes"][0], row["properties"][0]) for row in shown}
    assert {(label, node.key) for label, node in schema().nodes.items()} <= keys
