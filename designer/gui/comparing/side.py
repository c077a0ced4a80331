"""One of the two pictures: it can be moved, zoomed and clicked, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from designer.drawing.geometry import Area
from designer.drawing.theme import Theme
from designer.gui.canvas.framing import Framing
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.viewport import Bounds, Viewport
from designer.gui.comparing.marks import Marks, area_of
from designer.session.comparing import Difference

_STEP: Final = 80  # pixels that an arrow key moves the view
_READABLE: Final = 0.6
_ARROWS: Final = {
    Qt.Key.Key_Left: (_STEP, 0),
    Qt.Key.Key_Right: (-_STEP, 0),
    Qt.Key.Key_Up: (0, _STEP),
    Qt.Key.Key_Down: (0, -_STEP),
}


class Side(Framing):
    """A scene with marks on what differs.

    Args:
        marks: differences with the id that each has on this side.
        whole: what fitting shows: the extent of both sides.
    """

    moved = Signal()  # somebody moved or zoomed the view
    resized = Signal()
    picked = Signal(object)  # Difference that was clicked

    def __init__(
        self, scene: Scene, theme: Theme, marks: Iterable[tuple[Difference, str]], whole: Bounds, parent: QWidget
    ) -> None:
        super().__init__(scene, theme, parent)
        self._marks = Marks(self, marks)
        self._whole = whole
        self._fitted = (Viewport(), -1)  # who shows both sides fits them
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._is_following = False
        self.chosen: Difference | None = None

    # ------------------------------------------------------------------ the view
    def fit_all(self) -> None:
        """Shows both sides' extent, so that the same place is at the same place on both."""
        with self._following():
            self.show_area(self._whole)

    def follow(self, view: Viewport) -> None:
        """Shows what the other side shows, without telling it back."""
        if self.view != view:
            with self._following():
                self.take_view(view)

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Nobody moved the view that changes now, also where one change is part of another."""
        before, self._is_following = self._is_following, True
        yield
        self._is_following = before

    def choose(self, difference: Difference | None, key: str) -> None:
        """Marks one difference; brings it into view when it is on this side."""
        self.chosen = difference
        self.overlays.state.selection = Selection()
        area = area_of(self, difference.table, key) if difference and key else None
        if area is not None:
            self._look_at([area])
        self.update()

    def show_steps(self, steps: Iterable[str]) -> None:
        """Frames the steps that a finding is about and brings them into view."""
        known = tuple(s for s in steps if s in self.scene.pipeline.steps)
        self.chosen = None
        self.overlays.state.selection = Selection(known)
        self._look_at([a for a in (area_of(self, "steps", s) for s in known) if a is not None])
        self.update()

    def _look_at(self, areas: list[Area]) -> None:
        """Brings areas into view; from afar it comes so near that cards can be read."""
        if areas and self.view.scale < _READABLE:
            x, y = self.view.to_view(areas[0][0], areas[0][1])
            self.zoom_to(_READABLE, QPointF(x, y))
        self.bring_into_view([*areas])

    def _view_changed(self) -> None:
        super()._view_changed()
        self._tell()

    def _tell(self) -> None:
        if not self._is_following:
            self.moved.emit()

    # ------------------------------------------------------------------ painting
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ratio = self.devicePixelRatioF()
        with QPainter(self) as painter:
            painter.scale(1 / ratio, 1 / ratio)
            self._marks.paint(painter, self.chosen, self._place())
            if self.hasFocus():
                painter.setPen(self.renderer.cards.colours("focus"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(1, 1, round(self.width() * ratio) - 3, round(self.height() * ratio) - 3)

    # ------------------------------------------------------------------ pointer and keys
    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self._following():
            super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            difference = self._at(event.position())
            self.setCursor(Qt.CursorShape.PointingHandCursor if difference else Qt.CursorShape.OpenHandCursor)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        delta, self._last = event.position() - self._last, event.position()
        self.view.pan(delta.x(), delta.y())
        self.update()
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        is_click = pressed is not None and (
            (event.position() - pressed).manhattanLength() < QApplication.startDragDistance()
        )
        difference = self._at(event.position()) if is_click else None
        if difference is not None:
            self.picked.emit(difference)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.view.pan(*_ARROWS[key])
            self.update()
            self._tell()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = self.mapFromGlobal(self.cursor().pos())
            found = self._at(QPointF(place))
            text = "\n".join((f"{found.title}: {found.change}", *found.details)) if found else ""
            QToolTip.showText(self.cursor().pos(), text, self)
            return True
        return super().event(event)

    def _at(self, place: QPointF) -> Difference | None:
        hit = self.hit(*self.scene_at(place))
        return self._marks.by_thing.get((hit.part, hit.key))
