"""The findings, grouped by principle, with the score on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.finding_counts import summary
from designer.gui.panels.finding_list import FindingList, Key, by_group, key_of
from designer.gui.panels.not_judged import problems_label, waiting_label
from designer.gui.panels.pages import Pages
from designer.gui.panels.question_card import QuestionCard
from designer.gui.panels.questions import Questions
from designer.gui.panels.score_board import ScoreBoard
from designer.gui.panels.waived_card import WaivedCard, WaivedToggle
from designer.session.session import Session

SAFE = ("safe", "canvas-safe")


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
        self._current: Key | None = None
        self._is_filling = False
        self._ordered: tuple[Report | None, tuple[Finding, ...]] = (None, ())  # the findings of that report
        self._first: QWidget | None = None
        self._place = 0  # of the current finding, kept when it goes away
        self._is_mending = False  # the current finding is being mended: the next report may offer another
        self._is_offer = False  # the current finding is only offered: nobody asked to see its place yet
        self.score = ScoreBoard(appearance, self)
        self.fix_all = QPushButton("Fix all safe", self)
        self.fix_all.setProperty("look", "primary")
        self.fix_all.setToolTip("Carry out every fix that only adds or states something, as one undo step")
        self.fix_all.clicked.connect(self.fix_all_wanted)
        self._summary = QLabel(self)
        self._summary.setProperty("look", "soft")
        self._summary.setWordWrap(True)
        self._inside = QWidget(self)
        self._questions = Questions(appearance, self.name_of, self._inside)
        self._questions.answered.connect(self.answered)
        self._questions.moved.connect(self._move_focus)
        self._questions.opened.connect(self._show_card)
        self._rows = QVBoxLayout(self._inside)  # the list, with what others put in front of it and behind it
        self._rows.setContentsMargins(16, 4, 16, 16)
        self._rows.setSpacing(6)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._cards = FindingList(self._list, self._inside, self._card, self._fill)
        self._rows.addLayout(self._list)
        self._rows.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
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
        top.setContentsMargins(16, 16, 16, 6)
        top.setSpacing(12)
        top.addWidget(self.score)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.pages, 1)

    def frame_list(self, first: QWidget, last: QWidget) -> None:
        """Gives widgets places in front of the findings and behind them; they scroll along."""
        self._rows.insertWidget(0, first)
        self._rows.insertWidget(2, last)

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
    def findings(self) -> tuple[Finding, ...]:
        """All open findings in the order they are shown; none while there is nothing to judge."""
        report = self._bridge.report if self._session.pipeline.steps else None
        if report is not self._ordered[0]:
            self._ordered = (report, by_group(report.findings if report else ()))
        return self._ordered[1]

    @property
    def waived(self) -> tuple[Finding, ...]:
        """What somebody waived, in the order it is shown; each place of a rule once."""
        report = self._bridge.report if self._session.pipeline.steps else None
        return tuple({key_of(f): f for f in by_group(report.waived)}.values()) if report else ()

    @property
    def current(self) -> Finding | None:
        if self._current is None:
            return None
        return next((f for f in (*self.findings, *self.waived) if key_of(f) == self._current), None)

    # ------------------------------------------------------------------ acting
    def go(self, step: int) -> None:
        """Makes the next or previous finding the current one, opens it and shows its place."""
        found = self.findings
        if not found:
            return
        keys = [key_of(f) for f in found]
        here = keys.index(self._current) if self._current in keys else self._place
        # Behind a finding that was just mended comes the one that took its place.
        is_seen = self._current in keys and not self._is_offer
        start = here if is_seen or step < 0 else here - 1
        self.show_finding(found[(start + step) % len(found)])

    def show_finding(self, finding: Any, *, focus: bool = True) -> None:
        """Opens the card of a finding, closes the others, and says that its place should be seen."""
        self.pages.show_page("findings")
        self._cards.reveal(finding, len(self.findings))
        self._set_current(key_of(finding))
        self._fill()
        for key, card in self.cards.items():
            if card.is_open != (key == self._current):
                card.set_open(key == self._current, tell=False)
        shown = self.cards.get(key_of(finding))
        if shown:
            self._list.activate()
            if focus:
                shown.head.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._reveal(shown)
        self.show_wanted.emit(finding)

    def expect_mended(self, finding: Finding) -> None:
        """Says that a finding is being mended: where it is the current one, the one after it is offered next."""
        self._is_mending = key_of(finding) == self._current

    def show_report(self, report: Report | None) -> None:
        """Shows another report; cards of findings that stay are kept, open ones stay open."""
        asked = sum(map(len, report.open_questions.values())) if report else 0
        self.score.show_score(report.score if report and self._session.pipeline.steps else None, asked)
        is_gone = self.current is None
        if is_gone:
            self._set_current(None)
        self._fill()
        found = self.findings
        if is_gone and self._is_mending and found:
            self._offer(found[min(self._place, len(found) - 1)])
        self._is_mending = False
        safe = sum(f.autofix is not None and f.autofix.safety in SAFE for f in found)
        self.fix_all.setEnabled(safe > 0)
        self.fix_all.setVisible(bool(found))
        text = summary(found, bool(self._session.pipeline.steps), report)
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
            self._list.activate()
            card.head.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_card(self, card: QWidget) -> None:
        self._area.ensureWidgetVisible(card, 0, 8)

    # ------------------------------------------------------------------ inside
    def _offer(self, finding: Finding) -> None:
        """Opens a card in the place of the mended one; the canvas goes on showing what was mended."""
        self._current, self._is_offer = key_of(finding), True
        card = self.cards.get(key_of(finding))
        if card is None:
            return
        card.set_open(True, tell=False)
        card.set_current(True)
        self._reveal(card)

    def _reveal(self, card: FindingCard) -> None:
        """Brings a whole card into sight as soon as its size is known, and of one that is too high the head."""

        def scroll() -> None:
            self._area.ensureWidgetVisible(
                card, 0, min(20, max(0, self._area.viewport().height() - card.height()) // 2)
            )
            self._area.ensureWidgetVisible(card.head, 0, 8)

        QTimer.singleShot(0, card, scroll)

    def _fill(self) -> None:
        focus = self._inside.focusWidget()
        had_focus = focus is not None and focus.hasFocus()
        found = self.findings
        goes = self.cards.keys() - {key_of(f) for f in (*found, *self.waived)}
        self._is_filling = True  # nobody chose the card that the keyboard comes to when its own goes away
        if had_focus and focus is not None and any(self.cards[k].isAncestorOf(focus) for k in goes):
            self._area.setFocus()  # else Qt passes it on to some card and scrolls there
        self._cards.drop(goes)
        self._cards.empty([*self.questions.values()])
        wrong = problems_label(self._bridge.report, self._inside) if self._bridge.report else None
        if wrong is not None:
            self._list.addWidget(wrong)
        self._cards.add(found, self.waived)
        report = self._bridge.report if self._session.pipeline.steps else None
        rules = self._session.services.analyzer.rulebook.rules
        waiting = waiting_label(report, rules, self._inside) if report else None
        if waiting is not None:
            self._list.addWidget(waiting)
        for widget in self._questions.widgets(report, rules):
            self._list.addWidget(widget)
        shown = [self.cards[key_of(f)].head for f in found if key_of(f) in self.cards]
        self._first = shown[0] if shown else None
        self.lead_focus()
        if had_focus and shown and focus is not None and not focus.isVisibleTo(self._inside):
            shown[min(self._place, len(shown) - 1)].setFocus()
        self._is_filling = False

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
        card.set_current(key == self._current)
        return card

    def where(self, finding: Finding) -> str:
        """The place of a finding in words: titles instead of ids."""
        return self.name_of(finding.at)

    def name_of(self, at: str) -> str:
        """A place in words."""
        steps = self._session.pipeline.steps
        for mark, arrow in (("=>", "→"), (" ~> ", "↺"), (" -> ", "→")):
            if mark in at:
                ends = [steps[s].label if s in steps else s for s in at.split(mark, 1)]
                return f" {arrow} ".join(ends)
        if at in steps:
            return steps[at].label
        return "The whole pipeline" if at == "pipeline" else at

    def _on_reached(self, finding: Finding) -> None:
        if not self._is_filling:
            self._set_current(key_of(finding))

    def _on_opened(self, finding: Finding, is_open: bool) -> None:
        if is_open:
            self.show_finding(finding, focus=False)
        else:
            self._set_current(None)

    def _set_current(self, key: Key | None) -> None:
        if key == self._current and not self._is_offer:
            return
        self._current, self._is_offer = key, False
        keys = [key_of(f) for f in self.findings]
        if key in keys:
            self._place = keys.index(key)
        elif self._place >= len(keys):
            self._place = 0
        for other, card in self.cards.items():
            card.set_current(other == key)
        self.current_changed.emit(self.current)

    def _move_focus(self, step: int) -> None:
        every: list[FindingCard | QuestionCard] = [*self.cards.values(), *self.questions.values()]
        shown = [c for c in every if c.isVisibleTo(self._inside)]
        shown.sort(key=lambda c: c.y())
        here = next((i for i, c in enumerate(shown) if c.head.hasFocus()), 0)
        if 0 <= here + step < len(shown):
            target = shown[here + step]
            target.head.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(target, 0, 40)

    def _redraw(self) -> None:
        for card in self.cards.values():
            card.redraw()
        self._questions.redraw()

    def _show_failure(self, message: str) -> None:
        self._summary.setText(f"The check failed and was left out: {message}. Your drawing is safe.")
