"""The map in the corner: what it shows, how it moves the view, when it is there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.commands import steps as step_commands
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.minimap import HEIGHT, WIDTH
from tests.gui.conftest import CHAIN, MakeWindow

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def document() -> str:
    """Forty steps in a row: too wide for any window."""
    names = [f"s{i}" for i in range(40)]
    steps = "".join(f"  {n}: {{kind: transform, command: python {n}.py}}\n" for n in names)
    links = ", ".join(f"{a} -> {b}" for a, b in pairwise(names))
    places = "".join(f"  {n}: [{300 * i}, {i % 4 * 200}]\n" for i, n in enumerate(names))
    return f"pipeline: {{name: Long}}\nsteps:\n{steps}links: [{links}]\nlayout:\n{places}"


@pytest.fixture
def mapped(hands: Any) -> Any:
    hands.qtbot.waitUntil(lambda: hands.canvas.minimap.isVisible())
    return hands


def drag(hands: Any, start: QPoint, end: QPoint) -> None:
    area = hands.canvas.minimap
    QTest.mousePress(area, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(area, end)
    QApplication.processEvents()
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, NONE, end)


def test_the_map_stands_in_the_corner_while_something_is_out_of_view(mapped: Any) -> None:
    area = mapped.canvas.minimap.geometry()
    assert mapped.canvas.rect().contains(area)
    assert area.right() > mapped.canvas.width() - 30
    assert area.bottom() > mapped.canvas.height() - 30
    mapped.canvas.fit_all()
    mapped.qtbot.waitUntil(lambda: not mapped.canvas.minimap.isVisible())
    mapped.canvas.zoom_to(1.0)
    mapped.qtbot.waitUntil(lambda: mapped.canvas.minimap.isVisible())


@pytest.mark.parametrize("step", [f"s{i}" for i in range(4)])
def test_a_card_that_is_brought_into_view_is_not_under_the_map(mapped: Any, step: str) -> None:
    canvas = mapped.canvas
    canvas.habits.motion = False
    x, y = mapped.pipeline.positions[step]
    corner = canvas.minimap.geometry().center()
    canvas.view.pan(*(a - b for a, b in zip((corner.x(), corner.y()), canvas.view.to_view(x, y), strict=True)))
    canvas.reveal(step)
    left, top = canvas.view.to_view(x, y)
    card = QRectF(left, top, CARD_WIDTH * canvas.view.scale, CARD_HEIGHT * canvas.view.scale)
    assert not card.intersects(QRectF(canvas.minimap.geometry()))
    assert QRectF(canvas.rect()).contains(card)


def test_screen_readers_find_the_map_while_it_is_there(mapped: Any) -> None:
    def names() -> list[str]:
        interface = QAccessible.queryAccessibleInterface(mapped.canvas)
        return [interface.child(i).text(QAccessible.Text.Name) for i in range(interface.childCount())]

    assert names()[-1] == "Map of the whole drawing"
    mapped.hide_map()
    assert "Map of the whole drawing" not in names()


def test_a_click_on_the_map_looks_there(mapped: Any) -> None:
    canvas = mapped.canvas
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, NONE, QPoint(WIDTH - 8, HEIGHT // 2))
    assert canvas.seen_area()[2] > 39 * 300
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, NONE, QPoint(8, HEIGHT // 2))
    assert canvas.seen_area()[0] < 0
    assert canvas.view.scale == 1.0
    assert mapped.undo_labels() == []


def test_dragging_the_box_moves_the_view_and_does_not_jump(mapped: Any) -> None:
    canvas = mapped.canvas
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, NONE, QPoint(WIDTH // 2, HEIGHT // 2))
    box, before = canvas.minimap.view_box(), canvas.view_centre()
    start = box.center().toPoint() + QPoint(3, 2)
    drag(mapped, start, start)
    assert canvas.view_centre() == pytest.approx(before, abs=60)
    drag(mapped, start, start + QPoint(40, 0))
    assert canvas.minimap.view_box().center().x() == pytest.approx(box.center().x() + 40, abs=1.5)


def test_the_map_takes_pointer_and_wheel_but_never_the_keyboard_or_a_selection(mapped: Any) -> None:
    canvas = mapped.canvas
    canvas.select(steps=["s1"])
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, NONE, QPoint(100, 60))
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.RightButton, NONE, QPoint(100, 60))
    assert canvas.hasFocus()
    assert canvas.selection.steps == ("s1",)


def test_errors_can_be_seen_on_the_map_by_colour_and_size(mapped: Any) -> None:
    canvas, error = mapped.canvas, QColor(mapped.canvas._theme.colour("error"))

    def red() -> int:
        image = canvas.minimap.grab().toImage()
        pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
        return sum(abs(p.hue() - error.hue()) < 12 and p.saturationF() > 0.6 for p in pixels)

    assert red() == 0
    for step, kind in (("s20", "train"), ("s21", "deploy")):
        mapped.session.run(step_commands.set_kind, mapped.session.services.catalog, step, kind)
    mapped.bridge.wait_idle()
    assert canvas.scene.columns.steps["severity"].max() == 3
    mapped.qtbot.waitUntil(lambda: red() >= 16)


def test_the_map_follows_edits_a_moment_later(mapped: Any) -> None:
    minimap = mapped.canvas.minimap
    before = minimap.grab().toImage()
    mapped.session.run(step_commands.move, {"s39": (30_000.0, 0.0)})
    mapped.qtbot.waitUntil(lambda: minimap.grab().toImage() != before)
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, NONE, QPoint(WIDTH - 7, HEIGHT // 2))
    assert mapped.canvas.seen_area()[2] > 30_000


def test_the_wheel_zooms_over_the_map_around_the_middle(mapped: Any) -> None:

    minimap, before = mapped.canvas.minimap, mapped.canvas.view_centre()
    at = QPointF(50, 50)
    turn = QWheelEvent(
        at, QPointF(minimap.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(minimap, turn)
    assert mapped.canvas.view.scale == pytest.approx(1.2)
    assert mapped.canvas.view_centre() == pytest.approx(before, abs=2)


def test_a_small_canvas_has_no_map(mapped: Any) -> None:
    mapped.canvas.resize(400, 300)
    mapped.qtbot.waitUntil(lambda: not mapped.canvas.minimap.isVisible())


def test_m_and_the_cross_hide_the_map_everywhere_and_it_is_remembered(
    open_window: MakeWindow, document: str, qtbot: QtBot
) -> None:
    window, other = open_window(document), open_window(document)
    for one in (window, other):
        one.desk.canvas.zoom_to(1.0)
    canvas = window.desk.canvas
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(lambda: canvas.minimap.isVisible() and other.desk.canvas.minimap.isVisible())
    QTest.keyClick(canvas, Qt.Key.Key_M)
    assert not window.desktop.settings.minimap
    qtbot.waitUntil(lambda: not canvas.minimap.isVisible())
    other.desk.canvas.refresh()
    qtbot.waitUntil(lambda: not other.desk.canvas.minimap.isVisible())
    QTest.keyClick(canvas, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: canvas.minimap.isVisible())
    canvas.minimap.close_button.click()
    qtbot.waitUntil(lambda: not canvas.minimap.isVisible())
    assert not window.desktop.settings.minimap


def test_asking_for_a_map_that_is_not_needed_says_why_there_is_none(open_window: MakeWindow) -> None:
    window = open_window(CHAIN)
    window.desk.canvas.fit_all()
    window.registry.trigger("view.minimap")
    window.registry.trigger("view.minimap")
    assert "outside the view" in window.toast.text


def test_after_a_drag_that_was_given_up_the_map_is_as_it_was(mapped: Any) -> None:
    area = mapped.canvas.minimap
    mapped.qtbot.waitUntil(lambda: area.is_current)
    before = area.grab().toImage()
    mapped.press(mapped.middle("s0"))
    mapped.move((900, 700))
    area.renew()  # as a report does that comes now
    assert area.grab().toImage() != before
    QTest.keyClick(mapped.canvas, Qt.Key.Key_Escape)
    mapped.qtbot.waitUntil(lambda: area.is_current)
    assert area.grab().toImage() == before


@pytest.mark.parametrize("document", [CHAIN])
def test_missing_steps_out_of_view_bring_no_map_that_does_not_show_them(hands: Any) -> None:
    canvas = hands.canvas
    hands.qtbot.waitUntil(lambda: bool(canvas.scene.ghosts))
    left, top, right, bottom = canvas.scene.bounds(ghosts=False)
    assert canvas.scene.bounds() != (left, top, right, bottom)
    canvas.look_at((left, top, right, bottom))
    hands.qtbot.waitUntil(lambda: canvas.minimap.is_current)
    assert not canvas.minimap.is_of_use
