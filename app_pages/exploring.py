"""What the graph page draws: chosen sensibly, never everything at once, and said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app_pages.palette import tone
from app_pages.pieces import Row
from app_pages.scope import pick as picked
from app_pages.view import View
from graph import draw
from loaders.private import mask

LIMIT = 900
"""Points drawn at most; above that every picture is a ball."""

ALSO = ("function", "topic", "document", "platform")
"""What may be drawn besides agencies and items."""

INK = "#5d6874"
EXTRA = {"Topic": "#3f4a56", "Document": "#6b7683", "Platform": "#6b7683"}


@dataclass(frozen=True)
class Shown:
    """The assignments and other links that are drawn, how they were chosen, and how many items were left out."""

    assignments: Sequence[Row]
    links: Sequence[Row]
    start: str | None
    """What the picture starts from where nobody chose: the topic that most plans share."""
    cut: int = 0
    functions: bool = False
    """Whether functional systems are drawn: they tie the agencies of one city to those of another."""


def shown(view: View, own: Mapping[str, str]) -> Shown:
    """What is drawn for the filters of the address."""
    filters: dict[str, Any] = view.scope.filters("section", "topic")
    start = None
    if own.get("node", "").startswith("Task:") and not own.get("agency"):
        found = around_task(view, own["node"][5:], filters)
        if found:
            return found
    if not (own.get("all") or own.get("agency") or filters["topic"] or filters["section"]):
        start = filters["topic"] = first_topic(view)
    rows = view.rows("assignments", plan=view.chosen(), collective=view.scope.collective, **filters)
    if own.get("agency"):
        tasks = {row["taskId"] for row in rows if row["agencyId"] == own["agency"]}
        rows = [row for row in rows if row["taskId"] in tasks]
    return limited(view, of_role(rows, own.get("role")), own, start)


def around_task(view: View, task: str, filters: Mapping[str, Any]) -> Shown | None:
    """A link to one item shows it among the others of its topic."""
    if filters["topic"] or filters["section"]:
        return None
    items = {item["taskId"]: item for item in view.rows("plan_items", plan=list(view.plans))}
    if task not in items or not items[task]["topicKey"]:
        return None
    topic = items[task]["topicKey"]
    rows = view.rows("assignments", plan=view.chosen(), collective=view.scope.collective, topic=topic)
    return Shown(rows, [], topic, functions=True) if any(row["taskId"] == task for row in rows) else None


def first_topic(view: View) -> str | None:
    """The topic that most of the plans have; None where they have none."""
    counts = Counter[str]()
    for row in view.rows("topic_matrix", plan=view.chosen()):
        counts[row["topicKey"]] += bool(row["items"])
    return counts.most_common(1)[0][0] if counts else None


def of_role(rows: Sequence[Row], role: str | None) -> Sequence[Row]:
    """The rows of one role, or all."""
    return [row for row in rows if row["role"] == role] if role in ("lead", "support") else rows


def limited(view: View, rows: Sequence[Row], own: Mapping[str, str], start: str | None) -> Shown:
    """At most LIMIT points: items in the order of their plans, as long as there is room for them and their agencies."""
    points: set[str] = set()
    kept: set[str] = set()
    for task, agencies in by_task(rows).items():
        if len(points | agencies | {task}) > LIMIT:
            continue
        points |= agencies | {task}
        kept.add(task)
    wanted = {kind.capitalize() for kind in also(own)}
    links = view.rows("task_links", plan=view.chosen()) if wanted - {"Function"} else []
    return Shown(
        assignments=[row for row in rows if row["taskId"] in kept],
        links=[link for link in links if link["kind"] in wanted and link["taskId"] in kept],
        start=start,
        cut=len(by_task(rows)) - len(kept),
        functions="Function" in wanted,
    )


def also(own: Mapping[str, str]) -> list[str]:
    """What is drawn besides agencies and items: functional systems, which tie cities, where nothing else is asked."""
    return [kind for kind in own.get("also", "function").split(",") if kind in ALSO]


def besides(shown: Shown) -> list[str]:
    """The kinds of points that are drawn besides agencies and items."""
    kinds = {link["kind"] for link in shown.links} | ({"Function"} if shown.functions else set())
    return [kind for kind in ("Function", "Topic", "Document", "Platform") if kind in kinds]


def by_task(rows: Sequence[Row]) -> dict[str, set[str]]:
    """The agencies of each item."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["taskId"], set()).add(row["agencyId"])
    return found


def picture(view: View, shown: Shown) -> dict[str, Any]:
    """The picture for the page's network."""
    drawn = (*agencies(view, shown), *tasks(view, shown), *others(view, shown), *functions(view, shown))
    nodes = {node.id: node for node in drawn}
    links = [
        draw.Link(
            f"Agency:{row['agencyId']}",
            f"Task:{row['taskId']}",
            "LEADS" if row["role"] == "lead" else "SUPPORTS",
            f"{row['asWritten']} · {view.say('role.' + row['role'])}",
            picked(task=row["taskId"], agency=row["agencyId"], role=row["role"]),
        )
        for row in shown.assignments
    ]
    links += [
        draw.Link(
            f"Task:{link['taskId']}", f"{link['kind']}:{link['id']}", link["type"], view.say(f"kind.{link['kind']}")
        )
        for link in shown.links
    ]
    if shown.functions:
        pairs = {(row["agencyId"], s.key) for row in shown.assignments if (s := view.function(row["function"]))}
        words = view.say("kind.Function")
        links += [draw.Link(f"Agency:{agency}", f"Function:{key}", "PERFORMS", words) for agency, key in sorted(pairs)]
    return draw.picture(draw.network(list(nodes.values()), links))


def functions(view: View, shown: Shown) -> list[draw.Node]:
    """The functional systems of the agencies."""
    if not shown.functions:
        return []
    systems = {row["agencyId"]: s for row in shown.assignments if (s := view.function(row["function"]))}
    counts = Counter(system.key for system in systems.values())
    return [
        draw.Node(
            f"Function:{s.key}",
            "Function",
            s.name,
            counts[s.key] + 1,
            tone(s.key),
            f"{view.say('kind.Function')}\n{s.name}",
        )
        for s in {system.key: system for system in systems.values()}.values()
    ]


def agencies(view: View, shown: Shown) -> list[draw.Node]:
    """The agencies, larger the more items they have, coloured by the family of their function."""
    counts = Counter(row["agencyId"] for row in shown.assignments)
    found = {}
    for row in shown.assignments:
        system = view.function(row["function"])
        parts = [row["agency"], system.name if system else None, view.say("explore.items", n=counts[row["agencyId"]])]
        found[row["agencyId"]] = draw.Node(
            f"Agency:{row['agencyId']}",
            "Agency",
            row["agency"],
            counts[row["agencyId"]],
            tone(system.key if system else None),
            "\n".join(part for part in parts if part),
        )
    return list(found.values())


def tasks(view: View, shown: Shown) -> list[draw.Node]:
    """The items, each named by its place and title."""
    counts = Counter(row["taskId"] for row in shown.assignments)
    found = {}
    for row in shown.assignments:
        name = mask(row["title"] or view.say("item.untitled"))
        place = view.place(row["plan"])
        title = f"{place} · {view.say('item.number', number=row['number'])}\n{name}"
        found[row["taskId"]] = draw.Node(
            f"Task:{row['taskId']}", "Task", f"{place} {row['number']} {name}", counts[row["taskId"]] + 0.5, INK, title
        )
    return list(found.values())


def others(view: View, shown: Shown) -> list[draw.Node]:
    """Topics, documents and platforms."""
    counts = Counter((link["kind"], link["id"]) for link in shown.links)
    return [
        draw.Node(
            f"{link['kind']}:{link['id']}",
            link["kind"],
            mask(view.say.pick(link["name"], link["nameEn"])),
            counts[link["kind"], link["id"]],
            EXTRA[link["kind"]],
            f"{view.say('kind.' + link['kind'])}\n{mask(view.say.pick(link['name'], link['nameEn']))}",
        )
        for link in shown.links
    ]


def sentence(view: View, shown: Shown) -> str:
    """What is drawn, who stands in its middle."""
    rows, say = shown.assignments, view.say
    if not rows:
        return say("explore.nothing")
    counts = Counter(row["agency"] for row in rows)
    hub, most = counts.most_common(1)[0]
    words = say(
        "explore.sentence",
        agencies=len({row["agencyId"] for row in rows}),
        items=len({row["taskId"] for row in rows}),
        lines=len(rows),
    )
    if most > 1:
        words += say("explore.hub", agency=hub, n=most)
    if shown.start:
        words = say("explore.start", topic=view.topics.get(shown.start, shown.start)) + words
    return words
