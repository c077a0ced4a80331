"""Reads what takes a while in another thread: says so after a moment, and can be given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.errors import DesignerError
from designer.gui.waiting_in_bar import WaitingInBar

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


class Reading:
    """One reading at a time; a new one gives the one before up."""

    def __init__(self, window: MainWindow) -> None:
        self._waiting = WaitingInBar(window, "The window goes on meanwhile.", threads=2)

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for something."""
        return not self._waiting.is_idle

    def start(self, path: Path, job: Callable[[], Any], take: Callable[[Any], object]) -> None:
        """Hands what a job reads, or its `DesignerError`, to ``take``: at once when quick, else when it is there."""

        def read() -> Any:
            try:
                return job()
            except DesignerError as e:
                return e

        self.cancel()
        self._waiting.start(f"Reading {path.name or path}…", read, take)

    def cancel(self) -> None:
        """Gives the reading up; what it finds is dropped."""
        self._waiting.cancel()

    def close(self) -> None:
        """The window closes."""
        self._waiting.close()
