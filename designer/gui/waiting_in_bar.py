"""Work that a window waits for is told in its bar after a moment, and can be given up there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from designer.gui.waiting import Waiting

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


class WaitingInBar(Waiting):
    """As `Waiting`; says what it is about, with Cancel.

    Args:
        text: more about it.
        cancelled: called as well when somebody gives it up.
        threads: more than one where what was given up may still run.
    """

    def __init__(
        self,
        window: MainWindow,
        text: str = "",
        cancelled: Callable[[], object] = lambda: None,
        threads: int = 1,
    ) -> None:
        super().__init__(self._tell_slow, self._tell_over, window, threads)
        self._window = window
        self._text = text
        self._cancelled = cancelled
        self._said = ""

    def _give_up(self) -> None:
        self._cancelled()
        self.cancel()

    def _tell_slow(self, what: str) -> None:
        bar = self._window.bar
        bar.tell("task", what, self._text, [("Cancel", self._give_up)], close="")
        self._said = bar.message

    def _tell_over(self) -> None:
        said, self._said = self._said, ""
        for tab in self._window.tabs.all if said else ():
            if tab.bar.message == said:
                tab.bar.hide()
