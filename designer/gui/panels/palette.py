"""The kinds of steps, grouped and searchable: drag one to the canvas, or press Enter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from designer.gui import fuzzy
from designer.gui.appearance import Appearance
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

KIND_MIME = "application/x-mlops-designer-kind"
_KIND = Qt.ItemDataRole.UserRole
_ROW = 36
_AROUND = 16  # pixels of a row that neither icon nor name has


class KindTree(QTreeWidget):
    """Headings with kinds under them; a dragged kind carries its slug."""

    def fit_rows(self) -> None:
        """Makes rows as high as their names need, on two lines where a line has no room for one."""
        metrics, used = self.fontMetrics(), self.indentation() + self.iconSize().width() + _AROUND
        room = QRect(0, 0, max(self.viewport().width() - used, 1), 0)
        for item in self.kinds():
            high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text(0)).height()
            item.setSizeHint(0, QSize(0, max(_ROW, metrics.height() + 18, high + 16)))

    def kinds(self) -> list[QTreeWidgetItem]:
        """The items that stand for a kind, in order."""
        groups = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        children = [g.child(i) for g in groups if g is not None for i in range(g.childCount())]
        return [c for c in children if c is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        data = QMimeData()
        for item in items:
            slug = item.data(0, _KIND)
            if slug:
                data.setData(KIND_MIME, str(slug).encode("utf-8"))
        return data

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        """Drags a small picture beside the pointer, so that what lies under it can be seen."""
        item = self.currentItem()
        data = self.mimeData([item] if item else [])
        if item is None or not data.hasFormat(KIND_MIME):
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(item.icon(0).pixmap(self.iconSize()))
        drag.setHotSpot(QPoint(-12, -12))
        drag.exec(supportedActions)


class PalettePanel(QWidget):
    """Search line and tree of kinds."""

    wanted = Signal(str)  # slug of a kind, by Enter or double-click

    def __init__(self, catalog: Catalog, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._appearance = appearance
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search steps: drift, docker…")
        self.search.setAccessibleName("Search kinds of steps")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.tree = KindTree(self)
        self.tree.setAccessibleName("Kinds of steps")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(4)
        self.tree.setWordWrap(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.tree.setDragEnabled(True)
        self.tree.setDragDropMode(QTreeWidget.DragDropMode.DragOnly)
        self.tree.itemActivated.connect(self._activate)
        self.setFocusProxy(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 2, 8)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 10, 0)  # the scroll bar of the tree stands at the edge
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        appearance.changed.connect(self._refill)
        self._fill("")

    def _refill(self) -> None:
        self._fill(self.search.text())

    def titles(self) -> list[str]:
        """The kinds that are shown, in order."""
        return [item.text(0) for item in self.tree.kinds()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search line into the list, Enter takes the first match."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                items = self.tree.kinds()
                if items and self.search.text():
                    self._activate(items[0])
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ inside
    def _fill(self, typed: str) -> None:
        self.tree.setIconSize(self._appearance.grown(26))
        self.tree.clear()
        if typed.strip():
            every = [kind for group in self._catalog.groups().values() for kind in group]
            found = fuzzy.ranked(typed, every, lambda k: (k.title, k.slug, *k.synonyms))
            self._add_group(f"{len(found)} found" if found else "Nothing fits", found)
        else:
            for group, kinds in self._catalog.groups().items():
                self._add_group(group, kinds)
        self.tree.expandAll()
        self.tree.fit_rows()
        items = self.tree.kinds()
        if items:
            # The keyboard starts there; nothing is marked before somebody chooses.
            index = self.tree.indexFromItem(items[0])
            self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _add_group(self, title: str, kinds: list[StepKind]) -> None:
        heading = QTreeWidgetItem(self.tree, [title])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        heading.setForeground(0, self._appearance.colour("ink_soft"))
        for kind in kinds:
            item = QTreeWidgetItem(heading, [kind.title])
            item.setIcon(0, self._appearance.kind_icon(kind))
            item.setData(0, _KIND, kind.slug)
            item.setToolTip(
                0,
                f"<b>{escape(kind.title)}</b><br>{escape(kind.help)}<br><i>Drag it to the canvas, or press Enter.</i>",
            )
            item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, kind.help)

    def _activate(self, item: QTreeWidgetItem) -> None:
        slug = item.data(0, _KIND)
        if slug:
            self.wanted.emit(str(slug))
