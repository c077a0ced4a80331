"""Before and after, side by side: chosen, moved together, clicked, and told in a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.commands import links, steps
from designer.gui.comparing.marks import area_of
from designer.gui.comparing.side import Side
from designer.gui.comparing.window import CompareWindow
from designer.gui.main_window import MainWindow
from designer.session.comparing import ADDED, CHANGED, MOVED, REMOVED
from tests.gui.conftest import CHAIN, Answers, MakeWindow


@pytest.fixture
def window(open_window: MakeWindow, file: Path) -> MainWindow:
    """A saved chain with one step more, one less, one changed and one moved."""
    made = open_window(path=file)
    session, catalog = made.desk.session, made.desktop.services.catalog
    session.run(steps.delete, ["deploy"])
    new = session.run(steps.add_step, catalog, "evaluate", at=(600, 200))
    session.run(links.connect, "train", new)
    session.run(steps.set_attributes, "train", {"owner": "Lee"})
    session.run(steps.move, {"data": (-40, 90)})
    return made


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> CompareWindow:
    made = opened(window)
    qtbot.waitUntil(lambda: made.isVisible())
    return made


def opened(window: MainWindow) -> CompareWindow:
    window.registry.trigger("check.compare")
    found = window.comparing.dialog
    assert found is not None
    found.wait_idle()
    QApplication.processEvents()
    return found


def sides(dialog: CompareWindow) -> tuple[Side, Side]:
    assert dialog.sides is not None
    return dialog.sides


def texts(dialog: CompareWindow) -> list[str]:
    return [row.text(0) for row in dialog.list.rows()]


def middle(side: Side, table: str, key: str) -> QPoint:
    area = area_of(side, table, key)
    assert area is not None
    x, y = side.view.to_view(area[0] + area[2] / 2, area[1] + area[3] / 2)
    return QPoint(round(x), round(y))


def test_the_saved_file_stands_beside_what_is_open(dialog: CompareWindow) -> None:
    before, after = sides(dialog)
    assert "As it is saved" in dialog.choice.currentText()
    assert set(before.scene.pipeline.steps) == {"data", "train", "deploy"}
    assert set(after.scene.pipeline.steps) == {"data", "train", "evaluate"}
    assert dialog.found is not None
    assert [dialog.found.count(c) for c in (ADDED, REMOVED, CHANGED, MOVED)] == [2, 2, 1, 1]


def test_the_list_says_all_of_it_by_sign_and_word(dialog: CompareWindow) -> None:
    titles = [dialog.list.topLevelItem(i).text(0) for i in range(dialog.list.topLevelItemCount())]
    assert titles[:4] == ["+ Added: 2", "− Removed: 2", "~ Changed: 1", "→ Only moved: 1"]
    assert "+ Step Evaluate" in texts(dialog)
    assert not dialog.list.topLevelItem(3).isExpanded()
    changed = dialog.list.topLevelItem(2).child(0)
    assert [changed.child(i).text(0) for i in range(changed.childCount())] == ["owner: not stated → Lee"]
    assert "2 added" in dialog.summary.text()


def test_scores_are_told_before_and_after(dialog: CompareWindow) -> None:
    found = dialog.found
    assert found is not None
    for name, before, after in found.scores[1:]:
        scores = " → ".join("n/a" if value is None else str(value) for value in (before, after))
        assert dialog.scores.texts[name].startswith(f"{name.capitalize()} {scores}")


def test_both_pictures_move_and_zoom_together(dialog: CompareWindow, qtbot: QtBot) -> None:
    before, after = sides(dialog)
    qtbot.waitUntil(lambda: before.view == after.view)
    for side, other in ((before, after), (after, before)):
        start = QPoint(40, 40)
        QTest.mousePress(side, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(side, start + QPoint(50, 30))
        QTest.mouseRelease(side, Qt.MouseButton.LeftButton, pos=start + QPoint(50, 30))
        assert other.view == side.view
        x, y, scale = other.view.x, other.view.y, other.view.scale
        side.setFocus()
        QTest.keyClick(side, Qt.Key.Key_Right)
        assert (other.view.x, other.view.y) == (x - 80, y)
        wheel(side)
        assert other.view.scale > scale
        assert other.view == side.view


def wheel(side: Side) -> None:
    at = QPointF(100, 100)
    event = QWheelEvent(
        at,
        QPointF(side.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(side, event)


def test_a_row_jumps_on_both_sides_by_keyboard(dialog: CompareWindow) -> None:
    before, after = sides(dialog)
    after.zoom_to(1.0)
    after.view.pan(-5000, -5000)
    dialog.list.setFocus()
    while dialog.list.currentItem() is None or "Evaluate" not in dialog.list.currentItem().text(0):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert after.rect().contains(middle(after, "steps", "evaluate"))
    assert before.view == after.view
    assert after.chosen is not None and after.chosen.after == "evaluate"


def test_a_click_on_a_marked_card_finds_its_row(dialog: CompareWindow) -> None:
    before, _ = sides(dialog)
    QTest.mouseClick(before, Qt.MouseButton.LeftButton, pos=middle(before, "steps", "deploy"))
    assert dialog.list.currentItem().text(0) == "− Step Deploy"


def test_marks_differ_in_colour_and_edge(dialog: CompareWindow) -> None:
    before, after = sides(dialog)
    theme = after.renderer.cards.theme
    for side, key, token in ((after, "evaluate", "ok"), (before, "deploy", "error"), (after, "train", "warning")):
        area = area_of(side, "steps", key)
        assert area is not None
        side.zoom_to(1.0)
        side.bring_into_view([area])
        QApplication.processEvents()
        image, want = side.grab().toImage(), QColor(theme.colour(token))
        x, y = side.view.to_view(area[0] + area[2] / 2, area[1] - 3)
        column = {image.pixelColor(round(x) + dx, round(y) + dy).rgb() for dx in range(-9, 10) for dy in (-1, 0, 1)}
        assert any(near(QColor(c), want) for c in column), key


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 40 for a, b in pairs)


def test_edits_are_followed_and_the_view_stays(dialog: CompareWindow, window: MainWindow, qtbot: QtBot) -> None:
    _, after = sides(dialog)
    after.zoom_to(0.5)
    view = (after.view.scale, after.view.x, after.view.y)
    window.desk.session.run(steps.rename, "data", "Visits")
    dialog.wait_idle()
    qtbot.waitUntil(lambda: (sides(dialog)[1].view.scale, *xy(sides(dialog)[1])) == view)
    assert "~ Step Visits" in texts(dialog)


@pytest.mark.parametrize("width", [219, 1000])
def test_a_picture_that_gets_its_size_moves_nothing_by_itself(
    dialog: CompareWindow, window: MainWindow, qtbot: QtBot, width: int
) -> None:
    scene = sides(dialog)[1].scene
    side = Side(scene, window.desktop.appearance.theme, (), (-400.0, -300.0, 400.0, 300.0), dialog)
    with qtbot.assertNotEmitted(side.moved):
        side.resize(width, 600)
        side.show()
        side.resize(width, 640)


def xy(side: Side) -> tuple[float, float]:
    return side.view.x, side.view.y


def test_another_tab_another_file_and_the_state_when_opened_can_be_chosen(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    mine = window.tabs.current
    other = tmp_path / "other.mlops.yaml"
    other.write_text(CHAIN.replace("Orders", "Visitors"), encoding="utf-8")
    assert window.files.open_path(other)
    window.tabs.show(mine)
    dialog = opened(window)
    labels = [dialog.choice.itemText(i) for i in range(dialog.choice.count())]
    assert labels == ["As it is saved: chain.mlops.yaml", "When it was opened", "Tab other", "Another file…"]
    for index, title in ((2, "Visitors"), (1, "Orders")):
        dialog.choice.activated.emit(index)
        dialog.wait_idle()
        assert sides(dialog)[0].scene.pipeline.steps["data"].title == title
    third = tmp_path / "third.mlops.yaml"
    third.write_text(CHAIN.replace("Orders", "Clicks"), encoding="utf-8")
    answers.path = third
    dialog.choice.activated.emit(3)
    dialog.wait_idle()
    assert sides(dialog)[0].scene.pipeline.steps["data"].title == "Clicks"
    assert dialog.choice.currentText() == "File third.mlops.yaml"


def test_a_file_that_cannot_be_read_is_told(dialog: CompareWindow, file: Path) -> None:
    file.write_text("steps: [", encoding="utf-8")
    dialog.choice.activated.emit(0)
    dialog.wait_idle()
    assert "cannot be read" in dialog.summary.text()
    assert not dialog.list.isEnabled()


def test_the_comparison_closes_with_its_document(window: MainWindow, answers: Answers, qtbot: QtBot) -> None:
    opened(window)
    compared = window.tabs.current
    window.registry.trigger("file.new")
    assert window.comparing.dialog is not None
    window.tabs.close(compared)
    assert window.comparing.dialog is None


def test_links_have_straight_angles_on_both_sides_as_soon_as_they_are_chosen(
    window: MainWindow, dialog: CompareWindow, qtbot: QtBot
) -> None:
    window.registry.trigger("view.straight_links")
    for side in sides(dialog):
        qtbot.waitUntil(lambda side=side: side.is_sharp)
        columns = side.scene.columns
        assert columns.ways.straight
        assert len(columns.ways.own(columns.links.rows_of(columns.links.row))) == len(columns.links) > 0
