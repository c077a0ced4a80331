"""The Help menu."""

from __future__ import annotations

from designer.gui import dialogs
from designer.gui.actions.action import Action

ACTIONS = (
    Action(
        "help.palette",
        "&Search everything…",
        "Run an action, or go to a step or a finding, by a few letters.",
        "Help",
        dialogs.search_everything,
        ("Ctrl+K", "Ctrl+Shift+P"),
        icon="search",
    ),
    Action(
        "help.keys",
        "&Keyboard",
        "All keys on one sheet.",
        "Help",
        dialogs.show_keys,
        ("F1",),
        ("?",),
    ),
    Action("help.about", "&About MLOps Designer", "Version and licences.", "Help", dialogs.show_about, group=1),
)
