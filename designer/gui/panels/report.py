"""What was found in the files that were opened: understood, guessed, kept as it is, refused; each with its line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import escape
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.drawing.card_text import is_guessed
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.panels.wrapped_rows import WrappedRows
from designer.session.session import Session
from designer.targets.imported import GUESSED, KEPT, REFUSED, UNDERSTOOD, Remark

CONFIRMED: Final = "confirmed"
_COUNTED: Final = {
    UNDERSTOOD: "understood",
    KEPT: "kept",
    CONFIRMED: "confirmed",
    GUESSED: "guessed",
    REFUSED: "refused",
}
_GROUPS: Final = (
    (REFUSED, "Refused", "error", "error"),
    (GUESSED, "Guessed", "info", "accent"),
    (CONFIRMED, "Confirmed by you", "ok", "accent"),
    (KEPT, "Kept as it is", "note", "ink_soft"),
    (UNDERSTOOD, "Understood", "ok", "ok"),
)
"""Status, heading, icon and its colour; what needs a person comes first."""
_REMARK: Final = Qt.ItemDataRole.UserRole


class ReportPanel(QWidget):
    """Counts, then the remarks in groups; typing filters them, choosing one shows its card.

    What somebody confirmed or corrected since is no guess any more.
    """

    chosen = Signal(object)  # Remark
    lines_wanted = Signal(object)  # Remark: its lines should be in sight, too

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._remarks: tuple[Remark, ...] | None = None
        self._confirmed: frozenset[str] = frozenset()
        self.counts = QLabel(self)
        self.counts.setWordWrap(True)
        self.counts.setProperty("look", "heading")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Filter by file or words")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter the import report")
        self.filter.textChanged.connect(lambda _: self._fill())
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("Import report")
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setIconSize(QSize(18, 18))
        self.tree.setWordWrap(True)
        self.tree.setItemDelegate(WrappedRows(self.tree))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.tree.itemClicked.connect(lambda item, _: self._choose(item, is_click=True))
        self.tree.itemActivated.connect(lambda item, _: self._show_lines(item))
        self.setFocusProxy(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        for widget in (self.counts, self.filter, self.tree):
            column.addWidget(widget)
        bridge.changed.connect(lambda _: self.refresh())
        appearance.changed.connect(self._fill)
        self.refresh()

    @property
    def has_questions(self) -> bool:
        """Whether something was refused, or guessed with little ground."""
        catalog = self._session.services.catalog
        steps = self._session.pipeline.steps.values()
        low = any(is_guessed(catalog, step) and step.get("confidence") == "low" for step in steps)
        return low or any(remark.status == REFUSED for remark in self._remarks or ())

    def refresh(self) -> None:
        """Brings the report up to date with the files; a document of its own has none."""
        source = self._session.source
        remarks = source.remarks if source else ()
        steps = self._session.pipeline.steps.values()
        confirmed = frozenset(s.id for s in steps if s.get("confidence") == "confirmed") if remarks else frozenset()
        if remarks is not self._remarks or confirmed != self._confirmed:
            self._remarks, self._confirmed = remarks, confirmed
            self._fill()

    def texts(self) -> list[str]:
        """Every row that is shown, headings before their rows."""
        groups = [self.tree.topLevelItem(number) for number in range(self.tree.topLevelItemCount())]
        return [item.text(0) for group in groups if group for item in (group, *_children(group))]

    # ------------------------------------------------------------------ inside
    def _fill(self) -> None:
        remarks, wanted = self._remarks or (), self.filter.text().casefold().split()
        numbers = Counter(map(self._status, remarks))
        counts = [f"{numbers[s]} {word}" for s, word in _COUNTED.items() if numbers[s] or s != CONFIRMED]
        empty = "Nothing to report: this document was drawn here, not read from other files."
        self.counts.setText(", ".join(counts) if self._session.source else empty)
        self.filter.setVisible(bool(remarks))
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for status, name, icon, token in _GROUPS:
                rows = [r for r in remarks if self._status(r) == status and _matches(r, wanted)]
                if rows:
                    self._add_group(
                        f"{name} ({len(rows)})", rows, icon, token, is_open=status not in (UNDERSTOOD, CONFIRMED)
                    )

    def _add_group(self, title: str, rows: list[Remark], icon: str, token: str, *, is_open: bool) -> None:
        group = QTreeWidgetItem([title])
        group.setIcon(0, self._appearance.icon(icon, token))
        self.tree.addTopLevelItem(group)
        for remark in rows:
            item = QTreeWidgetItem([f"{self._short(remark)}  {remark.message}"])
            item.setData(0, _REMARK, remark)
            told = f"{remark_place(remark)}: {remark.message}. {remark.advice}".strip()
            item.setToolTip(0, f"<p>{escape(told)}</p>")
            group.addChild(item)
        group.setExpanded(is_open or bool(self.filter.text()))

    def _status(self, remark: Remark) -> str:
        is_answered = remark.status == GUESSED and remark.step in self._confirmed
        return CONFIRMED if is_answered else remark.status

    def _short(self, remark: Remark) -> str:
        """File and line, without the folders where the name alone is clear."""
        name = remark.path.rpartition("/")[2]
        is_clear = len({r.path for r in self._remarks or () if r.path.rpartition("/")[2] == name}) == 1
        return remark_place(replace(remark, path=name)) if is_clear else remark_place(remark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tree.doItemsLayout()  # rows are as high as their text needs at this width

    def _choose(self, item: QTreeWidgetItem | None, *, is_click: bool = False) -> None:
        remark = item.data(0, _REMARK) if item is not None else None
        if remark is not None:
            self.chosen.emit(remark)
            if is_click and not remark.step:
                self.lines_wanted.emit(remark)  # there is nothing else to show

    def _show_lines(self, item: QTreeWidgetItem) -> None:
        remark = item.data(0, _REMARK)
        if remark is not None:
            self.lines_wanted.emit(remark)


def _children(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (group.child(i) for i in range(group.childCount()))
    return [item for item in found if item is not None]


def remark_place(remark: Remark) -> str:
    """File and line as other programs write them."""
    return f"{remark.path}:{remark.line}" if remark.line else remark.path


def _matches(remark: Remark, words: list[str]) -> bool:
    text = f"{remark_place(remark)} {remark.message} {remark.step or ''} {remark.advice}".casefold()
    return all(word in text for word in words)
