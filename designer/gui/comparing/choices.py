"""What a document can be compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from designer.gui.files import shown_name
from designer.model.snapshot import Snapshot

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab


@dataclass(frozen=True, slots=True)
class Choice:
    """Another state of a document.

    Args:
        prepare: takes the state in the window's thread; what it gives may read files in another one.
    """

    label: str
    prepare: Callable[[], Callable[[], Snapshot]]


def choices_for(tab: Tab, window: MainWindow) -> list[Choice]:
    """What a document can be compared with, the likeliest first."""
    found = []
    path = tab.session.path
    if path is not None:
        found.append(file_choice(path, window, f"As it is saved: {path.name}"))
    found.append(Choice("When it was opened", lambda: lambda: tab.first))
    if path is not None and not tab.session.is_dirty and tab.session.history.undo_label:
        found.reverse()  # it was saved: the file says the same as the window
    for other in window.tabs.all:
        if other is not tab:
            found.append(_tab_choice(other))
    return found


def file_choice(path: Path, window: MainWindow, label: str = "") -> Choice:
    """A file or folder as it stands on disk."""
    desktop = window.desktop
    return Choice(label or f"File {path.name}", lambda: lambda: desktop.session(path).pipeline.snapshot())


def _tab_choice(tab: Tab) -> Choice:
    session = tab.session

    def prepare() -> Callable[[], Snapshot]:
        snapshot = session.pipeline.snapshot()
        return lambda: snapshot

    return Choice(f"Tab {shown_name(session)}", prepare)
