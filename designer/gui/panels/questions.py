"""The questions behind the findings: their cards, kept as long as they are asked, one open at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from designer.analysis.report import Report
from designer.analysis.rule import Rule
from designer.gui.appearance import Appearance
from designer.gui.panels.not_judged import asked, questions_heading
from designer.gui.panels.question_card import Asked, QuestionCard


class Questions(QObject):
    """Makes the widgets for the end of the list.

    Args:
        name_of: what people call the place of a finding.
    """

    answered = Signal(object, str, object)  # Asked, answer, ids of steps
    moved = Signal(int)
    opened = Signal(object)  # QuestionCard that should be in sight

    def __init__(self, appearance: Appearance, name_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._name_of = name_of
        self._inside = parent
        self.cards: dict[str, QuestionCard] = {}

    def widgets(self, report: Report | None, rules: Mapping[str, Rule]) -> Iterator[QWidget]:
        """The heading and the cards; those of questions that are asked as before are kept."""
        before, self.cards = self.cards, {}
        wanted = list(asked(report, rules, self._name_of)) if report else []
        if report and wanted:
            yield questions_heading(report, self._inside)
        for question in wanted:
            card = before.get(question.code)
            if card is None or card.asked != question:
                made = self._card(question)
                made.set_open(card is not None and card.head.isChecked())
                card = made
            else:
                del before[question.code]
            self.cards[question.code] = card
            yield card
        for gone in before.values():
            gone.hide()
            gone.deleteLater()

    def open_next(self, focused: QWidget | None) -> QuestionCard | None:
        """Opens the question behind the one with the keyboard; after the last one the first."""
        cards = list(self.cards.values())
        here = next((i for i, c in enumerate(cards) if focused is not None and c.isAncestorOf(focused)), -1)
        if not cards:
            return None
        card = cards[(here + 1) % len(cards)]
        card.set_open(True)
        self._on_opened(card, is_open=True)
        return card

    def redraw(self) -> None:
        """Draws the cards in the colours of the theme."""
        for card in self.cards.values():
            card.redraw()

    # ------------------------------------------------------------------ inside
    def _card(self, question: Asked) -> QuestionCard:
        made = QuestionCard(question, self._appearance, self._inside)
        made.answered.connect(self.answered)
        made.moved.connect(self.moved)
        made.head.clicked.connect(lambda on: self._on_opened(made, is_open=on))
        return made

    def _on_opened(self, card: QuestionCard, *, is_open: bool) -> None:
        if not is_open:
            return
        for other in self.cards.values():
            if other is not card:
                other.set_open(False)
        # Sizes are known once the answers were laid out.
        QTimer.singleShot(0, card, lambda: self.opened.emit(card))
