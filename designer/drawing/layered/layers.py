"""Which column each node stands in."""

from __future__ import annotations

import numpy as np

from designer.drawing.layered.cycles import Ints
from designer.drawing.layered.shortening import shortened


def neighbours(count: int, sources: Ints, targets: Ints) -> tuple[list[list[int]], list[list[int]]]:
    """Predecessors and successors of every node."""
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for a, b in zip(sources.tolist(), targets.tolist(), strict=True):
        after[a].append(b)
        before[b].append(a)
    return before, after


def assign_layers(count: int, sources: Ints, targets: Ints, before: Ints | None = None) -> Ints:
    """The column of every node, from 0: right of all it waits for, and all links as short as they can be.

    Args:
        count: number of nodes.
        sources: node each link starts at; the links form no circle.
        targets: node each link ends at.
        before: columns in an older drawing, -1 for nodes that were not in it; of good columns the nearest are taken.
    """
    preceding, following = neighbours(count, sources, targets)
    layer: list[int] = [0] * count if before is None else np.maximum(before, 0).tolist()
    for node in _waves(preceding, following):
        layer[node] = max(layer[node], max((layer[p] + 1 for p in preceding[node]), default=0))
    result = shortened(np.array(layer, np.int64), sources, targets)
    return result - result.min() if count else result


def _waves(before: list[list[int]], after: list[list[int]]) -> list[int]:
    """Nodes so that each stands after its predecessors; those that are ready together in index order."""
    waiting = [len(p) for p in before]
    wave = [node for node, number in enumerate(waiting) if not number]
    order: list[int] = []
    while wave:
        order += wave
        ready = []
        for node in wave:
            for target in after[node]:
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
        wave = sorted(ready)
    return order
