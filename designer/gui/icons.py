"""Icons in the colours of the theme, drawn from the SVG files of the program."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from designer.drawing.geometry import kind_icon_path

_SIZES = (16, 20, 30)
_FALLBACK = "dots"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    path = kind_icon_path(name)
    if not path.is_file():
        path = kind_icon_path(_FALLBACK)
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def picture(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a square pixmap.

    Args:
        colour: ``#rrggbb``, in place of ``currentColor``.
        size: edge in device-independent pixels.
        ratio: device pixels per such pixel.
    """
    edge = round(size * ratio)
    image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode())).render(
        painter, QRectF(0, 0, edge, edge)
    )
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=1024)
def icon(name: str, colour: str, faint: str = "") -> QIcon:
    """An icon at all the sizes that widgets ask for.

    Args:
        faint: colour while its widget is disabled; empty leaves that to the style.
    """
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(picture(name, colour, size))
        made.addPixmap(picture(name, colour, size, 2.0))
        if faint:
            made.addPixmap(picture(name, faint, size), QIcon.Mode.Disabled)
            made.addPixmap(picture(name, faint, size, 2.0), QIcon.Mode.Disabled)
    return made


def tile(name: str, colour: str, ground: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon on a rounded tile, as on the cards of the canvas."""
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 4, size / 4)
    inner = round(size * 0.62)
    edge = (size - inner) // 2
    painter.drawPixmap(edge, edge, picture(name, colour, inner, ratio))
    painter.end()
    return pixmap


@lru_cache(maxsize=512)
def tiles(name: str, colour: str, ground: str) -> QIcon:
    """Such a tile at all the sizes that lists ask for."""
    made = QIcon()
    for size, ratio in ((20, 1.0), (20, 2.0), (28, 1.0), (28, 2.0)):
        pixmap = tile(name, colour, ground, size, ratio)
        made.addPixmap(pixmap)
        made.addPixmap(pixmap, QIcon.Mode.Selected)
    return made
