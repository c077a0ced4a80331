"""Questions about a graph of steps; the only place that imports networkx, and only when asked."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from designer.model.step import Link

if TYPE_CHECKING:
    import networkx as nx


def way_back(came_from: Mapping[str, str], goal: str) -> tuple[str, ...]:
    """The way that a search took to a step; the start came from nowhere."""
    way = [goal]
    while came_from[way[-1]]:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def flow_graph(steps: Iterable[str], links: Iterable[Link]) -> nx.DiGraph[str]:
    """The directed graph of the flow links."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(steps)
    graph.add_edges_from((k.source, k.target) for k in links if k.is_flow)
    return graph


def flow_cycles(steps: Iterable[str], links: Iterable[Link]) -> tuple[tuple[str, ...], ...]:
    """Groups of steps that wait for each other, each sorted by id; empty when the flow links are acyclic."""
    import networkx as nx

    graph = flow_graph(steps, links)
    found = [
        tuple(sorted(part))
        for part in nx.strongly_connected_components(graph)
        if len(part) > 1 or graph.has_edge(*2 * tuple(part))
    ]
    return tuple(sorted(found))


def topological_order(steps: Iterable[str], links: Iterable[Link]) -> tuple[str, ...]:
    """Steps so that each stands after all it waits for, ties by id: the same whatever was deleted and undone.

    Raises:
        ValueError: the flow links form a circle.
    """
    targets: dict[str, list[str]] = {s: [] for s in steps}
    waiting = dict.fromkeys(targets, 0)
    for link in links:
        if link.is_flow:
            targets[link.source].append(link.target)
            waiting[link.target] += 1
    ready = [s for s, n in waiting.items() if n == 0]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        step = heapq.heappop(ready)
        order.append(step)
        for target in targets[step]:
            waiting[target] -= 1
            if not waiting[target]:
                heapq.heappush(ready, target)
    if len(order) != len(targets):
        raise ValueError("the flow links form a circle")
    return tuple(order)


def reachable(start: Iterable[str], next_steps: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Everything that can be reached from ``start`` in one or more hops."""
    found: set[str] = set()
    todo = list(start)
    while todo:
        for step in next_steps.get(todo.pop(), ()):
            if step not in found:
                found.add(step)
                todo.append(step)
    return frozenset(found)


def transitive_reduction(graph: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """For each node its predecessors that are not already implied by others (node -> predecessors).

    Raises:
        ValueError: the graph has a circle.
    """
    above: dict[str, frozenset[str]] = {}
    reduced: dict[str, tuple[str, ...]] = {}
    for node in TopologicalSorter(graph).static_order():  # its CycleError is a ValueError
        direct = tuple(dict.fromkeys(graph.get(node, ())))
        implied = frozenset[str]().union(*(above[p] for p in direct))
        above[node] = implied.union(direct)
        reduced[node] = tuple(p for p in direct if p not in implied)
    return {node: reduced[node] for node in graph}
