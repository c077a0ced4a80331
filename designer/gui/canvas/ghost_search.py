"""Places for many missing steps are searched for in another thread; those of before stay until they are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from designer.drawing.geometry import Floats
from designer.gui.canvas.scene import Scene
from designer.gui.latest import Latest


class GhostSearch(QObject):
    """One search at a time, of the newest state.

    Args:
        scene: whose missing steps are placed.
    """

    found = Signal(object)  # (n, 4) areas that look different now

    def __init__(self, scene: Scene, parent: QObject) -> None:
        super().__init__(parent)
        self._scene = scene
        self._work = Latest(scene.search_ghosts, 0, self)
        self._work.ready.connect(self._receive)

    @property
    def is_idle(self) -> bool:
        """Whether all that is missing stands where it belongs."""
        return not self._scene.ghosts_wait

    def look(self) -> None:
        """Starts a search if something waits for it."""
        if self._scene.ghosts_wait:
            self._work.ask()

    def close(self) -> None:
        """Ends the thread."""
        self._work.close()

    # ------------------------------------------------------------------ inside
    def _receive(self, take: Callable[[], Floats]) -> None:
        self.found.emit(take())
