"""The menu of documents that were open lately."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def fill_recent(menu: QMenu, window: MainWindow) -> None:
    """Writes the menu anew; documents that are gone are greyed."""
    menu.clear()
    recent = window.desktop.settings.recent
    for number, name in enumerate(recent, 1):
        path = Path(name)
        action = menu.addAction(f"&{number} {path.name}  –  {path.parent}" if number < 10 else str(path))
        action.setEnabled(path.exists())
        action.triggered.connect(lambda _=False, chosen=path: window.files.open_path(chosen))
    if recent:
        menu.addSeparator()
        menu.addAction("&Clear the list").triggered.connect(
            lambda: window.desktop.remember(lambda s: s.without_recent())
        )
    else:
        menu.addAction("None yet").setEnabled(False)
