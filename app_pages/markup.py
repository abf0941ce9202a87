"""Builds HTML in which every text from outside is escaped.

The only way in which the app makes HTML: plain strings are text, `Html` is markup that this module made.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias


class Html(str):
    """Markup that is safe to show."""

    __slots__ = ()


Child: TypeAlias = "Html | str | int | float | Iterable[Child] | None"
Attribute: TypeAlias = "str | int | float | bool | None"

_VOID = frozenset({"br", "hr", "img", "input", "col"})


def h(tag: str, *children: Child, **attributes: Attribute) -> Html:
    """An element: `h("b", name, class_="lead", data_pick=key)`."""
    head = f"<{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}>"
    return Html(head if tag in _VOID else f"{head}{join(children)}</{tag}>")


def join(children: Child, between: str = "") -> Html:
    """Children one after another."""
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, str | int | float):
        return Html(escape(str(children)))
    return Html(escape(between).join(join(child) for child in children))


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    printed = name.rstrip("_").replace("_", "-")
    return f" {printed}" if value is True else f' {printed}="{escape(str(value))}"'


def label(name: str) -> str:
    """A name for Streamlit's own parts, which read Markdown: no sign of it means anything, no picture is fetched."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~:$" else sign for sign in name)
