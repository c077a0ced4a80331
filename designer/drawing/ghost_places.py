"""Where a missing step is drawn: between the steps it belongs between, on nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y, STRIDE_Y
from designer.drawing.free_space import Box, FreeSpace
from designer.drawing.geometry import FRAME_TITLE, Floats
from designer.drawing.layout import between, bounds
from designer.model.snapshot import Position
from designer.pace import breathe


class GhostLike(Protocol):
    """A missing step.

    Args:
        kind: slug of the kind to add; empty when a link, not a step, is missing.
        before: ids of the steps that it belongs before.
        after: ids of the steps that it belongs after.
    """

    @property
    def kind(self) -> str: ...
    @property
    def before(self) -> tuple[str, ...]: ...
    @property
    def after(self) -> tuple[str, ...]: ...


def ghost_places(
    positions: Mapping[str, Position],
    ghosts: Iterable[GhostLike],
    obstacles: Iterable[Box] = (),
    frames: Mapping[Box, Collection[str]] | None = None,
    space: FreeSpace | None = None,
) -> list[Position | None]:
    """Top-left corners of the ghosts' cards, in their order; None for a missing link.

    No ghost lies on a card, an obstacle or another ghost. One without placed neighbours stands below everything.

    Args:
        positions: top-left corners of the cards.
        ghosts: what is missing.
        obstacles: other boxes to keep clear of, such as notes.
        frames: areas of frames with their steps. No ghost lies across the title or an edge of one, or in a frame in
            which it has no neighbour.
        space: what `room_beside` made of the same cards and obstacles, when it is at hand.
    """
    areas = frames or {}
    if space is None:
        cards = np.array(list(positions.values()), float).reshape(-1, 2)
        space = room_beside(cards, obstacles)
    else:
        space = space.copy()
    boxes = np.array(list(areas), float).reshape(-1, 4)
    ids = list(areas)
    places: list[Position | None] = []
    for ghost in ghosts:
        breathe()
        if not ghost.kind:
            places.append(None)
            continue
        near = {*ghost.after, *ghost.before}
        x, y = _wanted(ghost, positions)
        met = (boxes[:, 0] < x + CARD_WIDTH + GAP_Y) & (x < boxes[:, 0] + boxes[:, 2] + GAP_Y)
        beside = [ids[row] for row in np.flatnonzero(met).tolist()]
        closed = [b for a in beside for b in ((a,) if near.isdisjoint(areas[a]) else _edges(a))]
        place = space.nearest(x, y, CARD_WIDTH, CARD_HEIGHT, closed)
        space.take((*place, CARD_WIDTH, CARD_HEIGHT))
        places.append(place)
    return places


def room_beside(cards: Floats, obstacles: Iterable[Box]) -> FreeSpace:
    """The room that cards at (n, 2) places and obstacles leave."""
    return FreeSpace(obstacles, GAP_Y / 2, cards)


def _edges(frame: Box) -> tuple[Box, ...]:
    x, y, width, height = frame
    sides = (x, y, 2.0, height), (x + width - 2, y, 2.0, height)
    return (x, y, width, FRAME_TITLE + 8), (x, y + height - 2, width, 2.0), *sides


def _wanted(ghost: GhostLike, positions: Mapping[str, Position]) -> Position:
    after = [positions[s] for s in ghost.after if s in positions]
    before = [positions[s] for s in ghost.before if s in positions]
    if after or before:
        return between(after, before)
    left, _, _, bottom = bounds(positions)
    return (left, bottom + STRIDE_Y - CARD_HEIGHT if positions else 0.0)
