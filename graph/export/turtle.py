"""The graph as Turtle (`graph.export.rdf` says in which terms), written subject by subject.

A library's writer sorts the whole graph first, which takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rdflib import RDF, Literal, URIRef
from rdflib.term import Identifier

from graph.export.contents import Contents
from graph.export.files import whole
from graph.export.rdf import SPACES, triples

_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SIGNS = re.compile('[\\\\"\x00-\x1f\x7f]')


def write(graph: Contents, path: Path) -> None:
    """One file; it appears under its name only when it is whole."""
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"@prefix {prefix}: <{space}> .\n" for prefix, space in SPACES.items())
        file.writelines(_paragraphs(graph))


def _paragraphs(graph: Contents) -> Iterator[str]:
    for subject, said in groupby(triples(graph), lambda triple: triple[0]):
        lines = dict.fromkeys(f"{_short(verb)} {_term(thing)}" for _, verb, thing in said)
        yield f"\n{_term(subject)} " + " ;\n    ".join(lines) + " .\n"


def _short(verb: URIRef) -> str:
    return "a" if verb == RDF.type else _term(verb)


def _term(term: Identifier) -> str:
    if isinstance(term, Literal):
        kind = f"@{term.language}" if term.language else f"^^{_term(term.datatype)}" if term.datatype else ""
        return f'"{_SIGNS.sub(_escape, str(term))}"{kind}'
    for prefix, space in SPACES.items():
        if term.startswith(space) and _LOCAL.fullmatch(local := term[len(space) :]):
            return f"{prefix}:{local}"
    return f"<{term}>"


def _escape(sign: re.Match[str]) -> str:
    return _ESCAPED.get(sign[0]) or f"\\u{ord(sign[0]):04x}"
