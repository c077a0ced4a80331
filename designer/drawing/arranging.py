"""Boxes of any size in columns from left to right, and groups that have nothing to do with each other on shelves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Final

import numpy as np

from designer.commands.placement import GAP_X, GAP_Y
from designer.drawing.layered.chains import with_chains
from designer.drawing.layered.coordinates import heights
from designer.drawing.layered.cycles import break_cycles
from designer.drawing.layered.layers import assign_layers
from designer.drawing.layered.ordering import order_layers
from designer.model.snapshot import Position

Size = tuple[float, float]
"""Width and height."""
_BEND: Final = GAP_Y / 2
_WIDE: Final = 1.9  # how much wider than high a drawing is best


def in_columns(
    sizes: Mapping[str, Size], links: Iterable[tuple[str, str]], gap_x: float = GAP_X, gap_y: float = GAP_Y
) -> dict[str, Position]:
    """Top-left corners of the boxes of a whole graph, left to right, starting at (0, 0).

    Args:
        sizes: by id; the order settles ties.
        links: (source, target); circles are allowed, one of their links then runs backwards.
        gap_x: distance from one column to the next.
        gap_y: least distance from one box to the one below it.
    """
    if not sizes:
        return {}
    number = {box: i for i, box in enumerate(sizes)}
    pairs = dict.fromkeys((number[a], number[b]) for a, b in links if a in number and b in number and a != b)
    ends = np.array(list(pairs), np.int64).reshape(-1, 2)
    sources, targets = break_cycles(len(sizes), ends[:, 0], ends[:, 1])
    layer = assign_layers(len(sizes), sources, targets)
    graph = with_chains(layer, sources, targets)
    size = np.array(list(sizes.values()), float)
    middle = heights(graph, order_layers(graph), size[:, 1] + gap_y, _BEND)[: len(sizes)]
    top = middle - size[:, 1] / 2
    top = np.round(top - top.min())
    widths = [size[layer == column, 0].max(initial=0.0) for column in range(int(layer.max()) + 1)]
    left = np.concatenate([[0.0], np.cumsum(np.array(widths) + gap_x)])
    return {box: (float(left[layer[i]]), float(top[i])) for box, i in number.items()}


def on_shelves(sizes: Mapping[str, Size], gap_x: float = GAP_X, gap_y: float = GAP_Y) -> dict[str, Position]:
    """Top-left corners of boxes in rows, in their order; the whole is about as wide as a screen, seen from afar."""
    room = sum((w + gap_x) * (h + gap_y) for w, h in sizes.values())
    width = max((sqrt(room * _WIDE), *(w for w, _ in sizes.values())))
    places: dict[str, Position] = {}
    x = y = high = 0.0
    for box, (w, h) in sizes.items():
        if x and x + w > width:
            x, y, high = 0.0, y + high + gap_y, 0.0
        places[box] = (x, y)
        x, high = x + w + gap_x, max(high, h)
    return places


def arranged(sizes: Mapping[str, Size], links: Sequence[tuple[str, str]], gap_y: float = GAP_Y) -> dict[str, Position]:
    """Boxes that are linked in columns; what is not linked with each other stands on shelves."""
    parts = _parts(sizes, links)
    inside = [in_columns({box: sizes[box] for box in part}, links, gap_y=gap_y) for part in parts]
    extents = {
        str(i): (
            max(x + sizes[box][0] for box, (x, _) in places.items()),
            max(y + sizes[box][1] for box, (_, y) in places.items()),
        )
        for i, places in enumerate(inside)
    }
    corners = on_shelves(extents, gap_y=gap_y)
    return {
        box: (x + corners[str(i)][0], y + corners[str(i)][1])
        for i, places in enumerate(inside)
        for box, (x, y) in places.items()
    }


def _parts(boxes: Iterable[str], links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected parts of a graph, large ones first, those of one size in their order."""
    leader = {box: box for box in boxes}

    def find(box: str) -> str:
        while leader[box] != box:
            leader[box] = leader[leader[box]]
            box = leader[box]
        return box

    for a, b in links:
        if a in leader and b in leader:
            leader[find(b)] = find(a)
    parts: dict[str, list[str]] = {}
    for box in leader:
        parts.setdefault(find(box), []).append(box)
    return sorted(parts.values(), key=len, reverse=True)
