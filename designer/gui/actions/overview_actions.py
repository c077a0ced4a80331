"""The View menu: finding one's way in a large drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.gui.actions.action import Action
from designer.session.settings import MOTION_OFF, MOTION_ON, MOTION_SYSTEM

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _turn_map(window: MainWindow) -> None:
    """Shows the map or hides it; says why it is not seen where everything is in view."""
    window.desktop.turn_habit("minimap")
    canvas = window.desk.canvas
    canvas.refresh()
    if window.desktop.habits.minimap and not canvas.minimap.is_of_use:
        window.toast.say("The map appears as soon as something lies outside the view")


def _turn_focus_mode(window: MainWindow) -> None:
    mode = window.desk.canvas.focus_mode
    mode.turn(not mode.is_on)


_MOTIONS = {
    MOTION_SYSTEM: ("As the &system", "Show where things go by short movements unless the system asks for fewer."),
    MOTION_ON: ("&On", "Show by short movements where the view and cards go."),
    MOTION_OFF: ("O&ff", "Show the view and cards where they are at once."),
}


def _motion(choice: str) -> Action:
    return Action(
        f"view.motion.{choice}",
        *_MOTIONS[choice],
        "View/Mot&ion",
        lambda w: w.desktop.choose_motion(choice),
        group=5,
        checked=lambda w: w.desktop.settings.motion == choice,
    )


def _turn_keys(window: MainWindow, name: str) -> None:
    window.desktop.turn_habit(name)
    for each in window.desktop.windows:
        each.registry.follow_habits()


def _keys(name: str, text: str, tip: str) -> Action:
    return Action(
        f"view.{name}",
        text,
        tip,
        "View/&Keys and pointer",
        lambda w: _turn_keys(w, name),
        group=5,
        checked=lambda w: bool(getattr(w.desktop.habits, name)),
    )


ACTIONS = (
    _keys("letter_keys", "Single &letters", "Keys such as A, N or M do something while the canvas has the keyboard."),
    _keys("tab_adds", "&Tab adds a step", "Tab on the canvas opens the list of kinds; F6 still goes to the next pane."),
    *map(_motion, _MOTIONS),
    Action(
        "view.focus_mode",
        "Foc&us mode",
        "Dim all but what leads to the selected steps and what follows them, until Esc.",
        "View",
        _turn_focus_mode,
        ("Ctrl+Alt+F",),
        ("D",),
        group=1,
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
        checked=lambda w: w.desk.canvas.focus_mode.is_on,
    ),
    Action(
        "view.minimap",
        "&Map",
        "Show a map of the whole drawing in a corner, while not all of it is in view.",
        "View",
        _turn_map,
        board_keys=("M",),
        group=1,
        checked=lambda w: w.desktop.habits.minimap,
    ),
)
