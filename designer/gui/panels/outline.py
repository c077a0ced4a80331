"""Steps, links and findings as a list: all of the pipeline without a pointer and without seeing the canvas."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from designer.analysis.report import Report
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.model.changes import Transaction
from designer.model.step import Link, Step
from designer.session.session import Session

_ROW = Qt.ItemDataRole.UserRole
STEP, LINK, NOTE, FINDING = "step", "link", "note", "finding"


class OutlinePanel(QWidget):
    """A tree: steps with their outgoing links and their findings below them, then notes."""

    chosen = Signal(object, object, object)  # step ids, link ids, note ids
    activated = Signal(str)  # id of a step whose facts are wanted
    finding_chosen = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._appearance = appearance
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("Outline of the pipeline")
        self.tree.setHeaderHidden(True)
        self.tree.setIconSize(QSize(22, 22))
        self.tree.setIndentation(16)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.itemSelectionChanged.connect(self._tell)
        self.tree.itemActivated.connect(self._activate)
        self._items: dict[tuple[str, str], QTreeWidgetItem] = {}
        self.setFocusProxy(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.addWidget(self.tree)
        bridge.changed.connect(self._on_change)
        bridge.report_ready.connect(lambda _: self.fill())
        appearance.changed.connect(self.fill)
        self.fill()

    def show_selection(self, steps: Iterable[str], links: Iterable[str], notes: Iterable[str]) -> None:
        """Marks the rows of what is selected on the canvas."""
        wanted = {*((STEP, s) for s in steps), *((LINK, k) for k in links), *((NOTE, n) for n in notes)}
        with QSignalBlocker(self.tree):
            if wanted == set(self._marked()):
                return
            self.tree.clearSelection()
            for key in wanted & self._items.keys():
                item = self._items[key]
                item.setSelected(True)
                self.tree.scrollToItem(item)
            if len(wanted) == 1 and wanted <= self._items.keys():
                self.tree.setCurrentItem(self._items[next(iter(wanted))])

    def texts(self) -> list[str]:
        """Every row as text, parents before children."""
        rows = []
        todo = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        while todo:
            item = todo.pop(0)
            if item is not None:
                rows.append(item.text(0))
                todo[:0] = [item.child(i) for i in range(item.childCount())]
        return rows

    def fill(self) -> None:
        """Writes the tree anew; what was marked stays marked."""
        marked = self._marked()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            self._items = {}
            report = self._bridge.report
            for step in self._session.pipeline.steps.values():
                self._add_step(step, report)
            for note in self._session.pipeline.notes.values():
                words = " ".join(note.text.split())
                item = self._add(self.tree, NOTE, note.id, f"Note: {words[:80] or 'empty'}")
                item.setIcon(0, self._appearance.icon("note"))
            self.tree.expandAll()
            for key in marked.keys() & self._items.keys():
                self._items[key].setSelected(True)

    # ------------------------------------------------------------------ inside
    def _on_change(self, transaction: Transaction) -> None:
        if not (transaction.is_layout_only and not transaction.keys("notes")):
            self.fill()

    def _add_step(self, step: Step, report: Report | None) -> None:
        kind = self._session.services.catalog.kind(step.kind)
        text = step.label if step.label == kind.title else f"{step.label} ({kind.title})"
        item = self._add(self.tree, STEP, step.id, text)
        item.setIcon(0, self._appearance.kind_icon(kind))
        for link in self._session.pipeline.links_of(step.id):
            if link.source == step.id:
                self._add_link(item, link)
        for finding in report.by_step.get(step.id, ()) if report else ():
            if finding.at.split("=>")[0] != step.id:
                continue
            row = QTreeWidgetItem(item, [f"{finding.severity.capitalize()}: {finding.title}"])
            row.setIcon(0, self._appearance.icon(finding.severity, finding.severity))
            row.setData(0, _ROW, (FINDING, finding))
            row.setToolTip(0, f"<p>{escape(finding.message)}</p>")

    def _add_link(self, parent: QTreeWidgetItem, link: Link) -> None:
        target = self._session.pipeline.steps[link.target].label
        words = f"→ {target}" if link.is_flow else f"↺ {target} (feedback)"
        words += f", {link.when}" if link.when != "success" else ""
        self._add(parent, LINK, link.id, words)

    def _add(self, parent: QTreeWidget | QTreeWidgetItem, what: str, row_id: str, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [text])
        item.setData(0, _ROW, (what, row_id))
        self._items[(what, row_id)] = item
        return item

    def _marked(self) -> dict[tuple[str, str], None]:
        """What is selected, in the order it was selected: links are drawn in it."""
        rows = [item.data(0, _ROW) for item in self.tree.selectedItems()]
        return {(what, which): None for what, which in rows if what != FINDING}

    def _tell(self) -> None:
        marked = self._marked()
        self.chosen.emit(*(tuple(which for what, which in marked if what == kind) for kind in (STEP, LINK, NOTE)))

    def _activate(self, item: QTreeWidgetItem) -> None:
        what, which = item.data(0, _ROW)
        if what == FINDING:
            self.finding_chosen.emit(which)
        elif what == STEP:
            self.activated.emit(which)
