"""One editor for each type of field. All say `edited` once an edit is finished, with the value or None for unset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from designer.gui.combo import Combo
from designer.gui.panels.field_editor import DIFFERENT, MIXED, FieldEditor
from designer.gui.panels.text_editors import TextEditor, ValueEditor
from designer.steps.field import Field

NOT_STATED = "Not stated"
_CODE = ("command",)


def readable(word: str) -> str:
    """A word of the document as people read it: ``blue_green`` is shown as ``Blue green``."""
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]


class YesNoEditor(FieldEditor):
    """A check box for a fact with a default."""

    def __init__(self, label: str, default: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default
        self.box = QCheckBox(label, self)
        self.box.setAccessibleName(label)
        self.box.clicked.connect(lambda on: self.edited.emit(None if on == default else on))
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setTristate(value is MIXED)
            if value is MIXED:
                self.box.setCheckState(Qt.CheckState.PartiallyChecked)
            else:
                self.box.setChecked(self._default if not isinstance(value, bool) else value)


class WordEditor(FieldEditor):
    """A list of words to choose one from.

    Args:
        words: value and text; the value None stands for "not stated".
        default: the value that is taken back instead of being written down.
        free: whether other words can be typed.
    """

    def __init__(
        self,
        words: Iterable[tuple[Any, str]],
        default: Any = None,
        *,
        free: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._default = default
        self._free = free
        self._shown: Any = None
        self.box = Combo(self)
        self.box.setEditable(free)
        for value, text in words:
            self.box.addItem(text, value)
        self.box.activated.connect(self._tell)
        line = self.box.lineEdit()
        if line is not None:
            line.setPlaceholderText(NOT_STATED)
            line.editingFinished.connect(self._tell_typed)
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        self._shown = value
        with QSignalBlocker(self.box):
            wanted = self._default if value is None else value
            index = next((i for i in range(self.box.count()) if self.box.itemData(i) == wanted), -1)
            if index < 0 and value is MIXED:
                self.box.setCurrentIndex(-1)
                self.box.setPlaceholderText(DIFFERENT)
            elif index < 0 and self._free:
                self.box.setCurrentIndex(-1)
                self.box.setEditText("" if value is None else str(value))
            elif index < 0:
                self.box.addItem(f"{wanted} (not known)", wanted)
                self.box.setCurrentIndex(self.box.count() - 1)
            else:
                self.box.setCurrentIndex(index)

    def _tell(self) -> None:
        value = self.box.currentData()
        value = None if value == self._default else value
        if value != self._shown:
            self.edited.emit(value)

    def _tell_typed(self) -> None:
        typed = self.box.currentText().strip()
        known = next((self.box.itemData(i) for i in range(self.box.count()) if self.box.itemText(i) == typed), typed)
        value = known or None
        if value != self._shown and not (self._shown is MIXED and not typed):
            self._shown = value
            self.edited.emit(value)


class LineEditor(FieldEditor):
    """One line of text; ``read`` makes a value of it, ``write`` a text of a value."""

    def __init__(
        self,
        placeholder: str = "",
        read: Callable[[str], Any] = str,
        write: Callable[[Any], str] = str,
        *,
        numbers: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._read, self._write = read, write
        self._shown = ""
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        if numbers:
            self.line.setValidator(QIntValidator(0, 1_000_000_000, self.line))
        self.line.editingFinished.connect(self._tell)
        self._hold(self.line)

    def show_value(self, value: Any) -> None:
        self._shown = "" if value is None or value is MIXED else self._write(value)
        self.line.setPlaceholderText(DIFFERENT if value is MIXED else self._placeholder)
        if self.line.text() != self._shown:
            self.line.setText(self._shown)

    def _tell(self) -> None:
        typed = self.line.text().strip()
        if typed != self._shown.strip():
            self._shown = typed
            self.edited.emit(self._read(typed) if typed else None)


class ChecksEditor(FieldEditor):
    """Words of which any number may be ticked."""

    LONG = 12  # letters; with longer words there is one column

    def __init__(self, words: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extra: tuple[str, ...] = ()
        self.boxes = {word: QCheckBox(readable(word), self) for word in words}
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        columns = 2 if max(map(len, self.boxes)) < self.LONG else 1
        for number, box in enumerate(self.boxes.values()):
            box.clicked.connect(self._tell)
            grid.addWidget(box, number // columns, number % columns)
        self._hold(holder)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def show_value(self, value: Any) -> None:
        chosen = value if isinstance(value, (list, tuple)) else ()
        self._extra = tuple(v for v in chosen if v not in self.boxes)
        for word, box in self.boxes.items():
            box.setTristate(value is MIXED)
            state = Qt.CheckState.Checked if word in chosen else Qt.CheckState.Unchecked
            box.setCheckState(Qt.CheckState.PartiallyChecked if value is MIXED else state)

    def _tell(self) -> None:
        chosen = [w for w, box in self.boxes.items() if box.checkState() == Qt.CheckState.Checked]
        self.edited.emit([*chosen, *self._extra] or None)


Words = Mapping[str, Mapping[str, str]]
"""Texts by value, by name of the field; under ``step`` the labels of all steps by id."""


def editor_for(field: Field, words: Words, *, mixed: bool = False) -> FieldEditor:
    """The editor that fits a field.

    Args:
        words: texts for the values of a field, and suggestions for the field ``tool``.
        mixed: whether it edits several steps at once.
    """
    kind = field.type
    texts = words.get("step" if kind.base == "step" else field.name, {})
    if field.name == "tool":
        return WordEditor(texts.items(), free=True)
    if kind.base == "step":
        return WordEditor([(None, NOT_STATED), *texts.items()])
    if kind.base == "bool" and not kind.optional and not mixed:
        return YesNoEditor(field.label, bool(field.default))
    if kind.base == "bool":
        rows: list[tuple[Any, str]] = [(True, "Yes"), (False, "No")]
        return WordEditor(rows if not kind.optional else [(None, NOT_STATED), *rows], field.default)
    if kind.base == "enum":
        rows = [(w, texts.get(w) or readable(w)) for w in kind.choices]
        known = field.default is not None and not kind.optional
        return WordEditor(rows if known else [(None, NOT_STATED), *rows], field.default if known else None)
    if kind.base == "text":
        return TextEditor(is_code=field.name in _CODE)
    if kind.base == "any":
        return ValueEditor()
    if kind.base == "list" and kind.choices:
        return ChecksEditor(kind.choices)
    return _line_for(field)


def _line_for(field: Field) -> LineEditor:
    if field.type.base == "list":
        return LineEditor("Separate with commas", split_words, ", ".join)
    placeholder = "" if field.default in (None, "") else str(field.default)
    if field.type.base == "int":
        return LineEditor(placeholder, int, numbers=True)
    return LineEditor(placeholder)


def split_words(text: str) -> list[str]:
    """``a, b`` as a list of words."""
    return [w.strip() for w in text.split(",") if w.strip()]
