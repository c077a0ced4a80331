"""One question that the files of others leave open: what is asked, where, and its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from designer.analysis.questions import fact_asked
from designer.analysis.rule import Rule
from designer.gui.appearance import Appearance
from designer.gui.combo import Combo
from designer.gui.panels.finding_card import Head, paragraph, tab_through
from designer.gui.panels.flow_row import FlowRow

_FEW_PLACES: Final = 8  # all of which have names in the title
_NAMES: Final = 4  # of more of them
DONE, MISSING, SENSELESS = "done", "missing", "senseless"
_ANSWERS: Mapping[str, tuple[str, str]] = {
    DONE: ("It is done…", "It counts as met: say where it is done, or state it about the step."),
    MISSING: ("It is missing", "It becomes a finding and counts from now on."),
    SENSELESS: ("Makes no sense here…", "The rule is left out of the score here, with your reason."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Args:
        rule: None for one that the program does not know any more.
        places: ids of the steps it is asked about.
        names: what people call them.
        first: code of a question that must be answered before; empty when this one can be.
    """

    code: str
    rule: Rule | None
    places: tuple[str, ...]
    names: Mapping[str, str]
    first: str = ""

    @property
    def title(self) -> str:
        return self.rule.title if self.rule else self.code

    @property
    def where(self) -> str:
        """The places by what people call them; of many their number and the first names, each once."""
        if len(self.places) <= _FEW_PLACES:
            return ", ".join(self.names[place] for place in self.places)
        names = list(dict.fromkeys(self.names[place] for place in self.places))
        more = ", ..." if len(names) > _NAMES else ""
        return f"{len(self.places)} places: {', '.join(names[:_NAMES])}{more}"

    @property
    def fact(self) -> Mapping[str, Any]:
        """What would be stated about the step itself, where the rule asks for one attribute of it; else empty."""
        return fact_asked(self.rule) if self.rule else {}


class QuestionCard(QFrame):
    """A row of the findings panel that is opened to be answered."""

    answered = Signal(object, str, object)  # Asked, one of the answers, ids of the steps
    moved = Signal(int)

    def __init__(self, asked: Asked, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self._appearance = appearance
        self.setProperty("look", "card")
        self.head = Head(self)
        self.head.setProperty("look", "head")
        self.head.setCheckable(True)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.head.clicked.connect(self.set_open)
        self.head.moved.connect(self.moved)
        self._title = self.head.add_title()
        self.answers: dict[str, QPushButton] = {}
        self.place: Combo | None = None
        self._details: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self.redraw()

    def set_open(self, is_open: bool) -> None:
        """Shows or hides the answers."""
        self.head.setChecked(is_open)
        if is_open and self._details is None:
            self._make_details()
        if self._details is not None:
            self._details.setVisible(is_open)

    def redraw(self) -> None:
        """Draws the texts in the colours of the theme."""
        places = self.asked.where
        soft = self._appearance.theme.colour("ink_soft")
        self._title.setText(
            f"?  {escape(self.asked.title)} <span style='color:{soft}'><i>({escape(places)})</i></span>"
        )
        self.head.setAccessibleName(f"Question {self.asked.code}: {self.asked.title}? At {places}")
        self.head.setToolTip(f"{self.asked.code}: nothing in the files says so, or the opposite.")

    # ------------------------------------------------------------------ inside
    def _make_details(self) -> None:
        self._details = QWidget(self)
        column = QVBoxLayout(self._details)
        column.setContentsMargins(20, 2, 12, 12)
        column.setSpacing(8)
        rule = self.asked.rule
        if self.asked.first:
            column.addWidget(paragraph("", f"Answer {self.asked.first} first: this one follows from it.", self))
        else:
            column.addWidget(paragraph("", "Nothing in the files says so, or the opposite. What do you know?", self))
            self._add_answers(column)
        if rule is not None:
            column.addWidget(paragraph("Why it matters", rule.risk, self))
            column.addWidget(paragraph("How it would be done", rule.fix, self))
        self._column.addWidget(self._details)
        tab_through(self.head, self._details)

    def _add_answers(self, column: QVBoxLayout) -> None:
        if len(self.asked.places) > 1:
            self.place = Combo(self._details)
            self.place.setAccessibleName("Which step the answer is about")
            self.place.addItem(f"All {len(self.asked.places)} steps", self.asked.places)
            for place in self.asked.places:
                self.place.addItem(self.asked.names[place], (place,))
            column.addWidget(self.place)
        row = FlowRow(8)
        for answer, (text, tip) in _ANSWERS.items():
            text = text.removesuffix("…") if answer == DONE and self.asked.fact else text
            button = QPushButton(text, self._details)
            button.setToolTip(tip)
            button.setAccessibleName(f"{text.removesuffix('…')}: {self.asked.title}")
            button.clicked.connect(lambda _=False, answer=answer: self._answer(answer))
            self.answers[answer] = button
            row.addWidget(button)
        column.addWidget(row)

    def _answer(self, answer: str) -> None:
        places = self.place.currentData() if self.place else self.asked.places
        self.answered.emit(self.asked, answer, tuple(places))
