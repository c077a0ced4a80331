"""The rules in a window of their own: the list on one side, the page of the chosen one on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.rule_page import page_of
from designer.analysis.rule_state import RuleState
from designer.gui.latest import Latest
from designer.gui.rules.page_view import PageView
from designer.gui.rules.rule_list import RuleList
from designer.session.analysing import later_states

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

_PAUSE_MS = 0


class RuleBrowser(QDialog):
    """It stays open beside the canvas and follows what is edited there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asked: Finding | None = None  # whose page was asked for
        self._states: dict[str, RuleState] = {}
        self._trail: list[str] = []
        self.setWindowTitle("Rules")
        self.list = RuleList(window.desktop.appearance, self)
        self.page = PageView(window.desktop.appearance, self)
        self.back = QPushButton("Back", self)
        self.back.setShortcut("Alt+Left")
        self.back.setToolTip("The rule before (Alt+Left)")
        self.fix = QPushButton("Apply fix", self)
        self.fix.setProperty("look", "primary")
        self.show_place = QPushButton("Show", self)
        self.close_button = QPushButton("Close", self)
        self._lay_out()
        self.list.chosen.connect(self._show)
        self.page.rule_wanted.connect(self.go_to)
        self.page.finding_wanted.connect(self._show_number)
        self.back.clicked.connect(self._go_back)
        self.fix.clicked.connect(self._apply)
        self.show_place.clicked.connect(self._show_current)
        self.close_button.clicked.connect(self.close)
        self._judging = Latest(lambda: later_states(window.desk.session), _PAUSE_MS, self)
        self._judging.ready.connect(self._receive)
        room = window.screen().availableGeometry().size()
        scale = window.desktop.appearance.scale
        self.resize(min(round(1120 * scale), room.width() * 9 // 10), min(round(760 * scale), room.height() * 9 // 10))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.back, self.fix, self.show_place):
            row.addWidget(button)
            button.setAutoDefault(False)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.close_button.setAutoDefault(False)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page, 1)
        column.addLayout(row)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(right)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setHandleWidth(12)
        parts.setSizes([440, 660])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addWidget(parts)

    # ------------------------------------------------------------------ what is shown
    def open_at(self, code: str = "", finding: Finding | None = None) -> None:
        """Shows the window with the page of a rule, or with the list alone in the foreground."""
        self._asked = finding
        self.refresh()
        chosen = code or self.list.code or next(iter(self.list.codes), "")
        self.list.choose(chosen)
        self._show(chosen)
        self.show()
        self.raise_()
        self.activateWindow()
        (self.page if code else self.list.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Looks again how the rules stand: something was edited, or another document is open."""
        self.list.show_book(self._window.desk.session.services.analyzer.rulebook)
        self._judging.ask()
        self._judging.hurry()

    def go_to(self, code: str) -> None:
        """The page of a related rule."""
        if code in self._window.desk.session.services.analyzer.rulebook.rules:
            self.list.choose(code)

    @property
    def finding(self) -> Finding | None:
        """What the buttons are about: the finding whose page was asked for, else the first of the rule."""
        state = self._states.get(self.list.code)
        found = state.findings if state else ()
        asked = str(self._asked) if self._asked else ""
        return next((f for f in found if str(f) == asked), found[0] if found else None)

    @property
    def is_idle(self) -> bool:
        """Whether states and pictures are there."""
        return self._judging.is_idle and self.page.is_drawn

    def close_workers(self) -> None:
        """Ends the threads."""
        self._judging.close()
        self.page.close_worker()

    # ------------------------------------------------------------------ inside
    def _show(self, code: str) -> None:
        analyzer = self._window.desk.session.services.analyzer
        rule = analyzer.rulebook.rules.get(code)
        if rule is None:
            return
        if not self._trail or self._trail[-1] != code:
            self._trail.append(code)
        state = self._states.get(code)
        severity = state.findings[0].severity if state and state.findings else ""
        self.page.show_rule(analyzer, rule, page_of(rule, analyzer.rulebook, severity))
        self._show_state()

    def _show_state(self) -> None:
        state = self._states.get(self.list.code)
        name_of = self._window.desk.findings.name_of
        self.page.show_state(state, {f.at: name_of(f.at) for f in state.findings} if state else {})
        finding = self.finding
        self.back.setEnabled(len(self._trail) > 1)
        self.show_place.setEnabled(finding is not None)
        self.fix.setEnabled(finding is not None and finding.autofix is not None)
        offered = finding.autofix.title if finding and finding.autofix else ""
        self.fix.setToolTip(f"{offered}. One undo step." if offered else "Nothing here that the program could mend")
        self.fix.setAccessibleName(f"Apply fix: {offered}" if offered else "Apply fix")

    def _receive(self, states: dict[str, RuleState]) -> None:
        self._states = states
        self.list.show_states(states)
        self._show_state()

    def _go_back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            self.list.choose(self._trail[-1])
            self._show_state()

    def _apply(self) -> None:
        if self.finding is not None:
            self._window.fixer.apply(self.finding)

    def _show_number(self, number: int) -> None:
        state = self._states.get(self.list.code)
        if state and number < len(state.findings):
            self._show_finding(state.findings[number])

    def _show_current(self) -> None:
        if self.finding is not None:
            self._show_finding(self.finding)

    def _show_finding(self, finding: Finding) -> None:
        self._asked = finding
        self._show_state()
        self._window.desk.findings.show_finding(finding, focus=False)

    def done(self, result: int) -> None:
        super().done(result)
        self._window.activateWindow()


class RulePages:
    """Opens the rules of one window; the window of the rules is made at first use."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.browser: RuleBrowser | None = None

    @property
    def current(self) -> Finding | None:
        """The finding whose page the keys ask for: the current one, else the worst of the selected step."""
        return self._window.waiving.candidate

    def open(self, code: str = "", finding: Finding | None = None) -> RuleBrowser:
        """Shows the rules; at the page of one, if a code is given."""
        if self.browser is None:
            self.browser = RuleBrowser(self._window)
        self.browser.open_at(code, finding)
        return self.browser

    def explain(self, finding: Any) -> RuleBrowser:
        """The page of the rule of a finding."""
        return self.open(finding.code, finding)

    def explain_current(self) -> None:
        """The page of the current finding, or the list."""
        if self.current is not None:
            self.explain(self.current)

    def refresh(self) -> None:
        """Something was edited, or another document is open."""
        if self.browser is not None and self.browser.isVisible():
            self.browser.refresh()

    def close(self) -> None:
        """The window goes away."""
        if self.browser is not None:
            self.browser.close_workers()
