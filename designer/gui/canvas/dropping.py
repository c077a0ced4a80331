"""Kinds of steps dragged from the palette: on to the ground, or on to a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from designer.commands import links as link_commands
from designer.commands import steps as step_commands
from designer.commands.kinds import change_kind, swap_text
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.tools.moving import show_insertion

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
        area = (x - CARD_WIDTH / 2, y - CARD_HEIGHT / 2, CARD_WIDTH, CARD_HEIGHT)
        show_insertion(canvas, self._link(event, x, y), area)
        card = self._card(event, x, y)
        state.drop_card = (card, f"Change to {self._title(event)}") if card else None
        is_free = state.drop_link is None and card is None
        state.drop_place = (x - CARD_WIDTH / 2, y - CARD_HEIGHT / 2) if is_free else None
        canvas.refresh()

    def leave(self) -> None:
        """Nothing is over the canvas any more."""
        state = self._canvas.overlays.state
        show_insertion(self._canvas, None)
        state.drop_place = state.drop_card = None
        self._canvas.refresh()

    def drop(self, event: QDropEvent) -> None:
        """Adds the step, puts it on the link, or changes the kind of the card, as one undo step, and selects it."""
        canvas, kind = self._canvas, self._kind(event)
        x, y = canvas.view.to_scene(event.position().x(), event.position().y())
        link, card = self._link(event, x, y), self._card(event, x, y)
        self.leave()
        catalog = canvas.session.services.catalog
        place = (round(x - CARD_WIDTH / 2), round(y - CARD_HEIGHT / 2))
        new: str | None
        if card is not None:
            swapped = canvas.attempt(change_kind, catalog, (card,), kind)
            new = card if swapped else None
            if swapped:
                canvas.told.emit(swap_text(swapped, catalog.kind(kind).title))
        elif link is not None:
            new = canvas.attempt(link_commands.insert_on_link, catalog, link, kind, at=place)
        else:
            new = canvas.attempt(step_commands.add_step, catalog, kind, at=place)
        if new is not None:
            canvas.select(steps=(new,))
            canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind(self, event: QDropEvent) -> str:
        return bytes(event.mimeData().data(KIND_MIME).data()).decode("utf-8", "replace")

    def _title(self, event: QDropEvent) -> str:
        return self._canvas.session.services.catalog.kind(self._kind(event)).title

    def _card(self, event: QDropEvent, x: float, y: float) -> str | None:
        """The step under the pointer whose kind would change; none while Alt is held, or where it has that kind."""
        card = self._canvas.hits.card_at(x, y)
        step = self._canvas.session.pipeline.steps.get(card or "")
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return None
        return None if self._canvas.session.services.catalog.kind(step.kind).slug == self._kind(event) else step.id

    def _link(self, event: QDropEvent, x: float, y: float) -> str | None:
        """The link under the pointer; none while Alt is held or over a card."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or self._canvas.hits.card_at(x, y):
            return None
        return self._canvas.hits.link_at(x, y, _REACH / self._canvas.view.scale)
