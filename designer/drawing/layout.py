"""Places for steps: a layered drawing from left to right, and places for newcomers beside their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y, STRIDE_X, STRIDE_Y
from designer.drawing.arranging import Box, in_columns
from designer.drawing.framed_layout import FramedLayout
from designer.drawing.free_space import FreeSpace
from designer.model.snapshot import Position, Snapshot


def layered(
    steps: Sequence[str], links: Iterable[tuple[str, str]], column: float = STRIDE_X, row: float = STRIDE_Y
) -> dict[str, Position]:
    """Top-left corners of the cards of a whole graph, left to right, starting at (0, 0).

    Args:
        steps: ids; the order settles ties.
        links: (source, target) of the flow links; circles are allowed, one of their links then runs backwards.
        column: distance from one column to the next, in canvas units.
        row: least distance from one card to the one below it.
    """
    boxes = dict.fromkeys(steps, Box())
    return dict(in_columns(boxes, links, column - CARD_WIDTH, row - CARD_HEIGHT).places)


def place_missing(snapshot: Snapshot) -> dict[str, Position]:
    """Places for the steps that have none: a whole layered drawing when no step has one, else beside neighbours.

    What is linked to nothing placed is drawn as a group of its own below everything.
    """
    missing = [s for s in snapshot.steps if s not in snapshot.positions]
    if len(missing) == len(snapshot.steps):
        return _whole(snapshot)
    places = dict(snapshot.positions)
    notes = [(n.x, n.y, n.width, n.height) for n in snapshot.notes.values() if n.takes_room]
    cards = [(x, y, CARD_WIDTH, CARD_HEIGHT) for x, y in places.values()]
    space = FreeSpace([*cards, *notes], GAP_Y)
    rest = _place_beside(snapshot, missing, places, space)
    _place_below(snapshot, rest, places, space)
    return {step: places[step] for step in missing}


def placed(snapshot: Snapshot) -> Snapshot:
    """The snapshot with a place for every step."""
    if len(snapshot.positions) == len(snapshot.steps):
        return snapshot
    return replace(snapshot, positions={**place_missing(snapshot), **snapshot.positions})


def _whole(snapshot: Snapshot) -> dict[str, Position]:
    """A new drawing of all steps, those of a frame together."""
    places = FramedLayout(snapshot).places().places
    return {step: places[step] for step in snapshot.steps}


def _flow(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(k.source, k.target) for k in snapshot.links.values() if k.is_flow]


def _place_beside(
    snapshot: Snapshot, missing: Sequence[str], places: dict[str, Position], space: FreeSpace
) -> list[str]:
    """Places, wave by wave, each step that has a placed neighbour; returns those that never get one."""
    before: dict[str, list[str]] = {s: [] for s in snapshot.steps}
    after: dict[str, list[str]] = {s: [] for s in snapshot.steps}
    for source, target in _flow(snapshot):
        after[source].append(target)
        before[target].append(source)
    waiting = list(missing)
    while True:
        ready = [s for s in waiting if any(n in places for n in (*before[s], *after[s]))]
        if not ready:
            return waiting
        for step in ready:
            x, y = between(
                [places[n] for n in before[step] if n in places], [places[n] for n in after[step] if n in places]
            )
            places[step] = space.nearest(x, y, CARD_WIDTH, CARD_HEIGHT)
            space.take((*places[step], CARD_WIDTH, CARD_HEIGHT))
        waiting = [s for s in waiting if s not in places]


def between(before: Sequence[Position], after: Sequence[Position]) -> Position:
    """Where a card belongs that comes after some cards and before others; at least one of the two is not empty."""
    y = float(np.mean([y for _, y in (*before, *after)]))
    left = max((x for x, _ in before), default=None)
    right = min((x for x, _ in after), default=None)
    if right is None:
        return (left + STRIDE_X if left is not None else 0.0, round(y))
    if left is None:
        return (right - STRIDE_X, round(y))
    return (round((left + right) / 2), round(y))


def _place_below(snapshot: Snapshot, rest: Sequence[str], places: dict[str, Position], space: FreeSpace) -> None:
    if not rest:
        return
    left = min(x for x, _ in places.values())
    bottom = max(y for _, y in places.values()) + STRIDE_Y
    group = layered(rest, _flow(snapshot))
    for step, (x, y) in sorted(group.items(), key=lambda item: (item[1][1], item[1][0])):
        places[step] = space.nearest(x + left, y + bottom, CARD_WIDTH, CARD_HEIGHT)
        space.take((*places[step], CARD_WIDTH, CARD_HEIGHT))


def bounds(places: Mapping[str, Position]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the cards at these places; four zeros when there is none."""
    if not places:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    return (min(xs), min(ys), max(xs) + CARD_WIDTH, max(ys) + CARD_HEIGHT)
