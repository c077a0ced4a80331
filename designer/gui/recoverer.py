"""Offers what a program that is gone left behind, in the bar of a window, one document after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.errors import DesignerError
from designer.session.recovery import Leftover

if TYPE_CHECKING:
    from designer.gui.info_bar import InfoBar
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab

TITLE = "MLOps Designer did not close properly"


class Recoverer(QObject):
    """Asks as soon as the bar of the document in front is free, and never stops anybody from drawing.

    What nobody decides about is offered again at the next start.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desktop = window.desktop
        self._open = self._desktop.recovery.left_behind()
        self._said: tuple[InfoBar, str] | None = None  # where the question stands
        for tab in window.tabs.all:
            self._watch(tab)
        window.tabs.opened.connect(self._watch)
        window.tabs.current_changed.connect(lambda _: self._follow())
        self._offer()

    def _watch(self, tab: Tab) -> None:
        tab.bar.closed.connect(self._offer)

    def _follow(self) -> None:
        """Another document is in front: the question goes along."""
        said, self._said = self._said, None
        if said is not None and said[0].message == said[1]:
            said[0].hide()
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
        if len(self._open) > 1:
            text += f" So have {len(self._open) - 1} more."
            offers.insert(1, ("Recover all", self._recover_all))
        bar.tell("warning", TITLE, text, offers, close="")
        self._said = (bar, bar.message)

    def _discard(self, leftover: Leftover) -> None:
        self._open.remove(leftover)
        self._desktop.recovery.discard(leftover)

    def _recover_all(self) -> None:
        while self._open:
            self._recover(self._open[0])

    def _recover(self, leftover: Leftover) -> None:
        self._open.remove(leftover)
        try:
            session = self._desktop.recovered(leftover)
        except DesignerError as e:
            self._window.bar.tell(
                "error", f"{leftover.name} cannot be recovered", f"{e.sentence} Its text stays there."
            )
            return
        tabs = self._window.tabs
        shown = tabs.showing(leftover.path) if leftover.path else None
        if shown is not None and not shown.session.is_dirty:
            tabs.replace(shown, session)  # the same file without the changes
        else:
            tabs.open(session)
