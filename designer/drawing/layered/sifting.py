"""Sifting: each node in turn goes to the place of its column where fewest links cross, the others staying.

Source: Rudell 1993 for decision diagrams; Matuszewski, Schönfeld and Molitor 1999 for drawings. Here for whole columns
at once: a matrix says for every two nodes of a column what their order costs on both sides.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints
from designer.pace import breathe

_WIDEST = 700  # nodes of a column; the matrix grows with the square
_HALF = 0.5  # costs are whole numbers: less than one is none


def sifted(graph: LayeredGraph, place: Ints, rounds: int, movable: npt.NDArray[np.bool_] | None = None) -> Ints:
    """A better order, or the same.

    Args:
        place: each node's place in its column.
        rounds: how often all columns are gone through at most, to the right and to the left in turn.
        movable: which nodes may change their place; None for all of them.
    """
    place = place.copy()
    columns = [k for k, layer in enumerate(graph.layers) if 1 < len(layer) <= _WIDEST]
    changed = set(columns)
    for number in range(rounds):
        now, changed = changed, set()
        for k in columns if number % 2 == 0 else reversed(columns):
            if (k in now or k in changed) and _sift(graph, place, k, movable):
                changed.update((k - 1, k, k + 1))
        if not changed:
            break
    return place


def _sift(graph: LayeredGraph, place: Ints, k: int, movable: npt.NDArray[np.bool_] | None) -> bool:
    """Sifts one column; returns whether a node has a new place."""
    layer = graph.layers[k]
    column = layer[np.argsort(place[layer])]
    cost = _costs(graph, place, k)
    gain = cost - cost.T
    order = np.arange(len(column))
    candidates = order if movable is None else np.flatnonzero(movable[column])
    moved = False
    for node in candidates.tolist():
        breathe()
        here = int(np.flatnonzero(order == node)[0])
        slots = np.concatenate([[0.0], np.cumsum(-gain[node, order])])  # what standing before each of them costs
        low = float(slots.min())
        if low > slots[here] - _HALF:
            continue
        best = np.flatnonzero(slots < low + _HALF)
        slot = int(best[np.abs(best - here).argmin()])  # the nearest of the best
        order = np.insert(np.delete(order, here), slot - (slot > here), node)
        moved = True
    place[column[order]] = np.arange(len(column))
    return moved


def _costs(graph: LayeredGraph, place: Ints, k: int) -> npt.NDArray[np.float32]:
    """(m, m) crossings of the links of two nodes of a column when the first stands above the second, by places."""
    count = len(graph.layers[k])
    costs = np.zeros((count, count), np.float32)
    sides = [graph.gaps[k - 1]] if k else []
    sides += [graph.gaps[k][::-1]] if k < len(graph.gaps) else []
    for fixed, free in sides:
        links = np.zeros((count, int(place[fixed].max(initial=0)) + 1), np.float32)
        np.add.at(links, (place[free], place[fixed]), 1)
        below = links.sum(1, keepdims=True) - np.cumsum(links, 1)
        costs += below @ links.T
    return costs
