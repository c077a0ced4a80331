"""What differs, on the picture: a colour, an edge, a sign and a word, so that none of them says it alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from designer.drawing.geometry import CARD_RADIUS, Area, point_on
from designer.gui.canvas.back_buffer import Place
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.link_painter import curve_path
from designer.gui.canvas.surface import Surface
from designer.session.comparing import ADDED, CHANGED, MOVED, REMOVED, Difference

SIGNS: Final = {ADDED: "+", REMOVED: "−", CHANGED: "~", MOVED: "→"}
TOKENS: Final = {ADDED: "ok", REMOVED: "error", CHANGED: "warning", MOVED: "ink_soft"}
"""The colour token of each change."""
_WORDS_FROM: Final = 0.42
_LINKS_FROM: Final = 0.26  # below, signs of links would hide the cards
_SIGNED: Final = 400  # marks in view; more signs would cover everything
_SMOOTH: Final = 1000  # more marks in view are drawn with few calls
_FAR: Final = 1.0  # pixels that such a link is wide
_HEIGHT: Final = 22.0
_NEAR: Final = 40.0  # pixels that a mark may reach out of the view


class Marks:
    """What is marked on one side; nothing on it changes, so places are looked up once.

    Args:
        differences: with the id that each has on this side.
    """

    def __init__(self, surface: Surface, differences: Iterable[tuple[Difference, str]]) -> None:
        self._surface = surface
        found = list(differences)
        links = _link_areas(surface, [key for d, key in found if d.table == "links"])
        placed = [
            (d, key, links.get(key) if d.table == "links" else area_of(surface, d.table, key)) for d, key in found
        ]
        self._rows = [(d, key, area) for d, key, area in placed if area is not None]
        self._areas = np.array([area for _, _, area in self._rows], float).reshape(-1, 4)
        self.by_thing = {(d.table, key): d for d, key, _ in self._rows}

    def seen(self) -> list[tuple[Difference, str, Area]]:
        """The marks that are in view."""
        left, top, right, bottom = self._surface.seen_area()
        margin = _NEAR / self._surface.view.scale
        x, y, width, height = self._areas.T
        inside = (
            (x < right + margin) & (x + width > left - margin) & (y < bottom + margin) & (y + height > top - margin)
        )
        return [self._rows[i] for i in np.flatnonzero(inside).tolist()]

    def paint(self, painter: QPainter, chosen: Difference | None, place: Place) -> None:
        """Draws the marks that are in view; the painter is in device pixels."""
        surface, seen = self._surface, self.seen()
        cards, zoom = surface.renderer.cards, place.scale / surface.renderer.ratio
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(seen) <= _SMOOTH)
        painter.translate(place.x, place.y)
        painter.scale(place.scale, place.scale)
        if len(seen) > _SMOOTH:
            _many_links(painter, surface, [(d, key) for d, key, _ in seen if d.table == "links"], zoom)
        for difference, key, _ in seen:
            if difference.table == "links" and (len(seen) <= _SMOOTH or difference is chosen):
                _link(painter, surface, cards, difference, key, difference is chosen, zoom)
        if len(seen) > _SMOOTH:
            _many(painter, cards, [(d, area) for d, _, area in seen if d.table != "links"], zoom)
        for difference, _, area in seen:  # cards and words lie over links
            if difference.table != "links" and (len(seen) <= _SMOOTH or difference is chosen):
                _edge(painter, cards, difference, area, difference is chosen, zoom)
        for difference, key, area in seen if len(seen) <= _SIGNED else ():
            if difference.table != "links":
                _pill(painter, cards, difference, (area[0] + 12, area[1] + area[3] + 3), zoom)
            elif zoom >= _LINKS_FROM:
                _pill(painter, cards, difference, _middle(surface, key), zoom)
        painter.restore()


def area_of(surface: Surface, table: str, key: str) -> Area | None:
    """Where a thing is drawn; None when it is not."""
    if table != "links":
        return surface.overlays.area_of(Hit(table, key))
    return _link_areas(surface, [key]).get(key)


# ---------------------------------------------------------------- inside
def _link_areas(surface: Surface, keys: Iterable[str]) -> dict[str, Area]:
    """Where links are drawn; without those that are not."""
    columns = surface.scene.columns
    known = [(key, columns.links.row[key]) for key in keys if key in columns.links.row]
    edges = columns.link_areas(np.array([row for _, row in known], int)).tolist()
    return {
        key: (left, top, right - left, bottom - top)
        for (key, _), (left, top, right, bottom) in zip(known, edges, strict=True)
        if left == left  # not hidden
    }


def _pen(cards: CardPainter, change: str, width: float) -> QPen:
    style = Qt.PenStyle.DashLine if change == REMOVED else Qt.PenStyle.SolidLine
    return QPen(cards.colours(TOKENS[change]), width, style)


def _edge(
    painter: QPainter, cards: CardPainter, difference: Difference, area: Area, is_chosen: bool, zoom: float
) -> None:
    grown = max(1.0, 0.6 / zoom)  # seen from afar, too
    reach = QRectF(*area).adjusted(-3, -3, 3, 3)
    painter.setBrush(cards.colours(TOKENS[difference.change], 0.10 if difference.change != MOVED else 0.0))
    painter.setPen(_pen(cards, difference.change, (2.6 if difference.change != MOVED else 1.6) * grown))
    painter.drawRoundedRect(reach, CARD_RADIUS + 2, CARD_RADIUS + 2)
    if is_chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(cards.colours("accent"), 3 * grown))
        painter.drawRoundedRect(
            reach.adjusted(-5 * grown, -5 * grown, 5 * grown, 5 * grown), CARD_RADIUS + 6, CARD_RADIUS + 6
        )


def _many(painter: QPainter, cards: CardPainter, rows: list[tuple[Difference, Area]], zoom: float) -> None:
    """Edges alone, with one call for each change: thousands are in view."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for change in TOKENS:
        painter.setPen(QPen(cards.colours(TOKENS[change]), 1.2 / zoom))
        painter.drawRects([QRectF(*area) for d, area in rows if d.change == change])


def _many_links(painter: QPainter, surface: Surface, rows: list[tuple[Difference, str]], zoom: float) -> None:
    """Curves alone, with one call for each change."""
    links, cards = surface.scene.columns.links, surface.renderer.cards
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for change in TOKENS:
        path = QPainterPath()
        numbers = [links.row[key] for d, key in rows if d.change == change]
        for x, y, *rest in links["curve"][numbers].tolist():
            path.moveTo(x, y)
            path.cubicTo(*rest)
        painter.setPen(_pen(cards, change, _FAR / zoom))
        painter.drawPath(path)


def _link(
    painter: QPainter,
    surface: Surface,
    cards: CardPainter,
    difference: Difference,
    key: str,
    is_chosen: bool,
    zoom: float,
) -> None:
    links = surface.scene.columns.links
    path = curve_path(links["curve"][links.row[key]])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    grown = max(1.0, 0.5 / zoom)
    if is_chosen:
        painter.setPen(QPen(cards.colours("accent", 0.45), 9.0 * grown))
        painter.drawPath(path)
    painter.setPen(_pen(cards, difference.change, 3.2 * grown))
    painter.drawPath(path)


def _middle(surface: Surface, key: str) -> tuple[float, float]:
    links = surface.scene.columns.links
    return point_on(links["curve"][links.row[key]].tolist(), 0.5)


def _pill(painter: QPainter, cards: CardPainter, difference: Difference, at: tuple[float, float], zoom: float) -> None:
    """The sign, with its word where there is room for it: below a card, in the middle of a link."""
    is_link = difference.table == "links"
    word = SIGNS[difference.change]
    if zoom >= _WORDS_FROM and not is_link:
        word = f"{word} {difference.change}"
    painter.save()
    painter.translate(*at)
    grown = min(max(0.6 / zoom, 1.0), 8.0)
    painter.scale(grown, grown)
    long = max(QFontMetricsF(cards.fonts.subtitle).horizontalAdvance(word) + 14, _HEIGHT)
    pill = QRectF(-long / 2 if is_link else 0, -_HEIGHT / 2, long, _HEIGHT)
    painter.setPen(QPen(cards.colours(TOKENS[difference.change]), 1.4))
    painter.setBrush(cards.colours("card"))
    painter.drawRoundedRect(pill, _HEIGHT / 2, _HEIGHT / 2)
    painter.setFont(cards.fonts.subtitle)
    painter.setPen(cards.colours("ink"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()
