"""Exports hold what the graph holds, whole, in files that other programs can read."""

from __future__ import annotations

import csv as stdlib_csv
import io
import os
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import local_server
from graph.export import Contents, ExportError, csv, export, graphml, read_graph
from graph.load import load_paths, remove_plan
from graph.schema import schema
from graph.store import Store, open_store

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [{name: value.removeprefix("'") for name, value in row.items()} for row in stdlib_csv.DictReader(handle)]


def plain(value: Any) -> str:
    return csv.cell(value).removeprefix("'")


def counted(contents: Contents) -> Counter[str]:
    counts = Counter({label: len(rows) for label, rows in contents.nodes.items()})
    for (kind, _, _), rows in contents.edges.items():
        counts[kind] += len(rows)
    return counts


def test_everything_of_the_graph_is_read(five: Store) -> None:
    counts = counted(read_graph(five))
    nodes = {label: five.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for label in schema().nodes}
    kinds = schema().relationships
    edges = {kind: five.read(f"MATCH ()-[r:{kind}]->() RETURN count(r) AS n")[0]["n"] for kind in kinds}
    assert counts == Counter(nodes | edges)
    assert (counts["Plan"], counts["SourceText"], counts["LEADS"] > 250) == (5, 5, True)


def test_csv_reads_back_as_the_graph(five: Store, tmp_path: Path) -> None:
    contents = export(five, "csv", tmp_path / "tables")
    for label, node in schema().nodes.items():
        rows = [{name: plain(row[name]) for name in node.exported} for row in contents.nodes[label]]
        assert table(tmp_path / "tables" / f"nodes_{label}.csv") == rows
    for kind in schema().relationships:
        wanted = [
            {"fromLabel": start, "from": plain(edge["from"]), "toLabel": end, "to": plain(edge["to"])}
            | {name: plain(value) for name, value in edge["props"].items()}
            for (name, start, end), edges in contents.edges.items()
            if name == kind
            for edge in edges
        ]
        assert table(tmp_path / "tables" / f"edges_{kind}.csv") == wanted
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in (tmp_path / "tables").iterdir())


def test_graphml_reads_back_as_the_graph(five: Store, tmp_path: Path) -> None:
    contents = export(five, "graphml", tmp_path / "graph.graphml")
    back = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    found = Counter(kind for _, kind in back.nodes(data="type")) + Counter(kind for *_, kind in back.edges(data="type"))
    assert found == +counted(contents)
    for label, rows in contents.nodes.items():
        for row in rows:
            node = back.nodes[f"{label}:{row[schema().nodes[label].key]}"]
            kept = {name: value for name, value in row.items() if value is not None and value != []}
            assert node.keys() - {"type", "label"} == kept.keys()
            assert all(node[name] == value for name, value in kept.items() if not isinstance(value, list | str)), row
    text = contents.nodes["SourceText"][0]
    assert back.nodes[f"SourceText:{text['id']}"]["text"] == text["text"]


def test_assignments_keep_their_printed_words(five: Store) -> None:
    contents = read_graph(five)
    texts = {row["id"]: row["text"] for row in contents.nodes["SourceText"]}
    for kind in ("LEADS", "SUPPORTS"):
        for edge in contents.edges[kind, "Agency", "Task"]:
            printed = texts[edge["to"].split("/")[0]][edge["props"]["start"] : edge["props"]["end"]]
            assert "".join(printed.split()) == "".join(edge["props"]["asWritten"].split())


def test_a_cut_is_what_the_plan_alone_would_be(five: Store, tmp_path: Path) -> None:
    cut = read_graph(five, ["huaian", "yunnan"])
    with open_store(tmp_path) as other:
        try:
            load_paths(other, [PLANS])
            for plan in ("yichang", "changzhou", "xiqing"):
                remove_plan(other, plan)
            alone = read_graph(other)
        finally:
            local_server.stop(tmp_path)
    assert _without_links(cut) == _without_links(alone)
    whole = read_graph(five).edges["COUNTERPART_OF", "Task", "Task"]
    within = [edge for edge in whole if {edge[end].split("/")[0] for end in ("from", "to")} == {"huaian", "yunnan"}]
    assert cut.edges["COUNTERPART_OF", "Task", "Task"] == within
    assert len(within) > 20


def _without_links(contents: Contents) -> Contents:
    """Links depend on all plans that are loaded: a cut shows those that stand in the whole graph."""
    kinds = {"COUNTERPART_OF", "SIMILAR_TO"}
    return Contents(
        {label: rows for label, rows in contents.nodes.items() if label != "Links"},
        {kind: rows for kind, rows in contents.edges.items() if kind[0] not in kinds},
    )


def test_an_unknown_plan_is_said_and_nothing_written(five: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere.*changzhou"):
        export(five, "csv", tmp_path / "tables", ["nowhere"])
    assert [*tmp_path.iterdir()] == []


SMALL = Contents({"Platform": [{"id": "p", "name": "平台"}]}, {})


@pytest.mark.parametrize(("form", "write"), [("graphml", graphml.write), ("csv", csv.write)])
def test_a_failed_export_leaves_what_stood_there(
    form: str, write: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "target"
    write(SMALL, target)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(SMALL, target)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert [*tmp_path.iterdir()] == [target]


def test_a_target_that_can_not_be_written_is_one_sentence(five: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for form, path in (("csv", tmp_path / "file"), ("csv", tmp_path / "file" / "x"), ("graphml", tmp_path)):
        with pytest.raises(ExportError, match="could not be written"):
            export(five, form, path)
    assert [*tmp_path.iterdir()] == [tmp_path / "file"]


def test_graphml_takes_what_xml_does_not_know(tmp_path: Path) -> None:
    row = {"id": "p\x00\x0b", "name": "a\x1b<b>&\ud800\n字"}
    graphml.write(Contents({"Platform": [row]}, {}), tmp_path / "odd.graphml")
    ((_, node),) = nx.read_graphml(tmp_path / "odd.graphml").nodes(data=True)
    assert node["name"] == "a\ufffd<b>&\ufffd\n字"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_survives_a_cell_and_none_is_a_formula(text: str) -> None:
    buffer = io.StringIO(newline="")
    csv.write_table(buffer, ["x", "y"], [{"x": text, "y": 1}])
    (row,) = stdlib_csv.DictReader(io.StringIO(buffer.getvalue(), newline=""))
    assert row["x"].removeprefix("'") == text
    assert not row["x"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
