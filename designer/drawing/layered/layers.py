"""Which column each node stands in."""

from __future__ import annotations

import numpy as np

from designer.drawing.layered.cycles import Ints

_SWEEPS = 6  # moves settle after two or three; the bound only guards against a pair that swaps for ever


def neighbours(count: int, sources: Ints, targets: Ints) -> tuple[list[list[int]], list[list[int]]]:
    """Predecessors and successors of every node."""
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for a, b in zip(sources.tolist(), targets.tolist(), strict=True):
        after[a].append(b)
        before[b].append(a)
    return before, after


def assign_layers(count: int, sources: Ints, targets: Ints) -> Ints:
    """The column of every node, from 0: right of all it waits for, and no further from its neighbours than needed.

    Args:
        count: number of nodes.
        sources: node each link starts at; the links form no circle.
        targets: node each link ends at.
    """
    before, after = neighbours(count, sources, targets)
    order = _waves(before, after)
    layer = [0] * count
    for node in order:
        layer[node] = max((layer[p] + 1 for p in before[node]), default=0)
    _tighten(order, layer, before, after)
    result = np.array(layer, np.int64)
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


def _tighten(order: list[int], layer: list[int], before: list[list[int]], after: list[list[int]]) -> None:
    """Slides each node inside its slack towards the side where it has more links; shortens the drawing's links."""
    for sweep in range(_SWEEPS):
        moved = False
        for node in reversed(order) if sweep % 2 == 0 else order:
            wanted = _best_layer(node, layer, before[node], after[node])
            moved = moved or wanted != layer[node]
            layer[node] = wanted
        if not moved:
            return


def _best_layer(node: int, layer: list[int], before: list[int], after: list[int]) -> int:
    earliest = max((layer[p] + 1 for p in before), default=None)
    latest = min((layer[s] - 1 for s in after), default=None)
    if earliest is None:
        return 0 if latest is None else latest
    if latest is None or len(before) > len(after):
        return earliest
    return latest if len(after) > len(before) else layer[node]
