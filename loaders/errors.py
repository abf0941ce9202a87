"""What a user is told when something can't be done."""

from __future__ import annotations


class UserError(Exception):
    """A failure that a person can act on: its text says what happened, where, and what to do.

    Every stage raises a subclass of its own; `cli.py` and the app show the text as it is.
    """
