"""Files and texts that are dragged into the window from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDropEvent

from designer.gui.clipboard import text_of
from designer.model.snapshot import Position

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

_TEXTS: Final = (".mmd", ".mermaid", ".txt", ".md")
"""Files that are never opened as a document: what they hold is added to the one that is open."""


class Drops(QObject):
    """A dropped file is opened; a dropped text, or a file with Ctrl held, is added where it was let go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def enter(self, event: QDropEvent) -> None:
        """Something comes in: whether it can be let go here."""
        if _files(event.mimeData()) or text_of(event.mimeData()).strip():
            event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """It is let go. What follows comes later: the program that it is dragged from waits until this returns."""
        paths, text = _files(event.mimeData()), text_of(event.mimeData())
        at = self._scene_place(event.position().toPoint())
        if paths:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            adds = paths[0].is_file() and (bool(held) or paths[0].suffix.lower() in _TEXTS)
            then = (
                (lambda: self._window.pasting.paste_file(paths[0], at))
                if adds
                else (lambda: self._window.files.open_all(paths))
            )
        elif text.strip():
            then = lambda: self._window.pasting.paste(text, at)  # noqa: E731
        else:
            return
        event.acceptProposedAction()
        QTimer.singleShot(0, self, then)

    def _scene_place(self, place: QPoint) -> Position | None:
        canvas = self._window.desk.canvas
        inside = canvas.mapFrom(self._window, place)
        return canvas.scene_at(inside) if canvas.rect().contains(inside) else None


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
