"""Drawing and commenting: pens, comments, the bar of tools, clearing the board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.commands import drawings
from designer.commands.drawings import COMMENT_SIZE
from designer.commands.placement import CARD_WIDTH
from designer.drawing.strokes import PENS
from designer.gui.actions.action import Action
from designer.model.step import COMMENT

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _take_pen(window: MainWindow, pen: str) -> None:
    """Draws with another pen from now on; what is selected is drawn with it as well."""
    window.desktop.habits.pen = pen
    notes = window.desk.session.pipeline.notes
    chosen = [n for n in window.desk.selection.notes if n in notes and notes[n].is_drawn]
    if chosen:
        window.desk.session.run(drawings.recolour, chosen, pen)


def _is_pen(window: MainWindow, pen: str) -> bool:
    return window.desktop.habits.pen == pen


def _pen(pen: str) -> Action:
    text = "&Ink" if pen == "ink" else f"&{pen.capitalize()}"
    return Action(
        f"pen.{pen}",
        text,
        f"Draw and write in {pen}; selected strokes and texts turn {pen}.",
        "Insert/Pe&n colour",
        partial(_take_pen, pen=pen),
        group=1,
        checked=partial(_is_pen, pen=pen),
    )


def _comments(window: MainWindow) -> list[str]:
    """The selected comments."""
    notes = window.desk.session.pipeline.notes
    return [n for n in window.desk.selection.notes if n in notes and notes[n].form == COMMENT]


def _are_resolved(window: MainWindow) -> bool:
    notes = window.desk.session.pipeline.notes
    return all(notes[n].resolved for n in _comments(window))


def _resolve(window: MainWindow) -> None:
    window.desk.session.run(drawings.resolve, _comments(window), not _are_resolved(window))


def _next_comment(window: MainWindow) -> None:
    """Selects the next open comment, in their order, and says when there is none."""
    desk = window.desk
    waiting = [n.id for n in desk.session.pipeline.notes.values() if n.form == COMMENT and not n.resolved]
    if not waiting:
        window.toast.say("No comment waits for an answer")
        return
    here = next((i for i in _comments(window) if i in waiting), None)
    following = waiting[(waiting.index(here) + 1) % len(waiting)] if here else waiting[0]
    desk.canvas.show_note(following)
    window.panes.to_canvas()


def _comment(window: MainWindow) -> None:
    """Comments on the selected step, at its upper edge; on the ground where none is selected."""
    desk = window.desk
    canvas, chosen = desk.canvas, desk.selection.steps
    place = desk.session.pipeline.positions.get(chosen[0]) if len(chosen) == 1 else None
    if place is None:
        canvas.in_place.new_comment(*desk.paste_place())
    else:
        canvas.in_place.new_comment(place[0] + CARD_WIDTH - 3 * COMMENT_SIZE, place[1] - COMMENT_SIZE + 6, chosen[0])


def _drawn(window: MainWindow) -> list[str]:
    return [n.id for n in window.desk.session.pipeline.notes.values() if n.is_drawn]


def _clear(window: MainWindow) -> None:
    gone = _drawn(window)
    window.desk.session.run(drawings.erase, gone)
    words = "One drawing was" if len(gone) == 1 else f"{len(gone)} drawings were"
    window.toast.say(f"{words} erased", "Undo", window.undo)


def _turn_bar(window: MainWindow) -> None:
    window.desktop.turn_habit("board_bar")
    for tab in window.tabs.all:
        tab.desk.canvas.refresh()


ACTIONS = (
    Action(
        "insert.comment",
        "C&omment…",
        "Comment on the selected step, or on a place: for people only, it is exported nowhere.",
        "Insert",
        _comment,
        ("Ctrl+Alt+M",),
        contexts=("canvas", "step"),
    ),
    *map(_pen, PENS),
    Action(
        "edit.resolve",
        "&Resolve comment",
        "Say that the selected comments need no answer any more, or that they do again.",
        "Edit",
        _resolve,
        ("Ctrl+Alt+R",),
        group=6,
        enabled=lambda w: bool(_comments(w)),
        label=lambda w: "&Reopen comment" if _comments(w) and _are_resolved(w) else "&Resolve comment",
        contexts=("note",),
    ),
    Action(
        "edit.next_comment",
        "Next open co&mment",
        "Go to the next comment that waits for an answer.",
        "Edit",
        _next_comment,
        board_keys=("Shift+C",),
        group=6,
        enabled=lambda w: any(n.form == COMMENT for n in w.desk.session.pipeline.notes.values()),
    ),
    Action(
        "edit.clear_drawings",
        "Erase all dra&wings",
        "Take away all strokes and texts; notes and comments stay.",
        "Edit",
        _clear,
        group=6,
        enabled=lambda w: bool(_drawn(w)),
    ),
    Action(
        "view.board_bar",
        "&Drawing tools",
        "Show the tools of the whiteboard at the edge of the canvas.",
        "View",
        _turn_bar,
        group=1,
        checked=lambda w: w.desktop.habits.board_bar,
    ),
)
