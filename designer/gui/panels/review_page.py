"""Two pages beside the findings: the score rule by rule, and the maturity levels; each with the best next step."""

from __future__ import annotations

from abc import abstractmethod
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.analysis.advice import NextStep
from designer.analysis.finding import Finding
from designer.analysis.review import Review
from designer.analysis.score import score_text
from designer.gui.appearance import Appearance
from designer.gui.panels.proof_tree import ProofTree, Row
from designer.gui.panels.review_rows import Names, ReviewRows, fix_text, opens_text
from designer.session.session import Session


class NextStepBar(QFrame):
    """The fix that raises the score most, tried on a copy, with a button that applies it."""

    fix_wanted = Signal(object)
    show_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._finding: Finding | None = None
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.apply = QPushButton("Apply", self)
        self.apply.setProperty("look", "primary")
        self.apply.clicked.connect(lambda: self.fix_wanted.emit(self._finding))
        self.show_place = QPushButton("Show", self)
        self.show_place.setToolTip("Show the place on the canvas")
        self.show_place.clicked.connect(lambda: self.show_wanted.emit(self._finding))
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.apply)
        buttons.addWidget(self.show_place)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addLayout(buttons)

    def show_step(self, step: NextStep | None, names: Names) -> None:
        """Shows a step; without one, that there is none."""
        self._finding = step.finding if step else None
        for button in (self.apply, self.show_place):
            button.setVisible(step is not None)
            button.setEnabled(step is not None)
        if step is None:
            self.words.setText("<b>Best next step.</b> No offered fix raises the score any further.")
            return
        before, after = step.before, step.after
        change = f"Score {score_text(before.overall)} → {score_text(after.overall)}"
        change += f", grade {before.grade} → {after.grade}" if before.grade != after.grade else ""
        what = fix_text(step.finding, names)
        self.words.setText(f"<b>Best next step.</b> {escape(what)}.<br>{escape(change)}. {escape(opens_text(step))}")
        self.apply.setAccessibleName(f"Apply the best next step: {what}. {change}")
        self.apply.setToolTip("One undo step; it was tried on a copy")

    def wait(self) -> None:
        """Nothing can be applied before the step was tried again."""
        self.apply.setEnabled(False)
        self.show_place.setEnabled(False)


class ReviewPage(QWidget):
    """The best next step and a tree.

    Args:
        name: for screen readers.
    """

    fix_wanted = Signal(object)  # Finding
    show_wanted = Signal(object)  # Finding
    proof_wanted = Signal(object)  # Row: its steps and links should be seen

    def __init__(self, session: Session, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.next_step = NextStepBar(self)
        self.tree = ProofTree(name, appearance, self)
        self.waiting = QLabel("Trying fixes…", self)
        self.waiting.setProperty("look", "soft")
        self.waiting.hide()
        self.next_step.hide()
        self.next_step.fix_wanted.connect(self.fix_wanted)
        self.next_step.show_wanted.connect(self.show_wanted)
        self.tree.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.waiting)
        column.addWidget(self.next_step)
        column.addWidget(self.tree, 1)

    def show_review(self, review: Review, rows: ReviewRows) -> None:
        """Shows another review."""
        self.next_step.show()
        self.next_step.show_step(review.advice.best, self.name_of)
        self.tree.show_rows(self.rows_of(rows))

    @abstractmethod  # only told to mypy: a widget has a metaclass of Qt's
    def rows_of(self, rows: ReviewRows) -> list[Row]:
        """The rows of the tree."""

    def name_of(self, at: str) -> str:
        """A place in words."""
        step = self._session.pipeline.steps.get(at)
        return "the whole pipeline" if at == "pipeline" else step.label if step else at

    def _on_chosen(self, row: Row) -> None:
        if isinstance(row.subject, Finding):
            self.show_wanted.emit(row.subject)
        elif row.steps:
            self.proof_wanted.emit(row)


class LevelsPage(ReviewPage):
    """Google and Microsoft levels and the ML Test Score."""

    def rows_of(self, rows: ReviewRows) -> list[Row]:
        return rows.levels()


class ScorePage(ReviewPage):
    """Each principle with its rules."""

    def rows_of(self, rows: ReviewRows) -> list[Row]:
        return rows.score(self._session.services.analyzer.rulebook.principles)
