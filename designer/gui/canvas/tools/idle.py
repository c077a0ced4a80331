"""Nothing is held down: the pointer looks around, and a press decides which gesture begins."""

from __future__ import annotations

from PySide6.QtCore import Qt

from designer.commands.bends import remove_bend
from designer.drawing.frame_tree import is_collapsed
from designer.gui.canvas.bends import SPOT, add_at, can_bend
from designer.gui.canvas.folding import is_of_file, toggle_frame
from designer.gui.canvas.hit_test import NOTHING, Hit
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.banding import Banding
from designer.gui.canvas.tools.bending import Bending
from designer.gui.canvas.tools.cutting import Cutting
from designer.gui.canvas.tools.linking import Linking
from designer.gui.canvas.tools.panning import Panning
from designer.gui.canvas.tools.pressed import Clicking, Pressed
from designer.gui.canvas.tools.resizing import Resizing
from designer.gui.canvas.tools.state import Pointer, State

_CURSORS = {
    "out": Qt.CursorShape.CrossCursor,
    "in": Qt.CursorShape.CrossCursor,
    "back": Qt.CursorShape.CrossCursor,
    "badge": Qt.CursorShape.PointingHandCursor,
    "guess": Qt.CursorShape.PointingHandCursor,
    "plus": Qt.CursorShape.PointingHandCursor,
    "bend": Qt.CursorShape.SizeAllCursor,
    "grip": Qt.CursorShape.SizeFDiagCursor,
}


class Idle(State):
    """Hover feedback; a press hands over to another state."""

    def press(self, pointer: Pointer) -> State:
        canvas = self.canvas
        if pointer.button == Qt.MouseButton.MiddleButton or canvas.space_is_held:
            return Panning(canvas, pointer)
        hit = canvas.hit(pointer.x, pointer.y)
        if pointer.button == Qt.MouseButton.RightButton:
            self._choose_for_menu(hit)
        if pointer.button != Qt.MouseButton.LeftButton:
            return self
        canvas.focus_on(hit if hit.part in ("steps", "notes", "ghosts", "frames") else NOTHING)
        if hit.is_port:
            return Linking(canvas, pointer, hit)
        if hit.part == "ghosts" or hit.spot in ("badge", "plus", "guess"):
            return Clicking(canvas, pointer, hit)
        if hit.spot == "grip":
            canvas.choose(Selection(notes=(hit.key,)))
            return Resizing(canvas, pointer, hit.key)
        if hit.spot == SPOT and not (pointer.extends or pointer.copies):
            return Bending(canvas, pointer, hit.key, hit.bend)
        if hit.part:
            return Pressed(canvas, pointer, hit)
        return Cutting(canvas, pointer) if pointer.copies else Banding(canvas, pointer)

    def _choose_for_menu(self, hit: Hit) -> None:
        """A menu is about what was clicked: selected already, or selected now."""
        if hit.part in ("steps", "links", "notes", "frames"):
            if not self.canvas.selection.holds(hit.part, hit.key):
                self.canvas.choose(Selection().toggled(hit.part, hit.key))
        elif not hit.part:
            self.canvas.choose(Selection())

    def move(self, pointer: Pointer) -> State:
        hit = self.canvas.hit(pointer.x, pointer.y)
        self.canvas.hover(hit)
        self.canvas.setCursor(cursor_for(hit, self.canvas.space_is_held))
        return self

    def double_click(self, pointer: Pointer) -> State:
        canvas = self.canvas
        if pointer.button != Qt.MouseButton.LeftButton:
            return self.press(pointer)
        hit = canvas.hit(pointer.x, pointer.y)
        if hit.part == "steps" and not hit.is_port:
            canvas.rename_requested.emit(hit.key)
        elif hit.part == "notes":
            canvas.in_place.note(hit.key)
        elif hit.part == "frames" and not hit.is_port:
            self._open_frame(hit.key)
        elif hit.spot == SPOT:
            canvas.attempt(remove_bend, hit.key, hit.bend)
        elif can_bend(canvas, hit.key) and not hit.spot:
            add_at(canvas, hit.key, (pointer.x, pointer.y))
        elif hit.part == "links":
            canvas.ask_for_step(pointer.x, pointer.y, pointer.on_screen, link=hit.key)
        elif not hit.part:
            canvas.ask_for_step(pointer.x, pointer.y, pointer.on_screen)
        return self

    def _open_frame(self, frame_id: str) -> None:
        """Folds frames of files and opens boxes; the title of a frame that a person drew can be written."""
        frame = self.canvas.session.pipeline.frames[frame_id]
        if is_of_file(frame) or is_collapsed(frame):
            toggle_frame(self.canvas, frame_id)
        else:
            self.canvas.in_place.frame(frame_id)


def cursor_for(hit: Hit, panning: bool) -> Qt.CursorShape:
    """The pointer's shape over a thing."""
    if panning:
        return Qt.CursorShape.OpenHandCursor
    if hit.part == "ghosts":
        return Qt.CursorShape.PointingHandCursor
    return _CURSORS.get(hit.spot, Qt.CursorShape.ArrowCursor)
