"""Tools that put one thing where the pointer is let go and hand back to the select tool: text, note, comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.commands.drawings import COMMENT_SIZE
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.moving import comment_step
from designer.gui.canvas.tools.state import Pointer, State
from designer.model.step import COMMENT, TEXT

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class PlacingTool(BoardTool):
    """Opens an editor where it is clicked; what is typed becomes one undo step."""

    drags = False

    def begin(self, pointer: Pointer) -> State:
        return Placing(self.canvas, self)

    def put(self, pointer: Pointer) -> None:
        """Puts the thing where the pointer is."""


class Placing(State):
    """The button is down; Escape puts nothing."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, tool: PlacingTool) -> None:
        super().__init__(canvas)
        self._tool = tool

    def release(self, pointer: Pointer) -> State:
        canvas = self.canvas
        canvas.tools.hand_back()
        self._tool.put(pointer)
        return canvas.idle


class TextTool(PlacingTool):
    """A text on the ground; on a text that is there, it goes on with that one."""

    cursor = Qt.CursorShape.IBeamCursor

    def put(self, pointer: Pointer) -> None:
        canvas = self.canvas
        here = [n for n in canvas.hits.notes_at(pointer.x, pointer.y, canvas.view.scale) if n.form == TEXT]
        if here:
            canvas.in_place.note(here[-1].id)
        else:
            canvas.in_place.new_text(pointer.x, pointer.y)


class NoteTool(PlacingTool):
    """A sticky note whose corner is where it was clicked."""

    def put(self, pointer: Pointer) -> None:
        self.canvas.in_place.new_note(round(pointer.x), round(pointer.y))


class CommentTool(PlacingTool):
    """A comment, pinned to the step under the pointer; on a comment that is there, it opens that one."""

    def put(self, pointer: Pointer) -> None:
        canvas = self.canvas
        here = [n for n in canvas.hits.notes_at(pointer.x, pointer.y, canvas.view.scale) if n.form == COMMENT]
        if here:
            canvas.in_place.note(here[-1].id)
            return
        place = round(pointer.x), round(pointer.y - COMMENT_SIZE)
        canvas.in_place.new_comment(*place, comment_step(canvas, place))
