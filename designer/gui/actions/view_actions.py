"""The View menu: zoom, layout, panels, looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from designer.drawing.frame_tree import JOB, ROLE, is_collapsed
from designer.gui.actions.action import Action
from designer.gui.appearance import CHOICES, TEXT_SIZES
from designer.gui.canvas.folding import fold_all, frame_to_fold, toggle_frame

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

ZOOM_STEP = 1.25
_THEME_TEXTS = {"system": "&System", "light": "&Light", "dark": "&Dark", "high-contrast": "&High contrast"}


def _glide(window: MainWindow, change: Callable[[], object]) -> None:
    """Changes the view and shows the way there."""
    with window.desk.canvas.motion.of_view():
        change()


def _fold(window: MainWindow) -> None:
    frame = frame_to_fold(window.desk.canvas)
    if frame is not None:
        toggle_frame(window.desk.canvas, frame)


def _fold_label(window: MainWindow) -> str:
    frame = frame_to_fold(window.desk.canvas)
    is_box = frame is not None and is_collapsed(window.desk.session.pipeline.frames[frame])
    return "E&xpand frame" if is_box else "&Collapse frame"


def _show_personal(window: MainWindow) -> None:
    """Marks the cards that hold personal data, or takes the marks away; says so when there is nothing to mark."""
    canvas = window.desk.canvas
    canvas.mark(canvas.scene.show_personal(not canvas.scene.shows_personal))
    if canvas.scene.shows_personal and not canvas.scene.personal:
        window.toast.say("No step is known to hold personal data: say so at a data source")


def _choose_theme(window: MainWindow, choice: str) -> None:
    window.desktop.appearance.choose(choice)
    window.desktop.remember(theme=choice)


def _choose_text_size(window: MainWindow, percent: int) -> None:
    window.desktop.appearance.set_text_size(percent)
    window.desktop.remember(text_size=percent)


def _is_theme(window: MainWindow, choice: str) -> bool:
    return window.desktop.appearance.choice == choice


def _is_size(window: MainWindow, percent: int) -> bool:
    return window.desktop.appearance.text_size == percent


def _theme(choice: str) -> Action:
    text = _THEME_TEXTS[choice]
    return Action(
        f"view.theme.{choice}",
        text,
        f"Colours: {text.replace('&', '').lower()}.",
        "View/Th&eme",
        partial(_choose_theme, choice=choice),
        group=5,
        icon="" if choice != "system" else "theme",
        checked=partial(_is_theme, choice=choice),
    )


def _text_size(percent: int) -> Action:
    return Action(
        f"view.text.{percent}",
        f"{percent} %",
        f"Text at {percent} per cent of the system's size.",
        "View/Te&xt size",
        partial(_choose_text_size, percent=percent),
        group=5,
        checked=partial(_is_size, percent=percent),
    )


ACTIONS = (
    Action(
        "view.fit",
        "&Fit all",
        "Show the whole pipeline.",
        "View",
        lambda w: _glide(w, w.desk.canvas.fit_all),
        ("Ctrl+1",),
        ("Shift+1",),
        icon="fit",
        contexts=("canvas",),
    ),
    Action(
        "view.fit_selection",
        "Fit &selection",
        "Show what is selected as large as possible.",
        "View",
        lambda w: _glide(w, w.desk.canvas.fit_selection),
        ("Ctrl+2",),
        ("Shift+2",),
        enabled=lambda w: bool(w.desk.selection.steps or w.desk.selection.notes),
    ),
    Action(
        "view.actual",
        "&100 %",
        "Show the cards at their own size.",
        "View/&Zoom",
        lambda w: _glide(w, partial(w.desk.canvas.zoom_to, 1.0)),
        ("Ctrl+0",),
        group=0,
    ),
    Action(
        "view.zoom_in",
        "Zoom &in",
        "Show less, larger.",
        "View/&Zoom",
        lambda w: _glide(w, partial(w.desk.canvas.zoom_by, ZOOM_STEP)),
        ("Ctrl++", "Ctrl+="),
        group=0,
    ),
    Action(
        "view.zoom_out",
        "Zoom &out",
        "Show more, smaller.",
        "View/&Zoom",
        lambda w: _glide(w, partial(w.desk.canvas.zoom_by, 1 / ZOOM_STEP)),
        ("Ctrl+-",),
        group=0,
    ),
    Action(
        "view.fold",
        "&Collapse frame",
        "Make one box of the frame that is selected or around what is selected, or open it again.",
        "View/F&rames",
        _fold,
        board_keys=("J",),
        group=2,
        enabled=lambda w: frame_to_fold(w.desk.canvas) is not None,
        label=_fold_label,
        contexts=("step", "frame"),
    ),
    Action(
        "view.fold_all",
        "Collapse all &jobs",
        "Make one box of every job and arrange the drawing anew.",
        "View/F&rames",
        lambda w: fold_all(w.desk.canvas, True),
        board_keys=("Shift+J",),
        group=2,
        enabled=lambda w: any(f.extra.get(ROLE) == JOB for f in w.desk.session.pipeline.frames.values()),
        contexts=("canvas", "frame"),
    ),
    Action(
        "view.unfold_all",
        "E&xpand all frames",
        "Open every box and arrange the drawing anew.",
        "View/F&rames",
        lambda w: fold_all(w.desk.canvas, False),
        board_keys=("Alt+J",),
        group=2,
        enabled=lambda w: any(map(is_collapsed, w.desk.session.pipeline.frames.values())),
        contexts=("canvas", "frame"),
    ),
    Action(
        "view.personal",
        "Sho&w personal data",
        "Mark the cards that hold personal data, raw or pseudonymised, and the models trained on it.",
        "View",
        _show_personal,
        group=1,
        checked=lambda w: w.desk.canvas.scene.shows_personal,
    ),
    Action(
        "view.next_pane",
        "&Next pane",
        "Move the keyboard to the next part of the window.",
        "View/G&o to",
        lambda w: w.panes.move(1),
        ("F6",),
        group=3,
    ),
    Action(
        "view.previous_pane",
        "&Previous pane",
        "Move the keyboard to the part before.",
        "View/G&o to",
        lambda w: w.panes.move(-1),
        ("Shift+F6",),
        group=3,
    ),
    Action(
        "view.outline",
        "&Outline",
        "Show steps, links, notes and findings as a list.",
        "View/G&o to",
        lambda w: w.go_to("outline"),
        ("Ctrl+Shift+O",),
        group=3,
    ),
    Action(
        "view.exports",
        "Fi&les",
        "Show your files as they would be saved, and the exports that would be written.",
        "View/G&o to",
        lambda w: w.go_to("exports"),
        ("Ctrl+Shift+E",),
        group=3,
    ),
    Action(
        "view.report",
        "I&mport report",
        "Show what was understood, guessed, kept and refused in the files that were opened.",
        "View/G&o to",
        lambda w: w.go_to("report"),
        ("Ctrl+Shift+I",),
        group=3,
        enabled=lambda w: w.desk.session.source is not None,
    ),
    Action(
        "view.reset",
        "&Reset panels",
        "Put all panels back in their places.",
        "View/Pa&nels",
        lambda w: w.panes.reset(),
        group=3,
    ),
    *(_theme(choice) for choice in CHOICES),
    *(_text_size(percent) for percent in TEXT_SIZES),
)
