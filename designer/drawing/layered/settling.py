"""Last touches to the levels: links that are nearly straight become so, and what need not move stays where it was.

Linked nodes on almost one level form a run, which has one level. A run wants to be where the drawing had it before, or
where the sweeps put it; then runs are pushed apart, and only those that come too near to each other move at all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.coordinates import Room
from designer.drawing.layered.cycles import Ints
from designer.drawing.layered.ordering import Floats
from designer.pace import breathe

_NEARLY: Final = 16.0  # less than the room of a bend, so that runs never cross each other
_KEPT: Final = 84.0  # so far from where it is best a run stays where it was: three quarters of a row
_LEAST: Final = 12.0
_Wants = Sequence[tuple[int, int, float]]


def settled(graph: LayeredGraph, place: Ints, y: Floats, room: Room, before: Floats | None = None) -> Floats:
    """The final levels, shape (graph.size,).

    Args:
        y: what the sweeps found.
        before: levels in the drawing that is to be kept; NaN for nodes that were not in it. None keeps nothing.
    """
    runs = _runs(graph, y)
    count = int(runs.max(initial=-1)) + 1
    wanted = _means(runs, y, np.ones(graph.size), count)
    if before is not None:
        wanted = _as_before(runs, wanted, before)
    apart = list(_apart(graph, place, room, runs))
    order = _downwards(count, apart)
    below = _pushed(order, wanted, apart, down=True)
    above = _pushed(order, wanted, apart, down=False)
    if before is None:
        return ((below + above) / 2)[runs]  # both keep all distances, so what lies between them does
    return min((below, above), key=_restless(runs, before))[runs]


def _restless(runs: Ints, before: Floats) -> Callable[[Floats], int]:
    known = ~np.isnan(before)

    def moved(levels: Floats) -> int:
        return int((np.abs(levels[runs][known] - before[known]) > 1).sum())

    return moved


def _runs(graph: LayeredGraph, y: Floats) -> Ints:
    """The run of each node; a node has at most one neighbour on each side that shares it."""
    run = [-1] * graph.size
    low: list[float] = []
    high: list[float] = []
    level: list[float] = y.tolist()
    for k, layer in enumerate(graph.layers):
        breathe()
        if k:
            sources, targets = graph.gaps[k - 1]
            apart = np.abs(y[sources] - y[targets])
            near = np.flatnonzero(apart <= _NEARLY)
            near = near[np.argsort(apart[near], kind="stable")]
            taken: set[int] = set()
            for a, b in zip(sources[near].tolist(), targets[near].tolist(), strict=True):
                r = run[a]
                if run[b] < 0 and r not in taken and max(high[r], level[b]) - min(low[r], level[b]) <= _NEARLY:
                    run[b] = r
                    taken.add(r)
                    low[r], high[r] = min(low[r], level[b]), max(high[r], level[b])
        for node in layer.tolist():
            if run[node] < 0:
                run[node] = len(low)
                low.append(level[node])
                high.append(level[node])
    return np.array(run, np.int64)


def _means(runs: Ints, values: Floats, weights: Floats, count: int) -> Floats:
    total = np.bincount(runs, weights=values * weights, minlength=count)
    mass = np.bincount(runs, weights=weights, minlength=count)
    means: Floats = total / np.maximum(mass, 1e-9)
    return means


def _as_before(runs: Ints, wanted: Floats, before: Floats) -> Floats:
    """Where runs were before, as far as that is near to where they are wanted: the middle one of their nodes counts."""
    known = np.flatnonzero(~np.isnan(before))
    by_run = known[np.lexsort((before[known], runs[known]))]
    of_run = runs[by_run]
    found, first, number = np.unique(of_run, return_index=True, return_counts=True)
    old = before[by_run[first + (number - 1) // 2]]
    result = wanted.copy()
    shift = float(np.median(old - wanted[found])) if len(found) else 0.0
    result += shift
    stays = np.abs(old - result[found]) <= _KEPT
    result[found[stays]] = old[stays]
    return result


def _apart(graph: LayeredGraph, place: Ints, room: Room, runs: Ints) -> Iterator[tuple[int, int, float]]:
    """Which run lies above which, and how far apart their levels are at least."""
    for layer in graph.layers:
        breathe()
        column = layer[np.argsort(place[layer])]
        for one, other in ((column[:-1], column[1:]), _neighbouring_cards(graph, column)):
            distance = np.maximum(room.below[one] + room.above[other], _LEAST)
            yield from zip(runs[one].tolist(), runs[other].tolist(), distance.tolist(), strict=True)


def _neighbouring_cards(graph: LayeredGraph, column: Ints) -> tuple[Ints, Ints]:
    """Cards with nothing but bends between them: bends may need less room than cards keep from each other."""
    cards = np.flatnonzero(column < graph.nodes)
    gap = np.diff(cards) > 1
    return column[cards[:-1][gap]], column[cards[1:][gap]]


def _downwards(count: int, apart: _Wants) -> list[int]:
    """The runs so that each comes after all that lie above it."""
    below: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for a, b, _ in apart:
        below[a].append(b)
        waiting[b] += 1
    ready = deque(run for run in range(count) if not waiting[run])
    order: list[int] = []
    while ready:
        run = ready.popleft()
        order.append(run)
        for other in below[run]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return order


def _pushed(order: Sequence[int], wanted: Floats, apart: _Wants, *, down: bool) -> Floats:
    """Levels with all distances kept, by pushing everything only down, or only up."""
    near: list[list[tuple[int, float]]] = [[] for _ in range(len(wanted))]
    for a, b, distance in apart:
        near[a if down else b].append((b if down else a, distance))
    level: list[float] = wanted.tolist()
    for run in order if down else reversed(order):
        breathe()
        here = level[run]
        for other, distance in near[run]:
            if down and level[other] < here + distance:
                level[other] = here + distance
            elif not down and level[other] > here - distance:
                level[other] = here - distance
    return np.array(level)
