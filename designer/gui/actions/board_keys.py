"""Keys that work while canvas or outline has the keyboard, and which of them a person wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from designer.gui.actions.action import Action
from designer.gui.canvas.habits import Habits

TAB = "Tab"
ADDING = "insert.step"
"""What Tab does where it opens the list of kinds."""


class BoardKeys:
    """Binds keys to widgets, as long as those live.

    Args:
        habits: whether single characters and Tab do something; `follow` looks at them again.
        run: does an action by its id.
    """

    def __init__(self, habits: Habits, run: Callable[[str], None]) -> None:
        self._habits, self._run = habits, run
        self._bound: list[tuple[str, QShortcut]] = []

    def bind(self, widgets: Iterable[QWidget], records: Iterable[Action]) -> None:
        """Makes the board's keys of actions work in widgets."""
        self._bound = self._alive()
        named = [(key, record.id) for record in records for key in record.board_keys]
        for widget in widgets:
            for key, action in named:
                self._bind(key, widget, action)

    def bind_tab(self, widget: QWidget) -> None:
        """Makes Tab open the list of kinds for those who want it so."""
        self._bind(TAB, widget, ADDING)

    def follow(self) -> None:
        """Turns keys on and off as the habits say."""
        for key, shortcut in self._alive():
            shortcut.setEnabled(is_wanted(key, self._habits))

    def _alive(self) -> list[tuple[str, QShortcut]]:
        return [(key, shortcut) for key, shortcut in self._bound if shiboken6.isValid(shortcut)]

    def _bind(self, key: str, widget: QWidget, action: str) -> None:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._run(action))
        shortcut.setEnabled(is_wanted(key, self._habits))
        self._bound.append((key, shortcut))


def is_wanted(key: str, habits: Habits) -> bool:
    """Whether a key does anything for a person with these habits."""
    if key == TAB:
        return habits.tab_adds
    return habits.letter_keys or not is_character(key)


def is_character(key: str) -> bool:
    """Whether a key types a character by itself: speech input and unsteady hands press such keys unawares."""
    return len(QKeySequence(key).toString().removeprefix("Shift+")) == 1
