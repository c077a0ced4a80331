"""What all editors of fields have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

MIXED = object()
"""Stands for several steps that say different things."""
DIFFERENT = "Different values"


class FieldEditor(QWidget):
    """Shows one value and lets it be changed."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    @abstractmethod  # only told to mypy: a widget has a metaclass of Qt's
    def show_value(self, value: Any) -> None:
        """Shows a value, None for unset, or `MIXED`; says nothing."""

    def _hold(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        self.setFocusProxy(widget)
