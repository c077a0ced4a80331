"""Swaps of neighbours in a column wherever that saves crossings; for a whole large drawing in a few numpy calls."""

from __future__ import annotations

import numpy as np

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints

_ROUNDS = 12
_PAIRS = 4_000  # links of two neighbours are compared each with each, up to so many pairs


def switched(graph: LayeredGraph, place: Ints) -> Ints:
    """A better order, or the same: every second column in turn, and in it every second pair."""
    place = place.copy()
    lengths = np.array([len(layer) for layer in graph.layers], np.int64)
    column = np.empty(graph.size, np.int64)
    for k, layer in enumerate(graph.layers):
        column[layer] = k
    base = np.concatenate([[0], np.cumsum(lengths)])
    ends = [np.concatenate(side) if side else place[:0] for side in zip(*graph.gaps, strict=True)] or [place[:0]] * 2
    sides = (_Neighbours(graph.size, ends[1], ends[0]), _Neighbours(graph.size, ends[0], ends[1]))
    at = np.empty(graph.size, np.int64)
    for _ in range(_ROUNDS):
        saved = 0
        for which in range(4):
            at[base[column] + place] = np.arange(graph.size)
            first = at[:-1]
            fits = (
                (column[first] == column[at[1:]]) & (column[first] % 2 == which // 2) & (place[first] % 2 == which % 2)
            )
            upper, lower = first[fits], at[1:][fits]
            better = sides[0].gains(place, upper, lower) + sides[1].gains(place, upper, lower) > 0
            place[upper[better]] += 1
            place[lower[better]] -= 1
            saved += int(better.sum())
        if not saved:
            break
    return place


class _Neighbours:
    """The nodes that each node is linked with on one side."""

    def __init__(self, count: int, free: Ints, fixed: Ints) -> None:
        order = np.argsort(free, kind="stable")
        self._ids = fixed[order]
        self._degree = np.bincount(free, minlength=count)
        self._start = np.concatenate([[0], np.cumsum(self._degree)[:-1]])

    def gains(self, place: Ints, upper: Ints, lower: Ints) -> Ints:
        """Crossings saved on this side by swapping two nodes, for many pairs."""
        width = self._degree[lower]
        pairs = self._degree[upper] * width
        pairs[pairs > _PAIRS] = 0
        row = np.repeat(np.arange(len(upper)), pairs)
        within = np.arange(len(row)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
        one = place[self._ids[self._start[upper[row]] + within // width[row]]]
        other = place[self._ids[self._start[lower[row]] + within % width[row]]]
        gain: Ints = np.bincount(row, weights=np.sign(one - other), minlength=len(upper)).astype(np.int64)
        return gain
