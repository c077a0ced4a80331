"""Things that are brought into view and what stands over the drawing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.gui.canvas.covers import way_out
from designer.gui.canvas.tool_bar import BoardBar
from tests.gui.conftest import MakeWindow

VIEW = QSizeF(800, 600)
CORNER = QRectF(600, 450, 200, 150)


def test_what_nothing_hides_stays() -> None:
    assert way_out(QRectF(100, 100, 200, 72), [CORNER], VIEW) == QPointF()


def test_the_shortest_way_out_is_taken() -> None:
    assert way_out(QRectF(450, 500, 200, 72), [CORNER], VIEW) == QPointF(-60, 0)
    assert way_out(QRectF(620, 400, 150, 60), [CORNER], VIEW) == QPointF(0, -20)


def test_nothing_is_moved_from_under_one_cover_below_another() -> None:
    top = QRectF(560, 300, 240, 90)
    assert way_out(QRectF(620, 400, 150, 60), [CORNER, top], VIEW) == QPointF(0, -170)


def test_what_has_no_free_place_stays() -> None:
    assert way_out(QRectF(20, 20, 760, 560), [CORNER], VIEW) == QPointF()


@pytest.mark.parametrize("fit", ["fit_all", "fit_start"])
def test_what_is_fitted_is_not_under_the_drawing_tools(open_window: MakeWindow, qtbot: QtBot, fit: str) -> None:
    steps = "".join(f"  s{i}: {{kind: transform}}\n" for i in range(9))
    places = "".join(f"  s{i}: [0, {120 * i}]\n" for i in range(9))
    window = open_window(f"pipeline: {{name: Column}}\nsteps:\n{steps}layout:\n{places}")
    window.resize(1280, 770)
    QApplication.processEvents()
    canvas = window.desk.canvas
    getattr(canvas, fit)()
    bar = canvas.findChild(BoardBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    getattr(canvas, fit)()
    _, top = canvas.view.to_view(0, canvas.scene.bounds()[1])
    assert top >= bar.geometry().bottom()
