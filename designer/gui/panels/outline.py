"""Steps, links and findings as a list: all of the pipeline without a pointer and without seeing the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.gui.board_words import board_words
from designer.gui.bridge import Bridge
from designer.gui.panels.outline_rows import FINDING, LINK, NOTE, ROW, STEP, Items, Told, Writing
from designer.model.changes import Transaction
from designer.model.step import COMMENT, INK, PAPER, TEXT, Link, Step
from designer.session.session import Session

_SOON_MS: Final = 30
_FEW: Final = 100  # changed rows; each costs the more, the more rows there are
_ROWS_A_SLICE: Final = 1000
_ICONS = {PAPER: "note", TEXT: "text", INK: "pen", COMMENT: "comment"}


class OutlinePanel(QWidget):
    """A tree: steps with their outgoing links and their findings below them, then what people put on the board.

    It writes nothing while it is not in front.
    """

    chosen = Signal(object, object, object)  # step ids, link ids, note ids
    activated = Signal(str)  # id of a step whose facts are wanted
    finding_chosen = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._appearance = appearance
        self._tree = QTreeWidget(self)
        self._tree.setAccessibleName("Outline of the pipeline")
        self._tree.setHeaderHidden(True)
        self._tree.setIndentation(16)
        self._tree.setUniformRowHeights(True)
        self._tree.setIconSize(appearance.grown(20))
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._tree.itemSelectionChanged.connect(self._tell)
        self._tree.itemActivated.connect(self._activate)
        self._items: Items = {}
        self._told: dict[str, Told] = {}
        self._notes: dict[str, str] = {}
        self.setFocusProxy(self._tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.addWidget(self._tree)
        self._is_stale = True
        self._is_seen = False
        self._selected: set[tuple[str, str]] | None = None  # on the canvas, not marked yet
        self._writing: Writing | None = None  # all rows anew; those of before stay until the others are there
        self._soon = QTimer(self)  # the canvas comes first
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._go_on)
        bridge.changed.connect(self._on_change)
        bridge.report_ready.connect(lambda _: self._wait())
        appearance.changed.connect(self._take_looks)

    @property
    def tree(self) -> QTreeWidget:
        """The rows as they are now."""
        self._settle()
        return self._tree

    def show_selection(self, steps: Iterable[str], links: Iterable[str], notes: Iterable[str]) -> None:
        """Marks the rows of what is selected on the canvas."""
        self._selected = {*((STEP, s) for s in steps), *((LINK, k) for k in links), *((NOTE, n) for n in notes)}
        if self._is_seen:
            self._soon.start(_SOON_MS)

    def _show_selected(self, wanted: set[tuple[str, str]]) -> None:
        with QSignalBlocker(self._tree):
            if wanted == set(self._marked()):
                return
            self._select([self._items[key] for key in wanted & self._items.keys()])
            if len(wanted) == 1 and wanted <= self._items.keys():
                self._tree.setCurrentItem(self._items[next(iter(wanted))])

    def _select(self, items: Sequence[QTreeWidgetItem]) -> None:
        """Marks exactly these rows, thousands at once, and brings one of them into sight."""
        chosen = QItemSelection()
        for item in items:
            chosen.append(QItemSelectionRange(self._tree.indexFromItem(item)))
        self._tree.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if items:
            self._tree.scrollToItem(items[0])

    def texts(self) -> list[str]:
        """Every row as text, parents before children."""
        self._settle()
        rows = []
        todo = [self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount())]
        while todo:
            item = todo.pop(0)
            if item is not None:
                rows.append(item.text(0))
                todo[:0] = [item.child(i) for i in range(item.childCount())]
        return rows

    def fill(self) -> None:
        """Writes the tree anew; what was marked stays marked."""
        self._is_stale = False
        self._writing = Writing(self._telling(), self._write_step)
        self._settle()

    def set_seen(self, is_seen: bool) -> None:
        """Whether the panel is in front."""
        self._is_seen = is_seen
        if is_seen:
            self._go_on()

    # ------------------------------------------------------------------ inside
    def _on_change(self, transaction: Transaction) -> None:
        if not (transaction.is_layout_only and not transaction.keys("notes")):
            self._wait()

    def _take_looks(self) -> None:
        """Every icon is another one."""
        self._selected = self._selected or set(self._marked())
        self._tree.setIconSize(self._appearance.grown(20))
        with QSignalBlocker(self._tree):
            self._tree.clear()
        self._items, self._told, self._notes, self._writing = {}, {}, {}, None
        self._wait()

    def _wait(self) -> None:
        self._is_stale = True
        if self._is_seen:
            self._soon.start(_SOON_MS)

    def _settle(self) -> None:
        """Does what was put off, all of it."""
        self._go_on(None)

    def _go_on(self, rows: int | None = _ROWS_A_SLICE) -> None:
        """Does what was put off; of a tree that is written anew only so many rows, the others in a moment."""
        self._soon.stop()
        if rows is not None and not self._is_seen:
            return
        if self._is_stale:
            self._renew()
        if self._writing is not None:
            if not self._writing.go_on(rows):
                self._soon.start(0)
                return
            self._put(self._writing)
        wanted, self._selected = self._selected, None
        if wanted is not None:
            self._show_selected(wanted)

    def _put(self, writing: Writing) -> None:
        """Shows what was written in place of all that is there."""
        marked = self._marked()
        self._writing, self._told, self._notes = None, writing.told, self._noted()
        with QSignalBlocker(self._tree):
            self._tree.clear()
            self._items = writing.items
            self._tree.addTopLevelItems(writing.tops)
            self._write_notes()
            self._tree.expandAll()
            self._mark(marked)

    def _renew(self) -> None:
        """Writes those rows anew that tell something else now, adds those of new steps and takes others away."""
        self._is_stale, self._writing = False, None
        before, now = self._told, self._telling()
        kept = [step for step in before if step in now]
        notes = self._noted()
        changed = [step for step in kept if now[step] != before[step]]
        many = len(changed) + len(before.keys() ^ now.keys()) > _FEW
        if many or kept != [step for step in now if step in before]:
            self._writing = Writing(now, self._write_step)
            return
        marked = self._marked()
        with QSignalBlocker(self._tree):
            for step in before.keys() - now.keys():
                self._forget(before[step])
                self._tree.takeTopLevelItem(self._tree.indexOfTopLevelItem(self._items.pop((STEP, step))))
            for step in changed:
                self._forget(before[step])
                self._items[STEP, step].takeChildren()
                self._fill_step(now[step])
            for place, step in enumerate(now):
                if step not in before:
                    self._tree.insertTopLevelItem(place, self._add(None, STEP, step, ""))
                    self._fill_step(now[step])
            if notes != self._notes:
                for note in self._notes:
                    self._tree.takeTopLevelItem(self._tree.indexOfTopLevelItem(self._items.pop((NOTE, note))))
                self._notes = notes
                self._write_notes()
            self._told = now
            self._mark(marked)

    def _forget(self, told: Told) -> None:
        """The rows of the links of a step go away."""
        for link, _ in told[1]:
            self._items.pop((LINK, link), None)

    def _fill_step(self, told: Told) -> None:
        item = self._items[STEP, told[0].id]
        self._write_step(item, self._items, told)
        item.setExpanded(True)

    def _write_notes(self) -> None:
        for note, words in self._notes.items():
            item = self._add(self._tree, NOTE, note, words)
            item.setIcon(0, self._appearance.icon(_ICONS[self._session.pipeline.notes[note].form]))

    def _telling(self) -> dict[str, Told]:
        """What the rows of each step tell."""
        report = self._bridge.report
        findings = report.by_step if report else {}
        return {s.id: (s, self._links_of(s), findings.get(s.id, ())) for s in self._session.pipeline.steps.values()}

    def _links_of(self, step: Step) -> tuple[tuple[str, str], ...]:
        """Id and words of each link that leaves a step."""
        return tuple((k.id, self._words(k)) for k in self._session.pipeline.links_of(step.id) if k.source == step.id)

    def _noted(self) -> dict[str, str]:
        return board_words(self._session.pipeline.notes.values())

    def _write_step(self, item: QTreeWidgetItem, items: Items, told: Told) -> None:
        step, links, findings = told
        kind = self._session.services.catalog.kind(step.kind)
        item.setText(0, step.label if step.label == kind.title else f"{step.label} ({kind.title})")
        item.setIcon(0, self._appearance.kind_icon(kind))
        for link, words in links:
            items[LINK, link] = row = QTreeWidgetItem(item, [words])
            row.setData(0, ROW, (LINK, link))
        for finding in findings:
            if finding.at.split("=>")[0] != step.id:
                continue
            row = QTreeWidgetItem(item, [finding.title])  # the icon's shape tells how severe it is
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{finding.severity.capitalize()}: {finding.title}")
            row.setIcon(0, self._appearance.icon(finding.severity, finding.severity))
            row.setData(0, ROW, (FINDING, finding))
            row.setToolTip(0, f"<p>{escape(finding.message)}</p>")

    def _words(self, link: Link) -> str:
        target = self._session.pipeline.steps[link.target].label
        words = f"→ {target}" if link.is_flow else f"↺ {target} (feedback)"
        return words + (f", {link.when}" if link.when != "success" else "")

    def _mark(self, rows: Iterable[tuple[str, str]]) -> None:
        """Marks rows that were marked before some were written anew."""
        lost = [self._items[key] for key in rows if key in self._items and not self._items[key].isSelected()]
        for item in lost:
            item.setSelected(True)

    def _add(self, parent: QTreeWidget | QTreeWidgetItem | None, what: str, row_id: str, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text]) if parent is None else QTreeWidgetItem(parent, [text])
        item.setData(0, ROW, (what, row_id))
        self._items[(what, row_id)] = item
        return item

    def _marked(self) -> dict[tuple[str, str], None]:
        """What is selected, in the order it was selected: links are drawn in it."""
        rows = [item.data(0, ROW) for item in self._tree.selectedItems()]
        return {(what, which): None for what, which in rows if what != FINDING}

    def _tell(self) -> None:
        marked = self._marked()
        self.chosen.emit(*(tuple(which for what, which in marked if what == kind) for kind in (STEP, LINK, NOTE)))

    def _activate(self, item: QTreeWidgetItem) -> None:
        what, which = item.data(0, ROW)
        if what == FINDING:
            self.finding_chosen.emit(which)
        elif what == STEP:
            self.activated.emit(which)
