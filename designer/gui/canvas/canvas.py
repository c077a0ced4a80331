"""The canvas: a surface that people edit on. Assembly: gestures are in tools/, keys in keyboard.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from designer.drawing.geometry import Floats
from designer.drawing.theme import Theme
from designer.errors import EditRefused
from designer.gui.canvas import accessible
from designer.gui.canvas.back_buffer import Place
from designer.gui.canvas.card_motion import Places
from designer.gui.canvas.choosing import Choosing
from designer.gui.canvas.dropping import Dropping
from designer.gui.canvas.focus_mode import FocusMode
from designer.gui.canvas.ghost_search import GhostSearch
from designer.gui.canvas.hit_test import NOTHING, card_hit
from designer.gui.canvas.keyboard import Keyboard
from designer.gui.canvas.minimap import Minimap
from designer.gui.canvas.on_top import OnTop
from designer.gui.canvas.requests import QuickAddRequest
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.texts import Texts
from designer.gui.canvas.tips import tip_for
from designer.gui.canvas.tools.state import Pointer, State
from designer.gui.canvas.tools.switch import ToolSwitch
from designer.gui.canvas.tools.table import SELECT
from designer.model.changes import POSITIONS, STEPS, Transaction

if TYPE_CHECKING:
    from designer.analysis.report import Report
    from designer.gui.bridge import Bridge
    from designer.session.session import Session

R = TypeVar("R")


class Canvas(Choosing):
    """Shows and edits one session's pipeline.

    Args:
        session: what is edited.
        bridge: tells of edits and reports.
        theme: how it looks.
    """

    quick_add_requested = Signal(object)  # QuickAddRequest
    edit_requested = Signal(str)  # id of the step whose properties are wanted
    rename_requested = Signal(str)  # id of the step
    ghost_accepted = Signal(object)  # Finding whose missing step is wanted
    badge_clicked = Signal(str)  # id of the step
    guess_clicked = Signal(str, QPoint)  # id of the step; place on the screen
    refused = Signal(object, object)  # EditRefused; (source, target) of a feedback link that would do, or None
    told = Signal(str)  # what a gesture did beyond what can be seen
    context_menu_requested = Signal(object, QPoint)  # Hit; place on the screen

    def __init__(self, session: Session, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Scene(session.pipeline, session.services.catalog), theme, parent)
        self.session = session
        self._bridge = bridge
        self.tools = ToolSwitch(self)
        self._tool: State = self.idle
        self._button = Qt.MouseButton.NoButton  # that began the gesture
        self._is_letting_go = False
        self.keyboard = Keyboard(self)
        self.on_top = OnTop(self)
        self.in_place = Texts(self)
        self.minimap = Minimap(self)
        self.focus_mode = FocusMode(self)
        self._dropping = Dropping(self)
        self.ghost_search = GhostSearch(self.scene, self)
        self.ghost_search.found.connect(self._on_ghosts)
        self.space_is_held = self.space_was_used = False
        self.setAcceptDrops(True)
        self.setAccessibleName("Pipeline canvas")
        accessible.install()
        bridge.changed.connect(self._follow)
        bridge.report_ready.connect(self._show_report)
        if bridge.report is not None:
            self._show_report(bridge.report)

    def paint_on_top(self, painter: QPainter, place: Place, size: QSize) -> None:
        self.on_top.paint(painter, place, size)

    # ------------------------------------------------------------------ following the pipeline
    def _follow(self, transaction: Transaction) -> None:
        self.motion.finish()
        if not self._is_letting_go:
            self.cancel_gesture()  # before the columns follow: what it holds may be gone then
        columns = self.scene.columns
        moves = self.habits.motion and self._tool is self.idle  # what was dragged is where it is already
        touched = [k for k in transaction.keys(STEPS) | transaction.keys(POSITIONS) if k]
        places = Places(self.scene, (*touched, *columns.boxes), transaction) if moves else None
        self.mark(self.scene.apply(transaction))
        self.ghost_search.look()
        self.minimap.changed()
        for row in columns.touched.tolist():
            self.renderer.labels.forget(row)
        self.choose(self.selection.existing(self.session.pipeline))
        self.focus_mode.renew()
        self.overlays.state.hover = NOTHING
        state = self.overlays.state
        if state.lit_steps - self.session.pipeline.steps.keys():
            self.set_highlight()
        if places is not None:
            self.motion.of_cards(places.moved())

    def _show_report(self, report: Report) -> None:
        self._on_ghosts(self.scene.set_report(report))
        self.ghost_search.look()
        count = len(report.findings)
        accessible.announce(self, f"{count} finding{'' if count == 1 else 's'}")

    def _on_ghosts(self, changed: Floats) -> None:
        """Badges and missing steps came into the picture, or left it."""
        self.mark(changed)
        self.minimap.changed()
        self.fit_again()
        focus = self.overlays.state.focus
        if focus.ghost is not None and focus.ghost not in self.scene.ghosts:
            self.focus_on(NOTHING)

    # ------------------------------------------------------------------ what tools ask for
    def attempt(self, command: Callable[..., R], *args: Any, **kwargs: Any) -> R | None:
        """Runs a command; a refusal is told by `refused` and gives None."""
        try:
            return self.session.run(command, *args, **kwargs)
        except EditRefused as e:
            self.refused.emit(e, None)
            return None

    def ask_for_step(self, x: float, y: float, on_screen: QPoint, **more: Any) -> None:
        """Asks the window for the list of kinds."""
        request = {"from_step": None, "as_source": True, "link": None, **more}
        self.quick_add_requested.emit(QuickAddRequest(x, y, global_pos=on_screen, **request))

    @property
    def idle(self) -> State:
        """What the current tool does while nothing is held down: where gestures start and return to."""
        return self.tools.rest

    def take_tool(self, name: str) -> None:
        """Chooses one of `tools.table.TOOLS`; a gesture of the one before is cancelled."""
        self.cancel_gesture()
        self.tools.take(name)
        self._become(self.idle)

    @staticmethod
    def is_drag(start: QPointF, end: QPointF) -> bool:
        """Whether the pointer has moved too far for a click."""
        return (end - start).manhattanLength() >= QApplication.startDragDistance() / 2

    def hold_space(self, held: bool) -> bool:
        """Space went down or up; returns whether it was only tapped."""
        tapped = self.space_is_held and not self.space_was_used
        self.space_is_held, self.space_was_used = held, False
        self.setCursor(Qt.CursorShape.OpenHandCursor if held else self._tool.cursor)
        return tapped and not held

    @property
    def is_held(self) -> bool:
        """Whether something is being dragged or drawn."""
        return self._tool is not self.idle

    def cancel_gesture(self) -> bool:
        """Ends what is being dragged or drawn without its effect; False when nothing is."""
        was_held = self.is_held
        if was_held:
            self._become(self._tool.cancel())
        return was_held

    def escape(self) -> bool:
        """Ends the gesture; else highlight, focus mode, selection, tool. False when there was nothing to end."""
        self.on_top.key_pointer.hide()
        if self.cancel_gesture():
            return True
        if self.overlays.state.lit_steps or self.overlays.state.lit_links:
            self.set_highlight()
        elif self.focus_mode.is_on:
            self.focus_mode.turn(False)
        elif self.selection:
            self.choose(Selection())
        elif self.tools.current is not SELECT:
            self.take_tool(SELECT.name)
        else:
            return False
        return True

    def feed(self, what: str, pointer: Pointer) -> None:
        """Lets the tool in use handle something: ``press``, ``move``, ``release`` or ``double_click``."""
        self._is_letting_go = what == "release"
        self._become(getattr(self._tool, what)(pointer))
        self._is_letting_go = False

    def _become(self, tool: State) -> None:
        if tool is not self._tool:
            self._tool = tool
            self.setCursor(tool.cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_held and event.buttons() != event.button():
            return  # a second button while one is held
        self._end_lost(Qt.MouseButton.NoButton)
        self._button = event.button()
        self.in_place.close()
        self.on_top.key_pointer.hide()
        self.overlays.state.by_keyboard = False
        self.feed("press", Pointer.of(event, self))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._end_lost(event.buttons())
        self.feed("move", Pointer.of(event, self))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == self._button:
            self.feed("release", Pointer.of(event, self))

    def _end_lost(self, held: Qt.MouseButton) -> None:
        """Cancels a gesture whose button was let go where the canvas did not hear of it: over a menu or a dialog."""
        if self.is_held and not held & self._button:
            self._become(self._tool.cancel())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.feed("double_click", Pointer.of(event, self))

    def leaveEvent(self, event: QEvent) -> None:
        self.hover(NOTHING)
        self.on_top.laser.put_out()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.overlays.state.by_keyboard = True
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.release(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        state = self.overlays.state
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        state.has_focus = True
        state.by_keyboard = state.by_keyboard or by_key
        first = next(iter(self.scene.cards()), None)
        if by_key and not self.focused().part and first is not None:
            self.focus_on(card_hit(first))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.overlays.state.has_focus = False
        self.hold_space(False)
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard or self.is_held:
            event.accept()  # the Menu key: Keyboard knows what it is about; while something is dragged there is none
            return
        hit = self.hit(*self.view.to_scene(event.pos().x(), event.pos().y()))
        self.context_menu_requested.emit(hit, event.globalPos())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.hit(*self.view.to_scene(event.pos().x(), event.pos().y()))
            QToolTip.showText(event.globalPos(), tip_for(hit, self.scene, self.renderer, self.view.scale), self)
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._dropping.is_kind(event):
            self._dropping.move(event)
            event.acceptProposedAction()
        else:
            event.ignore()  # files are the window's

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dropping.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._dropping.is_kind(event):
            self._dropping.drop(event)
            event.acceptProposedAction()
        else:
            event.ignore()
