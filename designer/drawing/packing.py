"""Parts of a drawing that have nothing to do with each other: on shelves, or where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Final

from designer.commands.placement import GAP_X, GAP_Y
from designer.drawing.arranging import NOWHERE, Arranged, Box, in_columns
from designer.drawing.free_space import FreeSpace
from designer.model.snapshot import Position

Size = tuple[float, float]
"""Width and height."""
_WIDE: Final = 1.9  # how much wider than high a drawing is best
_LOOSE: Final = 2.5  # how much more room parts may take where they stand than on shelves


def arranged(
    boxes: Mapping[str, Box],
    links: Sequence[tuple[str, str]],
    gap_y: float = GAP_Y,
    before: Mapping[str, Position] = NOWHERE,
    also: Sequence[tuple[str, str]] = (),
) -> Arranged:
    """Boxes that are linked in columns; parts that are not linked stay where they stood, or stand on shelves.

    Args:
        links: (source, target) that run from left to right.
        before: top-left corners in the drawing that there is.
        also: links that hold parts together and do not shape them.
    """
    parts = _parts(boxes, [*links, *also])
    if len(parts) == 1:
        return _alone(in_columns(boxes, links, gap_y=gap_y, before=before), before)
    leaving: dict[str, list[tuple[str, str]]] = {}
    for link in links:
        leaving.setdefault(link[0], []).append(link)
    inside = [_columns(part, boxes, leaving, gap_y, before) for part in parts]
    corners, sizes = {}, {}
    for i, part in enumerate(inside):
        left, top, right, bottom = _extent(part.places, boxes)
        sizes[str(i)] = (right - left, bottom - top)
        stood = [before[box] for box in part.places if box in before]
        if part.is_kept:
            corners[str(i)] = (left, top)
        elif stood:
            corners[str(i)] = (min(x for x, _ in stood), min(y for _, y in stood))
    kept = _kept(sizes, corners, gap_y)
    moved = kept or on_shelves(sizes, gap_y=gap_y)
    places: dict[str, Position] = {}
    for i, part in enumerate(inside):
        left, top = _extent(part.places, boxes)[:2]
        dx, dy = moved[str(i)][0] - left, moved[str(i)][1] - top
        places |= {box: (x + dx, y + dy) for box, (x, y) in part.places.items()}
    return Arranged({box: places[box] for box in boxes}, True) if kept else _alone(Arranged(places), before)


def _columns(
    part: Sequence[str],
    boxes: Mapping[str, Box],
    links: Mapping[str, list[tuple[str, str]]],
    gap_y: float,
    before: Mapping[str, Position],
) -> Arranged:
    if len(part) == 1:
        return Arranged({part[0]: before.get(part[0], (0.0, 0.0))}, part[0] in before)
    own = [link for box in part for link in links.get(box, ())]
    return in_columns({box: boxes[box] for box in part}, own, gap_y=gap_y, before=before)


def on_shelves(sizes: Mapping[str, Size], gap_x: float = GAP_X, gap_y: float = GAP_Y) -> dict[str, Position]:
    """Top-left corners of boxes in rows, in their order; the whole is about as wide as a screen, seen from afar.

    What is low beside a high box of its row stands in stacks.
    """
    room = sum((w + gap_x) * (h + gap_y) for w, h in sizes.values())
    width = max((sqrt(room * _WIDE), *(w for w, _ in sizes.values())))
    places: dict[str, Position] = {}
    x = y = high = 0.0
    stack = top = 0.0  # width of the last box that the next may stand below, and where
    for box, (w, h) in sizes.items():
        if w <= stack and top + h <= y + high:
            places[box] = (x - stack - gap_x, top)
            top += h + gap_y
            continue
        if x and x + w > width:
            x, y, high = 0.0, y + high + gap_y, 0.0
        places[box] = (x, y)
        x, high, stack, top = x + w + gap_x, max(high, h), w, y + h + gap_y
    return places


def _alone(found: Arranged, before: Mapping[str, Position]) -> Arranged:
    """A new drawing begins at the top-left corner of the one before."""
    stood = [before[box] for box in found.places if box in before]
    if found.is_kept or not stood:
        return found
    left, top = min(x for x, _ in stood), min(y for _, y in stood)
    return Arranged({box: (x + left, y + top) for box, (x, y) in found.places.items()}, True)


def _kept(sizes: Mapping[str, Size], corners: Mapping[str, Position], gap: float) -> dict[str, Position] | None:
    """Parts near to where they stood, large ones first; None when they stood nowhere, or far too scattered."""
    if 2 * len(corners) < len(sizes):
        return None
    space = FreeSpace(gap=gap)
    lowest = max(y + sizes[i][1] for i, (_, y) in corners.items()) + gap
    leftmost = min(x for x, _ in corners.values())
    places: dict[str, Position] = {}
    for i in sorted(sizes, key=lambda part: (part not in corners, -sizes[part][0] * sizes[part][1], int(part))):
        places[i] = space.nearest(*corners.get(i, (leftmost, lowest)), *sizes[i])
        space.take((*places[i], *sizes[i]))
    return places if _area(places, sizes) <= _LOOSE * _area(on_shelves(sizes, gap_y=gap), sizes) else None


def _area(places: Mapping[str, Position], sizes: Mapping[str, Size]) -> float:
    width = max(x + sizes[i][0] for i, (x, _) in places.items()) - min(x for x, _ in places.values())
    height = max(y + sizes[i][1] for i, (_, y) in places.items()) - min(y for _, y in places.values())
    return width * height


def _extent(places: Mapping[str, Position], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom."""
    return (
        min((x for x, _ in places.values()), default=0.0),
        min((y for _, y in places.values()), default=0.0),
        max((x + boxes[box].width for box, (x, _) in places.items()), default=0.0),
        max((y + boxes[box].height for box, (_, y) in places.items()), default=0.0),
    )


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
