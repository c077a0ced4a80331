"""Offers what a program that is gone left behind, in the bar of a window, one document after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.errors import DesignerError
from designer.session.recovery import Leftover
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

TITLE = "MLOps Designer did not close properly"


class Recoverer(QObject):
    """Asks as soon as the bar is free, and never stops anybody from drawing.

    What nobody decides about is offered again at the next start.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desktop = window.desktop
        self._open = self._desktop.recovery.left_behind()
        window.bar.closed.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        bar = self._window.bar
        if not self._open or (bar.message and bar.tone != "task"):
            return  # an error is read first; closing it comes back here
        leftover = self._open[0]
        text = f"{leftover.name} has changes that were not saved."
        if leftover.changed_on_disk:
            text += " Its file was changed meanwhile: Recover opens them as a copy that has no file yet."
        offers = [
            ("Recover", lambda: self._recover(leftover)),
            ("Discard", lambda: self._discard(leftover)),
            ("Later", lambda: self._open.remove(leftover)),
        ]
        bar.tell("warning", TITLE, text, offers, close="")

    def _discard(self, leftover: Leftover) -> None:
        self._open.remove(leftover)
        self._desktop.recovery.discard(leftover)

    def _recover(self, leftover: Leftover) -> None:
        self._open.remove(leftover)
        try:
            session = self._desktop.recovered(leftover)
        except DesignerError as e:
            self._window.bar.tell("error", f"{leftover.name} cannot be recovered", f"{e}. Its text stays there.")
            return
        if self._may_give_way(self._window.desk.session, leftover):
            self._window.show_session(session)
        else:
            self._desktop.open_window(session)

    def _may_give_way(self, shown: Session, leftover: Leftover) -> bool:
        """Whether the window shows nothing that somebody would miss: no work, or the same file without the changes."""
        is_the_same = shown.path == leftover.path if shown.path else self._window.desk.is_empty
        return is_the_same and not shown.is_dirty
