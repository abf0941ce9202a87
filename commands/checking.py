"""`tables`: whether the tables of data/reference hold together; and remarks on bad rows that any command met."""

from __future__ import annotations

from pathlib import Path

from commands import terminal
from loaders.reference import problems


def check_tables() -> None:
    """Reads all tables; fails when a row was left out or decides nothing (`tell_problems` then says which)."""
    from graph.identity.lexicon import lexicon
    from graph.identity.reforms import reforms
    from loaders.divisions import entries
    from loaders.place_names import names, words
    from loaders.topics import topics

    found = lexicon()
    names()
    for kind in ("national", "common", "peoples", "numbers"):
        words(kind)
    terminal.print_table(
        ("table", "rows"),
        [
            {"table": "bodies.tsv", "rows": len(found.bodies)},
            {"table": "classes.tsv", "rows": len({each.key for each in found.kinds})},
            {"table": "divisions.tsv, further_places.tsv", "rows": len(entries())},
            {"table": "reforms.tsv", "rows": len(reforms())},
            {"table": "topics.tsv", "rows": len(topics())},
        ],
    )
    if problems():
        raise SystemExit(1)


def tell_problems() -> None:
    """A remark for each bad row in the tables that were read."""
    for problem in problems():
        terminal.remark(f"Table: {problem}")


def codebook(out: Path | None) -> None:
    """Prints the codebook, or writes it to a file."""
    from graph.codebook import codebook as written

    if out is None:
        print(written(), end="")
    else:
        terminal.write_file(out, written())
        terminal.remark(f"{out} written")
