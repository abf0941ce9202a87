"""Places compared: by topic, by functional system."""

from __future__ import annotations

from app_pages import functions, shell, topics
from app_pages.view import address

WAYS = {"topics": topics.show, "functions": functions.show}
"""What is compared, by the name that the address holds; the first is the one that the page opens on."""
SCOPE = {
    "topics": ("campaign", "plans", "topic", "collective"),
    "functions": ("campaign", "plans", "section", "topic", "collective"),
}
"""The controls of the scope line for each."""

named = address().own.get("way")
way = named if named in WAYS else next(iter(WAYS))
view = shell.view(*SCOPE[way], heading=f"compare.{way}.title")
shell.ways(view, "compare", tuple(WAYS), way)
WAYS[way](view)
