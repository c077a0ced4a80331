"""The keys that work on the canvas itself; everything with a menu entry is an action of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from designer.commands import steps as step_commands
from designer.gui.canvas.bends import nudge
from designer.gui.canvas.choosing import FOCUSABLE
from designer.gui.canvas.folding import toggle_frame
from designer.gui.canvas.hit_test import card_hit
from designer.gui.canvas.navigation import ARROWS, followers, neighbour
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.moving import move_all

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

GRID: Final = 8.0
_PAN: Final = 80
_PAGE: Final = 0.85
_PAGES: Final = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class Keyboard:
    """Arrows walk along the graph, Ctrl and arrows nudge, Space selects, Enter opens or accepts."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Handles a key; False when it is none of the canvas's."""
        key, held = event.key(), event.modifiers()
        canvas = self._canvas
        if canvas.on_top.key_pointer.press(event):
            return True
        if key in ARROWS:
            return self._arrow(Qt.Key(key), held)
        if key == Qt.Key.Key_Escape:
            return canvas.escape()
        if key == Qt.Key.Key_Space and not held:
            if not event.isAutoRepeat():
                canvas.hold_space(True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            return self._enter()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self._first_or_last(key == Qt.Key.Key_Home)
        if key in _PAGES:
            return self._page(_PAGES[Qt.Key(key)], bool(held & Qt.KeyboardModifier.ShiftModifier))
        if key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and held == Qt.KeyboardModifier.ShiftModifier):
            return self._menu()
        return False

    def release(self, event: QKeyEvent) -> bool:
        """A tap of Space, without a drag, selects what has the focus or lets it go."""
        if event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            tapped = self._canvas.hold_space(False)
            focus = self._canvas.overlays.state.focus
            if tapped and focus.part in FOCUSABLE:
                self._canvas.choose(self._canvas.selection.toggled(focus.part, focus.key))
        return True

    # ------------------------------------------------------------------ keys
    def _arrow(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        canvas = self._canvas
        dx, dy = ARROWS[key]
        extend = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.AltModifier:
            return False
        if held & Qt.KeyboardModifier.ControlModifier:
            return self._nudge(dx, dy, 10 if extend else 1)
        start = self._canvas.focused()
        if not start.part:
            canvas.view.pan(-dx * _PAN, -dy * _PAN)
            canvas.refresh()
            return True
        if extend and dx:
            steps = canvas.selection.steps or canvas.scene.steps_of(start.card)
            found = followers(canvas.session.pipeline, steps, forward=dx > 0)
            canvas.choose(canvas.selection.joined(Selection(steps=found)))
            return True
        target = neighbour(canvas.scene, canvas.overlays, start, dx, dy)
        if target is not None:
            canvas.focus_on(target)
            if target.part in FOCUSABLE:
                one = Selection().toggled(target.part, target.key)
                canvas.choose(canvas.selection.joined(one) if extend else one)
            else:
                canvas.choose(Selection())
            canvas.keep_in_view(target)
        return True

    def _nudge(self, dx: int, dy: int, times: int) -> bool:
        canvas = self._canvas
        pipeline, selection = canvas.session.pipeline, canvas.selection
        step = GRID * times
        if nudge(canvas, dx * step, dy * step):
            return True
        places = {
            s: (pipeline.positions[s][0] + dx * step, pipeline.positions[s][1] + dy * step)
            for s in selection.with_framed_steps(pipeline)
            if s in pipeline.positions
        }
        notes = {n: (pipeline.notes[n].x + dx * step, pipeline.notes[n].y + dy * step) for n in selection.notes}
        if places and not notes:
            canvas.attempt(step_commands.move, places)
        elif notes:
            canvas.attempt(move_all, places, notes)
        return bool(places or notes)

    def _enter(self) -> bool:
        canvas, focus = self._canvas, self._canvas.focused()
        if focus.ghost is not None:
            canvas.ghost_accepted.emit(focus.ghost.finding)
        elif focus.part == "notes":
            canvas.in_place.note(focus.key)
        elif focus.part == "steps":
            canvas.edit_requested.emit(focus.key)
        elif focus.part == "frames":
            toggle_frame(canvas, focus.key)
        return bool(focus.part)

    def _first_or_last(self, first: bool) -> bool:
        cards = self._canvas.scene.cards()
        if cards:
            hit = card_hit(cards[0] if first else cards[-1])
            self._canvas.focus_on(hit)
            self._canvas.choose(Selection().toggled(hit.part, hit.key))
            self._canvas.keep_in_view(hit)
        return bool(cards)

    def _page(self, way: int, across: bool) -> bool:
        """Moves the view by nearly a window, so that something stays in sight to go by."""
        canvas = self._canvas
        by = way * _PAGE * (canvas.width() if across else canvas.height())
        canvas.view.pan(by if across else 0, 0 if across else by)
        canvas.refresh()
        return True

    def _menu(self) -> bool:
        canvas, focus = self._canvas, self._canvas.focused()
        if focus.part in FOCUSABLE and focus.key not in getattr(canvas.selection, focus.part):
            canvas.choose(Selection().toggled(focus.part, focus.key))
        area = canvas.overlays.area_of(focus)
        x, y = canvas.view.to_view(area[0] + area[2] / 2, area[1] + area[3] / 2) if area else (20, 20)
        canvas.context_menu_requested.emit(focus, canvas.mapToGlobal(QPoint(round(x), round(y))))
        return True
