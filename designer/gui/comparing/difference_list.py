"""The list of differences: what was added, removed, changed and moved, and which findings came and went."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from designer.analysis.finding import Finding
from designer.gui.appearance import Appearance
from designer.gui.comparing.marks import SIGNS, TOKENS
from designer.session.comparing import ADDED, CHANGED, MOVED, REMOVED, Comparison, Difference

_ROLE: Final = Qt.ItemDataRole.UserRole
_PART: Final = 120  # rows that are made at once
_PAUSE_MS: Final = 4
_WORDS: Final = {"steps": "Step", "links": "Link", "notes": "Note", "frames": "Frame", "facts": "Pipeline"}
_TITLES: Final = {ADDED: "Added", REMOVED: "Removed", CHANGED: "Changed", MOVED: "Only moved"}


class DifferenceList(QTreeWidget):
    """Groups with a number each; the current row is shown in both pictures."""

    chosen = Signal(object)  # Difference, or Finding

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rows: list[QTreeWidgetItem] = []
        self._coming: deque[tuple[QTreeWidgetItem, Difference | Finding]] = deque()  # have no row yet
        self._wanted: Difference | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        self.setProperty("look", "proof")
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setAccessibleName("Differences")
        self.setUniformRowHeights(True)
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(lambda item, _: self._on_current(item))

    def show_comparison(self, found: Comparison) -> None:
        """Fills the list, a long one part by part; what was only moved stays folded."""
        blocked = self.blockSignals(True)
        self.clear()
        self._rows.clear()
        self._coming.clear()
        self._wanted = None
        for change in (ADDED, REMOVED, CHANGED, MOVED):
            rows = [d for d in found.differences if d.change == change]
            group = self._group(f"{SIGNS[change]} {_TITLES[change]}", rows, TOKENS[change])
            if group is not None:
                group.setExpanded(change != MOVED)
        self._group("Findings that are gone", found.gone, "ok")
        self._group("New findings", found.new, "error")
        if not self.topLevelItemCount():
            self.addTopLevelItem(QTreeWidgetItem(["Nothing differs"]))
        self.blockSignals(blocked)
        self._go_on()
        if self._coming:
            self._timer.start()

    def choose(self, difference: Difference) -> None:
        """Makes the row of a difference the current one, as soon as it is there."""
        self._wanted = difference if any(thing is difference for _, thing in self._coming) else None
        for row in self._rows:
            if row.data(0, _ROLE) is difference:
                self.setCurrentItem(row)

    def rows(self) -> list[QTreeWidgetItem]:
        """The rows of all groups that are there, without the titles and details."""
        return list(self._rows)

    # ------------------------------------------------------------------ inside
    def _group(self, title: str, things: Iterable[Difference | Finding], token: str) -> QTreeWidgetItem | None:
        rows = list(things)
        if not rows:
            return None
        group = QTreeWidgetItem([f"{title}: {len(rows)}"])
        font = self.font()
        font.setBold(True)
        group.setFont(0, font)
        group.setForeground(0, self._appearance.colour(token if token != "ink_soft" else "ink"))
        self.addTopLevelItem(group)
        group.setExpanded(True)
        self._coming.extend((group, thing) for thing in rows)
        return group

    def _go_on(self) -> None:
        """Makes the next rows."""
        for group, thing in [self._coming.popleft() for _ in range(min(_PART, len(self._coming)))]:
            row = self._row(thing)
            group.addChild(row)
            self._rows.append(row)
            if row.childCount():
                row.setExpanded(True)  # only now: before, it is in no tree
            if thing is self._wanted:
                self._wanted = None
                self.setCurrentItem(row)
        if not self._coming:
            self._timer.stop()

    def _row(self, thing: Difference | Finding) -> QTreeWidgetItem:
        if isinstance(thing, Finding):
            row = QTreeWidgetItem([f"{thing.code} {thing.title} ({thing.at})"])
        else:
            row = QTreeWidgetItem([f"{SIGNS[thing.change]} {_WORDS[thing.table]} {thing.title}"])
            row.addChildren([QTreeWidgetItem([line]) for line in thing.details])
        row.setData(0, _ROLE, thing)
        row.setToolTip(0, "\n".join([row.text(0), *(() if isinstance(thing, Finding) else thing.details)]))
        return row

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        while item is not None and item.data(0, _ROLE) is None:
            item = item.parent()
        if item is not None:
            self.chosen.emit(item.data(0, _ROLE))
