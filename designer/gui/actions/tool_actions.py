"""The tools of the canvas, one action each, from their table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.gui.actions.action import Action
from designer.gui.canvas.tools.table import TOOLS, Tool

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _take(window: MainWindow, name: str) -> None:
    window.desk.canvas.take_tool(name)


def _is_taken(window: MainWindow, name: str) -> bool:
    return window.desk.canvas.tools.current.name == name


def _action(tool: Tool) -> Action:
    return Action(
        f"tool.{tool.name}",
        tool.text,
        tool.tip,
        "View/Too&l",
        partial(_take, name=tool.name),
        board_keys=(tool.key,),
        group=1,
        icon=tool.icon,
        checked=partial(_is_taken, name=tool.name),
    )


ACTIONS = tuple(map(_action, TOOLS))
