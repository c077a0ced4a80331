"""A list to choose from that looks like the other fields and does not change when somebody scrolls past it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

_RIGHT, _HALF, _DEPTH = 16.0, 4.0, 4.0


class Combo(QComboBox):
    """Draws its own arrow: a style sheet could only take one from a file, in one colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        x, y = self.width() - _RIGHT, self.height() / 2 - _DEPTH / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.ButtonText), 1.5))
            painter.drawPolyline([QPointF(x - _HALF, y), QPointF(x, y + _DEPTH), QPointF(x + _HALF, y)])
