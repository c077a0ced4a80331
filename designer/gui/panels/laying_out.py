"""Many widgets come into a layout at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout


@contextmanager
def all_at_once(layout: QLayout) -> Iterator[None]:
    """Places what is added inside once, at the end: else Qt places everything anew for each widget that is shown."""
    if not layout.isEnabled():
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.update()
