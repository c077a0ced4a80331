"""What comes in as text, by the clipboard or dropped: read in another thread, added, shown and told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor

from designer.commands.pasting import Added
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.errors import DesignerError, DocumentError
from designer.gui.waiting_in_bar import WaitingInBar
from designer.model.snapshot import Position, Snapshot
from designer.session import pasting
from designer.session.pasting import Pasted
from designer.storage.file_access import read_text

if TYPE_CHECKING:
    from designer.gui.desk import Desk
    from designer.gui.main_window import MainWindow

_TITLE: Final = "Reading what was pasted…"
_LISTED: Final = "a list of lines"


class Pasting(QObject):
    """Adds texts to the pipeline of a window's document."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.waiting = WaitingInBar(window)

    def paste(self, text: str, at: Position | None = None, *, keeps_incoming: bool = False) -> None:
        """Adds what a text holds.

        Args:
            at: a point of the scene; None takes that under the pointer, else the middle of the view.
            keeps_incoming: whether links from steps outside of what was copied are drawn as well.
        """
        if text.strip():
            read = partial(pasting.read_pasted, self._window.desk.session.services, text)
            self._start(read, text, at, keeps_incoming=keeps_incoming)

    def paste_file(self, path: Path, at: Position | None = None) -> None:
        """Adds what a text file holds."""
        services = self._window.desk.session.services

        def read() -> Pasted | DesignerError:
            try:
                return pasting.read_pasted(services, read_text(path))
            except DocumentError as e:
                return e

        self._start(read, "", at)

    def close(self) -> None:
        """The window closes."""
        self.waiting.close()

    # ------------------------------------------------------------------ inside
    def _start(
        self,
        read: Callable[[], Pasted | DesignerError],
        text: str,
        at: Position | None,
        *,
        keeps_incoming: bool = False,
    ) -> None:
        tab = self._window.tabs.current
        place = at or self._under_pointer(tab.desk)

        def take(found: Pasted | DesignerError) -> None:
            if tab not in self._window.tabs.all:
                return  # the document was closed meanwhile
            self._window.tabs.show(tab)
            if isinstance(found, DesignerError):
                self._window.show_refusal(found)
                return
            self._add(found, place, text, keeps_incoming=keeps_incoming)

        self.waiting.start(_TITLE, read, take)

    @staticmethod
    def _under_pointer(desk: Desk) -> Position | None:
        canvas = desk.canvas
        if not canvas.underMouse():
            return None
        x, y = canvas.scene_at(canvas.mapFromGlobal(QCursor.pos()))
        return (x, y)

    def _add(self, found: Pasted, place: Position | None, text: str, *, keeps_incoming: bool) -> None:
        desk = self._window.desk
        try:
            added = pasting.paste(
                desk.session.pipeline, found, self._corner(found.fragment, place), keeps_incoming=keeps_incoming
            )
        except DesignerError as e:
            self._window.show_refusal(e)
            return
        self.show(added)
        offer = found.origin == _LISTED and bool(text)
        told = told_text(found, added, keeps_incoming=keeps_incoming)
        self._window.toast.say(
            told, "Make it a note" if offer else "", partial(self._as_note, text, place) if offer else None
        )

    def _corner(self, fragment: Snapshot, place: Position | None) -> Position:
        """Where the top-left corner goes: the first card under the pointer, or all of it in the middle of the view."""
        if place is not None:
            return (round(place[0] - CARD_WIDTH / 2), round(place[1] - CARD_HEIGHT / 2))
        left, top, right, bottom = pasting.extent(fragment)
        x, y = self._window.desk.canvas.view_centre()
        return (round(x - (right - left) / 2), round(y - (bottom - top) / 2))

    def show(self, added: Added) -> None:
        """Selects what is new and brings it into view."""
        desk = self._window.desk
        desk.canvas.select(steps=added.steps, notes=added.notes)
        pipeline = desk.session.pipeline
        new = Snapshot(
            positions={s: pipeline.positions[s] for s in added.steps},
            notes={n: pipeline.notes[n] for n in added.notes},
        )
        left, top, right, bottom = pasting.extent(new)
        desk.canvas.bring_into_view([(left, top, right - left, bottom - top)])
        desk.canvas.setFocus()

    def _as_note(self, text: str, place: Position | None) -> None:
        """Takes the steps back: the text was meant to be read."""
        desk = self._window.desk
        desk.session.undo()
        self._add(pasting.as_note(desk.session.services, text), place, "", keeps_incoming=False)


def told_text(found: Pasted, added: Added, *, keeps_incoming: bool = False) -> str:
    """What was pasted, in one sentence, with all that was left out."""
    if not found.origin:
        return f"It became a sticky note: {found.problem}" if found.problem else "The text became a sticky note"
    parts = [counted(len(added.steps), "step"), counted(len(added.links), "link")]
    if added.notes:
        parts.append(counted(len(added.notes), "note"))
    known = [part for part in parts if not part.startswith("0")] or parts[:1]
    text = f"{' and '.join([', '.join(known[:-1]), known[-1]] if len(known) > 1 else known)} from {found.origin}"
    if found.unread:
        text += f"; {found.unread}"
    if found.losses:
        text += f"; {counted(found.losses, 'fact')} that only its own format can say left out"
    if found.incoming and not keeps_incoming:
        text += f"; {counted(len(found.incoming), 'link')} from outside left out, Ctrl+Shift+V keeps them"
    return text


def counted(number: int, word: str) -> str:
    """``1 step``, ``2 steps``."""
    return f"{number} {word}{'' if number == 1 else 's'}"
