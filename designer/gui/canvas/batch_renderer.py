"""Draws any part of the scene into any painter with a handful of calls; keeps nothing but caches.

Works in device pixels: device = scene * scale + origin. How much a card shows follows from `seen`, the scale in
logical pixels: on a finer screen the same card is drawn finer, not with more on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.drawing.card_text import run_text
from designer.drawing.detail import DETAILS, TEXTS_FROM, Detail, sign_area
from designer.drawing.geometry import Floats
from designer.drawing.personal_marks import personal_area
from designer.gui.canvas.board_painter import BoardPainter
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.dimming import paint_dimmed
from designer.gui.canvas.ghosts import GhostCard
from designer.gui.canvas.labels import Labels
from designer.gui.canvas.link_painter import LinkPainter, draw_missing_links
from designer.gui.canvas.looks import GUESSED, MANUAL, MARKED, STACKED
from designer.gui.canvas.pixels import ASIDE, pixel, pixels
from designer.gui.canvas.proof_marks import proof_signs
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.sheets import Fragments
from designer.gui.canvas.sprites import SEVERITIES, Sprites
from designer.gui.canvas.viewport import Bounds

SWATCH_BELOW: Final = 0.09
SMOOTH_FROM: Final = 0.25  # device pixels a canvas unit; smaller ones of hundreds of missing links cost too much
_REACH: Final = 3  # device pixels that lines are drawn beside where they are: pens are never thinner than a pixel


class BatchRenderer:
    """Paints a scene.

    Args:
        scene: what there is.
        painter: how its parts look.
        ratio: device pixels a logical pixel.
    """

    def __init__(self, scene: Scene, painter: CardPainter, ratio: float = 1.0) -> None:
        self.scene = scene
        self.cards = painter
        self.ratio = ratio
        self.sprites = Sprites(painter, scene.columns.looks)
        self.labels = Labels(painter.fonts, scene.words_of)
        self.links = LinkPainter(scene.columns, painter, self.sprites)
        self.board = BoardPainter(scene, painter, ratio)
        self._fragments = Fragments()
        self.lifted_steps: Ints = np.empty(0, np.int64)  # drawn by an overlay while they are dragged
        self.lifted_links: Ints = np.empty(0, np.int64)
        self.lifted_notes: frozenset[str] = frozenset()
        self.lifted_frames: frozenset[str] = frozenset()
        self.faint_notes: frozenset[str] = frozenset()  # an eraser has touched them

    def visible(self, area: Bounds) -> tuple[Ints, Ints]:
        """Rows of the steps and links in an area of the scene, without the lifted ones."""
        steps, links = self.scene.columns.visible_steps(*area), self.scene.columns.visible_links(*area)
        if len(self.lifted_steps):
            steps = np.setdiff1d(steps, self.lifted_steps, assume_unique=True)
        if len(self.lifted_links):
            links = np.setdiff1d(links, self.lifted_links, assume_unique=True)
        return steps, links

    def paint(
        self, painter: QPainter, scale: float, x: float, y: float, clip: tuple[int, int, int, int]
    ) -> tuple[int, int]:
        """Draws background and all that lies in ``clip`` (x, y, width, height in device pixels).

        Returns:
            How many steps and links that were.
        """
        left, top, width, height = clip
        reach, x0, y0 = _REACH / scale, (left - x) / scale, (top - y) / scale
        area = (x0 - reach, y0 - reach, x0 + width / scale + reach, y0 + height / scale + reach)
        self.board.background(painter, scale, x, y, clip, self.ratio)
        steps, links = self.visible(area)
        if self.scene.lineage is not None:
            paint_dimmed(painter, self, self.scene.lineage, steps, links, (scale, x, y), area, clip)
            return len(steps), len(links)
        self.board.frames(painter, scale, x, y, area, self.ratio, lambda frame: frame not in self.lifted_frames)
        if len(links):
            self.links.paint(painter, links, scale, x, y)
        self.paint_ghosts(painter, self.scene.ghosts_in(area), scale, x, y)
        if len(steps):
            self.paint_cards(painter, steps, scale, x, y)
        self.board.notes(painter, scale, x, y, area, self.lifted_notes, self.faint_notes)
        return len(steps), len(links)

    # ------------------------------------------------------------------ cards
    def says_all(self, row: int, seen: float) -> bool:
        """Whether a card shows all that it has to say at a scale in logical pixels."""
        return seen >= TEXTS_FROM and self.labels.at(row, self.cards.fonts.detail_at(seen)).is_whole

    def paint_cards(
        self, painter: QPainter, rows: Ints, scale: float, x: float, y: float, *, blank: bool = False
    ) -> None:
        """Draws cards as detailed as the scale allows.

        Args:
            blank: without texts and badges.
        """
        steps = self.scene.columns.steps
        across, down = pixels(steps["x"][rows] * scale + x), pixels(steps["y"][rows] * scale + y)
        seen = scale / self.ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if seen < TEXTS_FROM:
            cells = steps["look"][rows] * SEVERITIES + (0 if blank else steps["severity"][rows])
            small = seen >= SWATCH_BELOW
            sheet = self.sprites.small_cards(scale) if small else self.sprites.swatches(scale)
            room = self.sprites.room(scale) if small else 0
            self._fragments.draw(painter, across - room, down - room, sheet, cells)
            return
        detail = self.cards.fonts.detail_at(seen)
        self._bodies(painter, rows, across.tolist(), down.tolist(), scale, DETAILS[detail], blank=blank)
        if blank:
            return
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._texts(painter, rows, across.tolist(), down.tolist(), scale, detail)
        if DETAILS[detail].has_signs:
            self._signs(painter, rows, across, down, scale)
        self._badges(painter, rows, across.tolist(), down.tolist(), scale)

    def paint_badges(self, painter: QPainter, rows: Ints, scale: float, x: float, y: float) -> None:
        """Draws only the badges of cards, for those that something was drawn over."""
        steps = self.scene.columns.steps
        marked = (steps["severity"][rows] > 0) | (steps["flags"][rows] & MARKED > 0) | (steps["personal"][rows] > 0)
        rows = rows[marked]
        if scale / self.ratio >= TEXTS_FROM and len(rows):
            across, down = pixels(steps["x"][rows] * scale + x), pixels(steps["y"][rows] * scale + y)
            self._badges(painter, rows, across.tolist(), down.tolist(), scale)

    def _bodies(
        self,
        painter: QPainter,
        rows: Ints,
        across: list[float],
        down: list[float],
        scale: float,
        detail: Detail,
        *,
        blank: bool,
    ) -> None:
        steps, sprites = self.scene.columns.steps, self.sprites
        room = sprites.room(scale)
        flags = steps["flags"][rows] & (-1 if detail.has_signs else ~MANUAL)
        looks, severities = (steps[name][rows].tolist() for name in ("look", "severity"))
        kinds = list(zip([0] * len(rows) if blank else severities, flags.tolist(), strict=True))
        frames = {key: sprites.frame(scale, *key) for key in set(kinds)}
        tiles = {look: sprites.tile(scale, look, detail.has_icon) for look in set(looks)}
        draw = painter.drawPixmap
        for left, top, look, kind in zip(across, down, looks, kinds, strict=True):
            draw(int(left) - room, int(top) - room, frames[kind])
            draw(int(left), int(top), tiles[look])

    def _texts(
        self, painter: QPainter, rows: Ints, across: list[float], down: list[float], scale: float, number: int
    ) -> None:
        """Titles, then the lines below them, one font after the other: changing it costs more than a text."""
        fonts, inverse = self.cards.fonts.cards[number], 1 / scale
        text = painter.drawStaticText
        labels = [self.labels.at(row, number) for row in rows.tolist()]
        lefts = [(left + ASIDE) * inverse + fonts.detail.left for left in across]
        tops = [(top + ASIDE) * inverse for top in down]
        painter.save()
        painter.scale(scale, scale)
        painter.setFont(fonts.title)
        painter.setPen(self.cards.colours("ink"))
        for label, left, top in zip(labels, lefts, tops, strict=True):
            for line, rise in label.title:
                text(QPointF(left, top + rise), line)
        painter.setPen(self.cards.colours("ink_soft"))
        for place, font in enumerate(fonts.below):
            painter.setFont(font)
            for label, left, top in zip(labels, lefts, tops, strict=True):
                if place < len(label.below):
                    line, rise = label.below[place]
                    text(QPointF(left, top + rise), line)
        painter.restore()

    def _signs(self, painter: QPainter, rows: Ints, across: Floats, down: Floats, scale: float) -> None:
        """How far cards are proven, and whether they ran."""
        steps = self.scene.columns.steps
        proven = np.flatnonzero(steps["proof"][rows])
        hands = (steps["flags"][rows[proven]] & MANUAL > 0).tolist()
        numbers = steps["proof"][rows[proven]].tolist()
        for left, top, hand, number in zip(across[proven].tolist(), down[proven].tolist(), hands, numbers, strict=True):
            for slot, (icon, token) in enumerate(proof_signs(number), int(hand)):
                x, y, _, _ = sign_area(slot)
                sign = self.sprites.sign(scale, icon, token)
                painter.drawPixmap(pixel(left + x * scale), pixel(top + y * scale), sign)

    def _badges(self, painter: QPainter, rows: Ints, across: list[float], down: list[float], scale: float) -> None:
        steps = self.scene.columns.steps
        # Far away a badge is drawn larger than its card, so that its shape can still be told.
        size = max(scale, min(0.85 * self.ratio, 1.6 * scale))
        severities, counts = steps["severity"][rows].tolist(), steps["count"][rows].tolist()
        for left, top, severity, count in zip(across, down, severities, counts, strict=True):
            if severity:
                badge = self.sprites.badge(size, severity, count)
                right = left + (CARD_WIDTH + shape.BADGE_OVERHANG) * scale
                painter.drawPixmap(
                    pixel(right - badge.width()), pixel(top - shape.BADGE_HEIGHT / 2 * size + 2 * (size - scale)), badge
                )
        flags = steps["flags"][rows] & MARKED
        if flags.any():
            marks = zip(across, down, flags.tolist(), steps["runs"][rows].tolist(), strict=True)
            self._marks(painter, (mark for mark in marks if mark[2]), scale, size)

        held = steps["personal"][rows]
        if held.any():
            self._personal(painter, zip(across, down, held.tolist(), strict=True), scale, size)

    def _personal(
        self, painter: QPainter, marks: Iterable[tuple[float, float, int]], scale: float, size: float
    ) -> None:
        """Which personal data cards hold."""
        x, _, _, height = personal_area((0, 0), 1)
        bottom = CARD_HEIGHT + height / 2
        for left, top, number in marks:
            if number:
                pill = self.sprites.personal(size, number)
                painter.drawPixmap(pixel(left + x * scale), pixel(top + bottom * scale - pill.height()), pill)

    def _marks(
        self, painter: QPainter, marks: Iterable[tuple[float, float, int, int]], scale: float, size: float
    ) -> None:
        """The question mark of a guess, and how often a step runs; larger than their card where that is far away."""
        guess = self.sprites.guess(size)
        x, y, _, _ = shape.guess_area((0, 0))
        right, bottom = CARD_WIDTH + shape.BADGE_OVERHANG, CARD_HEIGHT + shape.COUNT_HEIGHT / 2
        for left, top, flags, runs in marks:
            if flags & GUESSED:
                painter.drawPixmap(pixel(left + x * scale), pixel(top + y * size), guess)
            if flags & STACKED:
                pill = self.sprites.runs(size, run_text(runs))
                across, down = left + right * scale - pill.width(), top + bottom * scale - pill.height()
                painter.drawPixmap(pixel(across), pixel(down), pill)

    # ------------------------------------------------------------------ missing steps
    def paint_ghosts(
        self, painter: QPainter, ghosts: Sequence[GhostCard], scale: float, x: float, y: float, *, lit: bool = False
    ) -> None:
        """Draws missing steps and links with the links they would have; hundreds of them with few calls."""
        curves = [ghost.curves for ghost in ghosts if len(ghost.curves)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, scale >= SMOOTH_FROM)
        painter.setPen(QPen(self.cards.colours("ghost", 0.9 if lit else 0.55), max(1.0, 1.3 * scale)))
        if curves:
            self.links.dash(painter, np.concatenate(curves), scale, x, y)
        missing = [ghost for ghost in ghosts if ghost.look is None]
        if missing:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(x, y)
            painter.scale(scale, scale)
            draw_missing_links(painter, self.cards, missing, lit=lit)
            painter.restore()
        cards = [(ghost, ghost.look) for ghost in ghosts if ghost.look is not None]
        if scale / self.ratio < SWATCH_BELOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.cards.colours("ghost", 0.4))
            size = QSize(max(1, round(CARD_WIDTH * scale)), max(1, round(CARD_HEIGHT * scale)))
            places = [QPoint(pixel(g.x * scale + x), pixel(g.y * scale + y)) for g, _ in cards]
            painter.drawRects([QRect(place, size) for place in places])  # whole pixels, as cards: strips have no seams
            return
        room, detail = self.sprites.room(scale), self.cards.fonts.detail_at(scale / self.ratio)
        kinds = {(look, ghost.title) for ghost, look in cards}
        sprites = {kind: self.sprites.ghost(scale, *kind, lit, detail) for kind in kinds}
        for ghost, look in cards:
            place = pixel(ghost.x * scale + x) - room, pixel(ghost.y * scale + y) - room
            painter.drawPixmap(*place, sprites[look, ghost.title])
