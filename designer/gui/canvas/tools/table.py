"""The tools of the canvas: what a press with the left button begins. One line here makes key, menu entry and button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from designer.gui.canvas.tools.eraser import EraserTool
from designer.gui.canvas.tools.framing import FrameTool
from designer.gui.canvas.tools.hand import Hand
from designer.gui.canvas.tools.idle import Idle
from designer.gui.canvas.tools.laser import LaserTool
from designer.gui.canvas.tools.pen import PenTool
from designer.gui.canvas.tools.placing import CommentTool, NoteTool, TextTool
from designer.gui.canvas.tools.state import State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Tool:
    """One way to use the pointer, until another one is chosen.

    Args:
        name: unique; its action is ``tool.NAME``.
        text: for menus, with the mark of its letter.
        tip: one sentence: what it does.
        key: the letter that chooses it while the canvas has the keyboard.
        icon: of its button, name of an SVG file.
        rest: makes the state that a gesture of this tool starts from and returns to; its cursor shows the tool.
    """

    name: str
    text: str
    tip: str
    key: str
    icon: str
    rest: Callable[[Canvas], State]

    @property
    def title(self) -> str:
        return self.text.replace("&", "")


SELECT: Final = Tool("select", "&Select", "Select, move and link with the pointer.", "V", "pointer", Idle)
HAND: Final = Tool("hand", "&Hand", "Move the view by dragging, until Esc or another tool.", "H", "grab", Hand)
PEN: Final = Tool("pen", "&Pen", "Draw by dragging; Shift draws a straight line.", "P", "pen", PenTool)
ERASER: Final = Tool("eraser", "&Eraser", "Take away strokes and texts that you drag over.", "E", "eraser", EraserTool)
TEXT: Final = Tool("text", "&Text", "Write on the ground, without a box.", "T", "text", TextTool)
NOTE: Final = Tool("note", "Sticky &note", "Put a note where you click.", "N", "note", NoteTool)
FRAME: Final = Tool("frame", "&Frame", "Drag round steps to frame them.", "F", "frame", FrameTool)
COMMENT: Final = Tool("comment", "&Comment", "Comment on the step or place you click.", "C", "comment", CommentTool)
LASER: Final = Tool("laser", "&Laser", "Point at things; a trail follows while you press.", "K", "laser", LaserTool)
TOOLS: Final = (SELECT, HAND, PEN, ERASER, TEXT, NOTE, FRAME, COMMENT, LASER)
