"""Focus mode: all but what leads to the selection or follows it is dimmed, until Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from designer.gui.canvas import accessible
from designer.gui.canvas.lineage import FlowRows, Lineage, lineage_of
from designer.gui.canvas.scene import counted

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_MARGIN: Final = 12
_GAP: Final = 8


class FocusMode(QObject):
    """Follows the selection while it is on, and says so in a corner of the canvas."""

    changed = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.is_on = False
        self._flow: tuple[int, FlowRows] | None = None  # with the revision that it was made of
        self.sign = QLabel(canvas)
        self.sign.setProperty("look", "tool")
        self.sign.hide()
        canvas.selection_changed.connect(self.renew)
        canvas.tools.changed.connect(self._place)

    def turn(self, is_on: bool) -> None:
        """Dims what has nothing to do with the selection, or shows everything again."""
        if is_on == self.is_on:
            return
        self.is_on = is_on
        self.renew()
        accessible.announce(self._canvas, self.sign.text() if is_on else "Focus mode is off")
        self.changed.emit(is_on)

    def renew(self) -> None:
        """The selection or the pipeline has changed."""
        canvas, scene = self._canvas, self._canvas.scene
        if not self.is_on and scene.lineage is None:
            return
        chosen = canvas.selection
        framed = chosen.with_framed_steps(scene.pipeline)
        found = None
        if self.is_on:
            found = lineage_of(scene.columns, self._flow_rows(), chosen, framed, scene.pipeline.frames)
        if found is not None or scene.lineage is not None:
            scene.lineage = found
            canvas.buffer.forget()
            canvas.minimap.changed()
            canvas.update()
        self._tell(found)

    def _flow_rows(self) -> FlowRows:
        revision = self._canvas.scene.pipeline.revision
        if self._flow is None or self._flow[0] != revision:
            self._flow = revision, FlowRows(self._canvas.scene.columns)
        return self._flow[1]

    def _tell(self, found: Lineage | None) -> None:
        scene = self._canvas.scene
        shown = "select a step to see what leads to it and follows it"
        if found is not None:
            number = sum(len(scene.steps_of(card)) for card in found.cards)
            shown = f"{number} of {counted(len(scene.pipeline.steps), 'step')}"
        self.sign.setText(f"Focus mode · {shown} · Esc ends it")
        self.sign.setAccessibleName(self.sign.text())
        self._place()
        self.sign.setVisible(self.is_on)

    def _place(self) -> None:
        tool = self._canvas.tools.sign
        self.sign.adjustSize()
        self.sign.move(_MARGIN + (0 if tool.isHidden() else tool.width() + _GAP), _MARGIN)
