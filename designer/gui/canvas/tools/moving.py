"""Dragging what is selected; the pipeline changes once, when it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.commands.drawings import COMMENT_SIZE, move_comment
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.commands.splicing import put_on_link
from designer.drawing.geometry import Area
from designer.gui.canvas.drag_painter import MANY_LINKS
from designer.gui.canvas.tools.dragging import Drag
from designer.gui.canvas.tools.state import Pointer, State
from designer.model.pipeline import Pipeline
from designer.model.step import COMMENT

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_LINK_REACH: Final = 24.0  # scene units between a link and the middle of a card that would be put on it


class Moving(State):
    """Selected cards, notes and the cards of selected frames follow the pointer.

    A single card without links lights the link it is dragged over, and is put on it when it is let go there.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas)
        self._offset = (0.0, 0.0)
        pipeline, selection, columns = canvas.session.pipeline, canvas.selection, canvas.scene.columns
        chosen = (s for s in selection.with_framed_steps(pipeline) if s in pipeline.positions)
        self._steps = {s: pipeline.positions[s] for s in chosen}
        self._rows = columns.cards_of(self._steps)
        self._places = columns.places(self._rows)
        self._notes = tuple(pipeline.notes[n] for n in selection.notes)
        others = (n for n in pipeline.notes.values() if n.id not in selection.notes)
        self._pinned = tuple(n for n in others if n.step and n.step in self._steps)
        comments = [n.id for n in self._notes if n.form == COMMENT]
        self._comment = comments[0] if comments and len(self._notes) == 1 and not self._steps else None
        self._drag = Drag(canvas, start, self._rows, self._notes, moves=True)
        lone = next(iter(self._steps), "") if len(self._steps) == 1 and not (self._notes or selection.frames) else ""
        self._lone = lone if lone and not pipeline.links_of(lone) and lone in columns.steps else None
        canvas.lift(self._rows, self._notes + self._pinned)

    def move(self, pointer: Pointer) -> State:
        canvas = self.canvas
        dx, dy = self._offset = self._drag.offset(pointer)
        self._follow()
        canvas.overlays.state.lifted_by = (dx, dy)
        if self._lone is not None:
            x, y = (self._places[0] + self._offset).tolist()
            show_insertion(canvas, self._link(pointer), (x, y, CARD_WIDTH, CARD_HEIGHT))
        canvas.refresh()
        return self

    def _follow(self) -> None:
        """Puts the cards under the pointer. Of very many links, only those at cards in view are worked out anew."""
        canvas, columns = self.canvas, self.canvas.scene.columns
        places = self._places + np.array(self._offset)
        if len(canvas.renderer.lifted_links) <= MANY_LINKS:
            columns.place(self._rows, places)
            return
        columns.place(self._rows, places, np.empty(0, np.int64))  # now it is known which cards are in view
        near = columns.links_at(columns.visible_steps(*canvas.seen_area()))
        followed = np.intersect1d(near, canvas.renderer.lifted_links, assume_unique=True)
        if len(followed) > MANY_LINKS:
            followed = followed[:0]
        columns.place(self._rows, places, followed)
        canvas.overlays.state.lifted_links = followed

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        canvas = self.canvas
        dx, dy = self._offset
        link = canvas.overlays.state.drop_link
        places = {step: (x + dx, y + dy) for step, (x, y) in self._steps.items()}
        notes = {n.id: (n.x + dx, n.y + dy) for n in self._notes}
        self._put_back()
        if link is not None and self._lone is not None:
            canvas.attempt(put_on_link, link, self._lone, places[self._lone])
        elif any(self._offset) and self._comment is not None:
            place = notes[self._comment]
            canvas.attempt(move_comment, self._comment, place, comment_step(canvas, place))
        elif any(self._offset):
            canvas.attempt(move_all, places, notes)
        return canvas.idle

    def cancel(self) -> State:
        self._put_back()
        return self.canvas.idle

    def _link(self, pointer: Pointer) -> str | None:
        """The link that the card would be put on: none while Alt is held, and none under other cards."""
        if self._lone is None or pointer.modifiers & Qt.KeyboardModifier.AltModifier or not any(self._offset):
            return None
        x, y = (self._places[0] + self._offset + (CARD_WIDTH / 2, CARD_HEIGHT / 2)).tolist()
        if self.canvas.hits.card_at(x, y, without=self._lone) is not None:
            return None
        return self.canvas.hits.link_at(x, y, _LINK_REACH)

    def _put_back(self) -> None:
        self._drag.end()
        self.canvas.overlays.state.lifted_links = None
        show_insertion(self.canvas, None)
        self.canvas.scene.columns.place(self._rows, self._places)
        self.canvas.minimap.changed()  # it may have been drawn meanwhile
        self.canvas.drop_lifted()


def comment_step(canvas: Canvas, place: tuple[float, float]) -> str:
    """The step that a comment whose corner is at a place points to; empty for the ground."""
    card = canvas.hits.card_at(place[0], place[1] + COMMENT_SIZE) or ""
    return card if card in canvas.session.pipeline.steps else ""


def show_insertion(canvas: Canvas, link: str | None, area: Area | None = None) -> None:
    """Lights a link and says between which steps something would come; without one, nothing is lit."""
    state, pipeline = canvas.overlays.state, canvas.session.pipeline
    state.drop_link, state.drop_words = link, None
    if link is not None and area is not None:
        ends = pipeline.links[link]
        source, target = pipeline.steps[ends.source].label, pipeline.steps[ends.target].label
        state.drop_words = (area, f"Insert between {source} and {target}")
        state.guides = ()  # it will not stay where they are


def move_all(pipeline: Pipeline, places: dict[str, tuple[float, float]], notes: dict[str, tuple[float, float]]) -> None:
    """Moves steps and notes as one undo step."""
    if not notes:
        step_commands.move(pipeline, places)
        return
    number = len(places) + len(notes)
    word = pipeline.notes[next(iter(notes))].word
    with pipeline.edit(f"Move {word}" if number == 1 else f"Move {number} things"):
        if places:
            step_commands.move(pipeline, places)
        for note, (x, y) in notes.items():
            note_commands.edit_note(pipeline, note, x=x, y=y)
