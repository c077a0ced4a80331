"""Room for a frame that opens, and the room back when it collapses: what lies right of it or below it moves."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from designer.commands.notes import folded
from designer.drawing.frame_tree import FrameTree, is_collapsed
from designer.drawing.geometry import Area
from designer.model.snapshot import Position
from designer.model.step import Frame


def folded_places(frames: Mapping[str, Frame], positions: Mapping[str, Position], frame_id: str) -> dict[str, Position]:
    """New places of cards for when a frame is opened, or collapsed where it is open.

    The top-left corner of the frame stays. Its neighbours in the same frame move by what it grows; so the frame
    around it grows, whose neighbours move, and so on outwards. Frames move as a whole. What a frame leaves free when
    it collapses is closed only where nothing would come to lie on anything.
    """
    changed = {**frames, frame_id: folded(frames[frame_id], not is_collapsed(frames[frame_id]))}
    places = dict(positions)
    before = FrameTree(frames, positions)
    inside: str | None = frame_id
    while inside is not None and inside in before.shown:
        now = FrameTree(changed, places).shown[inside]
        around = before.parent.get(inside)
        for unit, (dx, dy) in _room(before, around, inside, now).items():
            for step in before.steps_of(unit):
                if step in places:
                    places[step] = (places[step][0] + dx, places[step][1] + dy)
        inside = around
    return {step: place for step, place in places.items() if place != positions[step]}


def _room(before: FrameTree, around: str | None, grown: str, now: Area) -> dict[str, Position]:
    """How far each thing beside a frame moves for it to take another area."""
    x, y, width, height = before.shown[grown]
    dx, dy = now[2] - width, now[3] - height
    units = before.units(around)
    moves = {
        unit: (dx * (area[0] >= x + width), dy * (area[1] >= y + height))
        for unit, area in units.items()
        if unit != f"[{grown}]" and (area[0] >= x + width or area[1] >= y + height)
    }
    if dx >= 0 and dy >= 0:
        return moves  # what moves away comes near nothing
    moved = {u: (a[0] + moves[u][0], a[1] + moves[u][1], *a[2:]) for u, a in units.items() if u in moves}
    rest = [now, *(a for u, a in units.items() if u not in moves and u != f"[{grown}]")]
    is_free = not any(_touch(one, other) for one in moved.values() for other in rest)
    return moves if is_free and not any(_touch(a, b) for a, b in combinations(moved.values(), 2)) else {}


def _touch(a: Area, b: Area) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
