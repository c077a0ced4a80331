"""Starts the window: display, log, looks, then the first document."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from designer.errors import DesignerError
from designer.gui.display import display_problem
from designer.session.services import Services
from designer.session.settings import load_settings, settings_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from designer.gui.desktop import Desktop

NO_WINDOW = 1
HAND_OVER_S = 0.0003  # Python's own 0.005 is waited for at many a call into Qt while a worker runs: seconds at worst


def run(services: Services, paths: Sequence[Path] = (), *, smoke: bool = False) -> int:
    """Shows documents, each in a tab, or an empty window, until the last window is closed.

    Args:
        paths: the documents; a file that cannot be read is told about in the window.
        smoke: leave as soon as the first findings are there (tests of installed programs).

    Returns:
        The exit code.
    """
    problem = display_problem(os.environ)
    if problem:
        print(f"mlops-designer: {problem}", file=sys.stderr)
        return NO_WINDOW
    from designer.gui.garbage import GarbageCollector
    from designer.gui.log import log_folder, start_logging

    start_logging(log_folder())
    app = make_app()
    collector = GarbageCollector(app)
    code = _work(app, services, paths, smoke=smoke)
    collector.close()  # nobody holds the windows any more: they end here and now
    return code


def _work(app: QApplication, services: Services, paths: Sequence[Path], *, smoke: bool) -> int:
    from designer.gui.appearance import Appearance
    from designer.gui.desktop import Desktop
    from designer.gui.recoverer import Recoverer

    settings = load_settings(settings_path())
    appearance = Appearance(app, settings.theme, settings.text_size)
    desktop = Desktop(services, appearance, settings_path())
    open_first(desktop, *paths)
    if smoke:
        for window in desktop.windows:
            window.desk.bridge.wait_idle()
        return 0 if desktop.close_all() else NO_WINDOW
    Recoverer(desktop.windows[0])
    return app.exec()


def make_app() -> QApplication:
    """The one application object, with names and icon set."""
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from designer.drawing.geometry import kind_icon_path

    QApplication.setApplicationName("mlops-designer")
    QApplication.setApplicationDisplayName("MLOps Designer")
    QApplication.setDesktopFileName("mlops-designer")
    sys.setswitchinterval(HAND_OVER_S)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(kind_icon_path("app"))))
    return app


def open_first(desktop: Desktop, path: Path | None = None, *others: Path) -> None:
    """Opens the first window on a file or folder; on an error it stays empty and says what is wrong.

    Args:
        path: None for an empty window.
        others: opened in tabs beside it.
    """
    session = None
    if path is not None and not path.is_dir():  # a folder takes a while: the window is there meanwhile
        with suppress(DesignerError):  # it is told in the window
            session = desktop.session(path.absolute())
    window = desktop.open_window(session)
    if path is not None and session is not None:
        window.files.opened(path, window.tabs.current)
    elif path is not None:
        others = (path, *others)
    window.files.open_all(others)
