"""The search of the first page: one box for anything, each hit leading to the page that shows it."""

from __future__ import annotations

from dataclasses import replace

from app_pages import data, pieces, shell
from app_pages.finder import finder, more, name
from app_pages.markup import Html, h
from app_pages.scope import Scope
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, write
from graph.explorer.web import Point

FOUND = 30
"""Hits listed at most."""


@shell.piece
def search(view: View) -> None:
    """The box, and what is called as the address asks."""
    point = finder(view, "find", on_every=every)
    if point:
        shell.follow(target(view, data.whole_web(view.revision).points[point]))
    words = address().own.get("find")
    if words:
        found = results(view, words)
        shell.follow(surface(found, key="found", lang=view.say.lang, on_pick=lambda _: every("")))


def every(words: str) -> None:
    """Lists all hits; the address holds what was looked for."""
    write(address().elsewhere(find=words or None))


def results(view: View, words: str) -> Html:
    """What was found, the best first."""
    say, hits = view.say, found(view, words)
    close = h("button", say("panel.close"), type="button", class_="act", data_pick="close")
    if not hits:
        return h("div", pieces.note(say("find.nothing", words=words)), close, class_="row")
    cards = [card(view, hit) for hit in hits[:FOUND]]
    rest = say("find.more", n=len(hits) - FOUND) if len(hits) > FOUND else ""
    head = h("div", h("span", say("find.found", words=words, n=len(hits)), " ", rest, class_="faint small"), close,
             class_="row between")  # fmt: skip
    return h("div", head, h("div", cards, class_="cards"), class_="stack")


def found(view: View, words: str) -> list[Point]:
    """By name, printed form or pinyin; after these by the words of items that have no title, and the like."""
    points = data.whole_web(view.revision).points
    named = data.finder(view.revision).find(words, most=len(points))
    held = (f"{row['kind']}:{row['id']}" for row in view.rows("find", words=words))
    return [points[key] for key in dict.fromkeys([*named, *held]) if key in points]


def card(view: View, point: Point) -> Html:
    """A hit with its kind, its name and what tells it from others."""
    href = target(view, point)
    return h(
        "a",
        h("div", view.say(f"kind.{point.kind}"), class_="faint small"),
        h("b", name(view, point)),
        h("div", more(view, point), class_="faint small"),
        class_="card",
        href=pieces.url(href),
        data_go=href,
    )


def target(view: View, point: Point) -> str:
    """The page that shows a point: a card, the text of a plan, a comparison, else the graph."""
    scope = reaching(view, plans_of(view, point))
    if point.kind == "Agency":
        return scope.href("ranking", way="card", agency=point.key)
    if point.kind == "Task" and point.plan:
        items = {row["taskId"]: row["start"] for row in view.rows("plan_items", plan=[point.plan])}
        return scope.href("plans", read=point.plan, at=str(items.get(point.key, 0)), pick=picked(task=point.key))
    if point.kind == "Topic":
        return scope.to(topic=point.key).href("compare")
    if point.kind == "Function":
        return scope.href("compare", way="functions", function=point.key)
    if point.kind == "Jurisdiction":
        plans = tuple(plan for plan, row in view.plans.items() if row["jurisdictionCode"] == point.key)
        return scope.to(plans=plans).href("ranking")
    asked = picked(**{point.kind.lower(): point.key})
    return scope.href("explore", start=point.id, node=point.id, pick=asked)


def plans_of(view: View, point: Point) -> set[str]:
    """The plans that name a point."""
    if point.plan:
        return {point.plan}
    web = data.whole_web(view.revision)
    return {plan for near in web.near.get(point.id, ()) if (plan := web.points[near].plan)}


def reaching(view: View, plans: set[str]) -> Scope:
    """The scope of the page, widened to all plans where those that name a hit lie outside of it."""
    scope = address().elsewhere()
    if not plans or plans & set(view.chosen()):
        return scope
    return replace(scope, plans=(), campaign=None, section=None, topic=None)
