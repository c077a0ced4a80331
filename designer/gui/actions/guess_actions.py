"""The Edit menu: agreeing to what was guessed about a file that was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands import steps
from designer.drawing.card_text import is_guessed
from designer.gui.actions.action import Action
from designer.gui.canvas.scene import counted

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _guessed(window: MainWindow) -> list[str]:
    """The selected steps whose kind is only guessed."""
    session = window.desk.session
    chosen = window.desk.selection.with_framed_steps(session.pipeline)
    return [s for s in chosen if is_guessed(session.services.catalog, session.pipeline.steps[s])]


def _confirm(window: MainWindow) -> None:
    """Agrees to the guessed kinds of the selected steps, as one undo step."""
    session, guessed = window.desk.session, _guessed(window)
    with session.pipeline.edit(f"Confirm {counted(len(guessed), 'kind')}"):
        for step_id in guessed:
            session.run(steps.confirm_kind, session.services.catalog, step_id)


ACTIONS = (
    Action(
        "edit.confirm",
        "&Guessed kind is right",
        "Say that the kinds guessed for the selected steps are right.",
        "Edit",
        _confirm,
        board_keys=("Y",),
        group=1,
        enabled=lambda w: bool(_guessed(w)),
        contexts=("step",),
    ),
)
