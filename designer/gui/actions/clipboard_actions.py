"""The part of the Edit menu that is about copies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.commands import steps
from designer.commands.pasting import Added, add_fragment
from designer.commands.placement import CARD_HEIGHT, GAP_Y
from designer.gui import clipboard
from designer.gui.actions.action import Action
from designer.gui.pasting import counted
from designer.gui.picture import Drawing, png_picture
from designer.session.pasting import extent, offset_for

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _has_steps(window: MainWindow) -> bool:
    return bool(_chosen_steps(window))


def _has_cards(window: MainWindow) -> bool:
    chosen = window.desk.selection
    return bool(chosen.steps or chosen.notes or chosen.frames)


def _chosen_steps(window: MainWindow) -> tuple[str, ...]:
    """The selected steps and those in selected frames."""
    return window.desk.selection.with_framed_steps(window.desk.session.pipeline)


def _copy(window: MainWindow) -> None:
    chosen, notes = _chosen_steps(window), window.desk.selection.notes
    clipboard.put(QGuiApplication.clipboard(), window.desk.session.copy_text(chosen, notes))
    window.toast.say(f"Copied {counted(len(chosen) + len(notes), 'item')} as YAML text")


def _cut(window: MainWindow) -> None:
    _copy(window)
    window.registry.trigger("edit.delete")


def _paste(window: MainWindow, *, keeps_incoming: bool = False) -> None:
    text = clipboard.text_of(QGuiApplication.clipboard().mimeData())
    window.pasting.paste(text, keeps_incoming=keeps_incoming)


def _duplicate(window: MainWindow) -> None:
    """Copies stand below what they are copies of, on the first place where nothing is in the way."""
    pipeline = window.desk.session.pipeline
    board = pipeline.snapshot()
    fragment = steps.excerpt(board, _chosen_steps(window))
    left, top, _, bottom = extent(fragment)
    below = (left, max(bottom, top + CARD_HEIGHT) + GAP_Y)
    title = board.steps[next(iter(fragment.steps))].label
    label = f"Duplicate {title}" if len(fragment.steps) == 1 else f"Duplicate {len(fragment.steps)} steps"
    added: Added = add_fragment(pipeline, fragment, offset_for(fragment, below, board), label=label)
    window.pasting.show(added)


def _copy_picture(window: MainWindow) -> None:
    """Draws what is selected, or everything, in the colours of the window."""
    desk, notes = window.desk, window.desk.selection.notes
    board, chosen = desk.session.pipeline.snapshot(), _chosen_steps(window)
    part = steps.excerpt(board, chosen, notes) if chosen or notes else board
    report = None if chosen or notes else desk.bridge.report
    catalog, theme, font = desk.session.services.catalog, window.desktop.appearance.theme, QApplication.font()
    count = counted(len(part.steps) + len(part.notes), "item")

    def take(png: bytes) -> None:
        clipboard.put_picture(QGuiApplication.clipboard(), png)
        window.toast.say(f"Copied a picture of {count}")

    drawing = Drawing(part, catalog, theme, report, window.desktop.habits.straight_links)
    window.pasting.waiting.start("Drawing…", partial(png_picture, drawing, font), take)


_CLIP = ("step", "note")
ACTIONS = (
    Action(
        "edit.cut",
        "Cu&t",
        "Move what is selected to the clipboard.",
        "Edit",
        _cut,
        ("Ctrl+X",),
        group=3,
        enabled=_has_cards,
        contexts=_CLIP,
    ),
    Action(
        "edit.copy",
        "C&opy",
        "Copy what is selected as YAML text.",
        "Edit",
        _copy,
        ("Ctrl+C",),
        group=3,
        icon="copy",
        enabled=_has_cards,
        contexts=(*_CLIP, "frame"),
    ),
    Action(
        "edit.copy_picture",
        "Copy as p&icture",
        "Copy what is selected, or everything, as a picture for slides and documents.",
        "Edit",
        _copy_picture,
        ("Alt+Shift+C",),
        group=3,
        enabled=lambda w: not w.desk.is_empty,
        contexts=(*_CLIP, "frame", "canvas"),
    ),
    Action(
        "edit.paste",
        "&Paste",
        "Add steps from a copy, a workflow, a dvc.yaml, a Mermaid flowchart or a list of lines; "
        "other text becomes a sticky note.",
        "Edit",
        _paste,
        ("Ctrl+V",),
        group=3,
        contexts=("canvas",),
    ),
    Action(
        "edit.paste_linked",
        "Paste with incomin&g links",
        "Paste copied steps and link them from the same steps as the originals.",
        "Edit",
        lambda w: _paste(w, keeps_incoming=True),
        ("Ctrl+Shift+V",),
        group=3,
        contexts=("canvas",),
    ),
    Action(
        "edit.duplicate",
        "D&uplicate",
        "Copy the selected steps with the links among them.",
        "Edit",
        _duplicate,
        ("Ctrl+D",),
        group=3,
        enabled=_has_steps,
        contexts=("step",),
    ),
)
