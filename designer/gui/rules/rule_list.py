"""All rules by principle, with how each stands here; searched by a few letters, narrowed by principle and state."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.rule import Rule
from designer.analysis.rule_page import principle_title
from designer.analysis.rule_state import FAILED, HOLDS, MEANINGS, OFF, OPEN, QUESTION, WAITING, WAIVED, WORDS, RuleState
from designer.analysis.rulebook import RuleBook
from designer.gui.appearance import Appearance
from designer.gui.combo import Combo

_CODE = Qt.ItemDataRole.UserRole
_ICONS = {
    HOLDS: ("ok", "ok"),
    WAIVED: ("waived", "ink_soft"),
    WAITING: ("dots", "ink_soft"),
    QUESTION: ("info", "ink_soft"),
    OFF: ("dots", "ink_faint"),
    FAILED: ("warning", "warning"),
}
_INTO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EVERY_PRINCIPLE = "All principles"
_EVERY_STATE = "All states"


class RuleList(QWidget):
    """A tree with a search line above."""

    chosen = Signal(str)  # code

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._book: RuleBook | None = None
        self._states: Mapping[str, RuleState] = {}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search rules")
        self.search.setAccessibleName("Search rules by code or words")
        self.search.setClearButtonEnabled(True)
        self.principle = Combo(self)
        self.principle.setAccessibleName("Only rules of this principle")
        self.state = Combo(self)
        self.state.setAccessibleName("Only rules in this state")
        self.state.addItem(_EVERY_STATE, "")
        for word in WORDS:
            self.state.addItem(word.capitalize(), word)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderLabels(["Rule", "Here"])
        self.tree.setAccessibleName("Rules")
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(0)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._count = QLabel(self)
        self._count.setProperty("look", "soft")
        self._count.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.principle, self.state, self.tree, self._count):
            column.addWidget(widget)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._narrow)
        self.principle.currentIndexChanged.connect(self._narrow)
        self.state.currentIndexChanged.connect(self._narrow)
        self.tree.currentItemChanged.connect(self._tell)
        appearance.changed.connect(self._mark)

    # ------------------------------------------------------------------ what is shown
    def show_book(self, book: RuleBook) -> None:
        """Lists the rules of a book."""
        if book is self._book:
            return
        self._book = book
        before = self.code
        self.tree.blockSignals(True)
        self.tree.clear()
        self.principle.blockSignals(True)
        self.principle.clear()
        self.principle.addItem(_EVERY_PRINCIPLE, "")
        groups: dict[str, list[Rule]] = {name: [] for name in book.principles}
        for rule in sorted(book.rules.values(), key=lambda r: r.code):
            groups.setdefault(rule.principle, []).append(rule)
        for principle, rules in groups.items():
            self._add_group(principle_title(book, principle), principle, rules)
        self.principle.blockSignals(False)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self._mark()
        if before:
            self.choose(before)

    def _add_group(self, title: str, principle: str, rules: list[Rule]) -> None:
        self.principle.addItem(title, principle)
        top = QTreeWidgetItem([title, ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        bold = self.tree.font()
        bold.setBold(True)
        top.setData(0, Qt.ItemDataRole.FontRole, bold)
        for rule in rules:
            row = QTreeWidgetItem(top, [f"{rule.code}  {rule.title}", ""])
            row.setData(0, _CODE, rule.code)
            row.setToolTip(0, f"<p>{escape(f'{rule.code} {rule.title}')}</p>")

    def show_states(self, states: Mapping[str, RuleState]) -> None:
        """Says how the rules stand in the open pipeline."""
        self._states = states
        self._mark()

    @property
    def code(self) -> str:
        """The chosen rule; empty for none."""
        item = self.tree.currentItem()
        return str(item.data(0, _CODE) or "") if item else ""

    @property
    def codes(self) -> list[str]:
        """Those that are shown, from top to bottom."""
        return [str(row.data(0, _CODE)) for row in self._rows() if not row.isHidden()]

    def choose(self, code: str) -> None:
        """Makes a rule the chosen one; whatever hides it is taken back."""
        row = next((r for r in self._rows() if r.data(0, _CODE) == code), None)
        if row is None:
            return
        if row.isHidden():
            self.search.clear()
            self.principle.setCurrentIndex(0)
            self.state.setCurrentIndex(0)
        self.tree.setCurrentItem(row)
        self.tree.scrollToItem(row)

    # ------------------------------------------------------------------ inside
    def _rows(self) -> list[QTreeWidgetItem]:
        return [row for _, rows in self._groups() for row in rows]

    def _groups(self) -> list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]]:
        tops = [top for i in range(self.tree.topLevelItemCount()) if (top := self.tree.topLevelItem(i))]
        return [(top, [row for i in range(top.childCount()) if (row := top.child(i))]) for top in tops]

    def _mark(self) -> None:
        """Writes states beside the rules: a word and a sign, not only a colour."""
        with QSignalBlocker(self.tree.model()):  # else each word makes the columns and the view anew
            self._write_states()
        self.tree.header().resizeSections()
        self.tree.viewport().update()
        self._narrow()

    def _write_states(self) -> None:
        for row in self._rows():
            state = self._states.get(str(row.data(0, _CODE)))
            if state is None or self._book is None:
                row.setText(1, "")
                continue
            count = f" ({len(state.findings)})" if len(state.findings) > 1 else ""
            row.setText(1, state.word + count)
            row.setToolTip(1, MEANINGS[state.word])
            sign = _ICONS.get(state.word)
            if state.word == OPEN:
                sign = (state.findings[0].severity,) * 2
            row.setIcon(1, self._appearance.icon(*sign) if sign else self._appearance.icon("dots", "ink_faint"))

    def _narrow(self) -> None:
        wanted = self.search.text().casefold().split()
        state = self.state.currentData()
        shown = 0
        for number, (top, rows) in enumerate(self._groups()):
            fits = not self.principle.currentData() or number == self.principle.currentIndex() - 1
            here = 0
            for row in rows:
                is_shown = fits and self._fits(row, wanted, state)
                row.setHidden(not is_shown)
                here += is_shown
            top.setHidden(not here)
            shown += here
        none = "No rule fits. Use other words, or choose all principles and all states."
        self._count.setText(none if not shown else f"{shown} rules" if shown != 1 else "1 rule")

    def _fits(self, row: QTreeWidgetItem, wanted: list[str], state: str) -> bool:
        code = str(row.data(0, _CODE))
        rule = self._book.rules.get(code) if self._book else None
        if rule is None or (state and (code not in self._states or self._states[code].word != state)):
            return False
        text = f"{code} {rule.name} {rule.title} {rule.fix}".casefold()
        return all(word in text for word in wanted)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _CODE):
            self.chosen.emit(str(item.data(0, _CODE)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the search line goes to the first rule that was found."""
        is_key = watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() in _INTO_THE_LIST and self.codes:  # type: ignore[attr-defined]
            self.choose(self.codes[0])
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)
