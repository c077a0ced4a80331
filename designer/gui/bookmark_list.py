"""All bookmarks of a document in a small window: go, rename, move, remove."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.gui.actions.registry import key_text
from designer.gui.bookmarks import Bookmarks

_WITH_KEY = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BookmarkList(QDialog):
    """Enter goes there, F2 renames, Delete removes."""

    def __init__(self, bookmarks: Bookmarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Bookmarks of views")
        self._bookmarks = bookmarks
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("Bookmarks")
        self.list.setHeaderLabels(["Name", "Key"])
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.itemChanged.connect(self._rename)
        self.list.itemDoubleClicked.connect(lambda _: self._go())
        self.list.currentItemChanged.connect(lambda _: self._refresh())
        self.list.installEventFilter(self)
        self._hint = QLabel("Enter goes there · F2 renames · Del removes · Alt and its number: from anywhere", self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("look", "soft")
        self.buttons = {
            "go": self._button("&Go there", self._go),
            "rename": self._button("&Rename", self.edit),
            "here": self._button("&Move to this view", self._move),
            "remove": self._button("Re&move", self._remove),
            "close": self._button("&Close", self.reject),
        }
        self.buttons["go"].setDefault(True)
        row = QHBoxLayout()
        for button in self.buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        column.addLayout(row)
        self.fill()
        self.show_row(0)
        self.list.setFocus()
        self.resize(560, 380)

    @property
    def row(self) -> int:
        """The number of the current bookmark; -1 where there is none."""
        item = self.list.currentItem()
        return -1 if item is None else self.list.indexOfTopLevelItem(item)

    def show_row(self, row: int) -> None:
        """Makes a bookmark the current one."""
        item = self.list.topLevelItem(row)
        if item is not None:
            self.list.setCurrentItem(item)

    def fill(self) -> None:
        """Writes the rows anew; the current one stays."""
        current = max(self.row, 0)
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for number, bookmark in enumerate(self._bookmarks.all):
            keys = key_text(f"Alt+{number + 1}") if number < _WITH_KEY else ""
            item = QTreeWidgetItem(self.list, [bookmark.name, keys])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.show_row(min(current, self.list.topLevelItemCount() - 1))
        self.list.blockSignals(blocked)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if not self.list.hasFocus():
                return event.key() in _ENTER  # a name is being typed: Enter ends that and nothing else
            if event.key() in _ENTER:
                self._go()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._remove()
                return True
            if event.key() == Qt.Key.Key_F2:
                self.edit()
                return True
        return super().eventFilter(watched, event)

    def edit(self) -> None:
        """Opens the name of the current bookmark for typing."""
        item = self.list.currentItem()
        if item is not None:
            self.list.editItem(item, 0)

    # ------------------------------------------------------------------ inside
    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _refresh(self) -> None:
        for name in ("go", "rename", "here", "remove"):
            self.buttons[name].setEnabled(self.row >= 0)

    def _go(self) -> None:
        number = self.row
        if number >= 0:
            self.accept()
            self._bookmarks.go(number)

    def _rename(self, item: QTreeWidgetItem) -> None:
        self._bookmarks.rename(self.list.indexOfTopLevelItem(item), item.text(0))
        blocked = self.list.blockSignals(True)
        item.setText(0, self._bookmarks.all[self.list.indexOfTopLevelItem(item)].name)  # an empty one was not taken
        self.list.blockSignals(blocked)

    def _move(self) -> None:
        self._bookmarks.move_here(self.row)

    def _remove(self) -> None:
        if self.row >= 0:
            self._bookmarks.remove(self.row)
            self.fill()
