"""Things that are brought into view and what stands over the drawing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF

from designer.gui.canvas.covers import way_out

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
