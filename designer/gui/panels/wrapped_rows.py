"""Rows of a tree that are as high as their text needs: a tree view takes one line for granted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

Index = QModelIndex | QPersistentModelIndex
PADDING: Final = 20


class WrappedRows(QStyledItemDelegate):
    """Breaks texts at the width of the tree."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        has_icon = index.data(Qt.ItemDataRole.DecorationRole) is not None
        icon = self._tree.iconSize().width() if has_icon else 0
        width = self._tree.viewport().width() - depth * self._tree.indentation() - icon - PADDING
        width -= self._tree.fontMetrics().averageCharWidth() * 2  # the style keeps some room, more with larger text
        room = QRect(0, 0, max(width, 80), 10_000)
        text = self._tree.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        around = max(PADDING // 2, self._tree.fontMetrics().height() // 2 + 4)
        return QSize(min(hint.width(), room.width()), max(hint.height(), text.height() + around))
