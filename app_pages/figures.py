"""Pictures that can be published: each with buttons for PNG, SVG and its data, and the line to cite it by."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages import data
from app_pages.download import as_csv
from app_pages.markup import Html, h
from app_pages.pieces import Row
from app_pages.view import View

FORMS = ("png", "svg", "csv")


def figure(
    view: View,
    drawing: Html,
    name: str,
    title: str,
    rows: Sequence[Row],
    *,
    only_saved: bool = False,
    beside: Sequence[str] = (),
) -> Html:
    """A picture with its buttons; one that is `only_saved` is not shown, for the page shows the same as a table.

    `beside` are plans that it shows beyond those chosen: they are cited too.
    """
    say = view.say
    buttons = [
        h("button", form.upper(), type="button", class_="act", data_save=form, title=say(f"figure_save.{form}"))
        for form in FORMS
        if rows or form != "csv"
    ]
    fontless = h("span", say("figure_save.fontless"), class_="fontless faint small", hidden=True)
    line = h("figcaption", h("span", say("figure_save.label", name=title), class_="faint small"), buttons, fontless)
    return h(
        "figure",
        h("div", drawing, class_="only-saved" if only_saved else None),
        line,
        data_figure=name,
        data_title=title,
        data_cite=citation(view, beside),
        data_csv=as_csv(rows).decode("utf-8-sig") if rows else None,
    )


def cited(view: View) -> Html:
    """The same line to copy, under a table that is taken along."""
    return h("div", view.say("export.cited"), h("span", citation(view), class_="citation"), class_="faint small")


def citation(view: View, beside: Sequence[str] = ()) -> str:
    """The line to cite what is shown by, in the page's language."""
    cited = data.citation(view.revision, (*view.chosen(), *beside))
    return view.say.pick(cited.zh, cited.en)
