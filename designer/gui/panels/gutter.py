"""The strip left of a text: line numbers, and a sign beside each line that differs from the file on disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from designer.session.text_diff import ADDED, CHANGED, REMOVED

if TYPE_CHECKING:
    from designer.gui.panels.code_view import CodeView

BROKEN: Final = "broken"
_SIGNS: Final = {ADDED: ("+", "ok"), CHANGED: ("~", "warning"), REMOVED: ("‾", "error"), BROKEN: ("×", "error")}
_BAR: Final = 3


class Gutter(QWidget):
    """Signs differ by shape and colour.

    Args:
        view: the text it belongs to.
    """

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view
        self.changes: Mapping[int, str] = {}
        view.blockCountChanged.connect(lambda _: view.fit_gutter())
        view.updateRequest.connect(self._follow)

    def sizeHint(self) -> QSize:
        metrics = self._view.fontMetrics()
        digits = len(str(max(self._view.blockCount(), 1)))
        return QSize(metrics.horizontalAdvance("9") * (max(digits, 2) + 2) + 3 * _BAR + 4, 0)

    def describe(self) -> str:
        """The signs in words."""
        kinds = list(self.changes.values())
        words = {ADDED: "added", CHANGED: "changed", REMOVED: "removed above", BROKEN: "broken"}
        parts = [f"{kinds.count(kind)} {word}" for kind, word in words.items() if kind in kinds]
        return f"Lines {', '.join(parts)}" if parts else "Nothing changed"

    def paintEvent(self, event: QPaintEvent) -> None:
        view, appearance = self._view, self._view.appearance
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), appearance.colour("alternate"))
            painter.setFont(view.font())
            for number, area in view.visible_lines(event.rect().bottom()):
                sign = self.changes.get(number)
                painter.setPen(appearance.colour("ink" if sign else "ink_soft"))
                place = area.adjusted(0, 0, -2 * _BAR - 2, 0)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(number))
                if sign:
                    self._sign(painter, sign, area)

    def _sign(self, painter: QPainter, name: str, area: QRect) -> None:
        glyph, token = _SIGNS[name]
        colour = self._view.appearance.colour(token)
        painter.setPen(colour)
        painter.drawText(area.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, glyph)
        height = _BAR if name == REMOVED else area.height()
        painter.fillRect(area.right() - _BAR + 1, area.top(), _BAR, height, colour)

    def _follow(self, area: QRect, dy: int) -> None:
        if dy:
            self.scroll(0, dy)
        else:
            self.update(0, area.y(), self.width(), area.height())
