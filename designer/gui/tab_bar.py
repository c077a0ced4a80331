"""The row of tabs above the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QIcon, QMouseEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from designer.gui.appearance import Appearance


class TabBar(QTabBar):
    """Tabs that can be moved and closed; hidden while there is only one."""

    close_asked = Signal(int)
    menu_asked = Signal(int, QPoint)  # the tab; place on the screen

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._pressed = -1
        self.setProperty("look", "documents")
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setExpanding(False)
        self.setAutoHide(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setDrawBase(False)
        self.setAccessibleName("Open documents")
        appearance.changed.connect(self._take_looks)

    def add(self, index: int) -> None:
        """Makes a tab; what it says comes with `describe`."""
        self.insertTab(index, "")
        button = QToolButton(self)
        button.setProperty("look", "close")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W does the same
        button.clicked.connect(lambda: self.close_asked.emit(self._index_of(button)))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        self._dress(button)

    def describe(self, index: int, name: str, tip: str, message: str) -> None:
        """Says what a tab holds.

        Args:
            message: what its bar says while another tab is in front; it gets a sign then.
        """
        said = "\n".join((name, tip, message))
        if self.tabData(index) == said:
            return  # Qt would lay all tabs out anew
        self.setTabData(index, said)
        self.setTabText(index, name.replace("&", "&&"))
        self.setTabToolTip(index, f"{tip}\n{message}" if message else tip)
        self.setAccessibleTabName(index, f"{name}, {message}" if message else name)
        self.setTabIcon(index, self._warning() if message else QIcon())
        button = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
        button.setToolTip(f"Close {name}")
        button.setAccessibleName(f"Close {name}")

    # ------------------------------------------------------------------ pointer
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pressed = self.tabAt(event.position().toPoint())
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            index, self._pressed = self._pressed, -1
            if index >= 0 and index == self.tabAt(event.position().toPoint()):
                self.close_asked.emit(index)
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.tabAt(event.pos())
        if index >= 0:
            place = self.tabRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(index, self.mapToGlobal(place))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._take_looks()

    # ------------------------------------------------------------------ inside
    def _index_of(self, button: QWidget) -> int:
        side = QTabBar.ButtonPosition.RightSide
        return next((i for i in range(self.count()) if self.tabButton(i, side) is button), -1)

    def _take_looks(self) -> None:
        for index in range(self.count()):
            button = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                self._dress(button)
            if not self.tabIcon(index).isNull():
                self.setTabIcon(index, self._warning())

    def _warning(self) -> QIcon:
        return self._appearance.icon("warning", "warning")

    def _dress(self, button: QToolButton) -> None:
        button.setIcon(self._appearance.icon("cross"))
        button.setIconSize(self._appearance.grown(12))
