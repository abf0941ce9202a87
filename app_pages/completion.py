"""Names of the schema offered while one writes Cypher."""

from __future__ import annotations

from typing import Any

from app_pages.parts import asset, component
from app_pages.view import View
from graph.schema import NodeType, RelationshipType, schema

_render = component(
    "completion", asset("completion.css"), [asset(name) for name in ("unpack.js", "choices.js", "completion.js")]
)


def completion(view: View, field: str) -> None:
    """Offers labels, types and properties under the text that is called `field`; it stands right below it."""
    graph = schema()
    kinds: list[NodeType | RelationshipType] = [*graph.nodes.values(), *graph.relationships.values()]
    offered = [_offered(view, kind) for kind in kinds]
    _render(key="completion", data={"field": field, "label": view.say("console.fitting"), "kinds": offered})


def _offered(view: View, kind: NodeType | RelationshipType) -> dict[str, Any]:
    node = isinstance(kind, NodeType)
    name = kind.label if isinstance(kind, NodeType) else kind.type
    properties = [{"name": each, "words": ""} for each in kind.properties]
    return {"name": name, "node": node, "words": view.say.pick(kind.zh, kind.en), "properties": properties}
