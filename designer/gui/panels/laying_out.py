"""Many widgets come into a layout at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout


@contextmanager
def all_at_once(layout: QLayout) -> Iterator[None]:
    """Places what is added inside once, at the end: else Qt places everything anew for each widget that is shown.

    Each of them has to be shown in here as well: Qt shows the others one by one in the next turn of the event loop.
    """
    widget = layout.parentWidget()
    whole = (widget.layout() if widget is not None else None) or layout  # Qt places all of it, never a part
    if not whole.isEnabled():
        yield
        return
    whole.setEnabled(False)
    try:
        yield
    finally:
        whole.setEnabled(True)
        whole.update()
