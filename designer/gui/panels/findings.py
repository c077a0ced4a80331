"""The findings, grouped by principle, with the score on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.finding_rows import FindingRows, Key, key_of
from designer.gui.panels.card_area import CardArea
from designer.gui.panels.current_finding import CurrentFinding
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.finding_counts import summary
from designer.gui.panels.not_judged import problems_label, waiting_label
from designer.gui.panels.pages import Pages
from designer.gui.panels.place_names import place_name
from designer.gui.panels.question_card import QuestionCard
from designer.gui.panels.questions import Questions
from designer.gui.panels.score_board import EDGE, ScoreBoard
from designer.gui.panels.waived_card import WaivedCard, WaivedToggle
from designer.session.session import Session


class FindingsPanel(QWidget):
    """Cards by principle; one of them is the current finding."""

    current_changed = Signal(object)  # Finding | None: its place is marked on the canvas
    show_wanted = Signal(object)
    fix_wanted = Signal(object)
    fix_all_wanted = Signal()
    waive_wanted = Signal(object)
    why_wanted = Signal(object)
    remove_waiver_wanted = Signal(object)
    answered = Signal(object, str, object)  # Asked, answer, ids of steps

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._appearance = appearance
        self._current = CurrentFinding()
        self._open: Key | None = None  # of the card that is open, also while it is out of sight
        self._first: QWidget | None = None
        self.score = ScoreBoard(appearance, self)
        self.fix_all = QPushButton("Fix all safe", self)
        self.fix_all.setProperty("look", "primary")
        self.fix_all.setToolTip("Carry out every fix that only adds or states something, as one undo step")
        self.fix_all.clicked.connect(self.fix_all_wanted)
        self._summary = QLabel(self)
        self._summary.setProperty("look", "soft")
        self._summary.setWordWrap(True)
        self._area = CardArea(self._card, self)
        self._inside, self._cards = self._area.inside, self._area.list
        self._questions = Questions(appearance, self.name_of, self._inside)
        self._questions.answered.connect(self.answered)
        self._questions.moved.connect(self._move_focus)
        self._questions.opened.connect(self._area.show_widget)
        self.pages = Pages("Findings, score and levels", self)
        self._lay_out()
        bridge.report_ready.connect(self.show_report)
        bridge.analysis_failed.connect(self._show_failure)
        appearance.changed.connect(self._redraw)
        self.show_report(bridge.report)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._summary, 1)
        row.addWidget(self.fix_all)
        page = QWidget(self)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(row)
        inside.addWidget(self._area, 1)
        self.pages.add("findings", "Findings", page)
        top = QVBoxLayout()
        top.setContentsMargins(EDGE, 16, EDGE, 6)
        top.addWidget(self.score)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.pages, 1)

    def frame_list(self, first: QWidget, last: QWidget) -> None:
        """Gives widgets places in front of the findings and behind them; they scroll along."""
        self._area.frame(first, last)

    # ------------------------------------------------------------------ reading
    @property
    def cards(self) -> dict[Key, FindingCard]:
        """The cards that are there."""
        return self._cards.cards

    @property
    def waived_toggles(self) -> Mapping[str, WaivedToggle]:
        """The lines that fold waived findings away, by group."""
        return self._cards.toggles

    @property
    def rows(self) -> FindingRows:
        """All findings in the order they are shown; none while there is nothing to judge."""
        return self._bridge.rows

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The open ones."""
        return self.rows.found

    @property
    def waived(self) -> tuple[Finding, ...]:
        """What somebody waived."""
        return self.rows.waived

    @property
    def is_settled(self) -> bool:
        """Whether all cards in sight are there."""
        return self._area.is_settled

    @property
    def is_offered(self) -> bool:
        """Whether the current finding is only offered: nobody asked to see its place yet."""
        return self._current.is_offer

    @property
    def current(self) -> Finding | None:
        return self.rows.by_key.get(self._current.key) if self._current.key is not None else None

    # ------------------------------------------------------------------ acting
    def go(self, step: int) -> None:
        """Makes the next or previous finding the current one, opens it and shows its place."""
        if self.findings:
            self.show_finding(self._current.next(step, self.rows))

    def show_finding(self, finding: Any, *, focus: bool = True) -> None:
        """Opens the card of a finding, closes the others, and says that its place should be seen."""
        self.pages.show_page("findings")
        self._open = key_of(finding)
        self._set_current(self._open)
        self._cards.reveal(finding, self.rows)
        with self._area.at_once():
            self._fill()
            self._open_only(self._open)
        shown = self.cards.get(key_of(finding))
        if shown:
            self._area.lay_out()
            if focus:
                shown.head.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.reveal(shown)
        self.show_wanted.emit(finding)

    def expect_mended(self, finding: Finding) -> None:
        """Says that a finding is being mended: where it is the current one, the one after it is offered next."""
        self._current.expect_mended(finding)

    def show_report(self, report: Report | None) -> None:
        """Shows another report; cards of findings that stay are kept, open ones stay open."""
        asked = sum(map(len, report.open_questions.values())) if report else 0
        self.score.show_score(report.score if report and self._session.pipeline.steps else None, asked)
        self._summarise(report)
        is_gone = self.current is None
        if is_gone:
            self._set_current(None)
        offered = self._current.offered(self.rows, is_gone=is_gone)
        if offered is not None:
            self._offer(offered)
        else:
            self._fill()

    def _summarise(self, report: Report | None) -> None:
        """The line above the list; it comes first, as it takes room from the list."""
        self.fix_all.setEnabled(self.rows.safe > 0)
        self.fix_all.setVisible(bool(self.findings))
        text = summary(self.rows, bool(self._session.pipeline.steps), report)
        unapplied = " Waivers are not applied." if text.endswith(".") else "; waivers are not applied"
        self._summary.setText(text + unapplied if self._session.ignores_waivers else text)

    @property
    def questions(self) -> Mapping[str, QuestionCard]:
        """The cards of the questions that files leave open, by code."""
        return self._questions.cards

    def go_to_question(self) -> None:
        """Opens the next question and gives it the keyboard; after the last one the first."""
        card = self._questions.open_next(self.focusWidget())
        if card is not None:
            self._area.lay_out()
            card.head.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------ inside
    def _offer(self, finding: Finding) -> None:
        """Opens a card in the place of the mended one; the canvas goes on showing what was mended."""
        self._open = key_of(finding)
        self._cards.reveal(finding, self.rows)
        with self._area.at_once():
            self._fill()
            self._open_only(self._open)
        for key, card in self.cards.items():
            card.set_current(key == self._open)
        self._area.reveal(self.cards[self._open])

    def _open_only(self, open_key: Key) -> None:
        for key, card in self.cards.items():
            if card.is_open != (key == open_key):
                card.set_open(key == open_key, tell=False)

    def _fill(self) -> None:
        focus = self._inside.focusWidget()
        had_focus = focus is not None and focus.hasFocus()
        rows = self.rows
        goes = self.cards.keys() - rows.by_key.keys()
        self._area.is_filling = True  # nobody chose the card that the keyboard comes to when its own goes away
        if had_focus and focus is not None and any(self.cards[k].isAncestorOf(focus) for k in goes):
            self._area.setFocus()  # else Qt passes it on to some card and scrolls there
        self._cards.drop(goes)
        wrong = problems_label(self._bridge.report, self._inside) if self._bridge.report else None
        self._area.fill(rows, [wrong] if wrong is not None else [], self._unjudged())
        self._cards.drop(self._cards.unplaced())
        self._first = next((card.head for card in self._cards.in_order), None)
        self.lead_focus()
        if had_focus and self._first and focus is not None and not focus.isVisibleTo(self._inside) and rows.found:
            nearest = self.cards.get(key_of(self._current.nearest(rows)))
            (nearest.head if nearest else self._first).setFocus()
        self._area.is_filling = False
        self._area.follow()

    def _unjudged(self) -> list[QWidget]:
        """What waits, and what files cannot answer."""
        report = self._bridge.report if self._session.pipeline.steps else None
        rules = self._session.services.analyzer.rulebook.rules
        waiting = waiting_label(report, rules, self._inside) if report else None
        return [*([waiting] if waiting is not None else []), *self._questions.widgets(report, rules)]

    def lead_focus(self) -> None:
        """The keyboard comes to the first card, or to the page that is seen instead of the cards."""
        first = self._first if self.pages.current == "findings" else self.pages
        self.setFocusProxy(first)  # type: ignore[arg-type]

    def _card(self, finding: Finding) -> FindingCard:
        key = key_of(finding)
        card = self.cards.get(key)
        if card is not None:
            card.show_finding(finding, self.where(finding))
        else:
            kind = WaivedCard if finding.waived else FindingCard
            card = kind(finding, self.where(finding), self._appearance, self._inside)
            if isinstance(card, WaivedCard):
                card.remove_waiver_wanted.connect(self.remove_waiver_wanted)
            card.waive_wanted.connect(self.waive_wanted)
            card.why_wanted.connect(self.why_wanted)
            card.opened.connect(self._on_opened)
            card.fix_wanted.connect(self.fix_wanted)
            card.show_wanted.connect(self.show_finding)
            card.moved.connect(self._move_focus)
            card.reached.connect(self._on_reached)
            self.cards[key] = card
            if key == self._open:
                card.set_open(True, tell=False)
        card.set_current(key == self._current.key)
        return card

    def where(self, finding: Finding) -> str:
        """The place of a finding in words: titles instead of ids."""
        return self.name_of(finding.at)

    def name_of(self, at: str) -> str:
        """A place in words."""
        return place_name(self._session.pipeline.steps, at)

    def _on_reached(self, finding: Finding) -> None:
        if not self._area.is_filling:
            self._set_current(key_of(finding))

    def _on_opened(self, finding: Finding, is_open: bool) -> None:
        if is_open:
            self.show_finding(finding, focus=False)
        else:
            self._open = None
            self._set_current(None)

    def _set_current(self, key: Key | None) -> None:
        if self._current.take(key, self.rows):
            for other, card in self.cards.items():
                card.set_current(other == key)
            self.current_changed.emit(self.current)

    def _move_focus(self, step: int) -> None:
        self._area.move_focus(step, self.questions.values())

    def _redraw(self) -> None:
        for card in self.cards.values():
            card.redraw()
        self._questions.redraw()

    def _show_failure(self, message: str) -> None:
        self._summary.setText(f"The check failed and was left out: {message}. Your drawing is safe.")
