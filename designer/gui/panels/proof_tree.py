"""A tree of sentences with icons; choosing one shows the steps and links that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from designer.gui.appearance import Appearance
from designer.gui.panels.wrapped_rows import WrappedRows

_ROW: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence.

    Args:
        key: what makes two rows the same one after an edit, among those of one parent.
        icon: name and colour token; empty for none.
        steps: ids of the steps that prove it.
        links: ids of the links that prove it.
        spoken: the text for screen readers, with what the icon says.
        tip: more about it.
        rows: sentences below it.
        is_open: whether those are seen at first.
        subject: what else the row is about, for whoever made it.
    """

    key: str
    text: str
    icon: tuple[str, str] = ("", "")
    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    spoken: str = ""
    tip: str = ""
    rows: tuple[Row, ...] = ()
    is_open: bool = False
    subject: Any = None


class ProofTree(QTreeWidget):
    """Shows rows; those that are filled in again stay open or closed as they were."""

    chosen = Signal(object)  # Row that the pointer or the keyboard went to

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rows: tuple[Row, ...] = ()
        self._turned: dict[tuple[str, ...], bool] = {}  # rows that somebody opened or closed
        self.setAccessibleName(name)
        self.setProperty("look", "proof")
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedRows(self))
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.itemClicked.connect(lambda item, _: self._click(item))
        self.itemExpanded.connect(lambda item: self._turn(item, is_open=True))
        self.itemCollapsed.connect(lambda item: self._turn(item, is_open=False))
        appearance.changed.connect(self._refill)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._refill()

    def open_row(self, key: str) -> None:
        """Opens a row at the top, brings it into view and puts the keyboard on it."""
        for item in self.items():
            if item.parent() is None and self.row_of(item).key == key:
                item.setExpanded(True)
                self.setCurrentItem(item)
                self.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtTop)

    def items(self) -> Iterator[QTreeWidgetItem]:
        """All items, each before those below it."""
        stack = [self.topLevelItem(i) for i in reversed(range(self.topLevelItemCount()))]
        while stack:
            item = stack.pop()
            if item is not None:
                yield item
                stack += [item.child(i) for i in reversed(range(item.childCount()))]

    def row_of(self, item: QTreeWidgetItem) -> Row:
        """The row that an item shows."""
        row: Row = item.data(0, _ROW)
        return row

    def texts(self) -> list[str]:
        """The text of every row, headings before what stands below them."""
        return [item.text(0) for item in self.items()]

    # ------------------------------------------------------------------ inside
    def _refill(self) -> None:
        current, edge = self.currentItem(), self._appearance.grown(18)
        here = self._path(current) if current is not None else ()
        place = self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self.clear()
            self.setIconSize(QSize(edge))
            for row in self._rows:
                self.addTopLevelItem(self._item(row))
            for item in self.items():
                path = self._path(item)
                item.setExpanded(self._turned.get(path, self.row_of(item).is_open))
                if path == here:
                    self.setCurrentItem(item)
        self.verticalScrollBar().setValue(place)

    def _item(self, row: Row) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.text])
        item.setData(0, _ROW, row)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, row.spoken or row.text)
        item.setToolTip(0, row.tip)
        name, token = row.icon
        if name:
            item.setIcon(0, self._appearance.icon(name, token))
        for below in row.rows:
            item.addChild(self._item(below))
        return item

    def _path(self, item: QTreeWidgetItem) -> tuple[str, ...]:
        above = item.parent()
        return (*(self._path(above) if above is not None else ()), self.row_of(item).key)

    def _turn(self, item: QTreeWidgetItem, *, is_open: bool) -> None:
        self._turned[self._path(item)] = is_open

    def _click(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            item.setExpanded(not item.isExpanded())

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(self.row_of(item))

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """An arrow where something stands below a row."""
        if index.model().rowCount(index):
            edge = self._appearance.grown(4).width()
            x, y = rect.right() - self.indentation() / 2 + 1, rect.center().y() + 1
            ends = [QPointF(x - edge, y - edge / 2), QPointF(x, y + edge / 2), QPointF(x + edge, y - edge / 2)]
            if not self.isExpanded(index):
                ends = [QPointF(x - edge / 2, y - edge), QPointF(x + edge / 2, y), QPointF(x - edge / 2, y + edge)]
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._appearance.colour("ink_soft"), 1.6))
            painter.drawPolyline(QPolygonF(ends))
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()  # rows are as high as their text needs at this width
