"""The View menu: going from one document to the next."""

from __future__ import annotations

from designer.gui.actions.action import Action

ACTIONS = (
    Action(
        "view.next_tab",
        "Ne&xt document",
        "Go to the next tab.",
        "View/G&o to",
        lambda w: w.tabs.move(1),
        ("Ctrl+Tab", "Ctrl+PgDown"),
        group=3,
        enabled=lambda w: len(w.tabs.all) > 1,
    ),
    Action(
        "view.previous_tab",
        "Pre&vious document",
        "Go to the tab before.",
        "View/G&o to",
        lambda w: w.tabs.move(-1),
        ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
        group=3,
        enabled=lambda w: len(w.tabs.all) > 1,
    ),
)
