"""A row of widgets that is broken into lines where it is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_OTHERS: Final = {
    QEvent.Type.LayoutRequest, QEvent.Type.ChildAdded, QEvent.Type.ChildRemoved, QEvent.Type.StyleChange,
    QEvent.Type.FontChange, QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.ShowToParent,
}  # fmt: skip


class FlowRow(QWidget):
    """Widgets one after the other, as words in a text.

    It is a widget and no layout: items of a layout in Python can outlive what they stand for, and end the program.

    Args:
        gap: pixels between them.
    """

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._hints: list[tuple[QWidget, QSize]] | None = None  # of the widgets that are seen; asking takes long
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def addWidget(self, widget: QWidget) -> None:  # as layouts call it
        """Puts a widget behind the others."""
        self._hints = None
        widget.setParent(self)
        if self.isVisible():
            widget.show()
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        sizes = [size for _, size in self._sizes()]
        wide = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        widest = max((widget.minimumSizeHint().width() for widget in self._widgets()), default=0)
        return QSize(widest, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() in _OTHERS:
            self._hints = None
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.width(), move=True)
        return super().event(event)

    # ------------------------------------------------------------------ inside
    def _widgets(self) -> Iterator[QWidget]:
        return (child for child in self.children() if isinstance(child, QWidget) and not child.isHidden())

    def _sizes(self) -> list[tuple[QWidget, QSize]]:
        if self._hints is None:
            self._hints = [(widget, widget.sizeHint()) for widget in self._widgets()]
        return self._hints

    def _place(self, width: int, *, move: bool) -> int:
        """Lines of widgets; returns their height."""
        x, y, high = 0, 0, 0
        for widget, hint in self._sizes():
            size = hint.boundedTo(QSize(max(width, 1), hint.height()))
            if x > 0 and x + size.width() > width:
                x, y, high = 0, y + high + self._gap, 0
            if move:
                widget.setGeometry(QRect(QPoint(x, y), size))
            x, high = x + size.width() + self._gap, max(high, size.height())
        return y + high
