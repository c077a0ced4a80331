"""What is drawn over the picture on every frame: selection, hover, drags, previews, the lit path of a finding."""

from __future__ import annotations

from math import isnan
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.gui.canvas.back_buffer import Place
from designer.gui.canvas.batch_renderer import BatchRenderer
from designer.gui.canvas.bends import paint_bends
from designer.gui.canvas.comment_painter import comment_box
from designer.gui.canvas.drag_painter import paint_drag, paint_lifted
from designer.gui.canvas.hit_test import PORTS_FROM, Hit, port_places
from designer.gui.canvas.link_painter import curve_path
from designer.gui.canvas.overlay_state import LinkPreview, OverlayState
from designer.gui.canvas.pixels import pixels
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import Ints, box_key
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.sheets import Fragments
from designer.gui.canvas.signs import paint_sign
from designer.gui.canvas.swap_mark import paint_swap

_MANY: Final = 60
_NO_ROWS: Final = np.empty(0, np.int64)


class Overlays:
    """Draws an `OverlayState` in device pixels."""

    def __init__(self, scene: Scene, renderer: BatchRenderer) -> None:
        self.state = OverlayState()
        self._scene = scene
        self.renderer = renderer
        self._fragments = Fragments()
        self._known: tuple[Selection, int, Ints] = (Selection(), -1, _NO_ROWS)

    def paint(self, painter: QPainter, place: Place, size: QSize) -> None:
        """Draws everything that is not in the picture."""
        state = self.state
        if state.lit_steps or state.lit_links:
            self._lit(painter, place, size)
        self._selected_links(painter, place)
        self._drop_link(painter, place)
        paint_lifted(painter, self._scene, self.renderer, state, place, size)
        self._rings(painter, place, size)
        self._hover(painter, place)
        if state.has_focus and state.by_keyboard:
            self._focus(painter, place)
        if state.preview is not None:
            self._preview(painter, place, state.preview)
        self._drop(painter, place)
        paint_drag(painter, self._scene, self.renderer, state, place, size)
        if state.band is not None:
            self._band(painter, state.band)

    # ------------------------------------------------------------------ parts
    def _rows(self, steps: tuple[str, ...] | frozenset[str]) -> Ints:
        return self._scene.columns.cards_of(steps)

    def _selected_rows(self, selection: Selection) -> Ints:
        """Rows of the selected steps, worked out once while neither they nor the rows change."""
        key = (selection, self._scene.pipeline.revision)
        if self._known[0] is not key[0] or self._known[1] != key[1]:
            self._known = (*key, self._rows((*selection.steps, *map(box_key, selection.frames))))
        return self._known[2]

    def _link_rows(self, links: tuple[str, ...] | frozenset[str]) -> Ints:
        """Rows of links that are drawn: not of those inside a collapsed frame."""
        columns = self._scene.columns.links
        rows = columns.rows_of(links)
        drawn: Ints = rows[~np.isnan(columns["curve"][rows, 0])]
        return drawn

    def _lit(self, painter: QPainter, place: Place, size: QSize) -> None:
        """Dims everything, then draws what a finding is about again, its path thick and dashed."""
        cards, state = self.renderer.cards, self.state
        painter.fillRect(0, 0, size.width(), size.height(), cards.colours("canvas", 0.66))
        rows = self._link_rows(state.lit_links)
        if len(rows):
            self.renderer.links.stroke(
                painter, rows, place.scale, place.x, place.y, state.lit_as, dashed=True, width=3.4
            )
        self.renderer.paint_cards(painter, self._rows(state.lit_steps), place.scale, place.x, place.y)
        for ghost in self._scene.ghosts:
            if state.lit_ghost is not None and ghost.finding.ghost == state.lit_ghost:
                self.renderer.paint_ghosts(painter, [ghost], place.scale, place.x, place.y)
        self._signs(painter, place)

    def _signs(self, painter: QPainter, place: Place) -> None:
        painter.save()
        self._into_scene(painter, place, 0, 0)
        for step, sign in self.state.signs.items():
            area = self.area_of(Hit("steps", step))
            if area is not None:
                paint_sign(painter, self.renderer.cards, sign, area[0], area[1], place.scale, self.renderer.ratio)
        painter.restore()

    def _selected_links(self, painter: QPainter, place: Place) -> None:
        hovered = (self.state.hover.key,) if self.state.hover.part == "links" else ()
        rows = self._link_rows((*self.state.selection.links, *hovered))
        if len(rows):
            self.renderer.links.stroke(painter, rows, place.scale, place.x, place.y, "accent", width=2.8)
            # Cards lie over links, also over lit ones.
            links = self._scene.columns.links
            ends = np.unique(np.concatenate([links["source"][rows], links["target"][rows]]))
            self.renderer.paint_cards(painter, ends, place.scale, place.x, place.y)
        if self.state.hover.spot == "plus":
            self._plus(painter, place, self.state.hover.key)
        if self._scene.pipeline.bends and place.scale / self.renderer.ratio > PORTS_FROM:
            shown = list(dict.fromkeys((*self.state.selection.links, *hovered)))
            paint_bends(painter, self._scene, self.renderer, self.state, place, shown)

    def _plus(self, painter: QPainter, place: Place, link: str) -> None:
        row = self._scene.columns.links.row.get(link)
        if row is None:
            return
        x, y = self._scene.columns.ways.middle(row)
        painter.save()
        self._into_scene(painter, place, x, y)
        colours = self.renderer.cards.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours("accent"))
        painter.drawEllipse(QPointF(0, 0), 9, 9)
        painter.setPen(QPen(colours("on_accent"), 2))
        painter.drawLine(QPointF(-4, 0), QPointF(4, 0))
        painter.drawLine(QPointF(0, -4), QPointF(0, 4))
        painter.restore()

    def _rings(self, painter: QPainter, place: Place, size: QSize) -> None:
        selection, columns = self.state.selection, self._scene.columns
        rows = self._selected_rows(selection)
        if len(rows):
            steps, scale = columns.steps, place.scale
            x, y = pixels(steps["x"][rows] * scale + place.x), pixels(steps["y"][rows] * scale + place.y)
            near = (x > -CARD_WIDTH * scale - 20) & (x < size.width() + 20)
            near &= (y > -CARD_HEIGHT * scale - 20) & (y < size.height() + 20)
            room, number = self.renderer.sprites.room(scale), int(near.sum())
            cells = np.zeros(number, np.int64)
            sheet = self.renderer.sprites.rings(scale)
            self._fragments.draw(painter, x[near] - room, y[near] - room, sheet, cells)
            self.renderer.paint_badges(painter, rows[near], scale, place.x, place.y)
        self._note_rings(painter, place, size)
        for key in selection.frames:
            if key in self._scene.frames:
                self._outline(painter, place, self._scene.frames[key], "accent", 2.0)

    def _note_rings(self, painter: QPainter, place: Place, size: QSize) -> None:
        """Of very many things on the board, plain boxes: all at once, at a tenth of the cost."""
        lifted = {note.id: note for note in self.state.lifted_notes}
        (dx, dy), there = self.state.lifted_by, self._scene.pipeline.notes
        boxes: list[shape.Area] = []
        for key in self.state.selection.notes:
            note = lifted.get(key) or there.get(key)
            if note is not None:
                x, y = (note.x + dx, note.y + dy) if key in lifted else (note.x, note.y)
                boxes.append(comment_box(note, x, y, place.scale / self.renderer.ratio))
        if len(boxes) <= _MANY:
            for box in boxes:
                self._outline(painter, place, box, "accent", 2.0)
            return
        scale = place.scale
        seen = [QRectF(x * scale + place.x, y * scale + place.y, w * scale, h * scale) for x, y, w, h in boxes]
        screen = QRectF(0, 0, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self.renderer.cards.colours("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([box for box in seen if box.intersects(screen)])

    def _hover(self, painter: QPainter, place: Place) -> None:
        hover = self.state.hover
        if hover.part == "ghosts" and hover.ghost is not None:
            self.renderer.paint_ghosts(painter, [hover.ghost], place.scale, place.x, place.y, lit=True)
        if hover.part not in ("steps", "frames") or place.scale / self.renderer.ratio < PORTS_FROM:
            return
        row = self._scene.columns.steps.row.get(hover.card)
        if row is None or self.state.preview is not None:
            return
        corner = float(self._scene.columns.steps["x"][row]), float(self._scene.columns.steps["y"][row])
        for spot, port in port_places(corner).items():
            self._port(painter, place, port, "feedback" if spot == "back" else "accent", lit=spot == hover.spot)

    def _port(self, painter: QPainter, place: Place, port: tuple[float, float], token: str, lit: bool = False) -> None:
        colours = self.renderer.cards.colours
        painter.save()
        self._into_scene(painter, place, *port)
        radius = shape.PORT_RADIUS + (2.5 if lit else 0)
        painter.setPen(QPen(colours(token), 2))
        painter.setBrush(colours(token) if lit else colours("card"))
        painter.drawEllipse(QPointF(0, 0), radius, radius)
        painter.restore()

    def _focus(self, painter: QPainter, place: Place) -> None:
        focus = self.state.focus
        if focus.part == "ghosts" and focus.ghost is not None:
            self.renderer.paint_ghosts(painter, [focus.ghost], place.scale, place.x, place.y, lit=True)
        area = self.area_of(focus)
        if area is not None:
            x, y, width, height = area
            gap = 6.0
            self._outline(painter, place, (x - gap, y - gap, width + 2 * gap, height + 2 * gap), "focus", 2.0, [3, 2])
        if area is not None and focus.part in ("steps", "frames"):
            self.renderer.paint_badges(painter, self._rows((focus.card,)), place.scale, place.x, place.y)

    def area_of(self, hit: Hit) -> shape.Area | None:
        """The box of a step, note, frame or ghost in the scene."""
        if hit.part == "ghosts" and hit.ghost is not None:
            return hit.ghost.x, hit.ghost.y, hit.ghost.width, hit.ghost.height
        if hit.part == "notes" and hit.key in self._scene.pipeline.notes:
            note = self._scene.pipeline.notes[hit.key]
            return note.x, note.y, note.width, note.height
        if hit.part == "frames" and hit.key in self._scene.frames:
            return self._scene.frames[hit.key]
        rows = self._rows((hit.card,)) if hit.part in ("steps", "frames") else _NO_ROWS
        if not len(rows):
            return None
        row, steps = rows[0], self._scene.columns.steps
        x, y = float(steps["x"][row]), float(steps["y"][row])
        return None if isnan(x) else (x, y, CARD_WIDTH, CARD_HEIGHT)  # one without a place is not drawn

    def _preview(self, painter: QPainter, place: Place, preview: LinkPreview) -> None:
        steps = self._scene.columns.steps
        for row in preview.valid.tolist():
            corner = float(steps["x"][row]), float(steps["y"][row])
            feedback_in = preview.feedback and preview.spot == "in"
            port = shape.in_port(corner, True) if feedback_in else port_places(corner)[preview.spot]
            self._port(painter, place, port, "ok")
        token = {"valid": "ok", "refused": "error"}.get(preview.state, "feedback" if preview.feedback else "accent")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(place.x, place.y)
        painter.scale(place.scale, place.scale)
        pen = QPen(self.renderer.cards.colours(token), max(2.4, 1.5 / place.scale))
        if preview.feedback or preview.state == "refused":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve_path(preview.curve))
        painter.restore()

    def _drop_link(self, painter: QPainter, place: Place) -> None:
        """The link that something would be put on: below what is dragged over it."""
        link = self.state.drop_link
        if link is not None:
            rows = self._link_rows((link,))
            self.renderer.links.stroke(painter, rows, place.scale, place.x, place.y, "ok", width=4.0)
            self._plus(painter, place, link)

    def _drop(self, painter: QPainter, place: Place) -> None:
        state = self.state
        if state.drop_words is not None:
            paint_swap(painter, self.renderer, place, *state.drop_words)
        if state.drop_card is not None:
            step, words = state.drop_card
            paint_swap(painter, self.renderer, place, self.area_of(Hit("steps", step)), words)
        if state.drop_place is not None:
            x, y = state.drop_place
            self._outline(painter, place, (x, y, CARD_WIDTH, CARD_HEIGHT), "accent", 1.6, [4, 3])

    def _band(self, painter: QPainter, band: QRectF) -> None:
        ratio, colours = self.renderer.ratio, self.renderer.cards.colours
        box = QRectF(band.x() * ratio, band.y() * ratio, band.width() * ratio, band.height() * ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colours("accent"), 1))
        painter.setBrush(colours("accent", 0.12))
        painter.drawRect(box)

    def _outline(
        self,
        painter: QPainter,
        place: Place,
        area: shape.Area,
        token: str,
        width: float,
        dashes: list[float] | None = None,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(place.x, place.y)
        painter.scale(place.scale, place.scale)
        pen = QPen(self.renderer.cards.colours(token), max(width, width * 0.8 / place.scale))
        if dashes:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(*area), shape.CARD_RADIUS, shape.CARD_RADIUS)
        painter.restore()

    @staticmethod
    def _into_scene(painter: QPainter, place: Place, x: float, y: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x * place.scale + place.x, y * place.scale + place.y)
        painter.scale(place.scale, place.scale)
