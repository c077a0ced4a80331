"""The canvas for screen readers: a list whose items are the steps, in the order of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.hit_test import card_hit
from designer.gui.canvas.tips import facts_of

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.choosing import Choosing

_NAME = "Pipeline canvas"


class StepAccessible(QAccessibleInterface):
    """One card: its title, what it is, how it is linked and what is wrong with it; a step's, or a collapsed frame's."""

    def __init__(self, owner: CanvasAccessible, step_id: str) -> None:
        super().__init__()
        self._owner, self.step_id = owner, step_id

    def isValid(self) -> bool:
        return self.step_id in self._owner.canvas.scene.columns.steps

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self._owner.window()

    def parent(self) -> QAccessibleInterface:
        return self._owner

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Titles are changed by renaming, not through here."""

    def text(self, kind: QAccessible.Text) -> str:
        scene = self._owner.canvas.scene
        row = scene.columns.steps.row.get(self.step_id)
        if row is None:
            return ""
        if kind == QAccessible.Text.Name:
            return scene.words_of(row).title
        return self._description(row) if kind == QAccessible.Text.Description else ""

    def _description(self, row: int) -> str:
        scene = self._owner.canvas.scene
        steps = scene.steps_of(self.step_id)
        links = [k for s in steps for k in scene.pipeline.links_of(s) if not {k.source, k.target} <= set(steps)]
        inputs = sum(link.target in steps for link in links)
        parts = [*scene.words_of(row).below, f"{_number(inputs, 'input')}, {_number(len(links) - inputs, 'output')}"]
        if scene.box(self.step_id):
            parts.insert(1, "collapsed")
        elif self.step_id in scene.pipeline.steps:
            parts += facts_of(scene.pipeline.steps[self.step_id], scene)
        parts += [f"{f.severity}: {f.title}" for f in scene.findings_of(self.step_id)] or ["no findings"]
        if scene.lineage is not None and not scene.lineage.has_card(row):
            parts.append("dimmed: neither before nor after what is selected")
        return "; ".join(parts)

    def rect(self) -> QRect:
        canvas = self._owner.canvas
        area = canvas.overlays.area_of(card_hit(self.step_id))
        if area is None:
            return QRect()
        x, y = canvas.view.to_view(*area[:2])
        corner = canvas.mapToGlobal(canvas.rect().topLeft())
        scale = canvas.view.scale
        return QRect(
            round(x) + corner.x(), round(y) + corner.y(), round(CARD_WIDTH * scale), round(CARD_HEIGHT * scale)
        )

    def state(self) -> QAccessible.State:
        canvas = self._owner.canvas
        state = QAccessible.State()
        state.selectable = state.focusable = True
        hit = card_hit(self.step_id)
        state.selected = canvas.selection.holds(hit.part, hit.key)
        state.focused = canvas.hasFocus() and canvas.focused().card == self.step_id
        state.expandable = state.collapsed = hit.part == "frames"
        return state


class CanvasAccessible(QAccessibleWidget):
    """The list. Items are made when somebody asks; references are kept, for Qt keeps none."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.List, _NAME)
        self._canvas = ref(canvas)  # not kept alive: Qt deletes this with the widget
        self._items: dict[str, StepAccessible] = {}

    @property
    def canvas(self) -> Canvas:
        """The widget."""
        canvas = self._canvas()
        if canvas is None:
            raise RuntimeError("the canvas is gone")
        return canvas

    def _ids(self) -> list[str]:
        return self.canvas.scene.cards()

    def _widgets(self) -> list[QWidget]:
        """What stands on the canvas: the first cards of an empty one, the map, the bar of tools, an open editor."""
        found = self.canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [widget for widget in found if not widget.isWindow() and widget.isVisible()]

    def childCount(self) -> int:
        return len(self._ids()) + len(self._widgets())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        ids = self._ids()
        if 0 <= index < len(ids):
            return self.item(ids[index])
        widgets = self._widgets()[index - len(ids) :] if index >= 0 else []
        return QAccessible.queryAccessibleInterface(widgets[0]) if widgets else None

    def item(self, step_id: str) -> StepAccessible:
        """The interface of a step."""
        item = self._items.get(step_id)
        if item is None:
            item = self._items[step_id] = StepAccessible(self, step_id)
            QAccessible.registerAccessibleInterface(item)
        return item

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        ids = self._ids()
        if isinstance(child, StepAccessible):
            return ids.index(child.step_id) if child.step_id in ids else -1
        widgets: list[QObject] = [*self._widgets()]
        return len(ids) + widgets.index(child.object()) if child.object() in widgets else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        canvas = self.canvas
        corner = canvas.mapToGlobal(canvas.rect().topLeft())
        widget = next((w for w in self._widgets() if w.geometry().contains(x - corner.x(), y - corner.y())), None)
        if widget is not None:
            return QAccessible.queryAccessibleInterface(widget)
        step = canvas.hits.card_at(*canvas.view.to_scene(x - corner.x(), y - corner.y()))
        return self.item(step) if step else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        focus = self.canvas.focused()
        return self.item(focus.card) if focus.card in self.canvas.scene.columns.steps else None

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self.canvas.accessibleName() or _NAME
        return super().text(kind)


_interfaces: WeakKeyDictionary[Any, CanvasAccessible] = WeakKeyDictionary()
"""Qt asks a plain function for interfaces, so what it made has to be found again by the widget; it dies with it."""


def install() -> None:
    """Tells Qt how to describe canvases; calling it again changes nothing."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_name: str, widget: QObject) -> QAccessibleInterface | None:
    if not hasattr(widget, "scene") or not hasattr(widget, "keyboard"):
        return None
    found = _interfaces.get(widget)
    if found is None:
        found = _interfaces[widget] = CanvasAccessible(widget)  # type: ignore[arg-type]
    return found


def announce_focus(canvas: Choosing) -> None:
    """Tells screen readers which step the keyboard is on."""
    if not QAccessible.isActive():
        return
    focus = canvas.focused()
    cards = canvas.scene.cards()
    if focus.part in ("steps", "frames") and focus.card in cards:
        event = QAccessibleEvent(canvas, QAccessible.Event.Focus)
        event.setChild(cards.index(focus.card))
        QAccessible.updateAccessibility(event)


def announce(canvas: Canvas, text: str) -> None:
    """Has screen readers say something that changed by itself."""
    if QAccessible.isActive():
        from PySide6 import QtGui

        kind = getattr(QtGui, "QAccessibleAnnouncementEvent", None)  # from Qt 6.8 on
        if kind is not None:
            QAccessible.updateAccessibility(kind(canvas, text))


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
