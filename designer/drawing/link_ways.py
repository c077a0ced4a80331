"""The shapes of links that are no plain curves: ways with rounded corners, and curves through bends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from designer.drawing.geometry import Curve, Floats, flattened
from designer.model.snapshot import Position

ROUND: Final = 24.0
"""Radius of the corners of a way, in canvas units."""
SHARP: Final = 6.0
"""The same, of links with straight angles."""
_ARC: Final = np.linspace(0.0, 1.0, 7)
_PER_PIECE: Final = 14
_LEAST: Final = 36.0


def compact(ways: Floats, *, turns_back: bool = False) -> Floats:
    """(n, m, 2) ways without points that do nothing; shorter ones repeat their last point.

    Args:
        turns_back: points at which a way goes back where it came from are kept.
    """
    if ways.shape[1] < 3:
        return ways
    moved = np.abs(np.diff(ways, axis=1)).max(2) > 0.5
    ways = _packed(ways, np.concatenate([np.ones((len(ways), 1), bool), moved], 1))
    level = np.abs(np.diff(ways, axis=1)) < 0.5
    turns = ~(level[:, :-1] & level[:, 1:]).any(2)
    if turns_back:
        steps = np.diff(ways, axis=1)
        turns |= (steps[:, :-1] * steps[:, 1:]).sum(2) < 0
    ends = np.ones((len(ways), 1), bool)
    return _packed(ways, np.concatenate([ends, turns, ends], 1))


def _packed(ways: Floats, kept: np.ndarray) -> Floats:
    order = np.argsort(~kept, axis=1, kind="stable")
    rows = np.arange(len(ways))[:, None]
    count = kept.sum(1)
    last = ways[np.arange(len(ways)), -1]
    packed = ways[rows, order]
    beyond = np.arange(ways.shape[1])[None, :] >= count[:, None]
    packed[beyond] = np.broadcast_to(last[:, None], packed.shape)[beyond]
    width = int(count.max(initial=2))
    result: Floats = packed[:, : width + 1] if width < ways.shape[1] else packed
    return result


def cut_corners(ways: Floats, radius: float) -> tuple[Floats, Floats]:
    """Where the rounding of each point of (n, m, 2) ways begins and ends; at the point itself where there is none."""
    steps = np.diff(ways, axis=1)
    lengths = np.hypot(steps[..., 0], steps[..., 1])
    along = steps / np.maximum(lengths, 1e-9)[..., None]
    size = np.minimum(radius, np.minimum(lengths[:, :-1], lengths[:, 1:]) / 2)[..., None]
    before, after = ways.copy(), ways.copy()
    before[:, 1:-1] -= along[:, :-1] * size
    after[:, 1:-1] += along[:, 1:] * size
    return before, after


def rounded(ways: Floats, radius: float) -> Floats:
    """(n, k, 2) points along ways (n, m, 2) with round corners."""
    before, after = cut_corners(ways, radius)
    t = _ARC[None, None, :, None]
    arcs = (1 - t) ** 2 * before[:, :, None] + 2 * t * (1 - t) * ways[:, :, None] + t * t * after[:, :, None]
    points: Floats = arcs.reshape(len(ways), -1, 2)
    return points


def bent_curves(plain: Curve, bends: Sequence[Position], feedback: bool = False) -> Floats:
    """(n, 8) curves of a link from port to port through its bends, smooth at each.

    Args:
        plain: its curve without bends: gives the ends.
    """
    points = np.array([(plain[0], plain[1]), *bends, (plain[6], plain[7])], float)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    slopes = np.empty_like(points)
    away = points[2:] - points[:-2]
    slopes[1:-1] = away / np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)[:, None]
    slopes[0] = (0.0, 1.0) if feedback else (1.0, 0.0)
    slopes[-1] = (0.0, -1.0) if feedback else (1.0, 0.0)
    reach = np.maximum(lengths * 0.36, np.minimum(lengths, _LEAST) * 0.5)[:, None]
    first, second = points[:-1] + slopes[:-1] * reach, points[1:] - slopes[1:] * reach
    return np.concatenate([points[:-1], first, second, points[1:]], 1)


def bent_way(plain: Curve, bends: Sequence[Position], feedback: bool = False) -> Floats:
    """(1, m, 2) way of a link with straight angles through its bends."""
    points: list[Position] = [(plain[0], plain[1])]
    end = (plain[6], plain[7])
    level = not feedback
    for x, y in bends:
        points += [(x, points[-1][1]) if level else (points[-1][0], y), (x, y)]
    x, y = points[-1]
    if feedback:
        low = max(end[1] + 20, y)
        points += [(x, low), (end[0], low)]
    else:
        before = (x + end[0]) / 2 if x < end[0] - 40 else end[0] - 24
        points += [(before, y), (before, end[1])]
    return compact(np.array([[*points, end]], float), turns_back=True)


def bent_points(curves: Floats) -> Floats:
    """(m, 2) points along the curves of a bent link."""
    points = flattened(curves, _PER_PIECE)
    result: Floats = np.concatenate([points[:, :-1].reshape(-1, 2), points[-1:, -1]])
    return result


def middle(points: Floats) -> Position:
    """The point half-way along (m, 2) points."""
    return evenly(points, 3)[1].tolist()[0], evenly(points, 3)[1].tolist()[1]


def evenly(points: Floats, count: int) -> Floats:
    """As many points in equal distances along (m, 2) points, the ends included."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(wanted, along, points[:, 0]), np.interp(wanted, along, points[:, 1])], 1)


def nearest(points: Floats, x: float, y: float) -> tuple[float, float]:
    """How far (x, y) is from (m, 2) points joined by lines, and how far along the nearest place is."""
    start, along = points[:-1], np.diff(points, axis=0)
    length2 = (along * along).sum(1)
    share = np.clip(((np.array([x, y]) - start) * along).sum(1) / np.maximum(length2, 1e-9), 0, 1)
    away = np.hypot(*(start + share[:, None] * along - [x, y]).T)
    best = int(away.argmin())
    lengths = np.sqrt(length2)
    return float(away[best]), float(lengths[:best].sum() + share[best] * lengths[best])


def bend_index(points: Floats, bends: Sequence[Position], x: float, y: float) -> int:
    """The place that a new bend at (x, y) gets among the bends of a link drawn along (m, 2) points."""
    here = nearest(points, x, y)[1]
    return sum(nearest(points, *bend)[1] < here for bend in bends)
