"""The picture of the scene as it was last drawn, kept sharp within a time budget.

Panning moves it and draws only the strips that came into view. An edit redraws the rectangles that changed. A new zoom
is drawn at once when that is cheap; otherwise the last whole picture is stretched first and sharpened piece by piece.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from designer.drawing.detail import TEXTS_FROM
from designer.drawing.geometry import Floats
from designer.gui.canvas.batch_renderer import SWATCH_BELOW, BatchRenderer
from designer.gui.canvas.drawings import STROKE_MS

BUDGET_MS: Final = 6.0
WHOLE_MS: Final = 8.0
GHOST_MS: Final = 0.05  # each is drawn by itself
REST_S: Final = 0.045  # a zoom gesture has ended when nothing came for this long
_MERGE_OVER: Final = 12
_ALL_OVER: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Scale and origin of a picture, in device pixels."""

    scale: float
    x: int
    y: int


class BackBuffer:
    """One pixmap of the size of the widget.

    Args:
        renderer: draws into it.
    """

    def __init__(self, renderer: BatchRenderer) -> None:
        self.renderer = renderer
        self._picture: QPixmap | None = None
        self._place = Place(1.0, 0, 0)
        self._pieces: list[QRect] = []
        self._whole: tuple[QPixmap, Place] | None = None  # the last complete picture at another zoom
        self._correction = 1.0  # what drawing costs here, compared with the estimate
        self._rest_until = 0.0

    @property
    def is_sharp(self) -> bool:
        """Whether nothing is left to draw."""
        return not self._pieces

    @property
    def has_picture(self) -> bool:
        """Whether anything was ever shown."""
        return self._picture is not None

    def is_sharp_at(self, place: Place) -> bool:
        """Whether the picture shows that part of the scene, complete."""
        return self.is_sharp and place == self._place and self._picture is not None

    def forget(self) -> None:
        """Everything looks different: another theme, another renderer."""
        self._whole = None
        if self._picture is not None:
            self._pieces = [self._picture.rect()]

    def mark(self, areas: Floats) -> None:
        """Areas of the scene that changed, (n, 4): left, top, right, bottom."""
        if self._picture is None or not len(areas):
            return
        self._whole = None if len(areas) > _ALL_OVER else self._whole
        scale, x, y = self._place.scale, self._place.x, self._place.y
        areas = areas[~np.isnan(areas).any(1)] * scale + [x, y - self.renderer.board.rise(scale), x, y]
        everything = self._picture.rect()
        inside = (areas[:, 0] < everything.width()) & (areas[:, 2] > 0)
        inside &= (areas[:, 1] < everything.height()) & (areas[:, 3] > 0)
        areas = areas[inside]
        if len(areas) > _ALL_OVER:
            self._pieces = [everything]
            return
        for left, top, right, bottom in areas.tolist():
            rect = QRect(int(left) - 2, int(top) - 2, int(right - left) + 5, int(bottom - top) + 5)
            self._pieces.insert(0, rect.intersected(everything))

    # ------------------------------------------------------------------ drawing
    def show(self, painter: QPainter, size: QSize, place: Place) -> float:
        """Draws the best picture there is, improving it for a few milliseconds.

        Returns:
            Seconds after which it should be called again to go on; negative when it is sharp.
        """
        now = time.perf_counter()
        self._follow(size, place, now)
        rest = self._rest_until - now
        if self._pieces and (rest <= 0 or len(self._pieces) == 1):
            self._refine(now + BUDGET_MS / 1e3)
            rest = 0.0
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        return max(rest, 0.0) if self._pieces else -1.0

    def _follow(self, size: QSize, place: Place, now: float) -> None:
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.fill(self.renderer.cards.colours("canvas"))
            self._place, self._pieces, self._whole = place, [self._picture.rect()], None
            return
        if place == self._place:
            return
        if place.scale == self._place.scale and self._scroll(place):
            return
        self._jump(place, now)

    def _scroll(self, place: Place) -> bool:
        picture = self._picture
        assert picture is not None
        full = picture.rect()
        dx, dy = place.x - self._place.x, place.y - self._place.y
        if abs(dx) >= full.width() or abs(dy) >= full.height():
            return False
        picture.scroll(dx, dy, full)
        moved = [piece.translated(dx, dy).intersected(full) for piece in self._pieces]
        self._pieces = [piece for piece in moved if not piece.isEmpty()]
        if dx:
            self._pieces.append(QRect(0 if dx > 0 else full.width() + dx, 0, abs(dx), full.height()))
        if dy:
            self._pieces.append(QRect(0, 0 if dy > 0 else full.height() + dy, full.width(), abs(dy)))
        self._place = place
        return True

    def _jump(self, place: Place, now: float) -> None:
        picture = self._picture
        assert picture is not None
        if self.is_sharp:  # keep what is complete, to stretch it while the new zoom is drawn
            old = self._whole[0] if self._whole else None
            self._whole = (picture, self._place)
            reusable = old is not None and old.size() == picture.size()
            self._picture = old if old is not None and reusable else QPixmap(picture.size())
            picture = self._picture
        self._place = place
        self._pieces = self._split(picture.rect())
        if len(self._pieces) == 1:
            return
        self._rest_until = now + REST_S
        with QPainter(picture) as painter:
            painter.fillRect(picture.rect(), self.renderer.cards.colours("canvas"))
            if self._whole is not None:
                self._stretch(painter, *self._whole)

    def _stretch(self, painter: QPainter, whole: QPixmap, was: Place) -> None:
        factor = self._place.scale / was.scale
        x, y = self._place.x - was.x * factor, self._place.y - was.y * factor
        target = QRectF(0, 0, self._place_width(), self._place_height())
        source = QRectF(-x / factor, -y / factor, target.width() / factor, target.height() / factor)
        part = source.intersected(QRectF(whole.rect()))
        if not part.isEmpty():
            shown = QRectF(x + part.x() * factor, y + part.y() * factor, part.width() * factor, part.height() * factor)
            painter.drawPixmap(shown, whole, part)

    def _place_width(self) -> int:
        return self._picture.width() if self._picture else 0

    def _place_height(self) -> int:
        return self._picture.height() if self._picture else 0

    # ------------------------------------------------------------------ within the budget
    def _refine(self, deadline: float) -> None:
        self._merge()
        first = True
        while self._pieces and (first or time.perf_counter() < deadline):
            rect = self._pieces.pop(0)
            if first and not self._pieces and rect.width() * rect.height() > 200_000:
                parts = self._split(rect)
                rect, self._pieces = parts[0], parts[1:]
            self._draw(rect)
            first = False

    def _merge(self) -> None:
        if len(self._pieces) <= _MERGE_OVER:
            return
        region = QRegion()
        for piece in self._pieces:
            region = region.united(piece)
        merged = [QRect(rect) for rect in region]  # type: ignore[attr-defined]
        self._pieces = merged if len(merged) <= _MERGE_OVER else [region.boundingRect()]

    def _draw(self, rect: QRect) -> None:
        assert self._picture is not None
        start = time.perf_counter()
        place = self._place
        clip = (rect.x(), rect.y(), rect.width(), rect.height())
        with QPainter(self._picture) as painter:
            painter.setClipRect(rect)
            steps, links = self.renderer.paint(painter, place.scale, place.x, place.y, clip)
        if steps + links > 40:
            took = (time.perf_counter() - start) * 1e3
            share = took / max(self._estimate(steps, links), 1e-3)
            self._correction = min(4.0, max(0.25, self._correction * (0.8 + 0.2 * share)))

    def _split(self, rect: QRect) -> list[QRect]:
        """Pieces of a rectangle that cost about half the budget each, the middle first."""
        place = self._place
        left, top = (rect.x() - place.x) / place.scale, (rect.y() - place.y) / place.scale
        area = (left, top, left + rect.width() / place.scale, top + rect.height() / place.scale)
        steps, links = self.renderer.visible(area)
        scene = self.renderer.scene
        cost = self._estimate(len(steps), len(links)) + GHOST_MS * len(scene.ghosts_in(area))
        cost += STROKE_MS * min(1.0, place.scale) * len(scene.notes.within(area))
        if cost <= WHOLE_MS:
            return [rect]
        number = int(np.ceil(cost / (BUDGET_MS * 0.5)))
        columns = max(1, round((number * rect.width() / max(1, rect.height())) ** 0.5))
        rows = max(1, -(-number // columns))
        xs = np.linspace(rect.left(), rect.right() + 1, columns + 1).astype(int).tolist()
        ys = np.linspace(rect.top(), rect.bottom() + 1, rows + 1).astype(int).tolist()
        pieces = [
            QRect(xs[i], ys[j], xs[i + 1] - xs[i], ys[j + 1] - ys[j]) for i in range(columns) for j in range(rows)
        ]
        middle = rect.center()
        pieces.sort(key=lambda piece: (piece.center() - middle).manhattanLength())
        return pieces

    def _estimate(self, steps: int, links: int) -> float:
        """Milliseconds that drawing so many would take, from measurements; corrected by what it really took."""
        scale = self._place.scale
        seen, pixels = scale / self.renderer.ratio, 14_400 * scale * scale
        if seen < SWATCH_BELOW:
            step = 0.00025
        elif seen < TEXTS_FROM:
            step = 0.0004 + pixels * 2.2e-7
        else:
            step = 0.014 + pixels * 6e-7
        link = 0.0006 if seen < 0.14 else 0.0025 if seen < 0.55 else 0.009 * scale
        return (0.5 + steps * step + links * link) * self._correction
