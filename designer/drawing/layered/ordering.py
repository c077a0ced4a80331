"""The order of the nodes inside each column: few crossings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints
from designer.drawing.layered.sifting import sifted
from designer.drawing.layered.switching import switched
from designer.pace import breathe

Floats = NDArray[np.float64]
_SWEEPS = 24
_PATIENCE = 4  # sweeps without gain
_ROUNDS = 12
_WORTH = 0.95  # of the crossings may be left for cards to change their places in an older drawing
_FEW = 2_000
_MANY = 8_000
_STEPS = 40_000  # columns that may be sorted in all sweeps together
_BLOCK = 64  # inversions of runs up to this length are counted by brute force
_ROWS = 256  # runs at once


def order_layers(graph: LayeredGraph) -> Ints:
    """The place of every node in its column, from 0 at the top; shape (graph.size,)."""
    walk = _first_order(graph)
    best, fewest = walk, -1
    starts = (walk, _ranks(graph, -walk.astype(float)), _ranks(graph, np.arange(graph.size, dtype=float)))
    for start in starts[: _starts_for(graph.size)]:
        breathe()
        place = _mended(graph, _sweep(graph, start))
        number = crossings(graph, place)
        if fewest < 0 or number < fewest:
            best, fewest = place, number
    return best


def order_as_before(graph: LayeredGraph, guesses: Sequence[Floats]) -> Ints:
    """The order of an older drawing, mended where that saves many crossings.

    Args:
        guesses: levels of all nodes in the older drawing; they differ in those of bends and of nodes that are new.
    """
    bends = np.arange(graph.size) >= graph.nodes
    places = [_ranks(graph, level) for level in guesses[: _starts_for(graph.size)]]
    if graph.size < _MANY:
        places = [sifted(graph, place, _ROUNDS, bends) for place in places]
    place = min(places, key=partial(crossings, graph))
    mended = _mended(graph, place)
    return mended if crossings(graph, mended) < _WORTH * crossings(graph, place) else place


def _starts_for(size: int) -> int:
    """How many first orders are worth a try while somebody waits."""
    return 3 if size < _FEW else 2 if size < _MANY else 1


def _mended(graph: LayeredGraph, place: Ints) -> Ints:
    """A better order, by moving single nodes: anywhere in their columns, in large drawings by one place."""
    return sifted(graph, place, _ROUNDS) if graph.size < _MANY else switched(graph, place)


def crossings(graph: LayeredGraph, place: Ints) -> int:
    """How many pairs of links cross."""
    if not graph.gaps:
        return 0
    sources, targets = (np.concatenate(side) for side in zip(*graph.gaps, strict=True))
    gap = np.repeat(np.arange(len(graph.gaps)), [len(links) for links, _ in graph.gaps])
    order = np.lexsort((place[targets], place[sources], gap))
    return _inversions((place[targets] + gap * graph.size)[order])  # links of two gaps are in order


def _inversions(values: Ints) -> int:
    """Pairs that stand in the wrong order, by merging sorted blocks."""
    whole = len(values) // _BLOCK * _BLOCK
    rows = values[:whole].reshape(-1, _BLOCK)
    wrong = np.tri(_BLOCK, k=-1, dtype=bool)
    parts = range(0, len(rows), _ROWS)
    total = sum(int(((b[:, None, :] > b[:, :, None]) & wrong).sum()) for b in (rows[i : i + _ROWS] for i in parts))
    rest = values[whole:]
    total += int(np.tril(rest[None, :] > rest[:, None], -1).sum())
    blocks = [*np.sort(rows, axis=1), np.sort(rest)]
    while len(blocks) > 1:
        pairs = list(zip(blocks[::2], blocks[1::2], strict=False))
        total += sum(_between(a, b) for a, b in pairs)
        rest_blocks = blocks[-1:] if len(blocks) % 2 else []
        blocks = [np.sort(np.concatenate(pair), kind="stable") for pair in pairs] + rest_blocks
    return total


def _between(first: Ints, second: Ints) -> int:
    if not len(first) or not len(second) or first[-1] <= second[0]:
        return 0
    return len(first) * len(second) - int(np.searchsorted(first, second, side="right").sum())


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
        breathe()
        place[layer[np.argsort(value[layer], kind="stable")]] = np.arange(len(layer))
    return place


def _sweep(graph: LayeredGraph, place: Ints) -> Ints:
    """Barycentre sweeps to the right and to the left; keeps the best order seen."""
    local = np.empty(graph.size, np.int64)
    for layer in graph.layers:
        local[layer] = np.arange(len(layer))
    best, fewest, bad = place.copy(), crossings(graph, place), 0
    for _ in range(min(_SWEEPS, _STEPS // (2 * len(graph.layers)) + 1)):
        if not fewest or bad >= _PATIENCE:
            break
        for k, (sources, targets) in enumerate(graph.gaps):
            breathe()
            _sort_by_mean(graph.layers[k + 1], local, place, sources, targets)
        for k in range(len(graph.gaps) - 1, -1, -1):
            breathe()
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
