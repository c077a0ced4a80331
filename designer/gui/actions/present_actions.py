"""Presenting, from the start or from what is selected."""

from __future__ import annotations

from designer.gui.actions.action import Action

ACTIONS = (
    Action(
        "view.present",
        "&Present",
        "Show the canvas alone and walk through the steps with the arrow keys or a clicker, until Esc.",
        "View",
        lambda w: w.presenter.start(),
        ("F5",),
        group=4,
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
    ),
    Action(
        "view.present_here",
        "Present from &here",
        "Begin with the selected step.",
        "View",
        lambda w: w.presenter.start(here=True),
        ("Shift+F5",),
        group=4,
        enabled=lambda w: bool(w.desk.selection.steps),
    ),
)
