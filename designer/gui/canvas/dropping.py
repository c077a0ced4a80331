"""Kinds of steps dragged from the palette: on to the ground, or on to a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from designer.commands import links as link_commands
from designer.commands import steps as step_commands
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.selection import Selection

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

KIND_MIME: Final = "application/x-mlops-designer-kind"
_REACH: Final = 18.0


class Dropping:
    """Shows where a dragged kind would go and adds the step when it is let go."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @staticmethod
    def is_kind(event: QDropEvent) -> bool:
        """Whether a kind is dragged; files and everything else are the window's."""
        return event.mimeData().hasFormat(KIND_MIME)

    def move(self, event: QDropEvent) -> None:
        """Lights the link it would be put on, or the place it would take."""
        canvas, state = self._canvas, self._canvas.overlays.state
        x, y = canvas.view.to_scene(event.position().x(), event.position().y())
        state.drop_link = self._link(event, x, y)
        state.drop_place = (x - CARD_WIDTH / 2, y - CARD_HEIGHT / 2) if state.drop_link is None else None
        canvas.refresh()

    def leave(self) -> None:
        """Nothing is over the canvas any more."""
        state = self._canvas.overlays.state
        state.drop_link = state.drop_place = None
        self._canvas.refresh()

    def drop(self, event: QDropEvent) -> None:
        """Adds the step, or puts it on the link, as one undo step, and selects it."""
        canvas = self._canvas
        kind = bytes(event.mimeData().data(KIND_MIME).data()).decode("utf-8", "replace")
        x, y = canvas.view.to_scene(event.position().x(), event.position().y())
        link = self._link(event, x, y)
        self.leave()
        catalog = canvas.session.services.catalog
        if link is not None:
            new = canvas.attempt(link_commands.insert_on_link, catalog, link, kind)
        else:
            place = (round(x - CARD_WIDTH / 2), round(y - CARD_HEIGHT / 2))
            new = canvas.attempt(step_commands.add_step, catalog, kind, at=place)
        if new is not None:
            canvas.choose(Selection(steps=(new,)))
            canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link(self, event: QDropEvent, x: float, y: float) -> str | None:
        """The link under the pointer; none while Alt is held or over a card."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or self._canvas.hits.card_at(x, y):
            return None
        return self._canvas.hits.link_at(x, y, _REACH / self._canvas.view.scale)
