"""Tidy: what is selected, or everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.gui.actions.action import Action

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _has_several(window: MainWindow) -> bool:
    return len(window.tidying.selected()) > 1


def _label(window: MainWindow) -> str:
    return "&Tidy selection" if _has_several(window) else "&Tidy everything"


ACTIONS = (
    Action(
        "view.tidy",
        "&Tidy",
        "Arrange what is selected, or everything, from left to right; what is in its place already stays there.",
        "View",
        lambda w: w.tidying.tidy(),
        ("Ctrl+Shift+T",),
        group=2,
        icon="tidy",
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
        label=_label,
        contexts=("canvas", "step", "frame"),
    ),
    Action(
        "view.tidy_all",
        "Tidy e&verything",
        "Arrange all steps from left to right, whatever is selected.",
        "View",
        lambda w: w.tidying.tidy_everything(),
        ("Ctrl+Alt+A",),
        group=2,
        enabled=_has_several,
    ),
)
