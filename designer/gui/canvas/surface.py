"""The widget that shows a scene: painting, panning and zooming; no editing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from designer.drawing.geometry import Floats
from designer.drawing.theme import Theme
from designer.gui.canvas.back_buffer import BackBuffer, Place
from designer.gui.canvas.batch_renderer import BatchRenderer
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.covers import Cover
from designer.gui.canvas.fingers import Fingers
from designer.gui.canvas.fonts import Fonts
from designer.gui.canvas.habits import Habits
from designer.gui.canvas.hit_test import Hit, HitTest
from designer.gui.canvas.icons import KindIcons
from designer.gui.canvas.motion import Motion
from designer.gui.canvas.overlays import Overlays
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.scene_notes import note_areas
from designer.gui.canvas.settling import Settling
from designer.gui.canvas.viewport import Bounds, Viewport
from designer.gui.canvas.ways import draw_straight
from designer.model.step import Note

_GESTURES = (QEvent.Type.NativeGesture, QEvent.Type.Gesture)
_NO_ROWS: Ints = np.empty(0, np.int64)
_CLEAR: Final = 26.0  # pixels at the upper edge that a bar may take without coming near to what is fitted below it


class Surface(QWidget):
    """Shows a scene through a viewport.

    Args:
        scene: what is shown.
        theme: how it looks.
    """

    zoom_changed = Signal(float)
    frame_shown = Signal()  # something was painted: the view may be another one

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.view = Viewport()
        self.habits = Habits()
        self.covers: list[Cover] = []  # what stands over it: things that are brought into view keep clear of them
        self.hits = HitTest(scene)
        self._icons = KindIcons()
        self._theme = theme
        self.renderer = self._make_renderer()
        self.buffer = BackBuffer(self.renderer)
        self.overlays = Overlays(scene, self.renderer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.update)
        self._settling = Settling(self)
        self.motion = Motion(self)
        self.fingers = Fingers(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)

    # ------------------------------------------------------------------ looks
    def _make_renderer(self) -> BatchRenderer:
        painter = CardPainter(self._theme, Fonts.of(self.font()), self._icons)
        return BatchRenderer(self.scene, painter, self.devicePixelRatioF())

    def set_theme(self, theme: Theme) -> None:
        """Draws everything with other colours from now on."""
        self._theme = theme
        self._renew()

    def _renew(self) -> None:
        lifted = self.renderer.lifted_steps, self.renderer.lifted_links, self.renderer.lifted_notes
        frames, faint = self.renderer.lifted_frames, self.renderer.faint_notes
        self.renderer = self.buffer.renderer = self.overlays.renderer = self._make_renderer()
        self.renderer.lifted_steps, self.renderer.lifted_links, self.renderer.lifted_notes = lifted
        self.renderer.lifted_frames, self.renderer.faint_notes = frames, faint
        self.buffer.forget()
        self.update()

    def follow_habits(self) -> None:
        """Draws links as the person wants them."""
        if self.scene.columns.ways.straight != self.habits.straight_links:
            draw_straight(self.scene.columns, self.habits.straight_links)
            self.buffer.forget()
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self.follow_habits()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._renew()
        super().changeEvent(event)

    # ------------------------------------------------------------------ painting
    @property
    def is_sharp(self) -> bool:
        """Whether the picture is complete: nothing is left for later frames."""
        is_still = self._settling.is_idle and not self.motion.is_running
        return is_still and self.buffer.is_sharp_at(self._place())

    def _place(self) -> Place:
        ratio, view = self.devicePixelRatioF(), self.motion.shown()
        return Place(round(view.scale * ratio, 5), round(view.x * ratio), round(view.y * ratio))

    def refresh(self) -> None:
        """Asks for a frame; many requests become one."""
        self.update()

    def mark(self, areas: Floats) -> None:
        """Says which areas of the scene look different; asks for a frame."""
        self.buffer.mark(areas)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if ratio != self.renderer.ratio:
            self._renew()
        place = self._place()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        with QPainter(self) as painter:
            painter.scale(1 / ratio, 1 / ratio)
            again = self.buffer.show(painter, size, place)
            with self.motion.shown_cards():
                self.overlays.paint(painter, place, size)
            self.paint_on_top(painter, place, size)
        self._settling.look()
        if again >= 0:
            self._timer.start(int(again * 1000))
        self.frame_shown.emit()

    def paint_on_top(self, painter: QPainter, place: Place, size: QSize) -> None:
        """What lies over everything else; nothing where nobody edits."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        # What was in the middle stays there.
        old = event.oldSize()
        if old.isValid():
            self.view.pan((event.size().width() - old.width()) / 2, (event.size().height() - old.height()) / 2)
        super().resizeEvent(event)

    # ------------------------------------------------------------------ what is lifted for a drag
    def lift(self, rows: Ints, notes: tuple[Note, ...], frames: frozenset[str] = frozenset()) -> None:
        """Takes cards with their links, notes and frames out of the picture; drawn over it until `drop_lifted`."""
        columns, renderer = self.scene.columns, self.renderer
        renderer.lifted_steps, renderer.lifted_links = np.sort(rows), columns.links_at(rows)
        renderer.lifted_notes = frozenset(note.id for note in notes)
        renderer.lifted_frames = frames
        self.overlays.state.lifted_notes = notes
        changed = [columns.areas_with_links(rows), note_areas(notes), self.scene.frame_areas(frames)]
        self.mark(np.concatenate(changed))

    def make_faint(self, notes: Iterable[Note]) -> None:
        """Shows things that are about to be erased; those that were shown so look as ever again."""
        faint = {note.id: note for note in notes}
        changed = faint.keys() ^ self.renderer.faint_notes
        self.renderer.faint_notes = frozenset(faint)
        there = self.scene.pipeline.notes
        self.mark(note_areas(faint.get(n) or there.get(n) for n in changed))

    def drop_lifted(self) -> None:
        """Puts what was lifted back into the picture, where it is now."""
        columns, renderer = self.scene.columns, self.renderer
        columns.ways.settle_few(renderer.lifted_links)
        areas = [columns.areas_with_links(renderer.lifted_steps)]
        notes = self.scene.pipeline.notes
        areas.append(note_areas(tuple(notes[n] for n in renderer.lifted_notes if n in notes)))
        areas.append(self.scene.frame_areas(renderer.lifted_frames))
        renderer.lifted_steps, renderer.lifted_links = _NO_ROWS, _NO_ROWS
        renderer.lifted_notes = renderer.lifted_frames = frozenset()
        state = self.overlays.state
        state.lifted_notes, state.lifted_frames, state.lifted_by = (), (), (0.0, 0.0)
        self.mark(np.concatenate(areas))

    # ------------------------------------------------------------------ the view
    def hit(self, x: float, y: float) -> Hit:
        """What is at a point of the scene."""
        return self.hits.at(x, y, self.view.scale)

    def seen_area(self) -> Bounds:
        """Left, top, right and bottom of what is in view, in the scene."""
        return (*self.view.to_scene(0, 0), *self.view.to_scene(self.width(), self.height()))

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Sets the zoom (1.0 is 100 %); the point ``at`` of the widget, or its middle, stays where it is."""
        point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self.view.zoom(scale, point.x(), point.y())
        self._view_changed()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zooms in (above 1) or out; ``at`` as in `zoom_to`."""
        self.zoom_to(self.view.scale * factor, at)

    def show_area(self, bounds: Bounds, largest: float = 1.0) -> None:
        """Shows an area of the scene, as large as it fits."""
        above = self._hidden_above()
        self.view.fit(bounds, self.width(), self.height() - above, largest)
        self.view.pan(0, above)
        self._view_changed()

    def _hidden_above(self) -> float:
        """How far a bar along the upper edge reaches into what is left of the margin of a fit."""
        covers = [found for cover in self.covers if (found := cover()) is not None]
        return max((c.bottom() - _CLEAR for c in covers if c.bottom() < self.height() / 3), default=0.0)

    def _view_changed(self) -> None:
        self.zoom_changed.emit(self.view.scale)
        self.update()

    # ------------------------------------------------------------------ wheel and touch
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.fingers.wheel(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in _GESTURES and self.fingers.handle(event):
            return True
        return super().event(event)
