"""The documents of a window: which are open, which one is in front, and what the window shows of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.gui.files import shown_name
from designer.gui.tab import Tab
from designer.gui.tab_bar import TabBar
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.canvas.viewport import Viewport
    from designer.gui.main_window import MainWindow

_LATER_MS: Final = 100


class Tabs(QObject):
    """Opens, shows and frees tabs; asks nobody anything."""

    current_changed = Signal(object)  # Tab
    opened = Signal(object)  # Tab, before it comes to the front

    def __init__(self, window: MainWindow, board: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tabs: list[Tab] = []
        self._current: Tab | None = None
        self.row = TabBar(window.desktop.appearance, board)
        self._stack = QStackedWidget(board)
        column = QVBoxLayout(board)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addWidget(self._stack, 1)
        self.row.currentChanged.connect(self._on_row)
        self.row.tabMoved.connect(self._on_moved)

    # ------------------------------------------------------------------ what is open
    @property
    def current(self) -> Tab:
        """The one in front; there always is one."""
        if self._current is None:
            raise LookupError("the window has no document yet")
        return self._current

    @property
    def all(self) -> tuple[Tab, ...]:
        """All of them, from left to right."""
        return tuple(self._tabs)

    def showing(self, path: Path) -> Tab | None:
        """The tab that shows a file or folder."""
        wanted = path.resolve()
        return next((t for t in self._tabs if t.session.path and t.session.path.resolve() == wanted), None)

    # ------------------------------------------------------------------ opening and closing
    def open(self, session: Session, *, to_front: bool = True) -> Tab:
        """Shows a document in a tab of its own; the one in front gives way if nobody would miss it."""
        if to_front and self._current is not None and self._current.is_untouched:
            return self.replace(self._current, session)
        return self._insert(session, len(self._tabs), to_front=to_front)

    def replace(self, old: Tab, session: Session) -> Tab:
        """Shows another document in place of one, which must have been saved or given up."""
        is_same = old.session.path is not None and old.session.path == session.path
        view = replace(old.desk.canvas.view) if is_same else None
        made = self._insert(session, self._tabs.index(old) + 1, to_front=old is self._current, view=view)
        self.close(old)
        return made

    def close(self, tab: Tab, *, keeps: bool = False) -> None:
        """Frees a tab, which must have been saved or given up; the window keeps at least one.

        Args:
            keeps: the session lives on in another window.
        """
        tab.close_work(keeps=keeps)
        index = self._tabs.index(tab)
        if tab is self._current:
            near = self._tabs[index + 1] if index + 1 < len(self._tabs) else self._tabs[index - 1]
            self.show(near)
        self._tabs.remove(tab)
        blocked = self.row.blockSignals(True)
        self.row.removeTab(index)
        self.row.blockSignals(blocked)
        self._stack.removeWidget(tab)
        QTimer.singleShot(_LATER_MS, tab, tab.dispose)  # hundreds of widgets go once the others have come
        self.refresh()

    def close_all(self) -> None:
        """The window goes away."""
        for tab in self._tabs:
            tab.close_work()

    # ------------------------------------------------------------------ going from one to the other
    def show(self, tab: Tab) -> None:
        """Brings a tab to the front."""
        if tab is self._current:
            return
        if self._current is not None:
            self._current.finish()
        self._current = tab
        self._stack.setCurrentWidget(tab)
        blocked = self.row.blockSignals(True)
        self.row.setCurrentIndex(self._tabs.index(tab))
        self.row.blockSignals(blocked)
        self.current_changed.emit(tab)
        self.refresh()

    def move(self, step: int) -> None:
        """Goes to the next tab, or the one before."""
        self.show(self._tabs[(self._tabs.index(self.current) + step) % len(self._tabs)])

    def refresh(self) -> None:
        """Brings the texts of the tabs up to date."""
        names = [shown_name(tab.session) for tab in self._tabs]
        for index, tab in enumerate(self._tabs):
            path, name = tab.session.path, names[index]
            if names.count(name) > 1 and path is not None:
                name = f"{name} ({path.parent.name})"
            waits = tab is not self._current and tab.bar.tone != "task"
            title = tab.bar.message.partition("\n")[0] if waits else ""
            self.row.describe(
                index, name + ("*" if tab.session.is_dirty else ""), str(path or "Not saved in a file yet"), title
            )

    # ------------------------------------------------------------------ inside
    def _insert(self, session: Session, index: int, *, to_front: bool, view: Viewport | None = None) -> Tab:
        tab = Tab(self._window, session)
        self._tabs.insert(index, tab)
        self._stack.addWidget(tab)
        blocked = self.row.blockSignals(True)
        self.row.add(index)
        self.row.blockSignals(blocked)
        tab.bar.turned.connect(self.refresh)
        tab.desk.bridge.changed.connect(lambda _: self.refresh())
        self.opened.emit(tab)
        if to_front or self._current is None:
            self.show(tab)
        else:
            self.refresh()
        canvas = tab.desk.canvas
        QTimer.singleShot(0, canvas, canvas.fit_start if view is None else lambda: canvas.take_view(view))
        return tab

    def _on_row(self, index: int) -> None:
        if 0 <= index < len(self._tabs):
            self.show(self._tabs[index])

    def _on_moved(self, start: int, end: int) -> None:
        self._tabs.insert(end, self._tabs.pop(start))
