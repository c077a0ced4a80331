"""Boxes of any size in columns from left to right, near to where they stood when that was a drawing in columns, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_X, GAP_Y
from designer.drawing.layered.chains import LayeredGraph, with_chains
from designer.drawing.layered.coordinates import Room, heights
from designer.drawing.layered.cycles import Ints, break_cycles
from designer.drawing.layered.layers import assign_layers
from designer.drawing.layered.ordering import Floats, crossings, order_as_before, order_layers
from designer.drawing.layered.settling import settled
from designer.drawing.layered.standing import aligned_share, as_seen, columns_of, filled_levels, usual_shift
from designer.model.snapshot import Position

_BEND: Final = GAP_Y / 2
_BETTER: Final = 0.75  # a new order must cross that much less than the old one to be worth the movement
_MANY: Final = 20_000
_AGAIN: Final = 3  # a drawing that was just made is tidied once more, so that tidying it does not move much
_SETTLED: Final = 2.0  # cards move that little on average when a drawing is tidied again: enough
_SHARE: Final = 0.8  # of boxes in columns and links to the right, for a drawing to be kept
NOWHERE: Final[Mapping[str, Position]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be placed.

    Args:
        width: of the whole.
        height: of the whole.
        x: how far right of its left edge the card begins that columns are lined up by.
        level: how far below its top edge links meet it.
    """

    width: float = CARD_WIDTH
    height: float = CARD_HEIGHT
    x: float = 0.0
    level: float = CARD_HEIGHT / 2


NO_BOXES: Final[Mapping[str, Box]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Arranged:
    """Top-left corners of boxes.

    Args:
        places: by id; of a new drawing they begin at (0, 0).
        is_kept: whether the drawing from before was kept as far as possible; then the places are where they belong.
    """

    places: Mapping[str, Position]
    is_kept: bool = False


def in_columns(
    boxes: Mapping[str, Box],
    links: Iterable[tuple[str, str]],
    gap_x: float = GAP_X,
    gap_y: float = GAP_Y,
    before: Mapping[str, Position] = NOWHERE,
) -> Arranged:
    """Places for the boxes of a whole graph, left to right.

    Args:
        boxes: by id; the order settles ties.
        links: (source, target); circles are allowed, one of their links then runs backwards.
        gap_x: distance from one column to the next.
        gap_y: least distance from one box to the one below it.
        before: top-left corners in the drawing that there is, of those that have one.
    """
    if not boxes:
        return Arranged({})
    number = {box: i for i, box in enumerate(boxes)}
    pairs = dict.fromkeys((number[a], number[b]) for a, b in links if a in number and b in number and a != b)
    ends = np.array(list(pairs), np.int64).reshape(-1, 2)
    sources, targets = break_cycles(len(boxes), ends[:, 0], ends[:, 1])
    sizes = np.array([(b.width, b.height, b.x, b.level) for b in boxes.values()], float)
    old = np.array([before.get(box, (np.nan, np.nan)) for box in boxes], float)
    old += sizes[:, 2:]
    layer = assign_layers(len(boxes), sources, targets, columns_of(old[:, 0], CARD_WIDTH))
    graph = with_chains(layer, sources, targets)
    lefts = _lefts(layer, sizes, gap_x)[layer]
    keeps = _is_drawing(layer, old, sources, targets)
    level = _levels(graph, sizes, gap_y, old[:, 1], keeps)
    if keeps:
        x = lefts + usual_shift(old[:, 0], lefts)
    else:
        x, level = lefts - (lefts - sizes[:, 2]).min(), level - (level - sizes[:, 3]).min()
    corners = np.round(np.stack([x, level], 1) - sizes[:, 2:])
    return Arranged({box: (float(a), float(b)) for box, (a, b) in zip(boxes, corners.tolist(), strict=True)}, keeps)


def _is_drawing(layer: Ints, old: Floats, sources: Ints, targets: Ints) -> bool:
    """Whether most boxes stand somewhere, in columns as this layout makes them, with links to the right."""
    x = old[:, 0]
    known = ~np.isnan(x)
    if known.mean() < _SHARE / 2 or aligned_share(layer[known], x[known]) < _SHARE:
        return False
    ways = (x[targets] - x[sources])[known[sources] & known[targets]]
    return not len(ways) or bool((ways > CARD_WIDTH / 2).mean() >= _SHARE)


def _lefts(layer: Ints, sizes: Floats, gap: float) -> Floats:
    """The x of each column's cards."""
    count = int(layer.max()) + 1
    before, after = np.zeros(count), np.zeros(count)
    np.maximum.at(before, layer, sizes[:, 2])
    np.maximum.at(after, layer, sizes[:, 0] - sizes[:, 2])
    lefts: Floats = before + np.concatenate([[0.0], np.cumsum((before + after + gap)[:-1])])
    return lefts


def _levels(graph: LayeredGraph, sizes: Floats, gap: float, before: Floats, keeps: bool) -> Floats:
    """The level of each box."""
    bends = np.full(graph.size - graph.nodes, _BEND / 2)
    above, below = sizes[:, 3] + gap / 2, sizes[:, 1] - sizes[:, 3] + gap / 2
    room = Room(np.concatenate([above, bends]), np.concatenate([below, bends]))
    narrow = Room(np.concatenate([above, bends - gap / 2]), np.concatenate([below, bends - gap / 2]))
    best = order_layers(graph)
    if keeps:
        order = order_as_before(graph, filled_levels(graph, before))
        if crossings(graph, best) >= _BETTER * crossings(graph, order):
            return _near(graph, order, room, narrow, before)
    known = before if not np.isnan(before).all() else np.arange(len(before), dtype=float)
    order = as_seen(graph, best, known)
    level = settled(graph, order, heights(graph, order, room), room)[: graph.nodes]
    for _ in range(_AGAIN if graph.size < _MANY else 1):
        last, level = level, _near(graph, order_as_before(graph, filled_levels(graph, level)), room, narrow, level)
        if np.abs(last - level).mean() < _SETTLED:
            break
    return level + float(np.nanmedian(before - level)) if keeps else level


def _near(graph: LayeredGraph, order: Ints, room: Room, narrow: Room, before: Floats) -> Floats:
    """Levels near to those of an older drawing; bends fit into the gaps that cards keep anyway."""
    start = heights(graph, order, room, filled_levels(graph, before)[0])
    stated = np.concatenate([before, np.full(graph.size - graph.nodes, np.nan)])
    return settled(graph, order, start, narrow, stated)[: graph.nodes]
