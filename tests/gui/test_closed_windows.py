"""A window that was closed hears nothing any more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from designer.gui.desktop import Desktop


@pytest.mark.gui
def test_a_new_look_after_a_window_was_closed_troubles_nobody(desktop: Desktop) -> None:
    closed, open_one = desktop.open_window(), desktop.open_window()
    closed.close()
    closed.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desktop.appearance.choose("dark")
    desktop.appearance.set_text_size(150)
    assert desktop.windows == [open_one]
    open_one.close()
