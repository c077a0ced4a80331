"""Opens and closes the comparison of a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.gui.comparing.window import CompareWindow

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab


class Comparing:
    """Opens the comparison of one window; at most one is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: CompareWindow | None = None

    def open(self) -> CompareWindow:
        """Compares the document in front."""
        self.close()
        self.dialog = dialog = CompareWindow(self._window, self._window.tabs.current)
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.show()
        dialog.list.setFocus()
        return dialog

    def close(self) -> None:
        """The window closes, or another document is compared."""
        if self.dialog is not None:
            self.dialog.close()

    def close_for(self, tab: Tab) -> None:
        """A document is closed."""
        if self.dialog is not None and self.dialog.is_about(tab):
            self.dialog.close()

    def follow_habits(self) -> None:
        """Both pictures draw links as the person wants them."""
        for side in (self.dialog.sides if self.dialog else None) or ():
            side.follow_habits()

    def _forget(self, dialog: CompareWindow) -> None:
        if self.dialog is dialog:
            self.dialog = None
