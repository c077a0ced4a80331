"""How links run: bends, and straight angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands import bends
from designer.gui.actions.action import Action
from designer.gui.canvas.bends import add, can_bend, choose_next

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _can_bend(window: MainWindow) -> bool:
    links = window.desk.selection.links
    return bool(links) and can_bend(window.desk.canvas, links[-1])


def _is_bent(window: MainWindow) -> bool:
    return any(link in window.desk.session.pipeline.bends for link in window.desk.selection.links)


def _has_bends_to_choose(window: MainWindow) -> bool:
    links = window.desk.selection.links
    return bool(links) and links[-1] in window.desk.session.pipeline.bends


def _turn_straight(window: MainWindow) -> None:
    window.desktop.turn_habit("straight_links")
    for other in window.desktop.windows:
        other.desk.canvas.follow_habits()
        other.comparing.follow_habits()


ACTIONS = (
    Action(
        "edit.add_bend",
        "Add &bend",
        "Give the selected link a bend in its longest stretch; Ctrl and arrows move it, Del removes it.",
        "Edit",
        lambda w: add(w.desk.canvas),
        board_keys=("B",),
        group=5,
        enabled=_can_bend,
        contexts=("link",),
    ),
    Action(
        "edit.next_bend",
        "Choose ne&xt bend",
        "Choose another bend of the selected link, to move or remove it.",
        "Edit",
        lambda w: choose_next(w.desk.canvas),
        board_keys=("Shift+B",),
        group=5,
        enabled=_has_bends_to_choose,
    ),
    Action(
        "edit.remove_bends",
        "Remo&ve bends",
        "Let the selected links find their own way again.",
        "Edit",
        lambda w: w.desk.session.run(bends.remove_bends, w.desk.selection.links),
        group=5,
        enabled=_is_bent,
        contexts=("link",),
    ),
    Action(
        "view.straight_links",
        "Straight-an&gled links",
        "Links run across and down only, with right angles.",
        "View",
        _turn_straight,
        group=1,
        checked=lambda w: w.desktop.habits.straight_links,
    ),
)
