"""What can be taken along, for whom, with the line to cite it by; and how exact the readings are."""

from __future__ import annotations

from app_pages import accuracy, exporting, shell

WAYS = {
    "export": (exporting.show, ("campaign", "plans")),
    "accuracy": (accuracy.show, ()),
}
"""What is shown with which controls, by the name that the address holds; the first is what the page opens on."""

shell.choose_way("export", WAYS)
