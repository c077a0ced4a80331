"""Where cards go when nobody said so. Canvas units; a place is the top-left corner of a card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Note

CARD_WIDTH: Final = 200.0
CARD_HEIGHT: Final = 72.0
GAP_X: Final = 90.0
GAP_Y: Final = 40.0
STRIDE_X: Final = CARD_WIDTH + GAP_X
STRIDE_Y: Final = CARD_HEIGHT + GAP_Y
_ROWS: Final = 41  # how many places of a column are tried, above and below


def overlaps(a: Position, b: Position) -> bool:
    """Whether two cards would touch, with a little air around them."""
    return abs(a[0] - b[0]) < CARD_WIDTH + GAP_X / 4 and abs(a[1] - b[1]) < CARD_HEIGHT + GAP_Y / 4


def free_place(board: Pipeline | Snapshot, x: float, y: float, without: Collection[str] = ()) -> Position:
    """The free place nearest to (x, y), looking below and above before moving to the right.

    Args:
        without: steps that are about to leave their places.
    """
    notes = tuple(n for n in board.notes.values() if n.takes_room)
    left = x
    while True:
        beside = [
            p
            for step, p in board.positions.items()
            if abs(left - p[0]) < CARD_WIDTH + GAP_X / 4 and step not in without
        ]
        for row in range(_ROWS):
            place = (left, y + (row + 1) // 2 * (1 if row % 2 else -1) * STRIDE_Y)
            if not any(overlaps(place, other) for other in beside) and not any(_covers(n, place) for n in notes):
                return place
        left += STRIDE_X


def place_between(board: Pipeline | Snapshot, after: Iterable[str], before: Iterable[str]) -> Position:
    """A free place to the right of the steps ``after`` and to the left of the steps ``before``."""
    left = _places(board.positions, after)
    right = _places(board.positions, before)
    if left and right:
        x = (max(p[0] for p in left) + min(p[0] for p in right)) / 2
        y = (_mean(left) + _mean(right)) / 2
    elif left:
        x, y = max(p[0] for p in left) + STRIDE_X, _mean(left)
    elif right:
        x, y = min(p[0] for p in right) - STRIDE_X, _mean(right)
    else:
        x, y = _end_of(board.positions)
    return free_place(board, x, y)


def shift_right(board: Pipeline, start: Iterable[str], room: float = STRIDE_X) -> dict[str, Position]:
    """New places of steps and all that follows them along flow links, moved right by ``room``."""
    targets: dict[str, list[str]] = {}
    for link in board.links.values():
        if link.is_flow:
            targets.setdefault(link.source, []).append(link.target)
    moved: dict[str, Position] = {}
    todo = list(start)
    while todo:
        step = todo.pop()
        place = board.positions.get(step)
        if step not in moved and place is not None:
            moved[step] = (place[0] + room, place[1])
            todo.extend(targets.get(step, ()))
    return moved


def _covers(note: Note, place: Position) -> bool:
    return (
        note.x - CARD_WIDTH < place[0] < note.x + note.width and note.y - CARD_HEIGHT < place[1] < note.y + note.height
    )


def _places(positions: Mapping[str, Position], steps: Iterable[str]) -> list[Position]:
    return [positions[s] for s in steps if s in positions]


def _mean(places: list[Position]) -> float:
    return sum(p[1] for p in places) / len(places)


def _end_of(positions: Mapping[str, Position]) -> Position:
    if not positions:
        return (0.0, 0.0)
    x, y = max(positions.values())
    return (x + STRIDE_X, y)
