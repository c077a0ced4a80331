"""Which tool of the table is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from designer.gui.canvas.tools.state import State
from designer.gui.canvas.tools.table import SELECT, TOOLS, Tool

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_MARGIN = 12


class ToolSwitch(QObject):
    """Holds one resting state a tool, and shows the name of any tool but the first on the canvas."""

    changed = Signal(str)  # name of the tool

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._rests = {tool.name: tool.rest(canvas) for tool in TOOLS}
        self._tools = {tool.name: tool for tool in TOOLS}
        self.current: Tool = SELECT
        self.is_quiet = False  # somebody presents: no sign
        self.sign = QLabel(canvas)
        self.sign.setProperty("look", "tool")
        self.sign.move(_MARGIN, _MARGIN)
        self.sign.hide()

    @property
    def rest(self) -> State:
        """The state that gestures of this tool start from."""
        return self._rests[self.current.name]

    def hand_back(self) -> None:
        """The tool has done its one thing: people select next."""
        self.take(SELECT.name)

    def take(self, name: str) -> None:
        """Makes a tool of the table the current one."""
        tool = self._tools[name]
        if tool is self.current:
            return
        self.current = tool
        self._canvas.on_top.laser.put_out()
        self.sign.setText(f"{tool.title} · Esc or {SELECT.key} ends it")
        self.sign.setAccessibleName(f"Tool: {tool.title}")
        self.sign.adjustSize()
        self.sign.setVisible(tool is not SELECT and not self.is_quiet)
        self.changed.emit(name)
