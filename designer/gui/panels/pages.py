"""Pages of one panel, one of which is seen: tabs above a stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QVBoxLayout, QWidget


class Pages(QWidget):
    """A row of tabs and what they show."""

    changed = Signal(str)  # name of the page that came to the front

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._later: dict[str, Callable[[], None]] = {}
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(name)
        self.tabs.setProperty("look", "pages")  # tabs inside a panel are lines, those of panels are boxes
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QVBoxLayout()
        row.setContentsMargins(10, 0, 10, 0)
        row.addWidget(self.tabs)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turn)

    def add(self, name: str, title: str, page: QWidget) -> None:
        """Adds a page; the first one is seen."""
        self._names.append(name)
        self._stack.addWidget(page)
        self.tabs.addTab(title)

    def add_later(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """Adds a page that is made when it is first seen."""
        place = QWidget(self)
        inside = QVBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        self._later[name] = lambda: inside.addWidget(make())
        self.add(name, title, place)

    @property
    def current(self) -> str:
        """Name of the page that is seen."""
        return self._names[self._stack.currentIndex()] if self._names else ""

    def show_page(self, name: str) -> None:
        """Brings a page to the front."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def _turn(self, number: int) -> None:
        held = QApplication.focusWidget()
        if held is not None and self._stack.isAncestorOf(held):
            self.tabs.setFocus()  # else Qt gives the keyboard to the first button of the page, such as Apply
        name = self._names[number]
        if name in self._later:
            self._later.pop(name)()
        self._stack.setCurrentIndex(number)
        self.changed.emit(name)
