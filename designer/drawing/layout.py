"""Places for steps: a layered drawing from left to right, and places for newcomers beside their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y, STRIDE_X, STRIDE_Y
from designer.drawing.arranging import in_columns
from designer.drawing.framed_layout import framed_layout, is_framed
from designer.drawing.free_space import FreeSpace
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Note


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
    return in_columns(dict.fromkeys(steps, (CARD_WIDTH, CARD_HEIGHT)), links, column - CARD_WIDTH, row - CARD_HEIGHT)


def tidy(snapshot: Snapshot, only: Collection[str] | None = None) -> dict[str, Position]:
    """New places for all steps, or for some of them, from scratch; the top-left corner of the group stays.

    A drawing of all steps moves down where a sticky note would hide one of its cards.

    Args:
        snapshot: the pipeline.
        only: ids of the steps to arrange; None for all of them.
    """
    chosen = [s for s in snapshot.steps if only is None or s in only]
    places = _whole(snapshot) if only is None else layered(chosen, _flow(snapshot))
    placed = [snapshot.positions[s] for s in chosen if s in snapshot.positions]
    if not placed:
        return places
    left, top = min(x for x, _ in placed), min(y for _, y in placed)
    moved = {step: (x + left, y + top) for step, (x, y) in places.items()}
    return moved if only is not None else _below_notes(moved, snapshot.notes.values())


def _below_notes(places: Mapping[str, Position], notes: Collection[Note]) -> dict[str, Position]:
    """The same drawing, moved down until no card lies on a note."""
    down, hidden = 0.0, True
    while hidden:
        hidden = False
        for note in (n for n in notes if n.takes_room):
            beside = [y + down for x, y in places.values() if note.x - CARD_WIDTH < x < note.x + note.width]
            if any(note.y - CARD_HEIGHT < y < note.y + note.height for y in beside):
                down += note.y + note.height + GAP_Y - min(beside)
                hidden = True  # what was above another note may lie on it now
    return {step: (x, y + down) for step, (x, y) in places.items()}


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
    """A drawing of all steps; opened files in their frames."""
    return framed_layout(snapshot) if is_framed(snapshot) else layered(list(snapshot.steps), _flow(snapshot))


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
