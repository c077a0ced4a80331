"""Many small pictures in one pixmap, drawn by the thousand with one painter call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

_WIDEST = 8192
Ints = npt.NDArray[np.int64]


class Sheet:
    """Equal cells in one pixmap, each painted on first use: a new zoom pays only for what it shows.

    Args:
        count: number of cells.
        width: of a cell, in device pixels.
        height: of a cell, in device pixels.
        paint: draws cell number c with its corner at the painter's origin.
    """

    def __init__(self, count: int, width: int, height: int, paint: Callable[[QPainter, int], None]) -> None:
        self.width, self.height = max(1, width), max(1, height)
        self._columns = max(1, min(count, _WIDEST // self.width))
        self.pixmap = QPixmap(self._columns * self.width, -(-count // self._columns) * self.height)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._paint = paint
        self._painted = np.zeros(count, bool)

    @property
    def size(self) -> int:
        """Memory in bytes."""
        return self.pixmap.width() * self.pixmap.height() * 4

    def origins(self, cells: Ints) -> tuple[Ints, Ints]:
        """Corners of cells in the pixmap."""
        return (cells % self._columns) * self.width, (cells // self._columns) * self.height

    def ensure(self, cells: Ints) -> None:
        """Paints those of the cells that are not there yet."""
        if self._painted[cells].all():
            return
        with QPainter(self.pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for cell in np.unique(cells[~self._painted[cells]]).tolist():
                painter.save()
                painter.translate(cell % self._columns * self.width, cell // self._columns * self.height)
                self._paint(painter, cell)
                painter.restore()
                self._painted[cell] = True


class Fragments:
    """A growing C array of QPainter.PixmapFragment, filled by numpy (ten doubles each)."""

    def __init__(self) -> None:
        self._array = np.zeros((0, 10))
        self._pointer: Any = None

    def draw(
        self, painter: QPainter, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], sheet: Sheet, cells: Ints
    ) -> None:
        """Draws cell ``cells[i]`` with its corner at ``(x[i], y[i])``, whole device pixels, for all i at once."""
        count = len(x)
        if not count:
            return
        sheet.ensure(cells)
        self._grow(count)
        rows = self._array[:count]
        rows[:, 0] = x + sheet.width / 2  # a fragment's place is its middle
        rows[:, 1] = y + sheet.height / 2
        rows[:, 2], rows[:, 3] = sheet.origins(cells)
        rows[:, 4], rows[:, 5] = sheet.width, sheet.height
        painter.drawPixmapFragments(self._pointer, count, sheet.pixmap)

    def _grow(self, count: int) -> None:
        if count > len(self._array):
            self._array = np.zeros((max(256, count * 3 // 2), 10))
            self._array[:, 6] = self._array[:, 7] = self._array[:, 9] = 1.0  # scale x, scale y, opacity
            # The array must outlive every call that uses the pointer: both live and go together.
            self._pointer = shiboken6.wrapInstance(self._array.ctypes.data, QPainter.PixmapFragment)
