"""Measures of load over made-up plans, and proposals to rebalance: `python -m benchmarks.measures --plans 3000`.

Beside the measures stands betweenness by networkx over some of the plans, beside the moves of a proposal the least
number that is not excluded. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generate import generate  # noqa: E402
from benchmarks.run import PLANS, table  # noqa: E402
from graph.identity.agencies import resolve  # noqa: E402
from graph.workload.measures import loads  # noqa: E402
from graph.workload.networks import projected  # noqa: E402
from graph.workload.proposals import propose  # noqa: E402
from graph.workload.rebalance import Goal  # noqa: E402
from graph.workload.roster import Agency, Item, Plan, Roster, Section  # noqa: E402
from loaders.pipeline import extract  # noqa: E402
from loaders.places import Place, place  # noqa: E402
from loaders.records import Party, PlanRecord  # noqa: E402

SAMPLE = 100
"""Plans for which networkx computes betweenness, which takes it long."""
SIZE = (400, 60)
"""Items and agencies of the plan that is rebalanced."""


def roster(records: list[PlanRecord]) -> Roster:
    """What the graph would hold of these plans, without a store."""
    plans: dict[str, Plan] = {}
    items: dict[str, Item] = {}
    agencies: dict[str, Agency] = {}
    for record in records:
        head = record.plan
        here = place(head.adcode or "")
        plans[head.id] = Plan(head.id, head.title, here.name, head.level, head.campaign, head.date)
        for task in record.tasks:
            section = Section(f"{head.id}#{task.section}", task.section or "")
            items[task.id] = Item(
                task.id,
                head.id,
                leads=_ids(task.lead, here, agencies),
                supports=_ids(task.support, here, agencies),
                sections=(section,),
                measures=len(task.measures),
                length=task.end - task.start,
            )
    return Roster(plans, items, agencies)


def _ids(parties: tuple[Party, ...], here: Place, agencies: dict[str, Agency]) -> tuple[str, ...]:
    """The agencies that names mean in a place, noted among all."""
    found = [resolve(party.name, here, party.collective) for party in parties]
    for one in found:
        function = one.function.key if one.function else None
        agencies[one.id] = Agency(one.id, one.name, function, collective=one.collective)
    return tuple(dict.fromkeys(one.id for one in found))


def measures(count: int) -> None:
    """All measures of the five plans, and of so many made-up ones."""
    rows = []
    for name, whole in (
        ("the five plans", roster([extract(path) for path in PLANS])),
        (f"{count:,} made-up plans", roster([each.record for each in generate(count)])),
    ):
        started = time.perf_counter()
        loads(whole)
        took = time.perf_counter() - started
        some = {*[*whole.plans][:SAMPLE]}
        part = whole.chosen(plans=some)
        started = time.perf_counter()
        loads(part)
        ours = time.perf_counter() - started
        started = time.perf_counter()
        for plan in some:
            nx.betweenness_centrality(projected(part.chosen(plans={plan})))
        base = time.perf_counter() - started
        rows.append((name, f"{len(whole.agencies):,}", f"{len(whole.items):,}", f"{took:.2f}", f"{ours / base:.2f}"))
    header = (
        "plans",
        "agencies",
        "items",
        "all measures, s",
        f"time against networkx' betweenness alone, {SAMPLE} plans",
    )
    table("Measures of load", header, rows)


def rebalancing(rounds: int) -> None:
    """A plan of 400 items over 60 agencies: the largest load is to fall to two thirds."""
    rows = []
    for seed in range(rounds):
        whole = _crowded(seed)
        largest = max(loads(whole, network=False).values("leads", "p").values())
        started = time.perf_counter()
        found = propose(whole, whole, Goal("largest", round(largest * 2 / 3)))
        took = time.perf_counter() - started
        figures = (str(seed), f"{largest:.0f}", f"{found.goal.value:.0f}", f"{found.after:.0f}", str(len(found.moves)))
        rows.append((*figures, f"{found.solution.bound:.0f}", f"{took:.1f}"))
    header = ("plan", "largest load", "wanted", "reached", "moves", "fewest that can be", "s")
    table(f"Rebalancing {SIZE[0]} items over {SIZE[1]} agencies", header, rows)


def _crowded(seed: int) -> Roster:
    """Few agencies lead much, as in real plans."""
    draw = random.Random(seed)
    names = [f"a{number}" for number in range(SIZE[1])]
    heavy = [1 / (rank + 1) for rank in range(SIZE[1])]
    items = {}
    for number in range(SIZE[0]):
        leads = tuple(dict.fromkeys(draw.choices(names, heavy, k=draw.choice((1, 1, 1, 2)))))
        supports = tuple(name for name in draw.sample(names, draw.randint(2, 10)) if name not in leads)
        items[f"p/{number}"] = Item(f"p/{number}", "p", leads=leads, supports=supports)
    return Roster({"p": Plan("p")}, items, {name: Agency(name, name) for name in names})


def main() -> None:
    """Runs the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=3000, help="made-up plans")
    parser.add_argument("--rounds", type=int, default=3, help="plans that are rebalanced")
    options = parser.parse_args()
    measures(options.plans)
    rebalancing(options.rounds)


if __name__ == "__main__":
    main()
