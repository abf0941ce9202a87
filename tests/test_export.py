"""Exports hold what the graph holds, whole, in files that other programs can read."""

from __future__ import annotations

import csv as stdlib_csv
import io
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from graph.export import Contents, ExportError, csv, export, gexf, graphml, jsonld, parquet, read_graph, turtle
from graph.export.provenance import VERSION, Provenance
from graph.export.rdf import OA, Z, iri
from graph.load import load_paths, remove_plan
from graph.schema import schema
from graph.server import local_server
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
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in (tmp_path / "tables").glob("*.csv"))


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


def test_csv_says_what_its_tables_hold(five: Store, tmp_path: Path) -> None:
    contents = export(five, "csv", tmp_path / "tables", ["xiqing"])
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text("utf-8"))
    about = package["zeren"]
    assert (about["version"], about["dataSha256"], about["plans"]) == (VERSION, contents.source.digest, ["xiqing"])
    for resource in package["resources"]:
        with (tmp_path / "tables" / resource["path"]).open(encoding="utf-8-sig", newline="") as handle:
            header = next(stdlib_csv.reader(handle))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_parquet_reads_back_as_the_graph(five: Store, tmp_path: Path) -> None:
    contents = export(five, "parquet", tmp_path / "tables")
    for label, node in schema().nodes.items():
        read = pd.read_parquet(tmp_path / "tables" / f"nodes_{label}.parquet", dtype_backend="pyarrow")
        assert list(read.columns) == list(node.exported)
        for name, kept in node.exported.items():
            wanted = [row[name] for row in contents.nodes[label]]
            found = [_given(value, kept.type) for value in read[name].tolist()]
            assert found == wanted, (label, name)
    leads = pd.read_parquet(tmp_path / "tables" / "edges_LEADS.parquet")
    assert len(leads) == len(contents.edges["LEADS", "Agency", "Task"])
    assert {"start", "end", "asWritten", "label", "line", "page", "origin", "judgements"} <= set(leads.columns)
    told = pq.read_schema(tmp_path / "tables" / "edges_LEADS.parquet")
    assert json.loads(told.metadata[b"zeren"])["dataSha256"] == contents.source.digest
    assert told.field("start").metadata[b"description"] == b"Start of the name in the cleaned text"


def _given(value: Any, kind: str) -> Any:
    if value is None or value is pd.NA:
        return None
    if kind == "date":
        return value.isoformat()
    return list(value) if kind in ("strings", "integers") else value


def test_gexf_reads_back_as_the_graph_with_places_and_colours(five: Store, tmp_path: Path) -> None:
    contents = export(five, "gexf", tmp_path / "graph.gexf", ["huaian", "xiqing"])
    back = _gexf(tmp_path / "graph.gexf")
    counts = counted(contents)
    assert Counter(node["nodeLabel"] for node in back["nodes"].values()) == +Counter(
        {label: counts[label] for label in schema().nodes}
    )
    assert len(back["edges"]) == sum(counts[kind] for kind in schema().relationships)
    task = back["nodes"]["Task:huaian/3.1/1"]
    row = next(row for row in contents.nodes["Task"] if row["id"] == "huaian/3.1/1")
    assert {name: task[name] for name in row if row[name] is not None} == {
        name: str(value) for name, value in row.items() if value is not None
    }
    led = next(
        edge for edge in back["edges"] if edge["relationship"] == "LEADS" and edge["target"] == "Task:huaian/3.1/1"
    )
    assert (led["asWritten"], led["label"], int(led["end"]) - int(led["start"])) == ("市公安局", "牵头单位", 4)
    places = {(node["x"], node["y"]) for node in back["nodes"].values()}
    assert len(places) > 0.98 * len(back["nodes"])
    assert len({node["colour"] for node in back["nodes"].values()}) > 5
    assert contents.source.digest in back["description"]


def _gexf(path: Path) -> dict[str, Any]:
    """What a reader of GEXF sees."""
    space = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}
    root = etree.parse(str(path)).getroot()
    titles = {each.get("id"): each.get("title") for each in root.iterfind(".//g:attribute", space)}

    def values(element: Any) -> dict[str, Any]:
        return {titles[each.get("for")]: each.get("value") for each in element.iterfind(".//g:attvalue", space)}

    nodes = {}
    for node in root.iterfind(".//g:node", space):
        position, colour = node.find("v:position", space), node.find("v:color", space)
        nodes[node.get("id")] = values(node) | {
            "x": position.get("x"),
            "y": position.get("y"),
            "colour": str(dict(colour.attrib)),
        }
    edges = [values(edge) | {"target": edge.get("target")} for edge in root.iterfind(".//g:edge", space)]
    return {"nodes": nodes, "edges": edges, "description": root.findtext(".//g:description", namespaces=space)}


def test_networkx_opens_the_gexf(five: Store, tmp_path: Path) -> None:
    contents = export(five, "gexf", tmp_path / "graph.gexf", ["xiqing"])
    text = (tmp_path / "graph.gexf").read_text("utf-8")
    (tmp_path / "old.gexf").write_text(text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft"), "utf-8")
    back = nx.read_gexf(tmp_path / "old.gexf")
    assert back.number_of_nodes() == sum(len(rows) for rows in contents.nodes.values())
    assert back.nodes["Plan:xiqing"]["viz"]["color"]["r"] == 34


@pytest.fixture(scope="module")
def rdf(five: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, rdflib.Graph, Path]:
    folder = tmp_path_factory.mktemp("rdf")
    contents = export(five, "turtle", folder / "graph.ttl", ["xiqing"])
    return contents, rdflib.Graph().parse(folder / "graph.ttl"), folder


def test_turtle_holds_every_attribute(rdf: tuple[Contents, rdflib.Graph, Path]) -> None:
    contents, found, _ = rdf
    for label, rows in contents.nodes.items():
        for row in rows:
            own = iri(label, row[schema().nodes[label].key])
            assert (own, rdflib.RDF.type, Z[label]) in found
            for name, value in row.items():
                if isinstance(value, str | int | bool | float):
                    assert found.value(own, Z[name]) is not None, (own, name)
                    assert str(found.value(own, Z[name])).lower() == str(value).lower()
    statements = set(found.subjects(rdflib.RDF.predicate, Z.LEADS))
    assert len(statements) == len(contents.edges["LEADS", "Agency", "Task"])


def test_each_assignment_points_at_its_printed_words(rdf: tuple[Contents, rdflib.Graph, Path]) -> None:
    _, found, _ = rdf
    held = [*found.subjects(rdflib.RDF.type, rdflib.PROV.Association)]
    assert sum(found.value(of, Z.origin) == rdflib.Literal("printed") for of in held) == 129
    for of in held:
        agency, plan = found.value(of, rdflib.PROV.agent), found.value(of, rdflib.PROV.hadPlan)
        assert (agency, rdflib.RDF.type, rdflib.ORG.Organization) in found
        assert (plan, rdflib.RDF.type, rdflib.PROV.Plan) in found
        assert found.value(of, rdflib.PROV.hadRole) in (Z.lead, Z.support)
        assert (found.value(None, rdflib.PROV.qualifiedAssociation, of), rdflib.RDF.type, rdflib.PROV.Activity) in found
        note = found.value(None, OA.hasBody, of)
        assert (note, rdflib.RDF.type, OA.Annotation) in found
        target = found.value(note, OA.hasTarget)
        chosen = {found.value(each, rdflib.RDF.type): each for each in found.objects(target, OA.hasSelector)}
        start, end = (int(str(found.value(chosen[OA.TextPositionSelector], each))) for each in (OA.start, OA.end))
        text = str(found.value(found.value(target, OA.hasSource), Z.text))
        exact = str(found.value(chosen[OA.TextQuoteSelector], OA.exact))
        assert re.sub(r"\s", "", text[start:end]) == exact == str(found.value(of, Z.asWritten))


def test_rdf_tells_version_hash_and_citation(rdf: tuple[Contents, rdflib.Graph, Path]) -> None:
    contents, found, _ = rdf
    own = rdflib.URIRef(f"urn:zeren:dataset:{contents.source.digest}")
    assert str(found.value(own, rdflib.OWL.versionInfo)) == VERSION
    assert {each.language for each in found.objects(own, rdflib.DCTERMS.bibliographicCitation)} == {"zh", "en"}  # type: ignore[attr-defined]
    assert [*found.objects(own, rdflib.PROV.wasDerivedFrom)] == [iri("Plan", "xiqing")]


def test_jsonld_is_the_same_graph(five: Store, rdf: tuple[Contents, rdflib.Graph, Path]) -> None:
    _, found, folder = rdf
    export(five, "jsonld", folder / "graph.jsonld", ["xiqing"])
    other = rdflib.Graph().parse(folder / "graph.jsonld", format="json-ld")
    ordinary = {triple for triple in found if getattr(triple[2], "datatype", None) != rdflib.RDF.JSON}
    assert len(ordinary) > 5000
    assert ordinary <= set(other)
    assert len(other) == len(found)


def test_nobody_can_be_reached_by_an_export(five: Store, tmp_path: Path) -> None:
    texts = {row["id"]: row["text"] for row in read_graph(five, masked=False).nodes["SourceText"]}
    assert "83605763" in texts["huaian"]
    masked = next(row["text"] for row in read_graph(five).nodes["SourceText"] if row["id"] == "huaian")
    assert len(masked) == len(texts["huaian"])
    for form in ("csv", "graphml", "gexf", "turtle", "jsonld"):
        export(five, form, tmp_path / form, ["huaian"])
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        text = file.read_text("utf-8")
        assert "83605763" not in text, file
        assert "wmb3943233" not in text, file


def test_every_format_carries_the_hash_of_its_data(five: Store, tmp_path: Path) -> None:
    contents = export(five, "graphml", tmp_path / "graph.graphml")
    told = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True).graph
    assert (told["version"], told["dataSha256"]) == (VERSION, contents.source.digest)
    assert "5 plans" in told["citationEn"]
    assert read_graph(five, ["huaian"]).source.digest != contents.source.digest
    assert read_graph(five).source == contents.source


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
        Provenance(()),
    )


def test_an_unknown_plan_is_said_and_nothing_written(five: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere.*changzhou"):
        export(five, "csv", tmp_path / "tables", ["nowhere"])
    assert [*tmp_path.iterdir()] == []


SMALL = Contents({"Platform": [{"id": "p", "name": "平台"}]}, {})


@pytest.mark.parametrize(
    ("form", "write"), [(each.__name__, each.write) for each in (graphml, gexf, csv, parquet, turtle, jsonld)]
)
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
