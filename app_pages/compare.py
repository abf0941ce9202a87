"""Places compared: by topic, task by task, by functional system, and over time."""

from __future__ import annotations

from app_pages import diffs, functions, lineage, shell, topics

WAYS = {
    "topics": (topics.show, ("campaign", "plans", "topic", "collective")),
    "tasks": (diffs.show, ("campaign", "plans", "topic")),
    "functions": (functions.show, ("campaign", "plans", "section", "topic", "collective")),
    "lineage": (lineage.show, ("campaign", "plans")),
}
"""What is compared with which controls, by the name that the address holds; the first is what the page opens on."""

shell.choose_way("compare", WAYS)
