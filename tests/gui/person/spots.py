"""Places on the canvas that a person may aim at, on the screen."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QPoint, QRect

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.gui.canvas.canvas import Canvas
from designer.gui.canvas.hit_test import port_places

EDGE = 4


class Spots:
    """Finds places of one canvas."""

    def __init__(self, canvas: Canvas, dice: Random) -> None:
        self._canvas, self._dice = canvas, dice

    def on_screen(self, place: tuple[float, float]) -> QPoint:
        """Where a place of the scene is; at the nearest edge when it is out of sight."""
        canvas = self._canvas
        x, y = canvas.view.to_view(*place)
        x = min(max(round(x), EDGE), canvas.width() - EDGE)
        y = min(max(round(y), EDGE), canvas.height() - EDGE)
        return canvas.mapToGlobal(QPoint(x, y))

    def anywhere(self) -> QPoint:
        area: QRect = self._canvas.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        x, y = self._dice.randint(area.left(), area.right()), self._dice.randint(area.top(), area.bottom())
        return self._canvas.mapToGlobal(QPoint(x, y))

    # ------------------------------------------------------------------ things; None when there is none
    def corner(self) -> tuple[float, float] | None:
        """The corner of some card."""
        steps = self._canvas.scene.columns.steps
        keys = [k for k, row in steps.row.items() if steps["x"][row] == steps["x"][row]]
        if not keys:
            return None
        row = steps.row[self._dice.choice(keys)]
        return float(steps["x"][row]), float(steps["y"][row])

    def card(self) -> QPoint | None:
        corner = self.corner()
        if corner is None:
            return None
        across, down = self._dice.choice([(0.6, 0.7), (0.6, 0.7), (self._dice.random(), self._dice.random())])
        return self.on_screen((corner[0] + across * CARD_WIDTH, corner[1] + down * CARD_HEIGHT))

    def port(self, *names: str) -> QPoint | None:
        corner = self.corner()
        return None if corner is None else self.on_screen(port_places(corner)[self._dice.choice(names)])

    def badge(self) -> QPoint | None:
        canvas = self._canvas
        found = [r for r in canvas.scene.columns.steps.row.values() if canvas.scene.columns.steps["severity"][r]]
        if not found:
            return None
        row = self._dice.choice(found)
        steps = canvas.scene.columns.steps
        left, top, width, height = shape.badge_area(
            (float(steps["x"][row]), float(steps["y"][row])), int(steps["count"][row])
        )
        return self.on_screen((left + width / 2, top + height / 2))

    def link(self) -> QPoint | None:
        """Somewhere on a link, often its middle, where the plus is."""
        columns = self._canvas.scene.columns
        if not columns.links.row:
            return None
        row = columns.links.row[self._dice.choice(sorted(columns.links.row))]
        if columns.links["curve"][row][0] != columns.links["curve"][row][0]:
            return None  # both ends are in one box
        if self._dice.random() < 0.3:
            return self.on_screen(columns.ways.middle(row))
        points = columns.ways.points(row)
        x, y = points[self._dice.randrange(len(points))].tolist()
        return self.on_screen((x, y))

    def bend(self) -> QPoint | None:
        bends = [b for bends in self._canvas.session.pipeline.bends.values() for b in bends]
        return self.on_screen(self._dice.choice(bends)) if bends else None

    def note(self) -> QPoint | None:
        notes = list(self._canvas.session.pipeline.notes.values())
        if not notes:
            return None
        note = self._dice.choice(notes)
        if self._dice.random() < 0.3:
            return self.on_screen((note.x + note.width - 5, note.y + note.height - 5))
        return self.on_screen((note.x + note.width / 2, note.y + note.height / 2))

    def frame(self) -> QPoint | None:
        areas = list(self._canvas.scene.frames.values())
        if not areas:
            return None
        left, top, width, _ = self._dice.choice(areas)
        return self.on_screen((left + self._dice.random() * width, top + shape.FRAME_TITLE / 2))

    def ghost(self) -> QPoint | None:
        ghosts = self._canvas.scene.ghosts
        if not ghosts:
            return None
        ghost = self._dice.choice(list(ghosts))
        return self.on_screen((ghost.x + ghost.width / 2, ghost.y + ghost.height / 2))

    def any(self) -> QPoint:
        """One of all these."""
        kinds = [self.card, self.card, self.card, self.link, self.link, self.note, self.frame, self.bend, self.badge]
        kinds += [self.ghost, lambda: self.port("in", "out", "back"), self.anywhere]
        return self._dice.choice(kinds)() or self.anywhere()
