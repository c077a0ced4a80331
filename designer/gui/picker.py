"""A popup with a line to type in and a list that gets shorter: quick add, search, find step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QIcon, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from designer.gui import fuzzy

WIDTH, HEIGHT = 440, 420
LIST_HEIGHT, LEAST_ROWS = 300, 60  # pixels: what the list takes of the height, and its least height
MAX_ROWS = 200
_SIDE, _APART = 12, 16  # pixels beside a row, and between its two parts
_LEAST_HINT = 0.4  # of a row, when both parts are too long
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Choice:
    """One row.

    Args:
        value: what is handed over when it is taken.
        hint: second part of the row, in softer words: a key, a group.
        words: further words that find it.
        detail: a sentence about it, shown while it is the current row.
        search: texts that find it instead of all those.
        needs: words of which one must be typed, at least its beginning.
        tip: what it would do, told when it is asked for and cannot be done now.
    """

    value: Any
    text: str
    hint: str = ""
    words: tuple[str, ...] = ()
    icon: QIcon | None = None
    enabled: bool = True
    detail: str = ""
    search: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tip: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is found by, the most telling first."""
        return self.search or (self.text, *self.words, self.hint)

    def is_meant(self, typed: str) -> bool:
        """Whether a typed word begins one of the words that it must not be offered without."""
        wanted = typed.casefold().split()
        return not self.needs or any(need.casefold().startswith(w) for need in self.needs for w in wanted)


class _TwoWords(QStyledItemDelegate):
    """Draws the hint of a row at its right end, softer; where both are too long, the text has the larger part."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        room = self._room(option) - self._hint_width(option, index) - _APART
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        if choice.hint:
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            area = option.rect.adjusted(0, 0, -_SIDE, 0)
            width = self._hint_width(option, index)
            hint = option.fontMetrics.elidedText(choice.hint, Qt.TextElideMode.ElideRight, width)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)
            painter.restore()

    def _room(self, option: QStyleOptionViewItem) -> int:
        """What a row has for its words."""
        return option.rect.width() - option.decorationSize.width() - 3 * _SIDE

    def _hint_width(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> int:
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        measure, room = option.fontMetrics.horizontalAdvance, self._room(option)
        left = room - measure(choice.text) - _APART
        return min(measure(choice.hint) + 2, max(left, round(room * _LEAST_HINT))) if choice.hint else 0


class Picker(QFrame):
    """Typing filters, arrows move, Enter takes, Shift+Enter takes and stays, Escape leaves."""

    picked = Signal(object, bool)  # value, whether the popup stays
    dismissed = Signal()

    def __init__(self, parent: QWidget, placeholder: str, help_text: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("look", "popup")
        self.setAccessibleName(placeholder)
        self._choices: list[Choice] = []
        self.own_words: Callable[[str], Choice | None] = lambda _: None
        self.more: Callable[[str], list[Choice]] = lambda _: []  # rows that are made only when they may fit
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(placeholder)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Matches")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_TwoWords(self.list))
        self.list.itemClicked.connect(lambda item: self._take(item, stay=False))
        self.list.currentItemChanged.connect(lambda item, _: self._show_detail(item))
        self.caption = QLabel(self)
        self.caption.setProperty("look", "section")
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self.detail.setAccessibleName("About this row")
        self._empty = QLabel("Nothing fits. Try other letters.", self)
        self._empty.setProperty("look", "soft")
        self.help_text = help_text
        self.foot = QLabel(help_text, self)
        self.foot.setProperty("look", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        for widget in (self.caption, self.line, self._empty, self.list, self.detail, self.foot):
            column.addWidget(widget)

    def offer(self, choices: Iterable[Choice]) -> None:
        """Sets what can be chosen and clears what was typed."""
        self._choices = list(choices)
        self.caption.setVisible(bool(self.caption.text()))
        self.detail.setVisible(any(choice.detail for choice in self._choices))
        self.line.clear()
        self._filter("")

    def open_at(self, place: QPoint) -> None:
        """Shows the popup at a place of the screen, moved so that all of it can be seen."""
        area = self.screen().availableGeometry()
        size = self.sizeHint().expandedTo(self.minimumSize())
        width, height = max(WIDTH, size.width()), min(self._height(), area.height())
        x = min(max(place.x(), area.left()), area.right() - width)
        y = min(max(place.y(), area.top()), area.bottom() - height)
        self.setGeometry(QRect(x, y, width, height))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _height(self) -> int:
        """High enough for the rows, within limits; the list does not jump while there are many."""
        rows = self.list.count() * max(self.list.sizeHintForRow(0), 1)
        more = [label for label in (self.caption, self.detail) if not label.isHidden()]
        line = self.fontMetrics().lineSpacing()
        extra = sum(line + 8 if label is self.caption else 2 * line + 8 for label in more)
        return min(max(rows, LEAST_ROWS) + HEIGHT - LIST_HEIGHT, HEIGHT) + extra

    def texts(self) -> list[str]:
        """The rows that are shown, for tests and screen readers."""
        return [self.list.item(i).data(Qt.ItemDataRole.UserRole).text for i in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _TO_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                stay = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._take(self.list.currentItem(), stay)
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.dismissed.emit()

    # ------------------------------------------------------------------ inside
    def _filter(self, typed: str) -> None:
        self.list.clear()
        self._show_help()
        fitting = self._fitting(typed)
        for choice in fitting[:MAX_ROWS]:
            item = QListWidgetItem(choice.text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.text}, {choice.hint}")
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, choice.detail)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            if choice.icon:
                item.setIcon(choice.icon)
            if not choice.enabled:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._empty.setVisible(not fitting)
        self.list.setVisible(bool(fitting))
        if self.isVisible():
            self.resize(self.width(), self._height())

    def _fitting(self, typed: str) -> list[Choice]:
        if not typed.strip():
            return [*(choice for choice in self._choices if not choice.needs), *self.more("")]
        meant = [*(choice for choice in self._choices if choice.is_meant(typed)), *self.more(typed)]
        last = self.own_words(typed.strip())
        return [*fuzzy.ranked(typed, meant, lambda c: c.texts), *([last] if last else [])]

    def _show_detail(self, item: QListWidgetItem | None) -> None:
        choice: Choice | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        self._show_help()
        self.detail.setText(choice.detail if choice else "")

    def _show_help(self) -> None:
        self.foot.setWordWrap(False)  # the popup is as wide as this line
        self.foot.setText(self.help_text)

    def _take(self, item: QListWidgetItem | None, stay: bool) -> None:
        if item is None:
            return
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        if not choice.enabled:
            self.foot.setWordWrap(True)
            self.foot.setText(f"Not possible now. {choice.tip}".rstrip())
            return
        if stay:
            self.line.selectAll()
        else:
            self.hide()
        self.picked.emit(choice.value, stay)
