"""The map in a corner of the canvas: the whole drawing, and which part of it is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolButton, QWidget

from designer.gui.canvas.colours import Colours
from designer.gui.canvas.hit_test import NOTHING
from designer.gui.canvas.map_picture import MapPlace, map_picture
from designer.gui.canvas.viewport import Bounds

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

WIDTH: Final = 220
HEIGHT: Final = 140
_RADIUS: Final = 8.0
_GAP: Final = 12  # to the edges of the canvas
_LEAST_ROOM: Final = 2.5  # a canvas that is less than so many maps wide and high has no room for one
_REST_MS: Final = 200
_LEAST_VIEW: Final = 8.0
_NOTCH: Final = 120.0


class Minimap(QWidget):
    """Seen while something lies outside the view; takes the pointer, never the keyboard.

    Its picture is made a moment after a change, by a timer: painting only copies it.
    """

    close_asked = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture: QImage | None = None
        self._place = MapPlace(1.0, 0.0, 0.0)
        self._bounds: Bounds | None = canvas.scene.bounds(ghosts=False)
        self._drawn_by = canvas.renderer
        self.is_put_away = False  # somebody presents
        self._grip: QPointF | None = None  # from the middle of the view to the pointer that drags it
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self.renew)
        self._appearing = QTimer(self)
        self._appearing.setSingleShot(True)
        self._appearing.timeout.connect(self._appear)
        self.setFixedSize(WIDTH, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("Map of the whole drawing")
        self.setToolTip("Drag to move the view. M hides the map.")
        self.close_button = self._make_close_button()
        self.hide()
        canvas.covers.append(self._cover)
        canvas.frame_shown.connect(self._follow_view)
        canvas.installEventFilter(self)

    def _make_close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("×")
        button.setAutoRaise(True)
        button.setProperty("look", "fold")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName("Hide the map")
        button.setToolTip("Hide the map (M brings it back)")
        button.adjustSize()
        button.clicked.connect(self.close_asked)
        button.move(WIDTH - button.width() - 4, 4)
        return button

    # ------------------------------------------------------------------ following
    def changed(self) -> None:
        """Something is drawn differently from now on."""
        if not self._later.isActive():
            self._later.start()

    @property
    def is_current(self) -> bool:
        """Whether it shows what there is now, and where it should."""
        return not self._later.isActive() and not self._appearing.isActive()

    def renew(self) -> None:
        """Makes the picture anew, or forgets it while nobody sees it."""
        self._bounds = self._canvas.scene.bounds(ghosts=False)
        self._picture = None
        if self._wanted():
            self._draw()
        self.setVisible(self._wanted())
        self.update()

    def _draw(self) -> None:
        if self._bounds is not None:
            colours = self._canvas.renderer.cards.colours
            self._place = MapPlace.of(self._bounds, WIDTH, HEIGHT)
            ratio = self.devicePixelRatioF()
            self._picture = map_picture(self._canvas.scene, colours, self._place, WIDTH, HEIGHT, ratio)

    def _wanted(self) -> bool:
        """Whether it is turned on and of use."""
        return self._canvas.habits.minimap and not self.is_put_away and (self._grip is not None or self.is_of_use)

    def _cover(self) -> QRectF | None:
        return QRectF(self.geometry()) if self._wanted() else None

    @property
    def is_of_use(self) -> bool:
        """Whether there is room for it and something that it shows lies outside the view."""
        canvas, bounds = self._canvas, self._bounds
        if bounds is None:
            return False
        if canvas.width() < WIDTH * _LEAST_ROOM or canvas.height() < HEIGHT * _LEAST_ROOM:
            return False
        left, top, right, bottom = canvas.seen_area()
        return left > bounds[0] or top > bounds[1] or right < bounds[2] or bottom < bounds[3]

    def _follow_view(self) -> None:
        if self._drawn_by is not self._canvas.renderer:  # another theme, font or screen
            self._drawn_by = self._canvas.renderer
            self.changed()
        if self._wanted() == self.isHidden() and not self._appearing.isActive():
            self._appearing.start(0)  # not while the canvas is being painted

    def _appear(self) -> None:
        if self._wanted() and (self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF()):
            self._draw()
        self.setVisible(self._wanted())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.move(self._canvas.width() - WIDTH - _GAP, self._canvas.height() - HEIGHT - _GAP)
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ painting
    def view_box(self) -> QRectF:
        """What is in view, on the map: never too small to be seen, never quite outside."""
        box = self._place.to_map(self._canvas.seen_area()).intersected(QRectF(self.rect()).adjusted(1, 1, -2, -2))
        if box.isEmpty():
            middle = self._place.to_map((*self._canvas.view_centre(), *self._canvas.view_centre())).topLeft()
            box = QRectF(middle.x(), middle.y(), 0, 0)
        wide, high = max(box.width(), _LEAST_VIEW), max(box.height(), _LEAST_VIEW)
        middle = box.center()
        x = min(max(middle.x() - wide / 2, 1), WIDTH - wide - 2)
        y = min(max(middle.y() - high / 2, 1), HEIGHT - high - 2)
        return QRectF(x, y, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours: Colours = self._canvas.renderer.cards.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            ground = QPainterPath()
            ground.addRoundedRect(edge, _RADIUS, _RADIUS)
            painter.setClipPath(ground)
            if self._picture is not None:
                painter.drawImage(0, 0, self._picture)
            box = self.view_box()
            veil = QColor(colours("ink"))
            veil.setAlphaF(0.06)
            for side in _around(QRectF(self.rect()), box):
                painter.fillRect(side, veil)
            painter.setPen(QPen(colours("accent"), 2))
            painter.drawRoundedRect(box, 3, 3)
            painter.setClipping(False)
            painter.setPen(QPen(colours("border"), 1))
            painter.drawRoundedRect(edge, _RADIUS, _RADIUS)

    # ------------------------------------------------------------------ the pointer
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            box = self.view_box()
            self._grip = event.position() - box.center() if box.contains(event.position()) else QPointF()
            self._look_at(event.position() - self._grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._grip is not None:
            self._look_at(event.position() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._grip = None
        self._canvas.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        self._canvas.zoom_by(1.2 ** (event.angleDelta().y() / _NOTCH))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # not that of what the map lies on

    def enterEvent(self, event: QEnterEvent) -> None:
        self._canvas.hover(NOTHING)
        super().enterEvent(event)

    def _look_at(self, point: QPointF) -> None:
        canvas = self._canvas
        x = min(max(point.x(), 0.0), float(WIDTH))
        y = min(max(point.y(), 0.0), float(HEIGHT))
        canvas.view.centre(*self._place.to_scene(x, y), canvas.width(), canvas.height())
        canvas.refresh()


def _around(whole: QRectF, hole: QRectF) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    """What is left of a box without another one inside it."""
    return (
        QRectF(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
        QRectF(whole.left(), hole.bottom(), whole.width(), whole.bottom() - hole.bottom()),
        QRectF(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
        QRectF(hole.right(), hole.top(), whole.right() - hole.right(), hole.height()),
    )
