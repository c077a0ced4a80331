"""Closing tabs, bringing them back, and giving them a window of their own; nothing unsaved goes without a word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from designer.gui import prompts
from designer.gui.files import shown_name
from designer.gui.tab import Tab
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

_MOST: Final = 10  # closed documents that can be brought back


@dataclass(frozen=True, slots=True)
class Closed:
    """A document that was closed.

    Args:
        session: only where closing gave changes up: what the file does not hold.
    """

    name: str
    path: Path | None
    session: Session | None


class Closing:
    """The way out of one window, and back."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._closed: list[Closed] = []

    # ------------------------------------------------------------------ one tab
    def close_current(self) -> None:
        """Closes the tab in front; the window with its last one."""
        self.close(self._window.tabs.current)

    def close(self, tab: Tab) -> bool:
        """Closes a tab after asking about what is not saved; returns whether it is gone."""
        tabs = self._window.tabs
        if len(tabs.all) == 1:
            return self._window.close()
        if not self.may_leave(tab):
            return False
        self._remember(tab)
        tabs.close(tab)
        return True

    def close_others(self) -> None:
        """Closes all tabs but the one in front; asks once."""
        kept = self._window.tabs.current
        others = [tab for tab in self._window.tabs.all if tab is not kept]
        if self._may_leave_all(others):
            for tab in others:
                self._remember(tab)
                self._window.tabs.close(tab)
        self._window.tabs.show(kept)

    def move_to_window(self) -> None:
        """Shows the document in front in a window of its own, with its history and what is not saved."""
        tabs, tab = self._window.tabs, self._window.tabs.current
        if len(tabs.all) < 2:
            return
        tab.finish()
        view, selection = tab.desk.canvas.view, tab.desk.selection
        tabs.close(tab, keeps=True)
        desk = self._window.desktop.open_window(tab.session).desk
        desk.canvas.take_view(view)
        desk.canvas.choose(selection)

    @property
    def can_reopen(self) -> bool:
        return bool(self._closed)

    def reopen(self) -> None:
        """Brings the document back that was closed last, with the changes that were given up."""
        closed = self._closed.pop()
        if closed.session is not None:
            self._window.show_session(closed.session)
        elif closed.path is not None:
            self._window.files.open_path(closed.path)

    # ------------------------------------------------------------------ asking
    def may_leave(self, tab: Tab) -> bool:
        """Whether a document may go away: it is saved, or somebody said that the changes may be lost."""
        return self._may_leave_all([tab])

    def may_close(self) -> bool:
        """Whether the window may go away; asks once about everything that is not saved."""
        return self._may_leave_all(list(self._window.tabs.all))

    # ------------------------------------------------------------------ inside
    def _may_leave_all(self, tabs: list[Tab]) -> bool:
        for tab in tabs:
            tab.finish()
        unsaved = [tab for tab in tabs if tab.session.is_dirty]
        if not unsaved:
            return True
        ask = self._window.desktop.prompts
        if len(unsaved) == 1:
            self._window.tabs.show(unsaved[0])  # it is seen what the question is about
            answer = ask.keep_changes(self._window, unsaved[0].session.name)
        else:
            answer = ask.keep_all(self._window, [shown_name(tab.session) for tab in unsaved])
        return answer == prompts.DISCARD or (answer == prompts.SAVE and all(map(self._save, unsaved)))

    def _save(self, tab: Tab) -> bool:
        self._window.tabs.show(tab)
        return self._window.files.save()

    def _remember(self, tab: Tab) -> None:
        session = tab.session
        if session.path or session.is_dirty:
            lost = session if session.is_dirty else None
            self._closed = [*self._closed, Closed(session.name, session.path, lost)][-_MOST:]
