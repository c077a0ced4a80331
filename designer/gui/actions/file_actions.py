"""The File menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from designer.gui.actions.action import Action

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def _later(window: MainWindow, close: Callable[[], object]) -> None:
    """Closes once the menu is done: a window must not go away under the action that closes it."""
    QTimer.singleShot(0, window, close)


def _open_another(window: MainWindow) -> None:
    window.desktop.open_window()


ACTIONS = (
    Action(
        "file.new", "&New", "Start an empty pipeline in a tab of its own.", "File", lambda w: w.files.new(), ("Ctrl+N",)
    ),
    Action(
        "file.window",
        "New &window",
        "Open a second, empty window: copy and paste works between windows.",
        "File",
        lambda w: _open_another(w),
        ("Ctrl+Shift+N",),
    ),
    Action(
        "file.open",
        "&Open…",
        "Open a pipeline, a workflow or a dvc.yaml from its file.",
        "File",
        lambda w: w.files.open(),
        ("Ctrl+O",),
        group=1,
        icon="open",
    ),
    Action(
        "file.lesson",
        "Open the &lesson",
        "Open the workflow of the class task and find what it lacks.",
        "File",
        lambda w: w.files.open_lesson(),
        group=1,
    ),
    Action(
        "file.open_folder",
        "Open &folder…",
        "Open a repository: all its workflows and pipelines on one canvas.",
        "File",
        lambda w: w.files.open_folder(),
        ("Ctrl+Alt+O",),
        group=1,
        icon="download",
    ),
    Action(
        "file.save",
        "&Save",
        "Write the pipeline to its file.",
        "File",
        lambda w: w.files.save_soon(),
        ("Ctrl+S",),
        group=2,
        icon="save",
    ),
    Action(
        "file.save_as",
        "Save &as…",
        "Write the pipeline to another file.",
        "File",
        lambda w: w.files.save_as(),
        ("Ctrl+Shift+S",),
        group=2,
    ),
    Action(
        "file.export",
        "&Export…",
        "Write pipelines that run: compare with what is in a folder, then write.",
        "File",
        lambda w: w.show_export(),
        ("Ctrl+E",),
        group=3,
        icon="export",
        enabled=lambda w: bool(w.desk.session.pipeline.steps),
    ),
    Action(
        "file.close",
        "&Close",
        "Close this document; asks first when it has changes that are not saved.",
        "File",
        lambda w: _later(w, w.closing.close_current),
        ("Ctrl+W",),
        group=4,
        contexts=("tab",),
    ),
    Action(
        "file.close_others",
        "Close o&thers",
        "Close all documents of this window but the one in front.",
        "File",
        lambda w: _later(w, w.closing.close_others),
        group=4,
        enabled=lambda w: len(w.tabs.all) > 1,
        contexts=("tab",),
    ),
    Action(
        "file.reopen",
        "&Reopen closed",
        "Bring back the document that was closed last, with changes that were given up.",
        "File",
        lambda w: w.closing.reopen(),
        group=4,
        enabled=lambda w: w.closing.can_reopen,
        contexts=("tab",),
    ),
    Action(
        "file.move",
        "&Move to new window",
        "Show this document in a window of its own.",
        "File",
        lambda w: _later(w, w.closing.move_to_window),
        group=4,
        enabled=lambda w: len(w.tabs.all) > 1,
        contexts=("tab",),
    ),
    Action(
        "file.close_window",
        "Close &window",
        "Close this window; asks once about everything that is not saved.",
        "File",
        lambda w: _later(w, w.close),
        group=5,
    ),
    Action(
        "file.quit",
        "&Quit",
        "Close all windows.",
        "File",
        lambda w: _later(w, w.desktop.close_all),
        ("Ctrl+Q",),
        group=5,
    ),
)
