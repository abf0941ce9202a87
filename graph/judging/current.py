"""The judgements that count in a store now, and the links between plans that follow them."""

from __future__ import annotations

from graph.judging.ledger import LedgerError, judgements_file, read_ledger
from graph.judging.verdicts import Verdicts, verdicts
from graph.links import keep_linked
from graph.store import Store, StoreError


class LinksError(StoreError):
    """The links between plans could not be made; what was done before stands."""


def current(store: Store) -> Verdicts:
    """What the file of judgements says; raises LedgerError where it can't be read."""
    return verdicts(read_ledger(judgements_file(store.server.folder)).active)


def keep_judged_links(store: Store) -> bool:
    """Makes the links between plans anew where they are out of date and the plans few; tells whether they are not.

    Where the file of judgements can't be read, which each load tells, the links stay as they are. Raises LinksError.
    """
    try:
        said = current(store)
    except LedgerError:
        return False
    try:
        return keep_linked(store, said.topics, said.new_names)
    except StoreError as error:
        raise LinksError(
            f"The plans stand, but the links between them are not up to date: {error} Then: python cli.py link"
        ) from error
