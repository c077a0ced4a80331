"""A real canvas with a real session, and hands: pointer and keys at places of the scene."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.theme import load_theme
from designer.gui.bridge import Bridge
from designer.gui.canvas.canvas import Canvas
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import parse_document

LESSON = """
pipeline: {name: Lesson}
steps:
  data: {kind: data_source, title: Customer orders}
  train: {kind: train, tool: mlflow, automated: false}
  eval: {kind: evaluate}
  deploy: {kind: deploy, method: copy}
links: [data -> train, train -> eval, eval -> deploy]
layout:
  data: [0, 0]
  train: [300, 0]
  eval: [600, 0]
  deploy: [900, 0]
"""


class Hands:
    """Works a canvas as a person does; places are in the scene."""

    def __init__(self, canvas: Canvas, session: Session, bridge: Bridge, qtbot: QtBot) -> None:
        self.canvas, self.session, self.bridge, self.qtbot = canvas, session, bridge, qtbot
        self.left = Qt.MouseButton.LeftButton

    @property
    def pipeline(self) -> Any:
        return self.session.pipeline

    def pixel(self, x: float, y: float) -> QPoint:
        return QPoint(*(round(v) for v in self.canvas.view.to_view(x, y)))

    def middle(self, step: str) -> tuple[float, float]:
        x, y = self.pipeline.positions[step]
        return x + CARD_WIDTH / 2 + 20, y + CARD_HEIGHT / 2 + 20

    def port(self, step: str, spot: str) -> tuple[float, float]:
        x, y = self.pipeline.positions[step]
        places = {
            "out": (CARD_WIDTH, CARD_HEIGHT / 2),
            "in": (0, CARD_HEIGHT / 2),
            "back": (CARD_WIDTH * 0.62, CARD_HEIGHT),
        }
        return x + places[spot][0], y + places[spot][1]

    def press(self, at: tuple[float, float], held: Any = Qt.KeyboardModifier.NoModifier, button: Any = None) -> None:
        QTest.mousePress(self.canvas, button or self.left, held, self.pixel(*at))

    def move(self, at: tuple[float, float]) -> None:
        QTest.mouseMove(self.canvas, self.pixel(*at))
        QApplication.processEvents()

    def release(self, at: tuple[float, float], held: Any = Qt.KeyboardModifier.NoModifier, button: Any = None) -> None:
        QTest.mouseRelease(self.canvas, button or self.left, held, self.pixel(*at))

    def click(self, at: tuple[float, float], held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.press(at, held)
        self.release(at, held)

    def double_click(self, at: tuple[float, float]) -> None:
        QTest.mouseDClick(self.canvas, self.left, Qt.KeyboardModifier.NoModifier, self.pixel(*at))

    def drag(self, start: tuple[float, float], end: tuple[float, float], held: Any = None, button: Any = None) -> None:
        held = held or Qt.KeyboardModifier.NoModifier
        self.press(start, held, button)
        self.move(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        self.move(end)
        self.release(end, held, button)

    def key(self, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, held)

    def type_in(self, text: str, end: Any = Qt.Key.Key_Escape) -> None:
        """Types into the editor that is open on the canvas."""
        editor = self.canvas.in_place.editor
        assert editor is not None
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, end)

    def only_note(self) -> Any:
        (note,) = self.pipeline.notes.values()
        return note

    def wheel(self, at: QPointF, turn: QPoint, held: Any, pixels: QPoint | None = None) -> None:
        event = QWheelEvent(
            at,
            QPointF(self.canvas.mapToGlobal(at.toPoint())),
            pixels or QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    def hide_map(self) -> None:
        """The map may have come while the canvas was shown: it goes at once, not with the next change."""
        self.canvas.habits.minimap = False
        self.canvas.minimap.renew()

    def sharp(self) -> None:
        self.qtbot.waitUntil(lambda: self.canvas.is_sharp)

    def colour(self, x: float, y: float) -> QColor:
        """The pixel on the screen at a place of the scene."""
        self.sharp()
        image = self.canvas.grab().toImage()
        ratio = image.devicePixelRatio()
        pixel = self.pixel(x, y)
        return image.pixelColor(round(pixel.x() * ratio), round(pixel.y() * ratio))

    def undo_labels(self) -> list[str]:
        """Labels of all undo steps, newest first; undoes everything."""
        labels = []
        while self.session.history.undo_label:
            labels.append(self.session.history.undo_label)
            self.session.undo()
        return labels


@pytest.fixture(scope="session")
def services() -> Services:
    return load_services()


@pytest.fixture
def document() -> str:
    return LESSON


@pytest.fixture
def hands(qtbot: QtBot, services: Services, document: str) -> Iterator[Hands]:
    session = Session(services, parse_document(document, "lesson.mlops.yaml", services.catalog))
    bridge = Bridge(session)
    canvas = Canvas(session, bridge, load_theme("light"))
    qtbot.addWidget(canvas)
    canvas.resize(1400, 700)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.zoom_to(1.0)
    canvas.view.x, canvas.view.y = 100, 300
    canvas.refresh()
    canvas.setFocus()
    bridge.wait_idle()
    yield Hands(canvas, session, bridge, qtbot)
    canvas.ghost_search.close()
    bridge.close()
