"""A window that was closed hears nothing any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.session.services import load_services


@pytest.mark.gui
def test_a_new_look_after_a_window_was_closed_troubles_nobody(qapp: QApplication, tmp_path: Path) -> None:
    appearance = Appearance(qapp, "light")
    desktop = Desktop(load_services(), appearance, tmp_path / "settings.json")
    closed, open_one = desktop.open_window(), desktop.open_window()
    closed.close()
    closed.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    appearance.choose("dark")
    appearance.set_text_size(150)
    assert desktop.windows == [open_one]
    open_one.close()
