"""What a drawing that is there already says: whether it stands in columns, in which order, and by how much to shift."""

from __future__ import annotations

import numpy as np

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints
from designer.drawing.layered.ordering import Floats


def aligned_share(layer: Ints, x: Floats) -> float:
    """The share of nodes that stand where most of their column do; 1 when no column has two of them."""
    count = np.bincount(layer)
    several = count[layer] > 1
    if not several.any():
        return 1.0
    spots, number = np.unique(np.stack([layer[several], np.round(x[several])], 1), axis=0, return_counts=True)
    best = np.zeros(len(count))
    np.maximum.at(best, spots[:, 0].astype(np.int64), number)
    return float(best.sum() / several.sum())


def columns_of(x: Floats, width: float) -> Ints:
    """The column that each node of an older drawing stands in; -1 where x is NaN.

    Args:
        width: what begins nearer than this to the left edge of a column stands in it.
    """
    column = np.full(len(x), -1, np.int64)
    number, edge = -1, -np.inf
    for node in np.argsort(x, kind="stable")[: int((~np.isnan(x)).sum())].tolist():
        if x[node] - edge >= width:
            number, edge = number + 1, float(x[node])
        column[node] = number
    return column


def usual_shift(before: Floats, now: Floats) -> float:
    """By how much to move a drawing so that many nodes stand where they stood: where two would do, those on the left.

    Args:
        before: x of the nodes, NaN where there is none.
        now: the same in the new drawing.
    """
    known = ~np.isnan(before)
    values, which, number = np.unique(np.round(before - now)[known], return_inverse=True, return_counts=True)
    if not len(values):
        return 0.0
    far = np.bincount(which, weights=now[known]) / number
    far[2 * number < number.max()] = np.inf
    return float(values[far.argmin()])


def filled_levels(graph: LayeredGraph, before: Floats) -> tuple[Floats, Floats, Floats]:
    """Levels of all nodes, shape (graph.size,): those that have none get one between their neighbours.

    Args:
        before: levels of the real nodes, NaN where there is none.

    Returns:
        Half-way between the neighbours on both sides; as those on the left; as those on the right.
    """
    level = np.concatenate([before, np.full(graph.size - graph.nodes, np.nan)])
    rightward, leftward = level.copy(), level.copy()
    for sources, targets in graph.gaps:
        _spread(rightward, sources, targets)
    for sources, targets in reversed(graph.gaps):
        _spread(leftward, targets, sources)
    both = np.stack([rightward, leftward])
    known = ~np.isnan(both)
    mean = np.where(known, both, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    middle = float(np.median(before[~np.isnan(before)]))
    mean = np.where(known.any(0), mean, middle)
    return mean, np.where(known[0], rightward, mean), np.where(known[1], leftward, mean)


def _spread(level: Floats, fixed: Ints, free: Ints) -> None:
    """Gives nodes without a level the mean of their neighbours on one side."""
    wanted = np.isnan(level[free]) & ~np.isnan(level[fixed])
    total = np.bincount(free[wanted], weights=level[fixed[wanted]], minlength=len(level))
    count = np.bincount(free[wanted], minlength=len(level))
    found = np.flatnonzero(count)
    level[found] = total[found] / count[found]


def as_seen(graph: LayeredGraph, place: Ints, level: Floats) -> Ints:
    """An order, or the same upside down: whichever is more like the levels of the real nodes, NaN for unknown ones."""
    alike = 0.0
    for layer in graph.layers:
        cards = layer[layer < graph.nodes]
        cards = cards[~np.isnan(level[cards])]
        if len(cards) > 1:
            at, seen = place[cards], level[cards]
            alike += float(((at - at.mean()) * (seen - seen.mean())).sum())
    if alike >= 0:
        return place
    turned = place.copy()
    for layer in graph.layers:
        turned[layer] = len(layer) - 1 - place[layer]
    return turned
