"""The Edit menu: undo, selection, links."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from designer.commands import links, splicing, steps
from designer.gui import dialogs
from designer.gui.actions.action import Action
from designer.gui.canvas.bends import remove_chosen
from designer.model.step import FEEDBACK, FLOW

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


_NAMED = 3  # links that are told by name


def _undo_label(window: MainWindow) -> str:
    return f"&Undo {window.desk.session.history.undo_label}".rstrip()


def _redo_label(window: MainWindow) -> str:
    return f"&Redo {window.desk.session.history.redo_label}".rstrip()


def _has_steps(window: MainWindow) -> bool:
    return bool(window.desk.selection.steps)


def _has_anything(window: MainWindow) -> bool:
    chosen = window.desk.selection
    return bool(chosen.steps or chosen.links or chosen.notes or chosen.frames)


def _delete(window: MainWindow) -> None:
    if remove_chosen(window.desk.canvas):
        return
    chosen = window.desk.selection
    gone = chosen.steps + _boxed(window)
    window.desk.session.run(steps.delete, gone, chosen.links, chosen.notes, chosen.frames)


def _boxed(window: MainWindow) -> tuple[str, ...]:
    """The steps in selected boxes: a box goes with what is in it."""
    boxes = window.desk.canvas.scene.groups.boxes
    return tuple(s for f in window.desk.selection.frames if f in boxes for s in boxes[f].steps)


def _delete_and_heal(window: MainWindow) -> None:
    """Deletes, links what is before with what is behind, and says which links were made."""
    chosen, pipeline = window.desk.selection, window.desk.session.pipeline
    steps_gone = chosen.steps + _boxed(window)
    made = window.desk.session.run(splicing.delete_and_heal, steps_gone, chosen.links, chosen.notes, chosen.frames)
    named = [pipeline.links[link] for link in made[:_NAMED]]
    ends = [(pipeline.steps[k.source].label, "→" if k.is_flow else "⇢", pipeline.steps[k.target].label) for k in named]
    words = [" ".join(end) for end in ends]
    if len(made) > _NAMED:
        words.append(f"{len(made) - _NAMED} more")
    if steps_gone:
        text = f"Linked again: {', '.join(words)}" if made else "Nothing had to be linked again"
        window.toast.say(text, "Undo", window.undo)


def _select_all(window: MainWindow) -> None:
    pipeline = window.desk.session.pipeline
    window.desk.canvas.select(steps=tuple(pipeline.steps), notes=tuple(pipeline.notes))


def _connect(window: MainWindow) -> None:
    """Links the selected steps one after the other, in the order they were selected; asks when there is only one."""
    chosen = window.desk.selection.steps
    if len(chosen) == 1:
        dialogs.search_step_to_link(window, chosen[0])
        return
    session = window.desk.session
    with session.pipeline.edit("Connect steps"):
        for source, target in pairwise(chosen):
            session.run(links.connect, source, target)


def _put_on_link(window: MainWindow) -> None:
    """Puts the selected step on the link that is selected with it; asks which one when none is."""
    chosen = window.desk.selection
    if len(chosen.links) == 1:
        dialogs.put_on_link(window, chosen.steps[0], chosen.links[0])
    else:
        dialogs.search_link_for(window, chosen.steps[0])


def _is_lone(window: MainWindow) -> bool:
    """Whether one step without links is selected, and there is a link to put it on."""
    chosen, pipeline = window.desk.selection.steps, window.desk.session.pipeline
    return len(chosen) == 1 and bool(pipeline.links) and not pipeline.links_of(chosen[0])


def _links_to_cut(window: MainWindow) -> tuple[str, ...]:
    """The selected links, or those among the selected steps."""
    chosen = window.desk.selection
    if chosen.links:
        return tuple(chosen.links)
    inside, pipeline = set(chosen.steps), window.desk.session.pipeline
    return tuple(k.id for s in chosen.steps for k in pipeline.links_of(s) if k.source == s and k.target in inside)


def _disconnect(window: MainWindow) -> None:
    session = window.desk.session
    with session.pipeline.edit("Disconnect steps"):
        for link_id in _links_to_cut(window):
            session.run(links.disconnect, link_id)


def _swap_link_type(window: MainWindow) -> None:
    session = window.desk.session
    new = []
    with session.pipeline.edit("Change link type"):
        for link_id in window.desk.selection.links:
            other = FLOW if not session.pipeline.links[link_id].is_flow else FEEDBACK
            new.append(links.change_link(session.pipeline, link_id, type=other))
    window.desk.canvas.select(links=new)


def _swap_label(window: MainWindow) -> str:
    pipeline, chosen = window.desk.session.pipeline, window.desk.selection.links
    is_flow = not chosen or all(pipeline.links[k].is_flow for k in chosen if k in pipeline.links)
    return "Make &feedback link" if is_flow else "Make &flow link"


ACTIONS = (
    Action(
        "edit.undo",
        "&Undo",
        "Take the last change back.",
        "Edit",
        lambda w: w.undo(),
        ("Ctrl+Z",),
        icon="undo",
        enabled=lambda w: bool(w.desk.session.history.undo_label),
        label=_undo_label,
    ),
    Action(
        "edit.redo",
        "&Redo",
        "Do again what was taken back.",
        "Edit",
        lambda w: w.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        enabled=lambda w: bool(w.desk.session.history.redo_label),
        label=_redo_label,
    ),
    Action(
        "edit.rename",
        "Re&name",
        "Give the step another title.",
        "Edit",
        lambda w: w.rename_selected(),
        ("F2",),
        group=1,
        enabled=lambda w: len(w.desk.selection.steps) == 1,
        contexts=("step",),
    ),
    Action(
        "edit.properties",
        "&Properties",
        "Go to the facts about what is selected.",
        "Edit",
        lambda w: w.edit_selected(),
        ("Alt+Return",),
        group=1,
        contexts=("step", "link", "canvas"),
    ),
    Action(
        "edit.change_kind",
        "Change &kind…",
        "Make the selected steps steps of another kind; links, titles and shared facts stay.",
        "Edit",
        lambda w: w.desk.ask_kind(w.toast.say),
        ("Shift+F2",),
        group=1,
        enabled=_has_steps,
        contexts=("step",),
    ),
    Action(
        "edit.connect",
        "&Connect steps",
        "Link the selected steps in the order you selected them, or one step with another that you name.",
        "Edit",
        _connect,
        ("Ctrl+L",),
        group=2,
        icon="link",
        enabled=lambda w: _has_steps(w) and len(w.desk.session.pipeline.steps) > 1,
        label=lambda w: "&Connect to…" if len(w.desk.selection.steps) == 1 else "&Connect steps",
        contexts=("step",),
    ),
    Action(
        "edit.disconnect",
        "D&isconnect",
        "Remove the selected links, or those among the selected steps.",
        "Edit",
        _disconnect,
        ("Ctrl+Shift+L",),
        group=2,
        enabled=lambda w: bool(_links_to_cut(w)),
        contexts=("step", "link"),
    ),
    Action(
        "edit.put_on_link",
        "Put on a &link…",
        "Put the selected step, which has no links, between two linked ones; or drag it on to their link.",
        "Edit",
        _put_on_link,
        ("Ctrl+Alt+I",),
        group=2,
        enabled=_is_lone,
        contexts=("step",),
    ),
    Action(
        "edit.link_type",
        "Make &feedback link",
        "Flow: the second step waits for the first. Feedback: it starts a later run and may close a loop.",
        "Edit",
        _swap_link_type,
        ("Ctrl+Shift+F",),
        group=2,
        enabled=lambda w: bool(w.desk.selection.links),
        label=_swap_label,
        contexts=("link",),
    ),
    Action(
        "edit.delete",
        "&Delete",
        "Remove what is selected.",
        "Edit",
        _delete,
        board_keys=("Del", "Backspace"),
        group=4,
        icon="trash",
        enabled=_has_anything,
        contexts=("step", "link", "note", "frame"),
    ),
    Action(
        "edit.delete_heal",
        "Delete and &heal",
        "Remove what is selected and link what came before it with what follows.",
        "Edit",
        _delete_and_heal,
        board_keys=("Ctrl+Del", "Ctrl+Backspace"),
        group=4,
        enabled=_has_anything,
        contexts=("step", "frame"),
    ),
    Action(
        "edit.all",
        "Select &all",
        "Select all steps and notes.",
        "Edit",
        _select_all,
        ("Ctrl+A",),
        group=5,
        enabled=lambda w: bool(w.desk.session.pipeline.steps or w.desk.session.pipeline.notes),
        contexts=("canvas",),
    ),
    Action(
        "edit.find",
        "&Find step…",
        "Go to a step by a few letters of its name.",
        "Edit",
        dialogs.find_step,
        ("Ctrl+F",),
        group=5,
        icon="search",
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
    ),
    Action(
        "edit.find_next",
        "Find ne&xt",
        "Go to the next step that fits what was looked for last.",
        "Edit",
        lambda w: w.finder.move(1),
        ("F3",),
        group=5,
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
    ),
    Action(
        "edit.find_previous",
        "Find pre&vious",
        "Go to the step before that fits what was looked for last.",
        "Edit",
        lambda w: w.finder.move(-1),
        ("Shift+F3",),
        group=5,
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
    ),
)
