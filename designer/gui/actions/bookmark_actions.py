"""The View menu: bookmarks of views."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from designer.gui.actions.action import Action
from designer.gui.bookmark_list import BookmarkList
from designer.session.bookmarks import MOST

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

MENU: Final = "View/&Bookmarks"
_WITH_KEY: Final = 9


def _add(window: MainWindow) -> None:
    """Keeps the view and says how to come back; says so when there are too many."""
    bookmarks = window.tabs.current.bookmarks
    number = bookmarks.add()
    if number < 0:
        window.toast.say(f"There are {MOST} bookmarks already: remove one first", "Bookmarks", partial(_list, window))
        return
    key = f", Alt+{number + 1} comes back" if number < _WITH_KEY else ""
    window.toast.say(f"Bookmarked as “{bookmarks.all[number].name}”{key}", "Rename…", partial(_list, window, number))


def _list(window: MainWindow, number: int = -1) -> None:
    """Opens the list; with a number, that name is open for typing."""
    shown = BookmarkList(window.tabs.current.bookmarks, window)
    shown.open()
    if number >= 0:
        shown.show_row(number)
        shown.edit()


def _slot(number: int) -> Action:
    """The bookmark with that number, when there is one."""

    def is_there(window: MainWindow) -> bool:
        return number < len(window.tabs.current.bookmarks.all)

    def label(window: MainWindow) -> str:
        name = window.tabs.current.bookmarks.all[number].name if is_there(window) else ""
        mark = f"&{number + 1} " if number < _WITH_KEY else ""
        return mark + (name.replace("&", "&&") or "No bookmark yet")

    return Action(
        f"view.bookmark.{number + 1}",
        f"Go to bookmark {number + 1}",
        "Show the view that was bookmarked.",
        MENU,
        lambda w: w.tabs.current.bookmarks.go(number),
        (f"Alt+{number + 1}",) if number < _WITH_KEY else (),
        group=3,
        enabled=is_there,
        shown=is_there,
        label=label,
    )


ACTIONS = (
    Action(
        "view.bookmark",
        "&Bookmark this view",
        "Keep what is in view under a name, for this document on this computer.",
        MENU,
        _add,
        ("Ctrl+B",),
        group=3,
        enabled=lambda w: not w.desk.is_empty,
        contexts=("canvas",),
    ),
    Action(
        "view.bookmarks",
        "&All bookmarks…",
        "Go to a bookmark, rename it, have it lead to this view, or remove it.",
        MENU,
        _list,
        ("Ctrl+Shift+B",),
        group=3,
        enabled=lambda w: bool(w.tabs.current.bookmarks.all),
    ),
    *map(_slot, range(MOST)),
)
