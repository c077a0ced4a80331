"""Icons of step kinds: SVG files drawn in one colour."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from designer.drawing.geometry import kind_icon_path


class KindIcons:
    """Draws icons by name; each colour of each icon is parsed once."""

    def __init__(self) -> None:
        self._renderers: dict[tuple[str, str], QSvgRenderer | None] = {}

    def paint(self, painter: QPainter, icon: str, colour: QColor, area: QRectF) -> None:
        """Draws an icon into an area; a kind whose file is missing gets a plain glyph."""
        renderer = self._renderer(icon, colour.name())
        if renderer is not None:
            renderer.render(painter, area)
            return
        painter.setPen(QPen(colour, area.width() / 12))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = area.width() / 6
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), inset, inset)

    def _renderer(self, icon: str, colour: str) -> QSvgRenderer | None:
        key = (icon, colour)
        if key not in self._renderers:
            self._renderers[key] = self._parse(icon, colour)
        return self._renderers[key]

    def _parse(self, icon: str, colour: str) -> QSvgRenderer | None:
        try:
            text = kind_icon_path(icon).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
        return renderer if renderer.isValid() else None
