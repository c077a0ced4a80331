"""What lies under a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.drawing.strokes import PEN_WIDTH, distance
from designer.gui.canvas.bends import SPOT, bend_at
from designer.gui.canvas.comment_painter import comment_area
from designer.gui.canvas.ghosts import GhostCard
from designer.gui.canvas.link_painter import STRAIGHT_BELOW
from designer.gui.canvas.looks import GUESSED
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import box_key, frame_of
from designer.model.snapshot import Position
from designer.model.step import COMMENT, INK, Note

_PORT_REACH: Final = 11.0
_LINK_REACH: Final = 7.0
_GRIP: Final = 16.0
STROKE_REACH: Final = 5.0
"""Pixels beside a stroke that still are it."""
PORTS_FROM: Final = 0.3
"""Below this scale cards are too small to aim at a port."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing under the pointer.

    Args:
        part: ``steps``, ``links``, ``notes``, ``frames``, ``ghosts`` or empty for nothing.
        key: its id.
        spot: ``out``, ``in``, ``back`` (the port below, for feedback), ``badge``, ``guess`` (the mark of a guessed
            card), ``plus`` (middle of a link), ``bend`` (number `bend` of a link), ``grip`` (corner of a
            note) or empty.
    """

    part: str = ""
    key: str = ""
    spot: str = ""
    ghost: GhostCard | None = None
    bend: int = 0

    @property
    def card(self) -> str:
        """The id of a step's card, or of the box of a frame that is collapsed."""
        return box_key(self.key) if self.part == "frames" else self.key

    @property
    def is_port(self) -> bool:
        return self.spot in ("out", "in", "back")


NOTHING: Final = Hit()


class HitTest:
    """Asks the columns; no index: a pass over 50,000 rows takes less than a millisecond."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def at(self, x: float, y: float, scale: float) -> Hit:
        """What is on top at a point, reaching a few pixels further for small things."""
        return (
            self._note(x, y, scale)
            or self._badge(x, y, scale)
            or self._port(x, y, scale)
            or self._card(x, y)
            or self._ghost(x, y)
            or self._link(x, y, scale)
            or self._frame(x, y)
            or NOTHING
        )

    def card_at(self, x: float, y: float, margin: float = 0.0, without: str | None = None) -> str | None:
        """The card or box on top at a point, or nearly there; one may be left out."""
        steps = self._scene.columns.steps
        left, top = steps["x"], steps["y"]
        inside = (left - margin <= x) & (x <= left + CARD_WIDTH + margin)
        inside &= (top - margin <= y) & (y <= top + CARD_HEIGHT + margin)
        if without is not None:
            inside[steps.row[without]] = False
        rows = np.flatnonzero(inside)
        return steps.ids[int(rows[-1])] if len(rows) else None

    def notes_at(self, x: float, y: float, scale: float) -> list[Note]:
        """Notes and drawings at a point, the top one last; near it for strokes."""
        near = STROKE_REACH / scale
        found = self._scene.notes.within((x - near, y - near, x + near, y + near))
        comments = [n for n in found if n.form == COMMENT]  # they lie over everything else
        others = [n for n in found if n.form != COMMENT and _holds(n, x, y, near)]
        return others + [n for n in comments if comment_area(n, scale).contains(x, y)]

    def link_at(self, x: float, y: float, reach: float) -> str | None:
        """The nearest link within a distance."""
        columns = self._scene.columns
        rows = columns.visible_links(x - reach, y - reach, x + reach, y + reach)
        if not len(rows):
            return None
        away = columns.ways.distances(rows, x, y)
        nearest = int(away.argmin())
        return columns.links.ids[int(rows[nearest])] if away[nearest] <= reach else None

    def links_across(self, start: Position, end: Position, scale: float) -> list[str]:
        """The links that a straight line crosses, as they are drawn at a scale."""
        columns = self._scene.columns
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        rows = columns.visible_links(left, top, right, bottom)
        points = shape.flattened(columns.links["curve"][rows], 1 if scale < STRAIGHT_BELOW else 20)
        hit = shape.crosses(points, start, end)
        if scale >= STRAIGHT_BELOW:
            for number in np.flatnonzero(np.isin(rows, columns.ways.own(rows))).tolist():
                hit[number] = shape.crosses(columns.ways.points(int(rows[number]))[None], start, end)[0]
        crossed = rows[hit]
        return [key for key in (columns.links.ids[row] for row in crossed.tolist()) if key]

    # ------------------------------------------------------------------ one kind of thing each
    def _note(self, x: float, y: float, scale: float) -> Hit | None:
        for note in reversed(self.notes_at(x, y, scale)):
            right, bottom = note.x + note.width, note.y + note.height
            in_corner = x > right - _GRIP / scale and y > bottom - _GRIP / scale and note.is_resizable
            return Hit("notes", note.id, "grip" if in_corner and scale > PORTS_FROM else "")
        return None

    def _badge(self, x: float, y: float, scale: float) -> Hit | None:
        columns = self._scene.columns
        size = max(1.0, min(0.85 / scale, 1.6))
        for row in columns.visible_steps(x - 40, y - 40, x + 40, y + 40)[::-1].tolist():
            place = float(columns.steps["x"][row]), float(columns.steps["y"][row])
            key = columns.steps.ids[row] or ""
            if columns.steps["flags"][row] & GUESSED and scale > PORTS_FROM:
                left, top, width, height = shape.guess_area(place)
                if left <= x <= left + width and top <= y <= top + height:
                    return card_hit(key, "guess")
            if columns.steps["severity"][row] and scale > PORTS_FROM:
                left, top, width, height = shape.badge_area(place, int(columns.steps["count"][row]))
                right = left + width
                if right - width * size <= x <= right and top - 4 <= y <= top + height * size:
                    return card_hit(key, "badge")
        return None

    def _port(self, x: float, y: float, scale: float) -> Hit | None:
        if scale < PORTS_FROM:
            return None
        columns, reach = self._scene.columns, min(_PORT_REACH / scale, 18.0)
        for row in columns.visible_steps(x - reach, y - reach, x + reach, y + reach)[::-1].tolist():
            place = float(columns.steps["x"][row]), float(columns.steps["y"][row])
            key = columns.steps.ids[row] or ""
            for spot, port in port_places(place).items():
                if abs(port[0] - x) <= reach and abs(port[1] - y) <= reach:
                    return card_hit(key, spot)
        return None

    def _card(self, x: float, y: float) -> Hit | None:
        key = self.card_at(x, y)
        return card_hit(key) if key else None

    def _ghost(self, x: float, y: float) -> Hit | None:
        for ghost in self._scene.ghosts:
            if ghost.holds(x, y):
                return Hit("ghosts", ghost.title, "", ghost)
        return None

    def _link(self, x: float, y: float, scale: float) -> Hit | None:
        reach = _LINK_REACH / scale
        key = self.link_at(x, y, reach)
        if key is None:
            return None
        row = self._scene.columns.links.row[key]
        bend = bend_at(self._scene.columns, key, x, y, scale) if scale > PORTS_FROM else None
        if bend is not None:
            return Hit("links", key, SPOT, bend=bend)
        middle = self._scene.columns.ways.middle(row)
        near = abs(middle[0] - x) <= 10 / scale and abs(middle[1] - y) <= 10 / scale
        return Hit("links", key, "plus" if near and scale > PORTS_FROM else "")

    def _frame(self, x: float, y: float) -> Hit | None:
        for key, (left, top, width, _) in reversed(tuple(self._scene.frames.items())):
            if left <= x <= left + width and top <= y <= top + shape.FRAME_TITLE + 8:
                return Hit("frames", key)
        return None


def _holds(note: Note, x: float, y: float, near: float) -> bool:
    if note.form == INK:
        return distance(note.ink, x - note.x, y - note.y) <= near + PEN_WIDTH / 2
    return note.x <= x <= note.x + note.width and note.y <= y <= note.y + note.height


def card_hit(key: str, spot: str = "") -> Hit:
    """A hit on a card by its id: a step's, or the box of a collapsed frame."""
    frame = frame_of(key)
    return Hit("steps", key, spot) if frame is None else Hit("frames", frame, spot)


def port_places(place: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Where a card's ports are, by their names in `Hit.spot`."""
    return {"out": shape.out_port(place), "in": shape.in_port(place), "back": shape.out_port(place, feedback=True)}
