"""Drawing a link from a port: to another step, or to nothing, which asks for a new step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from designer.commands import links as link_commands
from designer.drawing import geometry as shape
from designer.errors import EditRefused
from designer.gui.canvas.hit_test import Hit, card_hit, port_places
from designer.gui.canvas.overlay_state import LinkPreview
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.tools.pressed import Pressed
from designer.gui.canvas.tools.state import Pointer, State
from designer.model.graph_queries import reachable
from designer.model.step import FEEDBACK, FLOW

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Linking(State):
    """Steps that may be joined show their port; those that would close a circle do not."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, pointer: Pointer, hit: Hit) -> None:
        super().__init__(canvas)
        self._start, self._card = pointer, hit.card
        self._forward = hit.spot != "in"
        self._step = self._end_of(self._card, leaves=self._forward)
        self._type = FEEDBACK if hit.spot == "back" else FLOW
        row = canvas.scene.columns.steps.row[hit.card]
        place = canvas.scene.columns.places(np.array([row]))[0]
        self._port = port_places((float(place[0]), float(place[1])))[hit.spot]
        self._valid = self._valid_rows(row)
        self._target: str | None = None

    def _end_of(self, card: str, *, leaves: bool) -> str:
        """The step that a link of a card is about: links leave a box from its last step and enter at its first."""
        return self.canvas.scene.steps_of(card)[-1 if leaves else 0]

    def _valid_rows(self, row: int) -> Ints:
        columns = self.canvas.scene.columns
        seen = columns.visible_steps(*self.canvas.seen_area())
        rows: Ints = seen[seen != row]
        if self._type == FEEDBACK:
            return rows
        blocked = columns.cards_of(self._would_close())
        open_rows: Ints = np.setdiff1d(rows, blocked, assume_unique=True)
        return open_rows

    def _would_close(self) -> frozenset[str]:
        """Steps that a flow link would join into a circle: for a link that leaves, all that come before."""
        nearby: dict[str, list[str]] = {}
        for link in self.canvas.session.pipeline.links.values():
            if link.is_flow:
                start, end = (link.target, link.source) if self._forward else (link.source, link.target)
                nearby.setdefault(start, []).append(end)
        return reachable([self._step], nearby)

    def move(self, pointer: Pointer) -> State:
        if self.canvas.overlays.state.preview is None and not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        canvas = self.canvas
        self._target = canvas.hits.card_at(pointer.x, pointer.y, 14.0)
        if self._target == self._card:
            self._target = None
        state, end = "open", (pointer.x, pointer.y)
        if self._target is not None:
            row = canvas.scene.columns.steps.row[self._target]
            state = "valid" if row in self._valid else "refused"
            place = canvas.scene.columns.places(np.array([row]))[0]
            end = self._aim((float(place[0]), float(place[1])))
        spot = "in" if self._forward else "out"
        canvas.overlays.state.preview = LinkPreview(self._curve(end), self._type == FEEDBACK, state, self._valid, spot)
        refused = state == "refused"
        canvas.setCursor(Qt.CursorShape.ForbiddenCursor if refused else Qt.CursorShape.CrossCursor)
        canvas.refresh()
        return self

    def _aim(self, place: tuple[float, float]) -> tuple[float, float]:
        if not self._forward:
            return shape.out_port(place)
        return shape.in_port(place, feedback=self._type == FEEDBACK)

    def _curve(self, end: tuple[float, float]) -> shape.Floats:
        start, end = (self._port, end) if self._forward else (end, self._port)
        curves = shape.feedback_curves if self._type == FEEDBACK else shape.flow_curves
        curve: shape.Floats = curves(np.array([start], float), np.array([end], float))[0]
        return curve

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        dragged = self.canvas.overlays.state.preview is not None
        self._end()
        if not dragged:  # where cards are small, the reach of a port covers half of one
            if self.canvas.hits.card_at(pointer.x, pointer.y) == self._card:
                return Pressed(self.canvas, self._start, card_hit(self._card)).release(pointer)
            return self.canvas.idle
        if self._target is None:
            # Let go over its own card: a change of mind, not a wish.
            if self.canvas.hits.card_at(pointer.x, pointer.y) is None:
                self.canvas.ask_for_step(
                    pointer.x, pointer.y, pointer.on_screen, from_step=self._step, as_source=self._forward
                )
            return self.canvas.idle
        other = self._end_of(self._target, leaves=not self._forward)
        source, target = (self._step, other) if self._forward else (other, self._step)
        try:
            self.canvas.session.run(link_commands.connect, source, target, type=self._type)
        except EditRefused as e:
            self.canvas.refused.emit(e, (source, target) if e.cycle else None)
        return self.canvas.idle

    def cancel(self) -> State:
        self._end()
        return self.canvas.idle

    def _end(self) -> None:
        self.canvas.overlays.state.preview = None
        self.canvas.refresh()
