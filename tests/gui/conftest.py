"""A real window on a real session; only the questions that would wait for a person are answered from a list."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow
from designer.session.recovery import RecoveryStore
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.session.templates import load_template
from designer.storage.document import parse_document
from tests.gui.answers import Answers

CHAIN = """
pipeline: {name: Chain}
steps:
  data: {kind: data_source, title: Orders}
  train: {kind: train}
  deploy: {kind: deploy, method: auto}
links: [data -> train, train -> deploy]
layout:
  data: [0, 0]
  train: [300, 0]
  deploy: [600, 0]
"""


@pytest.fixture(autouse=True)
def garbage_of_windows(qapp: QApplication) -> Iterator[None]:
    """As in the program: what is left of windows is collected in their thread, never in a worker."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def old_garbage() -> Iterator[None]:
    """Looking at everything after each test would take minutes; never doing it would take gigabytes."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def services() -> Services:
    return load_services()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def desktop(qapp: QApplication, services: Services, answers: Answers, tmp_path: Path) -> Iterator[Desktop]:
    qapp.setStyle("Fusion")
    font = QFont(qapp.font())
    appearance = Appearance(qapp, "light")
    made = Desktop(services, appearance, tmp_path / "settings.json", answers, RecoveryStore(tmp_path / "recovery"))
    made.habits.motion = False  # pictures are compared; what moves is tested by itself
    yield made
    for window in tuple(made.windows):
        window.close_without_asking()
    appearance.choice = "light"  # one that is left over does not follow the system
    appearance.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    qapp.setFont(font)


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def open_window(desktop: Desktop, qtbot: QtBot) -> MakeWindow:
    """Opens a window: empty, on a document text, or on the lesson with ``lesson=True``."""

    def make(text: str = "", *, lesson: bool = False, path: Path | None = None) -> MainWindow:
        if lesson:
            text = load_template("lesson").text
        session = None
        if path is not None:
            session = desktop.session(path)
        elif text:
            session = Session(desktop.services, parse_document(text, "test.mlops.yaml", desktop.services.catalog))
        window = desktop.open_window(session)
        window.resize(1440, 900)
        window.panes.share_width()  # the screen of tests is smaller; people's windows start in this size
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.desk.bridge.wait_idle()
        return window

    return make


@pytest.fixture
def chain(open_window: MakeWindow) -> MainWindow:
    return open_window(CHAIN)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The chain, saved."""
    path = tmp_path / "chain.mlops.yaml"
    path.write_text(CHAIN, encoding="utf-8")
    return path


@pytest.fixture
def lesson(open_window: MakeWindow) -> MainWindow:
    return open_window(lesson=True)
