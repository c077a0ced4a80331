"""What differs, on the picture: a colour, an edge, a sign and a word, so that none of them says it alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

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
_HEIGHT: Final = 22.0
_NEAR: Final = 40.0  # pixels that a mark may reach out of the view


def paint_marks(
    painter: QPainter,
    surface: Surface,
    marks: Iterable[tuple[Difference, str]],
    chosen: Difference | None,
    place: Place,
) -> None:
    """Draws the marks that are in view; the painter is in device pixels.

    Args:
        marks: differences with the id that each has on this side.
    """
    left, top, right, bottom = surface.seen_area()
    margin = _NEAR / surface.view.scale
    cards, ratio = surface.renderer.cards, surface.renderer.ratio
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.x, place.y)
    painter.scale(place.scale, place.scale)
    later = []
    for difference, key in marks:
        area = area_of(surface, difference.table, key)
        if area is None or area[0] > right + margin or area[0] + area[2] < left - margin:
            continue
        if area[1] > bottom + margin or area[1] + area[3] < top - margin:
            continue
        if difference.table == "links":
            _link(painter, surface, cards, difference, key, difference is chosen, place.scale / ratio)
        later.append((difference, key, area))
    for difference, key, area in later:  # words lie over all links
        if difference.table != "links":
            _edge(painter, cards, difference, area, difference is chosen, place.scale / ratio)
        if difference.table != "links":
            _pill(painter, cards, difference, (area[0] + 12, area[1] + area[3] + 3), place.scale / ratio)
        elif place.scale / ratio >= _LINKS_FROM:
            _pill(painter, cards, difference, _middle(surface, key), place.scale / ratio)
    painter.restore()


def area_of(surface: Surface, table: str, key: str) -> Area | None:
    """Where a thing is drawn; None when it is not."""
    if table != "links":
        return surface.overlays.area_of(Hit(table, key))
    row = surface.scene.columns.links.row.get(key)
    if row is None:
        return None
    left, top, right, bottom = surface.scene.columns.link_areas(np.array([row]))[0].tolist()
    return None if left != left else (left, top, right - left, bottom - top)


# ---------------------------------------------------------------- inside
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
