"""Score and levels beside the findings: made ready while one of them is seen."""

from __future__ import annotations

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
        self.reviewing = Reviewing(session, bridge, self)
        self.score = ScorePage(session, "Score, rule by rule", appearance, panel)
        self.levels = LevelsPage(session, "Maturity levels", appearance, panel)
        panel.pages.add("score", "Score", self.score)
        panel.pages.add("levels", "Levels", self.levels)
        for page in self._pages:
            page.fix_wanted.connect(panel.fix_wanted)
            page.show_wanted.connect(self.show_wanted)
            page.proof_wanted.connect(self._on_proof)
            self.reviewing.progress.connect(page.waiting.setVisible)
        self.reviewing.ready.connect(self._fill)
        bridge.changed.connect(self._on_change)
        panel.pages.changed.connect(self._on_page)
        panel.score.principle_chosen.connect(self.show_principle)

    @property
    def _pages(self) -> tuple[ReviewPage, ...]:
        return self.score, self.levels

    def show_page(self, name: str) -> None:
        """Brings ``score``, ``levels`` or ``findings`` to the front and gives it the keyboard."""
        self._panel.pages.show_page(name)
        for page in self._pages:
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

    def _on_page(self, name: str) -> None:
        self.reviewing.turn(name != "findings")
        self._panel.lead_focus()

    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            for page in self._pages:
                page.next_step.wait()

    def _fill(self, review: Review) -> None:
        rows = ReviewRows(review, self._session.services.analyzer.rulebook.rules, self.levels.name_of)
        for page in self._pages:
            page.show_review(review, rows)
        self._open_wanted()

    def _open_wanted(self) -> None:
        if self._wanted and self.score.tree.topLevelItemCount():
            self.score.tree.open_row(self._wanted)
            self._wanted = ""

    def _on_proof(self, row: Row) -> None:
        self.proof_wanted.emit(row.steps, row.links)
