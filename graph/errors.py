"""What goes wrong with the store, as sentences for a person."""

from __future__ import annotations

from loaders.errors import UserError


class StoreError(UserError):
    """The graph can't be reached, read or written; the text says why and what to do."""


class QueryError(StoreError):
    """The store refused or stopped a query: a mistake in it, an attempt to write, too long a run."""
