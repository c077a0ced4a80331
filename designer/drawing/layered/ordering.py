"""The order of the nodes inside each column: few crossings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints

Floats = NDArray[np.float64]
_SWEEPS = 24
_PATIENCE = 4  # sweeps without gain
_SWITCHES = 12
_BLOCK = 64  # inversions of runs up to this length are counted by brute force


def order_layers(graph: LayeredGraph) -> Ints:
    """The place of every node in its column, from 0 at the top; shape (graph.size,)."""
    start = _first_order(graph)
    return _switch_neighbours(graph, _sweep(graph, start))


def crossings(graph: LayeredGraph, place: Ints) -> int:
    """How many pairs of links cross."""
    total = 0
    for sources, targets in graph.gaps:
        order = np.lexsort((place[targets], place[sources]))
        total += _inversions(place[targets][order])
    return total


def _inversions(values: Ints) -> int:
    """Pairs that stand in the wrong order, by merging sorted blocks."""
    blocks = [values[i : i + _BLOCK] for i in range(0, len(values), _BLOCK)]
    total = sum(int(np.tril(b[None, :] > b[:, None], -1).sum()) for b in blocks)
    blocks = [np.sort(b) for b in blocks]
    while len(blocks) > 1:
        pairs = list(zip(blocks[::2], blocks[1::2], strict=False))
        total += sum(len(a) * len(b) - int(np.searchsorted(a, b, side="right").sum()) for a, b in pairs)
        rest = blocks[-1:] if len(blocks) % 2 else []
        blocks = [np.sort(np.concatenate(pair), kind="stable") for pair in pairs] + rest
    return total


def _first_order(graph: LayeredGraph) -> Ints:
    """Order of first visit of a depth-first walk that ignores direction: related nodes start side by side."""
    near: list[list[int]] = [[] for _ in range(graph.size)]
    for a, b in graph.links():
        near[a].append(b)
        near[b].append(a)
    visit = [-1] * graph.size
    clock = 0
    for root in (int(node) for layer in graph.layers for node in layer):
        stack = [root]
        while stack:
            node = stack.pop()
            if visit[node] >= 0:
                continue
            visit[node] = clock
            clock += 1
            stack += [n for n in reversed(near[node]) if visit[n] < 0]
    return _ranks(graph, np.array(visit, float))


def _ranks(graph: LayeredGraph, value: Floats) -> Ints:
    place = np.empty(graph.size, np.int64)
    for layer in graph.layers:
        place[layer[np.argsort(value[layer], kind="stable")]] = np.arange(len(layer))
    return place


def _sweep(graph: LayeredGraph, place: Ints) -> Ints:
    """Barycentre sweeps to the right and to the left; keeps the best order seen."""
    local = np.empty(graph.size, np.int64)
    for layer in graph.layers:
        local[layer] = np.arange(len(layer))
    best, fewest, bad = place.copy(), crossings(graph, place), 0
    for _ in range(_SWEEPS):
        if not fewest or bad >= _PATIENCE:
            break
        for k, (sources, targets) in enumerate(graph.gaps):
            _sort_by_mean(graph.layers[k + 1], local, place, sources, targets)
        for k in range(len(graph.gaps) - 1, -1, -1):
            sources, targets = graph.gaps[k]
            _sort_by_mean(graph.layers[k], local, place, targets, sources)
        number = crossings(graph, place)
        bad = 0 if number < 0.995 * fewest else bad + 1
        if number < fewest:
            best, fewest = place.copy(), number
    return best


def _sort_by_mean(layer: Ints, local: Ints, place: Ints, fixed: Ints, free: Ints) -> None:
    """Sorts a column by the mean place of each node's neighbours in the column beside it."""
    index = local[free]
    degree = np.bincount(index, minlength=len(layer))
    total = np.bincount(index, weights=place[fixed], minlength=len(layer))
    mean = np.where(degree > 0, total / np.maximum(degree, 1), place[layer])
    place[layer[np.lexsort((place[layer], mean))]] = np.arange(len(layer))


def _switch_neighbours(graph: LayeredGraph, place: Ints) -> Ints:
    """Swaps nodes that stand next to each other while that saves crossings on both sides together."""
    left: list[list[int]] = [[] for _ in range(graph.size)]
    right: list[list[int]] = [[] for _ in range(graph.size)]
    for a, b in graph.links():
        right[a].append(b)
        left[b].append(a)
    places: list[int] = place.tolist()
    rows = [layer[np.argsort(place[layer])].tolist() for layer in graph.layers]
    for _ in range(_SWITCHES):
        if not sum(_switch_row(row, places, left, right) for row in rows):
            break
    return np.array(places, np.int64)


def _switch_row(row: list[int], place: list[int], left: list[list[int]], right: list[list[int]]) -> int:
    ends = [([place[n] for n in left[node]], [place[n] for n in right[node]]) for node in row]
    saved = 0
    for i in range(len(row) - 1):
        gain = sum(_gain(upper, lower) for upper, lower in zip(ends[i], ends[i + 1], strict=True))
        if gain > 0:
            saved += gain
            row[i], row[i + 1] = row[i + 1], row[i]
            ends[i], ends[i + 1] = ends[i + 1], ends[i]
            place[row[i]], place[row[i + 1]] = i, i + 1
    return saved


def _gain(upper: list[int], lower: list[int]) -> int:
    """Crossings saved by swapping two nodes whose neighbours on one side stand at these places."""
    return sum((a > b) - (a < b) for a in upper for b in lower)
