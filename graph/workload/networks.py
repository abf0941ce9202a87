"""Networks of agencies and items: who stands on an item with whom, and what place that gives each.

Two-mode and projected networks after S. P. Borgatti and M. G. Everett, Network analysis of 2-mode data, Social Networks
19 (1997), 243-269. Nodes are agencies or functional systems; with systems, plans of different places can be set side by
side. All results are the same at every run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np

from graph.workload.measures import BY, WITHIN
from graph.workload.roster import ROLES, AnalysisError, Item, Roster

SEED = 2018
"""Of the search for communities, which begins at random."""
WEIGHTS: Mapping[str, Callable[[Iterable[int], int, int], float]] = {
    "count": lambda sizes, one, other: float(len([*sizes])),
    "newman": lambda sizes, one, other: sum(1.0 / (size - 1) for size in sizes),
    "jaccard": lambda sizes, one, other: len([*sizes]) / (one + other - len([*sizes])),
}
"""Weight of a tie, from the sizes of the items that both are on, and the number of items of each: their number; the sum
of 1/(size - 1), so that an item counts once for each who is on it (M. E. J. Newman, Physical Review E 64 (2001),
016132); the part that they share of the items of either (P. Jaccard, New Phytologist 11 (1912), 37-50)."""


@dataclass(frozen=True)
class Network:
    """A projected network with what was found in it."""

    graph: nx.Graph[str]
    nodes: list[dict[str, Any]]
    """One row a node, the strongest first."""
    figures: dict[str, float]
    """What holds for the whole."""

    @property
    def ties(self) -> list[dict[str, Any]]:
        """One row a tie, the heaviest first, with the names of both."""
        names = {row["unit"]: row["name"] for row in self.nodes}
        edges = self.graph.edges
        rows = [{"one": names[a], "other": names[b], "weight": edges[a, b]["weight"]} for a, b in edges]
        return sorted(rows, key=lambda row: (-row["weight"], row["one"], row["other"]))


def two_mode(roster: Roster, by: str = "agency", collective: bool = False) -> nx.Graph[str]:
    """Units (`bipartite` 0) and items (1); an edge says in which roles a unit stands on an item."""
    graph: nx.Graph[str] = nx.Graph()
    for item in roster.items.values():
        graph.add_node(item.id, bipartite=1, name=item.words)
        for role in ROLES:
            for unit in _units(roster, item, role, by, collective):
                graph.add_node(unit, bipartite=0, name=roster.name(unit))
                roles = graph.edges[unit, item.id]["roles"] if graph.has_edge(unit, item.id) else ()
                graph.add_edge(unit, item.id, roles=(*roles, role))
    return graph


def projected(roster: Roster, weight: str = "count", by: str = "agency", collective: bool = False) -> nx.Graph[str]:
    """Units that stand on the same items, tied with one of WEIGHTS; those that are always alone are nodes too."""
    if weight not in WEIGHTS:
        raise AnalysisError(f"Ties can't be weighed by {weight!r}; they can by {', '.join(WEIGHTS)}.")
    held, shared = together(_members(roster, item, by, collective) for item in roster.items.values())
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(held))
    for (one, other), sizes in sorted(shared.items()):
        graph.add_edge(one, other, weight=WEIGHTS[weight](sizes, held[one], held[other]))
    return graph


def together(members: Iterable[Iterable[str]]) -> tuple[dict[str, int], dict[tuple[str, str], list[int]]]:
    """On how many things each stands, and for each pair (in order) the sizes of those that both stand on."""
    held, shared = defaultdict[str, int](int), defaultdict[tuple[str, str], list[int]](list)
    for names in map(sorted, members):
        for name in names:
            held[name] += 1
        for pair in combinations(names, 2):
            shared[pair].append(len(names))
    return dict(held), dict(shared)


def network(roster: Roster, weight: str = "count", by: str = "agency", collective: bool = False) -> Network:
    """The projected network with the place of each node, and the figures of the whole."""
    graph = projected(roster, weight, by, collective)
    group, core = communities(graph), core_of(graph)
    places: dict[str, dict[str, Any]] = {
        "degree": dict(graph.degree()),
        "strength": dict(graph.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(graph),
        "eigenvector": eigenvector(graph),
        "kcore": nx.core_number(graph),
        "community": {node: place for place, nodes in enumerate(group, 1) for node in nodes},
        "core": {node: node in core for node in graph},
    }
    names = _names(roster, by)
    nodes = [
        {"unit": node, "name": names.get(node, node)} | {key: values[node] for key, values in places.items()}
        for node in graph
    ]
    nodes.sort(key=lambda row: (-row["strength"], row["unit"]))
    return Network(graph, nodes, _figures(graph, group, core))


def networks(
    roster: Roster, within: str = "all", weight: str = "count", by: str = "agency", collective: bool = False
) -> dict[str, Network]:
    """The network of each group of items (one of `graph.workload.measures.WITHIN`), by the group's key."""
    if within not in WITHIN:
        raise AnalysisError(f"Networks can't be made within {within!r}; they can within {', '.join(WITHIN)}.")
    groups = defaultdict[str, dict[str, Item]](dict)
    for item in roster.items.values():
        for group in WITHIN[within](item, roster.plans[item.plan]):
            groups[group][item.id] = item
    return {
        group: network(replace(roster, items=items), weight, by, collective) for group, items in sorted(groups.items())
    }


def eigenvector(graph: nx.Graph[str]) -> dict[str, float]:
    """Eigenvector centrality in the largest connected part, 0 elsewhere, of length 1 (P. Bonacich, American Journal of
    Sociology 92 (1987), 1170-1182): between parts the values could not be compared."""
    found = dict.fromkeys(graph, 0.0)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    if parts and len(parts[0]) > 1:
        nodes = sorted(parts[0])
        _, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodelist=nodes, weight="weight"))
        found.update(zip(nodes, np.abs(vectors[:, -1]).tolist(), strict=True))
    return found


def communities(graph: nx.Graph[str]) -> list[list[str]]:
    """Communities by modularity, the largest first (V. D. Blondel and others, Journal of Statistical Mechanics 2008,
    P10008)."""
    if not graph.number_of_edges():
        return [[node] for node in sorted(graph)]
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return sorted((sorted(nodes) for nodes in found), key=lambda nodes: (-len(nodes), nodes[0]))


def core_of(graph: nx.Graph[str]) -> set[str]:
    """The core that fits best: fewest ties missing within it and fewest between those outside (S. P. Borgatti and M. G.
    Everett, Social Networks 21 (2000), 375-395; exactly, by order of degree, after S. Z. W. Lip, arXiv:1102.5511)."""
    falling = sorted(graph, key=lambda node: (-graph.degree(node), node))
    missing, best, size = 0, 0, 0
    for place, node in enumerate(falling):
        missing += place - graph.degree(node)
        if missing < best:
            best, size = missing, place + 1
    return {*falling[:size]}


def side_by_side(networks: Mapping[str, Network]) -> list[dict[str, Any]]:
    """One row a figure, with its value in each network."""
    keys = dict.fromkeys(key for one in networks.values() for key in one.figures)
    return [{"figure": key} | {name: one.figures.get(key) for name, one in networks.items()} for key in keys]


def _figures(graph: nx.Graph[str], group: list[list[str]], core: set[str]) -> dict[str, float]:
    """Size, density, parts, transitivity, centralisation of degree (Freeman 1979), communities and core."""
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    degrees = [degree for _, degree in graph.degree()]
    largest = max(degrees, default=0)
    room = (nodes - 1) * (nodes - 2)
    return {
        "nodes": nodes,
        "edges": edges,
        "density": nx.density(graph) if nodes > 1 else 0.0,
        "components": nx.number_connected_components(graph) if nodes else 0,
        "transitivity": nx.transitivity(graph) if edges else 0.0,
        "centralisation": sum(largest - degree for degree in degrees) / room if room > 0 else 0.0,
        "communities": len(group),
        "modularity": nx.community.modularity(graph, [*map(set, group)], weight="weight") if edges else 0.0,
        "coreSize": len(core),
    }


def _units(roster: Roster, item: Item, role: str, by: str, collective: bool) -> list[str]:
    if by not in BY:
        raise AnalysisError(f"A network can't be made by {by!r}; it can by {', '.join(BY)}.")
    known = (roster.agencies[name] for name in item.holders(role))
    return [*dict.fromkeys(BY[by](one) for one in known if collective or not one.collective)]


def _members(roster: Roster, item: Item, by: str, collective: bool) -> set[str]:
    """Those on the item, whatever the role."""
    return {unit for role in ROLES for unit in _units(roster, item, role, by, collective)}


def _names(roster: Roster, by: str) -> dict[str, str]:
    """Names of the units; a functional system's where they are systems."""
    return {
        BY[by](one): one.function_name if by == "function" and one.function and one.function_name else one.name
        for one in roster.agencies.values()
    }
