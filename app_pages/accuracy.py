"""How exact the readings are: what was measured on plans that were annotated by hand."""

from __future__ import annotations

from app_pages import pieces
from app_pages.markup import h
from app_pages.pieces import Col
from app_pages.surface import surface
from app_pages.view import View
from loaders.reference import rows


def show(view: View) -> None:
    """A sentence, the table, and what it does not say."""
    say = view.say
    found = [row.cells for row in rows("accuracy.tsv")]
    least = min(found, key=lambda row: float(row["value"]))
    words = say("accuracy.sentence", name=say.pick(least["zh"], least["en"]), value=f"{float(least['value']):.1%}")
    columns = [
        Col("set", say("accuracy.set"), show=lambda r: say(f"accuracy.sets.{r['set']}")),
        Col("measure", say("accuracy.what"), show=lambda r: say.pick(r["zh"], r["en"])),
        Col("value", say("accuracy.value"), True, show=lambda r: f"{float(r['value']):.1%}"),
    ]
    body = h("div", h("p", words, class_="sentence"), pieces.table(found, columns), pieces.note(say("accuracy.note")))
    surface(body, key="accuracy", lang=say.lang)
