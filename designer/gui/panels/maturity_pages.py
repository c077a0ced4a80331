"""Score and levels beside the findings: made ready while one of them is seen."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal

from designer.analysis.review import Review
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.panels.findings import FindingsPanel
from designer.gui.panels.proof_tree import Row
from designer.gui.panels.review_page import LevelsPage, ReviewPage, ScorePage
from designer.gui.panels.review_rows import ReviewRows
from designer.gui.reviewing import Reviewing
from designer.model.changes import Transaction
from designer.session.session import Session


class MaturityPages(QObject):
    """Two pages of the panel of findings, filled by one review."""

    show_wanted = Signal(object)  # Finding
    proof_wanted = Signal(object, object)  # ids of steps, ids of links

    def __init__(self, session: Session, bridge: Bridge, panel: FindingsPanel, appearance: Appearance) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._appearance = appearance
        self._made: list[ReviewPage] = []
        self.reviewing = Reviewing(session, bridge, self)
        panel.pages.add_later("score", "Score", lambda: self.score)
        panel.pages.add_later("levels", "Levels", lambda: self.levels)
        self.reviewing.ready.connect(self._show_review)
        bridge.changed.connect(self._on_change)
        panel.pages.changed.connect(self._on_page)
        panel.score.principle_chosen.connect(self.show_principle)

    @cached_property
    def score(self) -> ReviewPage:
        """The score, rule by rule."""
        return self._joined(ScorePage(self._session, "Score, rule by rule", self._appearance, self._panel))

    @cached_property
    def levels(self) -> ReviewPage:
        """The maturity levels."""
        return self._joined(LevelsPage(self._session, "Maturity levels", self._appearance, self._panel))

    def show_page(self, name: str) -> None:
        """Brings ``score``, ``levels`` or ``findings`` to the front and gives it the keyboard."""
        self._panel.pages.show_page(name)
        for page in self._made:
            if page.isVisibleTo(self._panel):
                page.tree.setFocus()

    def show_principle(self, name: str) -> None:
        """Opens the rules of a principle."""
        self.show_page("score")
        self._wanted = name
        self._open_wanted()

    def close(self) -> None:
        """Ends the thread."""
        self.reviewing.close()

    # ------------------------------------------------------------------ inside
    _wanted = ""  # principle to open once its rows are there

    def _joined(self, page: ReviewPage) -> ReviewPage:
        page.fix_wanted.connect(self._panel.fix_wanted)
        page.show_wanted.connect(self.show_wanted)
        page.proof_wanted.connect(self._on_proof)
        self.reviewing.progress.connect(page.waiting.setVisible)
        self._made.append(page)
        if self.reviewing.review is not None:
            self._fill(page, self.reviewing.review)
        return page

    def _on_page(self, name: str) -> None:
        self.reviewing.turn(name != "findings")
        self._panel.lead_focus()

    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            for page in self._made:
                page.next_step.wait()

    def _show_review(self, review: Review) -> None:
        for page in self._made:
            self._fill(page, review)
        self._open_wanted()

    def _fill(self, page: ReviewPage, review: Review) -> None:
        page.show_review(review, ReviewRows(review, self._session.services.analyzer.rulebook.rules, page.name_of))
        if self.reviewing.is_behind:
            page.next_step.wait()

    def _open_wanted(self) -> None:
        if self._wanted and self.score.tree.topLevelItemCount():
            self.score.tree.open_row(self._wanted)
            self._wanted = ""

    def _on_proof(self, row: Row) -> None:
        self.proof_wanted.emit(row.steps, row.links)
