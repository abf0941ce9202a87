"""Load: who leads most, everything that one agency carries, what is due when, and what if it were otherwise."""

from __future__ import annotations

from app_pages import card, dates, ranks, shell, whatif

WAYS = {
    "ranks": (ranks.show, ("campaign", "plans", "section", "topic", "rule", "collective")),
    "card": (card.show, ("campaign", "plans", "section", "topic")),
    "dates": (dates.show, ("campaign", "plans", "section", "topic")),
    "whatif": (whatif.show, ("campaign", "plans", "rule")),
}
"""What is shown with which controls, by the name that the address holds; the first is what the page opens on."""

shell.choose_way("ranking", WAYS)
