"""The profile that the window judges by: the configured one, or one that is picked for now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.gui.actions.action import Action
from designer.session.configuration_keys import PROFILE

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

CONFIGURED = ""
_TEXTS = {
    CONFIGURED: ("&As configured", "Those that the document or a configuration file names, else the usual ones."),
    "classroom": ("&Classroom", "Those of the lesson, for the five principles."),
    "startup": ("&Startup", "Those that a small team needs before real users depend on the model."),
    "regulated": ("&Regulated", "All of them; those of governance count as errors."),
}


def picked(window: MainWindow) -> str:
    """The profile that was picked in a window; empty for the configured one."""
    return str(window.desk.session.configured.chosen.values.get(PROFILE) or CONFIGURED)


def _pick(window: MainWindow, name: str) -> None:
    session = window.desk.session
    session.configured = session.configured.choosing(profile=name or None)
    window.desk.bridge.refresh()
    window.refresh()


def _is_picked(window: MainWindow, name: str) -> bool:
    return picked(window) == name


def _action(name: str) -> Action:
    text, tip = _TEXTS[name]
    return Action(
        f"check.profile.{name or 'configured'}",
        text,
        f"Judge by these rules: {tip[0].lower()}{tip[1:]}",
        "Check/Profile",
        partial(_pick, name=name),
        group=4,
        checked=partial(_is_picked, name=name),
    )


ACTIONS = tuple(map(_action, _TEXTS))
