"""Ways round the cards that plain curves would run through; for many links at once.

A way leaves its card, turns into a vertical channel beside it, a horizontal lane, a channel beside the other card, and
enters that one. Every lane within reach is tried with a few channels; what a raster of the cards says of covered cells,
length and corners decide. Nothing depends on other links, so a small change moves few ways; links that share a channel
or a lane keep apart by numbers made of their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_WIDTH, GAP_X
from designer.drawing.geometry import Floats, curve_boxes, flattened, in_port, link_curves, out_port
from designer.drawing.link_ways import compact
from designer.drawing.obstacles import CELL, Obstacles
from designer.pace import breathe

Ints = npt.NDArray[np.int64]
REACH: Final = 380.0
"""How far beyond its ends a link looks for a lane, in canvas units."""
LONGEST: Final = 12_000.0
"""Longer links stay plain: nobody sees both their ends."""
_MOST_CELLS: Final = 1_000_000
_COVERED: Final = 40.0  # what a covered cell costs, in units of length: a card is worth a detour of a thousand
_CORNER: Final = 25.0
_LANE: Final = 8.0
_SLOTS: Final = 5
_FIRST_CHOICES: Final = 3
_OWN_CELLS: Final = 6  # that the cards at both ends may cover of a way that hits nothing
_STUB: Final = np.array([0.0, 18.0])
_NEAR_END: Final = 16.0
_OUT, _IN = np.array(out_port((0, 0))), np.array(in_port((0, 0)))
_LOW_OUT, _LOW_IN = np.array(out_port((0, 0), True)), np.array(in_port((0, 0), True))


def slots_of(ends: Sequence[tuple[str, str]]) -> Ints:
    """(n, 2) which of a few parallel channels and lanes links prefer, by the ids of their ends."""
    pairs = [(crc32(a.encode()) % _SLOTS, crc32(f"{a} {b}".encode()) % _SLOTS) for a, b in ends]
    return np.array(pairs, np.int64).reshape(-1, 2)


def ways_round(
    cards: Floats,
    sources: Floats,
    targets: Floats,
    feedback: npt.NDArray[np.bool_],
    slots: Ints,
    *,
    every: bool = False,
) -> dict[int, Floats]:
    """Ways of those links whose plain curves run through cards.

    Args:
        cards: (n, 2) top-left corners of all cards that may stand in the way.
        sources: (k, 2) top-left corners of the cards that links leave.
        targets: (k, 2) of those they enter.
        feedback: (k,) which of them are feedback links.
        slots: as `slots_of` gives them.
        every: links that hit nothing get a way too: for straight angles.

    Returns:
        Number of a link -> (m, 2) corners of its way, from port to arrow; the others are plain curves.
    """
    cards = cards[~np.isnan(cards).any(1)]
    curves = link_curves(sources, targets, feedback)
    boxes = curve_boxes(curves)
    size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    found: dict[int, Floats] = {}
    for part in _parts(np.flatnonzero(size < LONGEST), boxes):
        around = np.concatenate([boxes[part, :2].min(0) - REACH - 90, boxes[part, 2:].max(0) + REACH + 90])
        obstacles = Obstacles(cards, around)
        covered = _covered(obstacles, curves[part])
        hit = np.ones(len(part), bool) if every else covered > 0
        for kind, of_kind in ((False, ~feedback[part]), (True, feedback[part])):
            rows = part[hit & of_kind]
            if len(rows):
                ways, cost = _ways(obstacles, sources[rows], targets[rows], slots[rows], kind)
                better = np.ones(len(rows), bool) if every else cost < covered[hit & of_kind]
                found.update(zip(rows[better].tolist(), compact(ways[better]), strict=True))
    return found


def _parts(rows: Ints, boxes: Floats) -> Iterator[Ints]:
    """Links in groups that a raster of bearable size holds."""
    todo = [rows] if len(rows) else []
    while todo:
        breathe()
        part = todo.pop()
        low, high = boxes[part, :2].min(0), boxes[part, 2:].max(0)
        room = (high - low + 2 * REACH) / CELL
        if len(part) == 1 or room[0] * room[1] <= _MOST_CELLS:
            yield part
            continue
        axis = int((high - low)[1] > (high - low)[0])
        order = part[np.argsort(boxes[part, axis] + boxes[part, axis + 2], kind="stable")]
        todo += [order[: len(order) // 2], order[len(order) // 2 :]]


def _covered(obstacles: Obstacles, curves: Floats) -> Floats:
    """About how many cells of plain curves lie on cards; their ends do not count."""
    x, y = curves[:, 0::2], curves[:, 1::2]
    length = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1)).sum(1)
    classes = np.ceil(np.log2(np.maximum(length / 12, 16))).astype(int)
    found = np.zeros(len(curves))
    for size in np.unique(classes).tolist():
        rows = np.flatnonzero(classes == size)
        points = flattened(curves[rows], 2**size)
        far = np.abs(points - points[:, :1]).max(2) > _NEAR_END
        far &= np.abs(points - points[:, -1:]).max(2) > _NEAR_END
        found[rows] = (obstacles.at(points) & far).sum(1) * length[rows] / 2**size / CELL[0]
    return found


def _ways(obstacles: Obstacles, sources: Floats, targets: Floats, slots: Ints, feedback: bool) -> tuple[Floats, Floats]:
    """The cheapest way of each link, and how many cells of it are covered."""
    start, end = (_LOW_OUT, _LOW_IN) if feedback else (_OUT, _IN)
    start, end = sources + start, targets + end
    end = end + ([0.0, 8.0] if feedback else [-8.0, 0.0])
    first, last = (start + _STUB, end + _STUB) if feedback else (start, end)
    channels = _low_channels if feedback else _side_channels
    height = np.abs(first[:, 1] - last[:, 1])
    classes = np.ceil(np.log2((height + 2 * REACH) / _LANE)).astype(int)
    ways, covered = np.empty((len(sources), 8, 2)), np.empty(len(sources))
    for size in np.unique(classes).tolist():
        rows = np.flatnonzero(classes == size)
        best = np.full(len(sources), np.inf)
        for number, (xa, xb) in enumerate(channels(sources, targets, slots)):
            breathe()
            if number == _FIRST_CHOICES:  # the others are narrower or longer: for those that hit something
                rows = rows[covered[rows] > _OWN_CELLS]
            if not len(rows):
                break
            one, other, a, b = first[rows], last[rows], xa[rows], xb[rows]
            lanes = _lanes(one[:, 1], other[:, 1], 2**size, slots[rows, 1])
            cost, count = _costs(obstacles, one, other, a, b, lanes)
            lane = cost.argmin(1)
            every = np.arange(len(rows))
            less = cost[every, lane] < best[rows] - 1e-6
            y, chosen = lanes[every, lane], rows[less]
            corners = ((a, one[:, 1]), (a, y), (b, y), (b, other[:, 1]))
            for corner, (x_of, y_of) in enumerate(corners, 2):
                ways[chosen, corner, 0], ways[chosen, corner, 1] = x_of[less], y_of[less]
            best[chosen], covered[chosen] = cost[every, lane][less], count[every, lane][less]
    ways[:, 0], ways[:, 1], ways[:, 6], ways[:, 7] = start, first, last, end
    return ways, covered


def _lanes(one: Floats, other: Floats, count: int, slots: Ints) -> Floats:
    """(k, count + 2) heights to be tried: all within reach, on a grid that is the same everywhere, and the ends'."""
    low = np.floor((np.minimum(one, other) - REACH) / _LANE) * _LANE
    height = np.maximum(one, other) + REACH - low
    step = np.ceil(height / count / _LANE) * _LANE
    lanes = low[:, None] + step[:, None] * np.arange(count) + (slots[:, None] - _SLOTS // 2) * 4.0
    return np.concatenate([one[:, None], other[:, None], lanes], 1)


def _side_channels(sources: Floats, targets: Floats, slots: Ints) -> list[tuple[Floats, Floats]]:
    """Vertical channels right of the cards that are left and left of those that are entered."""
    apart = (slots[:, 0] - _SLOTS // 2) * 6.0
    out = sources[:, 0] + CARD_WIDTH
    near, far = out + GAP_X / 2 + apart, out + 20 + apart / 4
    into, close = targets[:, 0] - GAP_X / 2 + apart, targets[:, 0] - 24 + apart / 4
    centre = np.where(targets[:, 0] - out > 50, (out + targets[:, 0]) / 2, near)
    return [(centre, centre), (near, into), (near, near), (into, into), (far, close), (far, into), (near, close)]


def _low_channels(sources: Floats, targets: Floats, slots: Ints) -> list[tuple[Floats, Floats]]:
    """Straight down from the ports, or beside the cards."""
    apart = (slots[:, 0] - _SLOTS // 2) * 5.0
    ends = []
    for places, port in ((sources, _LOW_OUT), (targets, _LOW_IN)):
        left = places[:, 0] - GAP_X / 3 + apart
        ends.append((places[:, 0] + port[0], left, left + CARD_WIDTH + GAP_X * 2 / 3))
    return [(xa, xb) for xa in ends[0] for xb in ends[1]]


def _costs(
    obstacles: Obstacles, one: Floats, other: Floats, xa: Floats, xb: Floats, lanes: Floats
) -> tuple[Floats, Floats]:
    """What each lane costs, and how many cells of the way along it are covered."""
    wide = np.broadcast_to
    a, b = wide(xa[:, None], lanes.shape), wide(xb[:, None], lanes.shape)
    y0, y1 = wide(one[:, 1:], lanes.shape), wide(other[:, 1:], lanes.shape)
    outside = obstacles.along(one[:, 1], one[:, 0], xa) + obstacles.along(other[:, 1], xb, other[:, 0])
    covered = obstacles.down(a, y0, lanes) + obstacles.down(b, lanes, y1) + obstacles.along(lanes, a, b)
    count = (covered + outside[:, None]).astype(float)
    length = np.abs(lanes - y0) + np.abs(lanes - y1) + np.abs(a - b)
    length += (np.abs(one[:, 0] - xa) + np.abs(other[:, 0] - xb))[:, None]
    corners = (np.abs(lanes - y0) > 1) * _CORNER + (np.abs(lanes - y1) > 1) * _CORNER + (np.abs(a - b) > 1) * _CORNER
    return length + corners + count * _COVERED, count
