from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from designer.commands import links as link_commands
from designer.commands import notes as note_commands
from designer.gui.canvas.selection import Selection

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


# ---------------------------------------------------------------------- selecting
def test_a_click_selects_a_step_and_a_click_on_the_ground_nothing(hands: Any) -> None:
    hands.click(hands.middle("train"))
    assert hands.canvas.selection == Selection(steps=("train",))
    hands.click((400, -150))
    assert hands.canvas.selection == Selection()


def test_shift_and_ctrl_add_to_the_selection_and_take_from_it(hands: Any) -> None:
    hands.click(hands.middle("data"))
    hands.click(hands.middle("eval"), SHIFT)
    hands.click(hands.middle("deploy"), CTRL)
    assert hands.canvas.selection.steps == ("data", "eval", "deploy")
    hands.click(hands.middle("eval"), CTRL)
    assert hands.canvas.selection.steps == ("data", "deploy")


def test_the_selection_tells_the_window_once(hands: Any) -> None:
    seen: list[Selection] = []
    hands.canvas.selection_changed.connect(seen.append)
    hands.click(hands.middle("train"))
    hands.click(hands.middle("train"))
    assert seen == [Selection(steps=("train",))]


def test_a_link_is_selected_by_a_click_beside_its_middle(hands: Any) -> None:
    hands.click((220, 37))
    assert hands.canvas.selection == Selection(links=("data -> train",))


def test_a_rubber_band_selects_what_it_touches_while_it_is_drawn(hands: Any) -> None:
    hands.press((250, -60))
    hands.move((400, 30))
    hands.move((650, 30))
    assert hands.canvas.selection.steps == ("train", "eval")
    assert hands.canvas.overlays.state.band is not None
    hands.release((650, 30))
    assert hands.canvas.selection.steps == ("train", "eval")
    assert hands.canvas.overlays.state.band is None


def test_escape_during_a_rubber_band_brings_the_old_selection_back(hands: Any) -> None:
    hands.canvas.select(steps=["deploy"])
    hands.press((250, -60))
    hands.move((400, 30))
    hands.key(Qt.Key.Key_Escape)
    hands.release((400, 30))
    assert hands.canvas.selection.steps == ("deploy",)
    assert hands.canvas.overlays.state.band is None


def test_escape_lets_the_selection_go(hands: Any) -> None:
    hands.canvas.select(steps=["deploy"])
    hands.key(Qt.Key.Key_Escape)
    assert not hands.canvas.selection


def test_a_deleted_step_leaves_the_selection(hands: Any) -> None:
    from designer.commands.steps import delete

    hands.canvas.select(steps=["train", "eval"], links=["train -> eval"])
    hands.session.run(delete, ["train"])
    assert hands.canvas.selection == Selection(steps=("eval",))


def test_a_right_click_selects_what_the_menu_is_about(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.context_menu_requested.connect(lambda hit, _: asked.append(hit))
    hands.press(hands.middle("eval"), button=Qt.MouseButton.RightButton)
    hands.release(hands.middle("eval"), button=Qt.MouseButton.RightButton)
    assert hands.canvas.selection.steps == ("eval",)
    hands.key(Qt.Key.Key_Menu)
    assert [hit.key for hit in asked][-1] == "eval"


# ---------------------------------------------------------------------- moving
def test_a_drag_moves_the_selection_as_one_undo_step(hands: Any) -> None:
    hands.canvas.select(steps=["train", "eval"])
    x, y = hands.middle("train")
    hands.drag((x, y), (x + 40, y + 90))
    assert hands.pipeline.positions["train"] == (340, 90)
    assert hands.pipeline.positions["eval"] == (640, 90)
    assert hands.pipeline.positions["data"] == (0, 0)
    assert hands.undo_labels() == ["Move 2 steps"]
    row = hands.canvas.scene.columns.steps.row["train"]
    assert hands.canvas.scene.columns.steps["x"][row] == 300


def test_the_model_stays_as_it_was_until_the_button_is_let_go(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 60, y + 60))
    assert hands.pipeline.positions["train"] == (300, 0)
    columns = hands.canvas.scene.columns
    assert columns.steps["x"][columns.steps.row["train"]] == 360
    link = columns.links["curve"][columns.links.row["train -> eval"]]
    assert link[0] == 560
    hands.release((x + 60, y + 60))
    assert hands.pipeline.positions["train"] == (360, 60)


def test_escape_takes_a_drag_back(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 60, y + 60))
    hands.key(Qt.Key.Key_Escape)
    hands.release((x + 60, y + 60))
    assert hands.pipeline.positions["train"] == (300, 0)
    columns = hands.canvas.scene.columns
    assert columns.steps["x"][columns.steps.row["train"]] == 300
    assert hands.undo_labels() == []
    assert len(hands.canvas.renderer.lifted_steps) == 0


def test_a_shaky_click_moves_nothing(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.drag((x, y), (x + 1, y + 1))
    assert hands.undo_labels() == []


def test_shift_keeps_a_drag_on_one_axis(hands: Any) -> None:
    from PySide6.QtGui import QMouseEvent

    x, y = hands.middle("train")
    hands.press((x, y))
    pixel = QPointF(hands.pixel(x + 80, y + 30))
    for kind in (QMouseEvent.Type.MouseMove, QMouseEvent.Type.MouseButtonRelease):
        where = hands.canvas.mapToGlobal(pixel)
        QApplication.sendEvent(hands.canvas, QMouseEvent(kind, pixel, where, hands.left, hands.left, SHIFT))
    assert hands.pipeline.positions["train"] == (380, 0)


def test_a_frame_is_dragged_by_its_title_with_all_its_steps(hands: Any) -> None:
    frame = hands.session.run(note_commands.add_frame, ["train", "eval"], "Model")
    left, top, _, _ = hands.canvas.scene.frames[frame]
    hands.drag((left + 40, top + 12), (left + 40, top + 62))
    assert hands.pipeline.positions["train"] == (300, 50)
    assert hands.pipeline.positions["eval"] == (600, 50)
    assert hands.canvas.scene.frames[frame][1] == top + 50


# ---------------------------------------------------------------------- linking
def test_a_drag_from_port_to_step_links_them(hands: Any) -> None:
    hands.drag(hands.port("data", "out"), hands.middle("eval"))
    assert "data -> eval" in hands.pipeline.links
    assert hands.undo_labels() == ["Connect steps"]


def test_a_drag_from_the_left_port_links_backwards(hands: Any) -> None:
    hands.drag(hands.port("deploy", "in"), hands.middle("train"))
    assert "train -> deploy" in hands.pipeline.links


def test_a_drag_from_the_port_below_makes_a_feedback_link(hands: Any) -> None:
    hands.drag(hands.port("deploy", "back"), hands.middle("train"))
    assert "deploy ~> train" in hands.pipeline.links
    columns = hands.canvas.scene.columns
    assert columns.links["feedback"][columns.links.row["deploy ~> train"]]


def test_a_link_that_closes_a_circle_is_refused_with_an_offer_and_changes_nothing(hands: Any) -> None:
    told: list[Any] = []
    hands.canvas.refused.connect(lambda error, offer: told.append((error, offer)))
    before = hands.pipeline.snapshot()
    hands.press(hands.port("deploy", "out"))
    hands.move((800, 100))
    hands.move(hands.middle("train"))
    assert hands.canvas.overlays.state.preview.state == "refused"
    assert hands.canvas.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    hands.release(hands.middle("train"))
    error, offer = told[0]
    assert offer == ("deploy", "train")
    assert error.cycle == ("deploy", "train", "eval", "deploy")
    assert hands.pipeline.snapshot() is before


def test_steps_that_may_be_joined_light_up_while_a_link_is_drawn(hands: Any) -> None:
    hands.press(hands.port("eval", "out"))
    hands.move((850, 150))
    preview = hands.canvas.overlays.state.preview
    ids = hands.canvas.scene.columns.steps.ids
    assert {ids[row] for row in preview.valid.tolist()} == {"deploy"}
    assert preview.state == "open"
    hands.key(Qt.Key.Key_Escape)
    assert hands.canvas.overlays.state.preview is None


def test_a_link_let_go_over_nothing_asks_for_a_step(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.quick_add_requested.connect(asked.append)
    hands.drag(hands.port("deploy", "out"), (1150, 200))
    request = asked[0]
    assert (request.from_step, request.as_source, request.link) == ("deploy", True, None)
    assert (request.x, request.y) == pytest.approx((1150, 200), abs=1)
    hands.drag(hands.port("data", "in"), (-60, 150))
    assert (asked[1].from_step, asked[1].as_source) == ("data", False)


def test_a_link_let_go_over_its_own_step_is_a_change_of_mind(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.quick_add_requested.connect(asked.append)
    hands.drag(hands.port("deploy", "out"), hands.middle("deploy"))
    assert asked == []
    assert hands.undo_labels() == []


# ---------------------------------------------------------------------- asking for more
def test_a_double_click_on_the_ground_asks_for_a_step_there(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.quick_add_requested.connect(asked.append)
    hands.double_click((500, -140))
    assert (asked[0].x, asked[0].y, asked[0].from_step) == (500, -140, None)


def test_the_plus_in_the_middle_of_a_link_asks_for_a_step_on_it(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.quick_add_requested.connect(asked.append)
    hands.move((246, 36))
    assert hands.canvas.overlays.state.hover.spot == "plus"
    hands.click((246, 36))
    assert asked[0].link == "data -> train"


def test_a_double_click_on_a_step_asks_to_rename_it(hands: Any) -> None:
    asked: list[str] = []
    hands.canvas.rename_requested.connect(asked.append)
    hands.double_click(hands.middle("train"))
    assert asked == ["train"]


# ---------------------------------------------------------------------- pan and zoom
def test_the_wheel_pans_and_with_shift_sideways(hands: Any) -> None:
    x, y = hands.canvas.view.x, hands.canvas.view.y
    hands.wheel(QPointF(300, 200), QPoint(0, -120), NONE)
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x, y - 60)
    hands.wheel(QPointF(300, 200), QPoint(0, -120), SHIFT)
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x - 60, y - 60)
    hands.wheel(QPointF(300, 200), QPoint(0, 0), NONE, pixels=QPoint(7, 9))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x - 53, y - 51)


def test_ctrl_and_wheel_zoom_at_the_pointer(hands: Any) -> None:
    scales: list[float] = []
    hands.canvas.zoom_changed.connect(scales.append)
    at = QPointF(333, 222)
    before = hands.canvas.scene_at(at)
    hands.wheel(at, QPoint(0, 240), CTRL)
    assert hands.canvas.scene_at(at) == pytest.approx(before, abs=1)
    assert scales == [pytest.approx(1.44)]


def test_the_middle_button_pans(hands: Any) -> None:
    x, y = hands.canvas.view.x, hands.canvas.view.y
    middle = Qt.MouseButton.MiddleButton
    start = hands.pixel(100, 100)
    from PySide6.QtTest import QTest

    QTest.mousePress(hands.canvas, middle, NONE, start)
    QTest.mouseMove(hands.canvas, start + QPoint(30, 40))
    QApplication.processEvents()
    QTest.mouseRelease(hands.canvas, middle, NONE, start + QPoint(30, 40))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x + 30, y + 40)


def test_space_and_drag_pans_even_over_a_step(hands: Any) -> None:
    from PySide6.QtTest import QTest

    x = hands.canvas.view.x
    hands.canvas.select(steps=["eval"])
    QTest.keyPress(hands.canvas, Qt.Key.Key_Space)
    start = hands.pixel(*hands.middle("train"))
    QTest.mousePress(hands.canvas, hands.left, NONE, start)
    QTest.mouseMove(hands.canvas, start + QPoint(50, 0))
    QApplication.processEvents()
    QTest.mouseRelease(hands.canvas, hands.left, NONE, start + QPoint(50, 0))
    QTest.keyRelease(hands.canvas, Qt.Key.Key_Space)
    assert hands.canvas.view.x == x + 50
    assert hands.canvas.selection.steps == ("eval",)


def test_fitting_shows_everything_and_fitting_the_selection_only_that(hands: Any) -> None:
    hands.canvas.fit_all()
    for step in hands.pipeline.steps:
        assert hands.canvas.rect().contains(hands.pixel(*hands.middle(step)))
    all_scale = hands.canvas.view.scale
    hands.canvas.select(steps=["train"])
    hands.canvas.fit_selection()
    assert hands.canvas.view.scale > all_scale
    hands.canvas.select(links=["train -> eval"])
    hands.canvas.fit_selection()
    hands.canvas.select()
    hands.canvas.fit_selection()
    assert hands.canvas.view.scale == pytest.approx(all_scale)


def test_revealing_a_step_brings_it_into_view_readable(hands: Any) -> None:
    hands.canvas.zoom_to(0.2)
    hands.canvas.view.pan(-5000, -5000)
    hands.canvas.reveal("deploy")
    assert hands.canvas.rect().contains(hands.pixel(*hands.middle("deploy")))
    assert hands.canvas.view.scale >= 0.5
    assert hands.canvas.selection.steps == ("deploy",)
    hands.canvas.reveal("nobody")
    assert hands.canvas.selection.steps == ("deploy",)


# ---------------------------------------------------------------------- special cases
def test_a_feedback_link_is_hit_where_it_hangs(hands: Any) -> None:
    hands.session.run(link_commands.connect, "deploy", "train", type="feedback")
    row = hands.canvas.scene.columns.links.row["deploy ~> train"]
    curve = hands.canvas.scene.columns.links["curve"][row]
    lowest = (curve[2] + curve[4]) / 2, curve[1] + (curve[3] - curve[1]) * 0.75
    hands.click((lowest[0] + 40, lowest[1]))
    assert hands.canvas.selection.links == ("deploy ~> train",)


def test_a_drag_that_begins_on_a_link_is_a_rubber_band(hands: Any) -> None:
    hands.drag((222, 37), (320, 200))
    assert hands.canvas.selection == Selection(steps=("train",))


def test_a_press_with_ctrl_that_takes_a_step_out_can_still_drag_it(hands: Any) -> None:
    hands.canvas.select(steps=["data", "train"])
    x, y = hands.middle("train")
    hands.drag((x, y), (x + 30, y), held=CTRL)
    assert hands.pipeline.positions["train"] == (330, 0)


def test_escape_during_a_pan_brings_the_view_back_and_a_press_is_taken_back_too(hands: Any) -> None:
    from PySide6.QtTest import QTest

    before = (hands.canvas.view.x, hands.canvas.view.y)
    QTest.mousePress(hands.canvas, Qt.MouseButton.MiddleButton, NONE, QPoint(600, 500))
    QTest.mouseMove(hands.canvas, QPoint(640, 520))
    QApplication.processEvents()
    assert hands.canvas.view.x == before[0] + 40
    hands.key(Qt.Key.Key_Escape)
    assert (hands.canvas.view.x, hands.canvas.view.y) == before
    hands.press(hands.middle("eval"))
    hands.key(Qt.Key.Key_Escape)
    hands.release(hands.middle("eval"))
    assert not hands.canvas.selection


def test_only_what_keys_are_on_shows_a_focus_ring(hands: Any) -> None:
    hands.click(hands.middle("train"))
    assert not hands.canvas.overlays.state.by_keyboard
    hands.key(Qt.Key.Key_Home)
    assert hands.canvas.overlays.state.by_keyboard
    hands.sharp()
    hands.canvas.grab()


def test_a_pinch_on_a_touchpad_zooms_at_the_pointer(hands: Any) -> None:
    from PySide6.QtGui import QNativeGestureEvent, QPointingDevice

    at = QPointF(400, 300)
    before = hands.canvas.scene_at(at)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(hands.canvas.mapToGlobal(at.toPoint())),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(hands.canvas, event)
    assert hands.canvas.view.scale == pytest.approx(1.25)
    assert hands.canvas.scene_at(at) == pytest.approx(before, abs=1)


def test_deleting_a_step_while_it_is_dragged_ends_the_drag(hands: Any) -> None:
    from designer.commands.steps import delete

    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 60, y + 60))
    hands.session.run(delete, ["train"])
    hands.release((x + 60, y + 60))
    assert "train" not in hands.pipeline.steps
    assert hands.undo_labels() == ["Delete Train"]
