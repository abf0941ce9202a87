"""Turns the points and ties of the graph page into pyvis's picture: colours, sizes, words, what a click asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app_pages import pieces
from app_pages.exploring import Drawn, Wish
from app_pages.finder import name
from app_pages.markup import Html, h
from app_pages.palette import tone
from app_pages.scope import pick as picked
from app_pages.view import View
from graph import draw
from graph.draw import GREY
from graph.explorer import looks
from graph.explorer.opening import neighbours_hidden
from graph.explorer.web import Point, Tie

INK = "#5d6874"
STEPS = ("#c9d7e6", "#94b6d8", "#5b93c7", "#2f6fae", "#154a80")
"""From little to much; read without colour as well."""

SIGNS = {"Task": "■", "Function": "⬡", "Topic": "◆", "Document": "▽", "Platform": "▽", "Jurisdiction": "▲"}


def values(drawn: Drawn, kind: str) -> dict[str, float]:
    """What a size or a shade shows, for each point."""
    if drawn.weights and kind == "items":
        return {point: float(drawn.held.get(point, 0)) for point in drawn.points}
    return looks.SIZES[kind](drawn.points, drawn.ties)


def picture(view: View, drawn: Drawn, asked: Wish) -> dict[str, Any]:
    """The picture for the page's network."""
    sizes, colours = values(drawn, asked.size), coloured(view, drawn, asked)
    nodes = [
        draw.Node(
            point.id,
            point.kind,
            caption(view, point),
            sizes[point.id] + (0.5 if point.kind == "Task" else 0),
            colours[point.id],
            words(view, drawn, point),
            f"{view.place(point.plan)} {point.number}" if point.kind == "Task" and point.plan else "",
        )
        for point in drawn.points.values()
    ]
    links = [link(view, drawn, tie) for tie in drawn.ties]
    alone = asked.pinned if drawn.weights else None
    return draw.picture(draw.network(nodes, links, drawn.spots, alone)) | {"pinned": [*asked.pinned]}


def coloured(view: View, drawn: Drawn, asked: Wish) -> dict[str, str]:
    """The colour of each point."""
    if asked.colour in ("leads", "betweenness"):
        found = values(drawn, asked.colour)
        top = max(found.values(), default=0) or 1
        return {point: STEPS[round((len(STEPS) - 1) * (value / top) ** 0.5)] for point, value in found.items()}
    if asked.colour == "function":
        return {key: tone(point.function) if point.function else plain(point) for key, point in drawn.points.items()}
    groups = group_of(drawn, asked.colour)
    shades = looks.shades(groups.values())
    return {point: shades.get(groups.get(point, ""), GREY) for point in drawn.points}


def plain(point: Point) -> str:
    """The colour of what has no functional system."""
    return INK if point.kind != "Agency" else GREY


def group_of(drawn: Drawn, kind: str) -> dict[str, str]:
    """The plan or the community of each point; an agency's plan is the one in which it has most lines."""
    if kind == "community":
        return {point: str(group) for point, group in looks.groups(drawn.points, drawn.ties, drawn.weights).items()}
    plans: dict[str, Counter[str]] = {}
    for tie in drawn.ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            plan = drawn.points[other].plan
            if plan:
                plans.setdefault(one, Counter())[plan] += 1
    own = {key: point.plan for key, point in drawn.points.items() if point.plan}
    several = {key: counts.most_common(1)[0][0] for key, counts in plans.items() if len(counts) == 1}
    return several | own


def caption(view: View, point: Point) -> str:
    """What stands beside a point."""
    if point.kind == "Task" and point.plan:
        return f"{view.place(point.plan)} {point.number} {name(view, point)}"
    return name(view, point)


def everything_of(node: str) -> str:
    """The pick of a point: everything printed about it."""
    kind, _, key = node.partition(":")
    return picked(**{"place" if kind == "Jurisdiction" else kind.lower(): key})


def words(view: View, drawn: Drawn, point: Point) -> str:
    """The tooltip of a point."""
    say = view.say
    lines = [name(view, point)]
    if point.kind == "Task" and point.plan:
        lines.insert(0, f"{view.place(point.plan)} · {say('item.number', number=point.number)}")
    else:
        lines.append(say(f"kind.{point.kind}"))
    if point.id in drawn.held:
        lines.append(say("explore.held", n=drawn.held[point.id]))
    elif more := neighbours_hidden(drawn.web, point.id, drawn.points):
        lines.append(say("explore.more", n=more))
    return "\n".join(lines)


def link(view: View, drawn: Drawn, tie: Tie) -> draw.Link:
    """A tie as a line, with its words and what a click on it asks for."""
    say, one, other = view.say, drawn.points[tie.source], drawn.points[tie.target]
    if tie in drawn.weights:
        title = say("explore.shared", one=name(view, one), other=name(view, other), n=drawn.shared[tie])
        title += "\n" + say("explore.weight_of", value=pieces.printed(drawn.weights[tie]))
        top = max(drawn.weights.values())
        return draw.Link(tie.source, tie.target, tie.type, title, beside(one, other), drawn.weights[tie] / top)
    if tie.type in ("LEADS", "SUPPORTS"):
        role = "lead" if tie.type == "LEADS" else "support"
        asked = picked(task=other.key, agency=one.key, role=role)
        return draw.Link(tie.source, tie.target, tie.type, f"{name(view, one)} · {say('role.' + role)}", asked)
    title = f"{say(f'kind.{one.kind}')} – {say(f'kind.{other.kind}')}"
    return draw.Link(tie.source, tie.target, tie.type, title, everything_of(one.id))


def beside(one: Point, other: Point) -> str:
    """What a click on a tie of two of one kind asks for."""
    kind = {"Jurisdiction": "place"}.get(one.kind, one.kind.lower())
    return picked(**{kind: one.key, "beside": other.key})


def legend(view: View, drawn: Drawn, asked: Wish) -> Html:
    """What shapes, lines and colours mean."""
    say = view.say
    kinds = {point.kind for point in drawn.points.values()}
    types = {tie.type for tie in drawn.ties}
    lines = [
        h("span", h("i", class_=css), say(f"role.{role}"))
        for role, type, css in (("lead", "LEADS", "line"), ("support", "SUPPORTS", "dashed"))
        if type in types
    ]
    lines += [h("span", sign, " ", say(f"kind.{kind}")) for kind, sign in SIGNS.items() if kind in kinds]
    sizes = h("span", say(f"explore.sized.{asked.size}"))
    return h("div", lines, colours(view, drawn, asked), sizes, class_="legend")


def colours(view: View, drawn: Drawn, asked: Wish) -> Html | None:
    """What the colours mean."""
    say = view.say
    if asked.colour == "function":
        systems = [point.function or "" for point in drawn.points.values() if point.function or point.kind == "Agency"]
        return pieces.families(say, systems)
    if asked.colour in ("leads", "betweenness"):
        scale = [h("i", class_="dot", style=f"background:{shade}") for shade in STEPS]
        return h("span", say(f"explore.shaded.{asked.colour}"), " ", scale)
    groups = group_of(drawn, asked.colour)
    shades, rest = looks.shades(groups.values()), len(set(groups.values())) - len(looks.SHADES)
    named = [
        h("span", h("i", class_="dot", style=f"background:{shade}"), group_name(view, asked.colour, group))
        for group, shade in shades.items()
    ]
    if rest > 0:
        named.append(h("span", h("i", class_="dot", style=f"background:{GREY}"), say("explore.others", n=rest)))
    return h("span", named)


def group_name(view: View, kind: str, group: str) -> str:
    """A plan by its place, a community by its number."""
    return view.place(group) if kind == "plan" else view.say("explore.community", n=int(group) + 1)


def hubs(drawn: Drawn) -> list[tuple[Point, int]]:
    """The agencies with most lines, the first ones equal."""
    counts: Mapping[str, int] = Counter(
        end for tie in drawn.ties if tie.type != "PERFORMS" for end in (tie.source, tie.target)
    )
    ranked = sorted(
        (point for point in drawn.points.values() if point.kind == "Agency"), key=lambda point: -counts[point.id]
    )
    return [(point, counts[point.id]) for point in ranked if counts[point.id] == counts[ranked[0].id]]
