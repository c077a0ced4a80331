"""Bringing what is selected into line, and what dragged things snap to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.commands import aligning
from designer.gui.actions.action import Action
from designer.gui.canvas.things import selected_things

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

MENU = "View/&Align"
_CONTEXTS = ("step", "note", "frame")


def _align(window: MainWindow, name: str) -> None:
    canvas = window.desk.canvas
    if not window.desk.session.run(aligning.align, selected_things(canvas), name):
        window.toast.say(f"The {aligning.LINES[name].words} are in line already")


def _distribute(window: MainWindow, axis: int) -> None:
    if not window.desk.session.run(aligning.distribute, selected_things(window.desk.canvas), axis):
        window.toast.say("The gaps are equal already")


def _has(window: MainWindow, least: int) -> bool:
    chosen = window.desk.selection
    if len(chosen.steps) + len(chosen.notes) + len(chosen.frames) < least:
        return False
    if least < 3 or not chosen.frames:
        return True
    return len(selected_things(window.desk.canvas)) >= least


def _line(name: str, text: str, tip: str, *keys: str) -> Action:
    return Action(
        f"view.align_{name}",
        text,
        tip,
        MENU,
        partial(_align, name=name),
        keys,
        group=2,
        enabled=partial(_has, least=2),
        contexts=_CONTEXTS,
    )


def _spread(name: str, axis: int, text: str, tip: str, *keys: str) -> Action:
    return Action(
        f"view.distribute_{name}",
        text,
        tip,
        MENU,
        partial(_distribute, axis=axis),
        keys,
        group=2,
        enabled=partial(_has, least=3),
        contexts=_CONTEXTS,
    )


def _turn(window: MainWindow, name: str) -> None:
    window.desktop.turn_habit(name)


def _is_on(window: MainWindow, name: str) -> bool:
    return bool(getattr(window.desktop.habits, name))


def _habit(name: str, text: str, tip: str) -> Action:
    return Action(
        f"view.{name}",
        text,
        tip,
        "View/&Keys and pointer",
        partial(_turn, name=name),
        group=5,
        checked=partial(_is_on, name=name),
    )


ACTIONS = (
    _line("left", "&Left edges", "Move what is selected to the leftmost edge.", "Ctrl+Shift+Left"),
    _line("centre", "&Centres across", "Move what is selected across, until all centres are in one line."),
    _line("right", "&Right edges", "Move what is selected to the rightmost edge.", "Ctrl+Shift+Right"),
    _line("top", "&Top edges", "Move what is selected to the topmost edge.", "Ctrl+Shift+Up"),
    _line("middle", "C&entres down", "Move what is selected up or down, until all centres are in one line."),
    _line("bottom", "&Bottom edges", "Move what is selected to the lowest edge.", "Ctrl+Shift+Down"),
    _spread("across", 0, "Distribute &across", "Make the gaps from left to right equal.", "Ctrl+Shift+H", "Ctrl+Alt+H"),
    _spread("down", 1, "&Distribute down", "Make the gaps from top to bottom equal.", "Ctrl+Alt+V"),
    _habit("snap_guides", "&Snap to neighbours", "Dragged things snap to edges, centres and gaps; Ctrl: they do not."),
    _habit("snap_grid", "Snap to the &grid", "Dragged things snap to every eighth unit where nothing else draws them."),
    _habit("wheel_zooms", "&Wheel zooms", "The wheel zooms without Ctrl, and moves the view with it."),
)
