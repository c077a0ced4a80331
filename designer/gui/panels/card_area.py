"""The scrolled part of the findings panel: makes cards as they come into sight, brings some of them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.gui.finding_rows import FindingRows
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.finding_list import FindingList
from designer.gui.panels.kept_rows import KeptRows
from designer.gui.panels.laying_out import all_at_once
from designer.gui.panels.question_card import QuestionCard


class CardArea(QScrollArea):
    """A list of cards with what others put in front of it and behind it.

    Args:
        card_of: the card of a finding, made when there is none yet.
    """

    def __init__(self, card_of: Callable[[Finding], FindingCard], parent: QWidget) -> None:
        super().__init__(parent)
        self.inside = QWidget(self)
        self.is_filling = False  # the keyboard comes to cards that nobody chose
        above, column, below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.list = FindingList(column, self.inside, card_of)
        self._above, self._below = KeptRows(above), KeptRows(below)
        self._rows = QVBoxLayout(self.inside)
        self._rows.setContentsMargins(16, 4, 16, 16)
        self._rows.setSpacing(6)
        for part in (above, column, below):
            part.setSpacing(6)
            self._rows.addLayout(part)
        self._rows.addStretch(1)
        self._wanted: FindingCard | None = None  # is to be seen next
        self._is_at_end = False  # and stays there when the cards turn out to be higher
        self._following = QTimer(self)  # once everything is laid out
        self._following.setSingleShot(True)
        self._following.timeout.connect(self._follow)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.inside)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self.follow())

    @property
    def is_settled(self) -> bool:
        """Whether all cards in sight are there."""
        return not self._following.isActive()

    def frame(self, first: QWidget, last: QWidget) -> None:
        """Gives widgets places in front of the list and behind it."""
        self._rows.insertWidget(0, first)
        self._rows.insertWidget(4, last)

    def lay_out(self) -> None:
        """Gives everything its place now."""
        self._rows.activate()

    def at_once(self) -> AbstractContextManager[None]:
        """What comes, opens and closes in here gets its place once, at the end."""
        return all_at_once(self._rows)

    def fill(self, rows: FindingRows, above: Sequence[QWidget], below: Sequence[QWidget]) -> None:
        """Shows findings, and what stands above and below them; what stood there and is not wanted any more goes."""
        with self.at_once():
            self.list.show(rows)
            for place, widgets in ((self._above, above), (self._below, below)):
                for gone in place.show(widgets):
                    gone.hide()
                    gone.deleteLater()
                for widget in widgets:
                    widget.show()

    def follow(self) -> None:
        """Makes the cards in sight as soon as everything is laid out."""
        self._following.start()

    def show_widget(self, widget: QWidget, margin: int = 8) -> None:
        """Scrolls as little as brings a widget into sight."""
        self.ensureWidgetVisible(widget, 0, margin)

    def reveal(self, card: FindingCard) -> None:
        """Brings a whole card into sight as soon as its size is known, and of one that is too high the head."""
        self._wanted = card
        self.follow()  # first of all it would else be dropped, as it is not in sight

    def move_focus(self, step: int, more: Iterable[QuestionCard]) -> None:
        """Gives the keyboard to a neighbour of the card that has it; ``more`` cards stand in the list as well."""
        every: list[FindingCard | QuestionCard] = [*self.list.cards.values(), *more]
        shown = [c for c in every if c.isVisibleTo(self.inside)]
        shown.sort(key=lambda c: c.y())
        here = next((i for i, c in enumerate(shown) if c.head.hasFocus()), 0)
        if 0 <= here + step < len(shown):
            target = shown[here + step]
            target.head.setFocus(Qt.FocusReason.TabFocusReason)
            self.show_widget(target, 40)

    # ------------------------------------------------------------------ inside
    def _on_scroll(self, value: int) -> None:
        self._is_at_end = value == self.verticalScrollBar().maximum() > 0
        self.follow()

    def _follow(self) -> None:
        """Makes the cards that came into sight; what is seen stays where it is."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted in self.list.cards.values():
            self._rows.activate()  # others may have been closed above it
            self.inside.adjustSize()
            self.show_widget(wanted, min(20, max(0, self.viewport().height() - wanted.height()) // 2))
            self.show_widget(wanted.head)
        if not self.list.is_long:
            return
        bar = self.verticalScrollBar()
        top, is_end = bar.value(), self._is_at_end
        seen = next((c for c in self.list.in_order if c.isVisible() and c.geometry().bottom() >= top), None)
        before = seen.y() if seen is not None else 0
        self.is_filling = True
        changed = self.list.follow(top, top + self.viewport().height())
        self.is_filling = False
        if not changed and not is_end:
            return
        self._rows.activate()
        self.inside.adjustSize()
        if is_end:
            bar.setValue(bar.maximum())
        elif seen is not None and seen in [*self.list.in_order]:
            bar.setValue(top + seen.y() - before)
