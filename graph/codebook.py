"""The codebook: every label, relationship, property and measure with its meaning, as Markdown to go with the data."""

from __future__ import annotations

from collections.abc import Mapping

from graph.export.provenance import VERSION
from graph.schema import Property, schema
from graph.workload.definitions import definitions

_PREFACE = f"""# Codebook 编码手册

Of the data that Zeren 责任图谱 {VERSION} exports; written by `python cli.py codebook` from the schema and definitions.

All offsets (`start`, `end`) are zero-based, end-exclusive, and index the text of the plan's `SourceText`. A property of
which nothing is known is empty. E-mail addresses and phone numbers are masked. `dataSha256` in each file is a hash over
the ids and contents of the plans: the same data always have the same hash."""


def codebook() -> str:
    """The whole book."""
    parts = [_PREFACE, f"## Nodes 节点\n\n{nodes()}", f"## Relationships 关系\n\n{relationships()}"]
    return "\n\n".join([*parts, f"## Measures of load 负荷指标\n\n{measures()}"]) + "\n"


def nodes() -> str:
    """Every label with its properties."""
    parts = []
    for label, node in schema().nodes.items():
        owner = "shared by plans" if node.shared else "belongs to one plan"
        about = f"{node.doc} Key `{node.key}`; {owner}."
        parts.append(f"### {label} {node.zh}\n\n{about}\n\n{_properties(node.properties)}")
    return "\n\n".join(parts)


def relationships() -> str:
    """Every relationship type with its ends and properties."""
    parts = []
    for name, kind in schema().relationships.items():
        ends = ", ".join(f"{start} → {end}" for start, end in kind.ends)
        parts.append(f"### {name} {kind.zh}\n\n{kind.doc} {ends}.\n\n{_properties(kind.properties)}".rstrip())
    return "\n\n".join(parts)


def measures() -> str:
    """Each measure of load: definition, source and caveats in both languages."""
    parts = []
    for one in definitions().values():
        lines = [f"**{one.name.en} {one.name.zh}** (`{one.key}`). {one.definition.en} {one.caveats.en} *{one.source}.*"]
        parts.append("\n".join([*lines, "", f"{one.definition.zh}{one.caveats.zh}"]))
    return "\n\n".join(parts)


def _properties(properties: Mapping[str, Property]) -> str:
    if not properties:
        return ""
    rows = [f"| `{item.name}` | {item.type} | {_doc(item)} |" for item in properties.values()]
    return "\n".join(["| property | type | meaning |", "|---|---|---|", *rows])


def _doc(item: Property) -> str:
    return item.doc if item.exported else f"{item.doc} (not in exports)"
