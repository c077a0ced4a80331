"""The actions of one window as Qt knows them, made from the records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from designer.errors import DesignerError
from designer.gui.actions.action import MENUS, Action
from designer.gui.actions.board_keys import BoardKeys, is_wanted
from designer.gui.presenting.presenter import GOES_ON_WITH
from designer.registry import discover

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def all_actions() -> tuple[Action, ...]:
    """Every record, in the order of the menus."""
    from designer.gui import actions

    found = [a for group in discover(actions, "ACTIONS", tuple).values() for a in group]
    return tuple(sorted(found, key=lambda a: (MENUS.index(a.menu.split("/")[0]), a.group)))


class Actions(QObject):  # one of Qt's objects, so that a closed window's actions hear of no new theme
    """Makes and refreshes the QActions of a window; runs handlers and shows what they refuse."""

    def __init__(self, window: MainWindow, records: Iterable[Action]) -> None:
        super().__init__(window)
        self._window = window
        self.records = {record.id: record for record in records}
        self.board_keys = BoardKeys(window.desktop.habits, self.trigger)
        self._made = {record.id: self._make(record) for record in self.records.values()}
        self._changing = tuple((record, self._made[record.id]) for record in self.records.values() if record.changes)
        self._is_running = False  # an action: all that it does to the others is told once, at its end

    def qaction(self, action_id: str) -> QAction:
        return self._made[action_id]

    def trigger(self, action_id: str) -> None:
        """Runs an action as its menu entry would."""
        self._refresh()
        self._made[action_id].trigger()

    def refresh(self) -> None:
        """Brings texts, marks and availability up to date; while an action runs, as soon as it is done."""
        if not self._is_running:
            self._refresh()

    def refresh_icons(self) -> None:
        """Draws the icons in the colours of the theme."""
        for action_id, record in self.records.items():
            if record.icon:
                self._made[action_id].setIcon(self._window.desktop.appearance.icon(record.icon))

    def bind_board(self, canvas: QWidget, outline: QWidget) -> None:
        """Makes the single-letter keys work in these widgets, as long as they live."""
        self.board_keys.bind((canvas, outline), self.records.values())
        self.board_keys.bind_tab(canvas)

    def follow_habits(self) -> None:
        """Single letters or Tab mean something else from now on."""
        self.board_keys.follow()
        for action_id, record in self.records.items():
            if not record.label:
                self._set_text(self._made[action_id], record, record.text)
        self.refresh()

    # ------------------------------------------------------------------ inside
    def _refresh(self) -> None:
        for record, qaction in self._changing:
            qaction.setEnabled(record.enabled(self._window))
            qaction.setVisible(record.shown(self._window))
            if record.label:
                self._set_text(qaction, record, record.label(self._window))
            if record.checked:
                qaction.setChecked(record.checked(self._window))

    def _make(self, record: Action) -> QAction:
        qaction = QAction(self._window)
        qaction.setObjectName(record.id)
        self._set_text(qaction, record, record.text)
        qaction.setToolTip(_tool_tip(record))
        qaction.setStatusTip(record.tip)
        qaction.setShortcuts([QKeySequence(k) for k in record.keys])
        qaction.setCheckable(record.checked is not None)
        qaction.setMenuRole(QAction.MenuRole.NoRole)
        qaction.triggered.connect(lambda: self._run(record))
        self._window.addAction(qaction)
        return qaction

    def _wanted(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if is_wanted(key, self._window.desktop.habits))

    def _set_text(self, qaction: QAction, record: Action, text: str) -> None:
        keys = () if record.keys else self._wanted(record.board_keys)
        qaction.setText(f"{text}\t{key_text(keys[0])}" if keys else text)
        qaction.setIconText(text.replace("&", "").removesuffix("…"))

    def _run(self, record: Action) -> None:
        if record.id not in GOES_ON_WITH:
            self._window.presenter.stop()  # whatever it is, it is no part of presenting
        was_running, self._is_running = self._is_running, True
        try:
            record.handler(self._window)
        except DesignerError as e:
            self._window.show_refusal(e)
        finally:
            self._is_running = was_running
        self.refresh()


def key_text(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _tool_tip(record: Action) -> str:
    keys = " or ".join(key_text(k) for k in record.all_keys[:2])
    name = record.plain_text.removesuffix("…")
    return f"<b>{name}</b>{f' &nbsp;{keys}' if keys else ''}<br>{record.tip}"
