"""Import and review: files become plans, and a person decides what the tables could not."""

from __future__ import annotations

from app_pages import importing, judging, shell

WAYS = {"import": (importing.show, ()), "judging": (judging.show, ())}
"""What is done here, by the name that the address holds; the first is what the page opens on."""

shell.choose_way("review", WAYS, bare=True)
