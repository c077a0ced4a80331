"""The cards below one heading of the list; of long ones only those near what is in sight are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.kept_rows import KeptRows

NEAR: Final = 6  # cards made above and below what is in sight
Span = tuple[int, int]  # the first, and the one behind the last


class Section:
    """Some findings; empty room stands for the cards that are not there.

    Args:
        inside: the widget that it lies in.
    """

    def __init__(self, inside: QWidget) -> None:
        self.findings: Sequence[Finding] = ()
        self.span: Span = (0, 0)  # which have cards
        self.is_shown = True
        self.box = QVBoxLayout()
        self.box.setSpacing(6)
        self._above, self._below = QWidget(inside), QWidget(inside)
        self._rows = KeptRows(self.box)

    @property
    def shown(self) -> Sequence[Finding]:
        """Those with cards."""
        return self.findings[slice(*self.span)]

    def fill(self, card_of: Callable[[Finding], FindingCard], pitch: float) -> None:
        """Puts the cards into the box; those that are there already stay.

        Args:
            pitch: height of a card with the gap below it, where nobody has seen it.
        """
        cards = [card_of(finding) for finding in self.shown]
        self._rows.show([self._above, *cards, self._below])
        for card in cards:
            card.setVisible(self.is_shown)
        self._room(self._above, self.span[0], pitch)
        self._room(self._below, len(self.findings) - self.span[1], pitch)

    def clear(self) -> None:
        """The section goes away; its cards stay alive."""
        self._rows.show([])
        for room in (self._above, self._below):
            room.hide()
            room.deleteLater()

    def wanted(self, top: int, bottom: int, cards: Sequence[FindingCard], pitch: float) -> Span:
        """Which cards should be there when such a part is in sight; those that are there while these will do."""
        number, (start, end) = len(self.findings), self.span
        first, last = (self._place_at(y, cards, pitch) for y in (top, bottom))
        if last < 0 or first >= number:
            out = 0 if last < 0 else number
            return self.span if end - start <= 2 * NEAR else (out, out)
        least = max(0, first - NEAR // 2), min(number, last + 1 + NEAR // 2)
        most = max(0, first - 2 * NEAR), min(number, last + 1 + 2 * NEAR)
        if most[0] <= start <= least[0] and least[1] <= end <= most[1]:
            return self.span
        return max(0, first - NEAR), min(number, last + 1 + NEAR)

    # ------------------------------------------------------------------ inside
    def _room(self, widget: QWidget, number: int, pitch: float) -> None:
        widget.setVisible(number > 0 and self.is_shown)
        height = max(0, round(number * pitch) - self.box.spacing())
        if widget.minimumHeight() != height or widget.maximumHeight() != height:
            widget.setFixedHeight(height)

    def _place_at(self, y: int, cards: Sequence[FindingCard], pitch: float) -> int:
        """The finding that stands at a height; below 0 or behind the last where it is another section's."""
        area = self.box.geometry()
        if y < area.top():
            return -1
        if y > area.bottom():
            return len(self.findings)
        for place, card in enumerate(cards, self.span[0]):
            if card.y() > y:
                break
            if y <= card.geometry().bottom() + self.box.spacing():
                return place
        if not cards or y < cards[0].y():
            return min(int((y - area.top()) / pitch), max(self.span[0] - 1, 0) if cards else len(self.findings) - 1)
        return min(self.span[1] + int((y - cards[-1].geometry().bottom()) / pitch), len(self.findings) - 1)
