"""A form made from fields: sections with a label and an editor a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from designer.gui.panels.editors import Words, YesNoEditor, editor_for
from designer.gui.panels.field_editor import FieldEditor
from designer.gui.panels.laying_out import all_at_once
from designer.steps.field import Field

_ROWS_AT_ONCE: Final = 5
_ROWS_A_SLICE: Final = 3
_LATER_MS: Final = 200


class Form(QWidget):
    """Shows values and says `edited(name, value)`; the value None takes a fact back.

    The first rows are there at once, the others in a moment, or as soon as somebody asks for the editors.

    Args:
        fields: in the order they are shown; neighbours of one section share a heading.
        words: texts of values, as `editor_for` takes them.
        mixed: whether it edits several steps at once.
        texts: sections behind them that can only be read, by heading.
    """

    edited = Signal(str, object)
    filled = Signal()  # all rows are there

    def __init__(
        self,
        fields: Mapping[str, Field],
        words: Words | None = None,
        *,
        mixed: bool = False,
        texts: Mapping[str, Mapping[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editors: dict[str, FieldEditor] = {}
        self._values: Mapping[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._rows: QFormLayout | None = None
        self._todo = self._filling(fields, words or {}, texts or {}, mixed)
        self._is_filled = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._fill(_ROWS_A_SLICE))
        self._fill(_ROWS_AT_ONCE)

    def _filling(
        self, fields: Mapping[str, Field], words: Words, texts: Mapping[str, Mapping[str, str]], mixed: bool
    ) -> Iterator[None]:
        """Adds a row each time it is asked to go on."""
        section = None
        for field in fields.values():
            if field.section != section or self._rows is None:
                section = field.section
                self.add_section(section)
            editor = editor_for(field, words, mixed=mixed)
            self.add_field(field, editor)
            editor.show_value(self._values.get(field.name))
            yield
        for title, rows in texts.items():
            self.add_section(title)
            for name, text in rows.items():
                self.add_text(name, text)
                yield

    def _fill(self, rows: int | None = None) -> None:
        """Adds so many rows, or all that are missing."""
        with all_at_once(self._column):
            added = sum(1 for _ in islice(self._todo, rows))
        if rows is not None and added == rows:
            self._timer.start()  # only now: else the next ones would come before what waits for its turn
        elif not self._is_filled:
            self._is_filled = True
            self._timer.stop()
            self.filled.emit()

    @property
    def editors(self) -> dict[str, FieldEditor]:
        """All of them by field."""
        self.complete()
        return self._editors

    def complete(self) -> None:
        """Adds the rows that are missing."""
        if not self._is_filled:
            self._fill()

    def add_section(self, title: str) -> None:
        """Starts a new group of rows; no heading when the title is empty."""
        if title:
            heading = QLabel(title, self)
            heading.setProperty("look", "section")
            heading.setContentsMargins(0, 10, 0, 0)
            self._column.addWidget(heading)
            self._show(heading)
        self._rows = QFormLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(6)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # in a narrow column
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._rows)

    def add_field(self, field: Field, editor: FieldEditor) -> None:
        """Adds one row."""
        if self._rows is None:
            self.add_section("")
        assert self._rows is not None
        tip = f"<b>{field.label}</b><br>{field.help}" if field.help else field.label
        editor.setToolTip(tip)
        name_widget(editor, field.label, field.help)
        editor.edited.connect(lambda value, name=field.name: self.edited.emit(name, value))
        self._editors[field.name] = editor
        if isinstance(editor, YesNoEditor):
            self._rows.addRow("", editor)
            self._show(editor)
            return
        label = QLabel(field.label, self)
        label.setWordWrap(True)
        label.setMinimumWidth(96)
        label.setMaximumWidth(130)
        label.setIndent(0)
        label.setProperty("look", "row")  # as high as one line of an editor
        label.setToolTip(tip)
        label.setBuddy(editor)
        self._rows.addRow(label, editor)
        self._show(label, editor)

    def add_text(self, label: str, text: str) -> None:
        """Adds a row that cannot be edited."""
        if self._rows is None:
            self.add_section("")
        assert self._rows is not None
        value = QLabel(text, self)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addRow(label, value)
        self._show(value)

    def _show(self, *widgets: QWidget) -> None:
        if self.isVisible():
            for widget in widgets:
                widget.show()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Shows values; fields without one are shown as not stated."""
        self._values = values
        for name, editor in self._editors.items():
            editor.show_value(values.get(name))


def name_widget(editor: QWidget, label: str, help_text: str) -> None:
    """Gives the widgets inside an editor the field's name, for screen readers."""
    for child in editor.findChildren(QWidget):
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and not child.accessibleName():
            child.setAccessibleName(label)
            child.setAccessibleDescription(help_text)


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout; a form takes as long to go as to come, so it goes when another one is there."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            QTimer.singleShot(_LATER_MS, widget, widget.deleteLater)
        elif inner is not None:
            clear(inner)


def line(parent: QWidget) -> QFrame:
    """A thin line between parts."""
    rule = QFrame(parent)
    rule.setProperty("look", "rule")
    return rule
