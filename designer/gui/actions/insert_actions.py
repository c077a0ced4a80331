"""The Insert menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands import notes
from designer.gui.actions.action import Action

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _add_note(window: MainWindow) -> None:
    """Puts an empty note in sight and selects it."""
    x, y = window.desk.paste_place()
    new = window.desk.session.run(notes.add_note, x, y)
    window.desk.canvas.select(notes=(new,))
    window.desk.canvas.edit_note(new)


ACTIONS = (
    Action(
        "insert.step",
        "&Step…",
        "Add a step by a few letters of its name; it is linked from the selected step.",
        "Insert",
        lambda w: w.desk.ask_step(),
        ("Ctrl+Space",),
        ("A", "Ins"),
        icon="plus",
        contexts=("canvas", "step"),
    ),
    Action(
        "insert.note",
        "Sticky &note",
        "Add a note; it never changes what the pipeline does.",
        "Insert",
        _add_note,
        board_keys=("N",),
        icon="note",
        contexts=("canvas",),
    ),
    Action(
        "insert.palette",
        "Go to the list of &kinds",
        "Show all kinds of steps and search them.",
        "Insert",
        lambda w: w.go_to("steps"),
        ("Ctrl+Shift+A",),
        group=1,
    ),
)
