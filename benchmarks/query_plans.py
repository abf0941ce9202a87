"""How Neo4j goes about each question: `NEO4J_URI=… python -m benchmarks.query_plans --scope plan`.

Prints for each query behind a library question what it begins with, which costly steps it holds, its hits in the
database and its rows. Without a scope the questions are asked over the whole graph; `--limit` asks for so many rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j

from benchmarks.growth import SCOPES, given
from graph.server.values import plain
from graph.store import Store, open_store
from queries import library

COSTLY = ("AllNodesScan", "CartesianProduct", "Eager", "AllRelationshipsScan")
Step = Mapping[str, Any]


@dataclass(frozen=True)
class Way:
    """What a server does for a question."""

    begins: tuple[str, ...]
    """Its first steps, each with what it looks for; several where parts are joined."""
    costly: tuple[str, ...]
    hits: int
    """Looks into the database."""
    rows: int

    @classmethod
    def of(cls, plan: Step) -> Way:
        """Reads a plan as the driver gives it."""
        steps = list(_steps(plan))
        names = [_name(step) for step in steps]
        begins = [f"{_name(step)} {_details(step)}".strip() for step in steps if _is_look(step)]
        return cls(
            tuple(dict.fromkeys(begins)),
            tuple(name for name in COSTLY if name in names),
            sum(int(step.get("dbHits", 0)) for step in steps),
            int(plan.get("rows", 0)),
        )


class Profiled:
    """Answers queries as a store does, and keeps how the server went about each."""

    def __init__(self, driver: neo4j.Driver, database: str | None) -> None:
        self._driver, self._database = driver, database
        self.ways: list[Way] = []

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows of a query."""
        with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            result = session.run(f"PROFILE {cypher}", params)
            rows = [{name: plain(record[name]) for name in result.keys()} for record in result]  # noqa: SIM118
            self.ways.append(Way.of(result.consume().profile or {}))
        return rows


def ways(store: Store, scope: str | None, limit: int | None = None) -> Iterator[tuple[str, list[Way]]]:
    """The ways of the queries behind each question that can be narrowed so, or behind every one."""
    with store.server.driver(store.server.reader) as driver:
        for name, question in library.questions().items():
            params = given(store, question, scope)
            if params is not None:
                params |= {"limit": limit} if limit is not None and question.parameter("limit") else {}
                reader = Profiled(driver, store.server.database)
                library.ask(reader, name, **params)
                yield name, reader.ways


def _steps(step: Step) -> Iterator[Step]:
    yield step
    for below in step.get("children", ()):
        yield from _steps(below)


def _name(step: Step) -> str:
    return str(step["operatorType"]).partition("@")[0]


def _details(step: Step) -> str:
    return str(step.get("args", {}).get("Details", ""))


def _is_look(step: Step) -> bool:
    """Whether the step looks nodes up instead of going on from those found."""
    return _name(step).endswith(("Scan", "Seek", "SeekByRange")) or _name(step).startswith("NodeByLabel")


def main() -> None:
    """Prints a row a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scope", choices=[scope for scope in SCOPES if scope])
    parser.add_argument("--limit", type=int, help="how many rows are asked for, where a question can be limited")
    options = parser.parse_args()
    with open_store() as store:
        if store.server.embedded:
            raise SystemExit("NEO4J_URI names no Neo4j.")
        print(f"| question | begins with | costly steps | hits | rows |\n{'|---' * 5}|")
        for name, each in ((name, each) for name, found in ways(store, options.scope, options.limit) for each in found):
            cells = (name, "; ".join(each.begins), ", ".join(each.costly), f"{each.hits:,}", f"{each.rows:,}")
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
