"""What a person can ask the window to do, as a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

MENUS = ("File", "Edit", "Insert", "View", "Check", "Help")


def always(window: MainWindow) -> bool:
    """For actions that can always be asked for."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One user action.

    Args:
        id: unique, ``menu.verb``.
        text: what menus show, ``…`` at the end when it asks something first.
        tip: one sentence: what it does.
        menu: one of `MENUS`, or with a sub-menu: ``View/Theme``.
        handler: does it.
        keys: work anywhere in the window.
        board_keys: work while canvas or outline has the keyboard; single letters belong here.
        group: actions of one menu with different groups are separated by a line.
        icon: of the tool bar, name of an SVG file.
        enabled: whether it can be asked for now.
        shown: whether it stands in menus and lists now.
        label: text that changes with the state, such as ``Undo Connect steps``.
        checked: for choices, whether it is the one.
        contexts: context menus it stands in: ``step``, ``link``, ``note``, ``frame``, ``canvas``, ``tab``.
    """

    id: str
    text: str
    tip: str
    menu: str
    handler: Callable[[MainWindow], object]
    keys: tuple[str, ...] = ()
    board_keys: tuple[str, ...] = ()
    group: int = 0
    icon: str = ""
    enabled: Callable[[MainWindow], bool] = always
    shown: Callable[[MainWindow], bool] = always
    label: Callable[[MainWindow], str] | None = None
    checked: Callable[[MainWindow], bool] | None = None
    contexts: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether it looks different now and then."""
        return not (self.enabled is always and self.shown is always) or bool(self.label or self.checked)

    @property
    def all_keys(self) -> tuple[str, ...]:
        return (*self.keys, *self.board_keys)

    @property
    def plain_text(self) -> str:
        """The text without the mark of its menu letter."""
        return self.text.replace("&", "")
