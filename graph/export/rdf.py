"""The graph as RDF, in terms that others know: W3C ORG, PROV-O, Web Annotation, SKOS, Dublin Core.

- An agency is an `org:Organization`, its functional system an `org:purpose` (a `skos:Concept`).
- A plan is a `prov:Plan`, an item a `prov:Activity`. That an agency leads or supports an item is a `prov:Association`
  (agent, role, plan): PROV-O's word for responsibility for an activity.
- Where words are printed is an `oa:Annotation` whose target is the plan's text with a `oa:TextPositionSelector`
  (zero-based, end-exclusive, as everywhere here) and, for names, a `oa:TextQuoteSelector`.
- Everything else keeps its name in the schema, as `z:`; a relationship with properties is also a node of its own
  (`rdf:Statement`). Nothing that the other formats have is left out.

Nodes are named `urn:zeren:LABEL:KEY`: the graph is on this machine, and no address would be true.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Identifier

from graph.export.contents import Contents
from graph.schema import Property, schema

Z = Namespace("urn:zeren:schema:")
OA = Namespace("http://www.w3.org/ns/oa#")
SPACES = {
    prefix: str(space)
    for prefix, space in {
        "z": Z,
        "oa": OA,
        "org": ORG,
        "prov": PROV,
        "skos": SKOS,
        "dcterms": DCTERMS,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
    }.items()
}
Triple = tuple[Identifier, URIRef, Identifier]
_CLASSES = {
    "Agency": (ORG.Organization, PROV.Agent),
    "Plan": (PROV.Plan, PROV.Entity),
    "Task": (PROV.Activity,),
    "SourceText": (PROV.Entity,),
    "Function": (SKOS.Concept,),
    "Topic": (SKOS.Concept,),
    "Jurisdiction": (DCTERMS.Location,),
    "Document": (DCTERMS.BibliographicResource,),
}
_NAMES = {
    "Agency": {"name": SKOS.prefLabel, "fullName": SKOS.altLabel},
    "Plan": {"title": DCTERMS.title, "docNumber": DCTERMS.identifier, "issuedOn": DCTERMS.issued},
    "Task": {"title": DCTERMS.title},
    "Document": {"title": DCTERMS.title, "number": DCTERMS.identifier},
    "Jurisdiction": {"code": DCTERMS.identifier, "name": SKOS.prefLabel},
    "Platform": {"name": SKOS.prefLabel},
}
"""Properties that have a name everybody knows, besides their own."""
_LANGUAGES = {"nameZh": "zh", "nameEn": "en"}
_TIES = {
    "ISSUED": (PROV.wasAttributedTo, True),
    "HAS_TASK": (DCTERMS.hasPart, False),
    "HAS_TEXT": (PROV.wasDerivedFrom, False),
    "PERFORMS": (ORG.purpose, False),
    "BASED_IN": (DCTERMS.spatial, False),
    "APPLIES_IN": (DCTERMS.spatial, False),
    "WITHIN": (DCTERMS.isPartOf, False),
    "CITES": (DCTERMS.references, False),
    "LEADS": (PROV.wasAssociatedWith, True),
    "SUPPORTS": (PROV.wasAssociatedWith, True),
}
"""Relationships that have a name everybody knows; True where it points the other way."""
_ROLES = {"LEADS": Z.lead, "SUPPORTS": Z.support}
_TYPES = {"integer": XSD.integer, "float": XSD.double, "boolean": XSD.boolean, "date": XSD.date}


def to_rdf(graph: Contents) -> Graph:
    """The whole as an rdflib graph."""
    found = Graph()
    for prefix, space in SPACES.items():
        found.bind(prefix, space)
    found.addN((*triple, found) for triple in triples(graph))
    return found


def triples(graph: Contents) -> Iterator[Triple]:
    """Everything, triple by triple."""
    yield from _dataset(graph)
    yield from vocabulary()
    plans = {edge["to"]: edge["from"] for edge in graph.edges.get(("HAS_TASK", "Plan", "Task"), ())}
    for label, rows in graph.nodes.items():
        for row in rows:
            yield from _node(label, row)
    for (kind, start, end), edges in graph.edges.items():
        times = Counter[tuple[Any, Any]]()
        for edge in edges:
            ends = iri(start, edge["from"]), iri(end, edge["to"])
            yield from _tie(kind, *ends)
            if edge["props"]:
                times[edge["from"], edge["to"]] += 1
                number = times[edge["from"], edge["to"]]
                own = URIRef(f"urn:zeren:{kind}:{_quoted(edge['from'])}:{_quoted(edge['to'])}:{number}")
                plan = plans.get(edge["to"], edge["to"]) if end in ("Task", "Plan") else plans.get(edge["from"])
                yield from _statement(kind, own, ends, edge["props"], plan)


def iri(label: str, key: Any) -> URIRef:
    """The name of a node."""
    return URIRef(f"urn:zeren:{label}:{_quoted(key)}")


def _quoted(key: Any) -> str:
    return quote(str(key).encode("utf-8", "replace"), safe="/")


def _dataset(graph: Contents) -> Iterator[Triple]:
    about = graph.source.to_json()
    own = URIRef(f"urn:zeren:dataset:{about['dataSha256']}")
    yield own, RDF.type, PROV.Entity
    yield own, OWL.versionInfo, Literal(about["version"])
    yield own, Z.dataSha256, Literal(about["dataSha256"])
    yield own, DCTERMS.bibliographicCitation, Literal(about["citation"], lang="zh")
    yield own, DCTERMS.bibliographicCitation, Literal(about["citationEn"], lang="en")
    for plan in about["plans"]:
        yield own, PROV.wasDerivedFrom, iri("Plan", plan)


def _node(label: str, row: Mapping[str, Any]) -> Iterator[Triple]:
    node = schema().nodes[label]
    own = iri(label, row[node.key])
    for kind in (Z[label], *_CLASSES.get(label, ())):
        yield own, RDF.type, kind
    for name, value in row.items():
        known = _NAMES.get(label, {}).get(name)
        for literal in _literals(value, node.properties[name]):
            yield own, Z[name], literal
            if known:
                yield own, known, literal
        if name in _LANGUAGES and value:
            yield own, SKOS.prefLabel, Literal(_text(value), lang=_LANGUAGES[name])
    if label in ("Task", "Measure", "Target"):
        yield from _place(URIRef(f"{own}#place"), own, str(row[node.key]).partition("/")[0], row)


def _tie(kind: str, start: URIRef, end: URIRef) -> Iterator[Triple]:
    yield start, Z[kind], end
    if kind in _TIES:
        known, back = _TIES[kind]
        yield (end, known, start) if back else (start, known, end)


def _statement(
    kind: str, own: URIRef, ends: tuple[URIRef, URIRef], props: Mapping[str, Any], plan: str | None
) -> Iterator[Triple]:
    """A relationship with what is said of it; a lead or support is an association of agent, role and plan."""
    start, end = ends
    yield own, RDF.type, RDF.Statement
    yield own, RDF.subject, start
    yield own, RDF.predicate, Z[kind]
    yield own, RDF.object, end
    if kind in _ROLES:
        yield own, RDF.type, PROV.Association
        yield own, PROV.agent, start
        yield own, PROV.hadRole, _ROLES[kind]
        yield own, PROV.hadPlan, iri("Plan", plan)
    known = schema().relationships[kind].properties
    for name, value in props.items():
        for literal in _literals(value, known[name]):
            yield own, Z[name], literal
    if kind in _ROLES:
        yield end, PROV.qualifiedAssociation, own
    if plan:
        yield from _place(URIRef(f"{own}#place"), own, plan, props)


def _place(own: URIRef, about: URIRef, plan: str, row: Mapping[str, Any]) -> Iterator[Triple]:
    """The passage of the plan's text in which something is printed."""
    start, end = row.get("start"), row.get("end")
    if start is None or end is None:
        return
    target, position = URIRef(f"{own}-target"), URIRef(f"{own}-position")
    yield own, RDF.type, OA.Annotation
    yield own, OA.hasBody, about
    yield own, OA.hasTarget, target
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, iri("SourceText", plan)
    yield target, OA.hasSelector, position
    words, exact = row.get("asWritten"), URIRef(f"{own}-quote")
    if words:
        yield target, OA.hasSelector, exact
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(start, datatype=XSD.nonNegativeInteger)
    yield position, OA.end, Literal(end, datatype=XSD.nonNegativeInteger)
    if words:
        yield exact, RDF.type, OA.TextQuoteSelector
        yield exact, OA.exact, Literal(_text(words))


def _literals(value: Any, kept: Property) -> Iterator[Identifier]:
    """A value's literals: a list of texts one each, a list of numbers as JSON, since their order counts."""
    if value is None or value == []:
        return
    if kept.type == "strings":
        yield from (Literal(_text(each)) for each in value)
    elif kept.type == "integers":
        yield Literal(json.dumps(value), datatype=RDF.JSON)
    elif kept.type in _TYPES:
        words = str(value).lower() if kept.type == "boolean" else str(float(value) if kept.type == "float" else value)
        yield Literal(words, datatype=_TYPES[kept.type])
    else:
        yield Literal(_text(value))


def _text(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()


def vocabulary() -> Iterator[Triple]:
    """What the names of the schema mean."""
    for name, node in schema().nodes.items():
        yield from _term(name, RDFS.Class, node.zh, node.en, node.doc)
    for name, kind in schema().relationships.items():
        yield from _term(name, RDF.Property, kind.zh, kind.en, kind.doc)


def _term(name: str, kind: URIRef, zh: str, en: str, doc: str) -> Iterator[Triple]:
    yield Z[name], RDF.type, kind
    yield Z[name], RDFS.label, Literal(zh, lang="zh")
    yield Z[name], RDFS.label, Literal(en, lang="en")
    yield Z[name], RDFS.comment, Literal(doc, lang="en")
