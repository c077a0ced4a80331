"""The Insert menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from designer.commands import notes, steps
from designer.commands.placement import STRIDE_X, STRIDE_Y
from designer.gui.actions.action import Action

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _add_note(window: MainWindow) -> None:
    """Puts an empty note in sight and selects it."""
    x, y = window.desk.paste_place()
    new = window.desk.session.run(notes.add_note, x, y)
    window.desk.canvas.select(notes=(new,))
    window.desk.canvas.in_place.note(new)


def _add_frame(window: MainWindow) -> None:
    """Frames the selected steps and asks for the title."""
    new = window.desk.session.run(notes.add_frame, window.desk.selection.steps)
    window.desk.canvas.select(frames=(new,))
    window.desk.canvas.in_place.frame(new)


def _frames_to_remove(window: MainWindow) -> tuple[str, ...]:
    """The selected frames, or those around the selected steps."""
    chosen = window.desk.selection
    if chosen.frames:
        return tuple(chosen.frames)
    inside = set(chosen.steps)
    return tuple(f.id for f in window.desk.session.pipeline.frames.values() if inside & set(f.steps))


def _remove_frames(window: MainWindow) -> None:
    window.desk.session.run(steps.delete, frames=_frames_to_remove(window))


def _add_beside(window: MainWindow, dx: int, dy: int) -> None:
    """Opens quick add for a step on one side of the selected one, linked with it: on the left it comes before."""
    canvas, step = window.desk.canvas, window.desk.selection.steps[0]
    x, y = window.desk.session.pipeline.positions.get(step) or canvas.view_centre()
    place = (x + dx * STRIDE_X, y + dy * STRIDE_Y)
    pixel = canvas.view.to_view(*place)
    on_screen = canvas.mapToGlobal(QPoint(round(pixel[0]), round(pixel[1])))
    canvas.ask_for_step(*place, on_screen, from_step=step, as_source=dx >= 0)


def _beside(name: str, text: str, tip: str, key: str, way: tuple[int, int]) -> Action:
    return Action(
        f"insert.{name}",
        text,
        tip,
        "Insert/&Connected step",
        partial(_add_beside, dx=way[0], dy=way[1]),
        board_keys=(key,),
        enabled=lambda w: len(w.desk.selection.steps) == 1,
    )


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
    _beside("after", "&After it…", "Add a step on the right, which waits for the selected one.", "Alt+Right", (1, 0)),
    _beside("before", "&Before it…", "Add a step on the left, which the selected one waits for.", "Alt+Left", (-1, 0)),
    _beside("below", "After it, be&low…", "Add a step below, which waits for the selected one.", "Alt+Down", (0, 1)),
    _beside("above", "After it, ab&ove…", "Add a step above, which waits for the selected one.", "Alt+Up", (0, -1)),
    Action(
        "insert.note",
        "Sticky &note",
        "Add a note; it never changes what the pipeline does.",
        "Insert",
        _add_note,
        icon="note",
        contexts=("canvas",),
    ),
    Action(
        "insert.frame",
        "&Frame",
        "Draw a titled area around the selected steps, for people or environments.",
        "Insert",
        _add_frame,
        ("Ctrl+G",),
        enabled=lambda w: bool(w.desk.selection.steps),
        contexts=("step",),
    ),
    Action(
        "insert.unframe",
        "&Remove frame",
        "Take the area away and leave the steps where they are.",
        "Insert",
        _remove_frames,
        ("Ctrl+Shift+G",),
        enabled=lambda w: bool(_frames_to_remove(w)),
        contexts=("step", "frame"),
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
