"""Pictures of a pipeline as PNG or PDF files; works without a display."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from designer.drawing.theme import Theme
from designer.errors import SaveError
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.fonts import Fonts
from designer.gui.canvas.icons import KindIcons
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.vector_painter import VectorPainter
from designer.gui.canvas.ways import draw_straight
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog
from designer.storage.atomic_write import atomic_write

if TYPE_CHECKING:
    from designer.analysis.report import Report

Maker = Callable[[VectorPainter, QRectF, str], bytes]
_MARGIN: Final = 40.0
_SCALE: Final = 2.0
_LARGEST: Final = 16_000
"""Longest side of a PNG in pixels; larger drawings are scaled down to it."""

_LARGEST_COPY: Final = 8_000


@dataclass(frozen=True)
class Drawing:
    """What is drawn.

    Args:
        snapshot: the pipeline; every step has a place.
        report: badges and missing steps to show; None shows the bare pipeline.
        straight_links: links have straight angles only.
    """

    snapshot: Snapshot
    catalog: Catalog
    theme: Theme
    report: Report | None = None
    straight_links: bool = False

    def scene(self) -> Scene:
        """All of it in its place, for a painter."""
        scene = Scene(Pipeline(self.snapshot), self.catalog)
        if self.straight_links:
            draw_straight(scene.columns, True)
        scene.columns.ways.settle(scene.columns.ways.open())
        if self.report is not None:
            scene.set_report(self.report)
            if scene.ghosts_wait:
                scene.search_ghosts()()()
        return scene


def save_picture(path: Path, drawing: Drawing) -> None:
    """Writes a picture; the ending of the path decides the format.

    Args:
        path: a file that ends in ``.png`` (two pixels a canvas unit) or ``.pdf`` (vectors).

    Raises:
        SaveError: another ending, or the file cannot be written.
    """
    makers: dict[str, Maker] = {".png": _png, ".pdf": _pdf}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise SaveError(f"a picture cannot be written as {path.name}", advice="Use a name that ends in .png or .pdf.")
    application = QApplication.instance() or _application()
    atomic_write(path, _drawn(maker, drawing, QApplication.font()))
    del application  # not before: texts need it


def png_picture(drawing: Drawing, font: QFont) -> bytes:
    """A picture of two pixels a canvas unit, as a PNG file holds it; for any thread, not larger than a screen can show.

    Args:
        font: of the application, asked for in its own thread.
    """
    return _drawn(partial(_png, largest=_LARGEST_COPY), drawing, font)


def _drawn(maker: Maker, drawing: Drawing, font: QFont) -> bytes:
    scene = drawing.scene()
    left, top, right, bottom = scene.bounds() or (0.0, 0.0, 400.0, 200.0)
    ways = scene.columns.ways.bounds() or (left, top, left, top)
    left, top, right, bottom = min(left, ways[0]), min(top, ways[1]), max(right, ways[2]), max(bottom, ways[3])
    area = QRectF(left, top, right - left, bottom - top).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    painter = VectorPainter(scene, CardPainter(drawing.theme, Fonts.of(font), KindIcons()))
    return maker(painter, area, drawing.snapshot.name)


def _application() -> QApplication:
    """Painting text needs an application; one that shows nothing needs no display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["mlops-designer"])


def _png(scene: VectorPainter, area: QRectF, _title: str, largest: int = _LARGEST) -> bytes:
    scale = min(_SCALE, largest / max(area.width(), area.height()))
    image = QImage(round(area.width() * scale), round(area.height() * scale), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        painter.translate(-area.topLeft())
        scene.paint(painter, area)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _pdf(scene: VectorPainter, area: QRectF, title: str) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title or "Pipeline")
    writer.setCreator("MLOps Designer")
    points = QSizeF(area.width() * 0.75, area.height() * 0.75)  # a canvas unit is 1/96 inch, a point 1/72
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "drawing", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(1200)
    with QPainter(writer) as painter:
        painter.scale(1200 / 96, 1200 / 96)
        painter.translate(-area.topLeft())
        scene.paint(painter, area)
    buffer.close()
    return bytes(data.data())
