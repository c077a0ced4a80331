"""Clears away everything around the canvas, and brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QToolBar, QWidget

from designer.gui.canvas.viewport import Viewport
from designer.gui.panes import LAYOUT_VERSION

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.main_window import MainWindow


class Stage:
    """Full screen without panels, menus, bars and tabs."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._panels = QByteArray()
        self._was = Qt.WindowState.WindowNoState
        self._hidden: list[QWidget] = []
        self._canvas: Canvas | None = None
        self._seen = (1.0, 0.0, 0.0)  # scale, and the place in the middle of the view

    def clear(self) -> None:
        """Leaves the canvas alone on the screen."""
        window = self._window
        canvas = self._canvas = window.desk.canvas
        self._seen = (canvas.view.scale, *canvas.view_centre())
        self._panels, self._was = window.saveState(LAYOUT_VERSION), window.windowState()
        around = (window.menuBar(), window.statusBar(), window.tabs.row, window.bar, *window.findChildren(QToolBar))
        self._hidden = [widget for widget in around if widget.isVisibleTo(window)]
        for dock in window.panes.docks.values():
            dock.hide()
        for widget in self._hidden:
            widget.hide()
        window.toast.hide()
        self._put_bars_away(True)
        window.setWindowState(self._was | Qt.WindowState.WindowFullScreen)

    def restore(self) -> None:
        """Everything stands where it stood, and the view shows what it showed."""
        window = self._window
        window.setWindowState(self._was)
        for widget in self._hidden:
            widget.show()
        window.restoreState(self._panels, LAYOUT_VERSION)
        self._put_bars_away(False)
        canvas = self._canvas
        if canvas is not None:  # sizes change later than this: the middle is what they keep
            view = Viewport(self._seen[0])
            view.centre(*self._seen[1:], canvas.width(), canvas.height())
            canvas.take_view(view)
            canvas.setFocus()

    def _put_bars_away(self, is_away: bool) -> None:
        for tab in self._window.tabs.all:
            tab.board_bar.put_away(is_away)
            tab.desk.canvas.tools.is_quiet = tab.desk.canvas.minimap.is_put_away = is_away
            tab.desk.canvas.minimap.renew()
