"""Load: who leads most, and everything that one agency carries."""

from __future__ import annotations

from app_pages import card, ranks, shell, whatif

WAYS = {
    "ranks": (ranks.show, ("campaign", "plans", "section", "topic", "rule", "collective")),
    "card": (card.show, ("campaign", "plans", "section", "topic")),
    "whatif": (whatif.show, ("campaign", "plans", "rule")),
}
"""What is shown with which controls, by the name that the address holds; the first is what the page opens on."""

shell.choose_way("ranking", WAYS)
