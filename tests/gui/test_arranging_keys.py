"""Keys of the window that arrange, add beside, and delete with care."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from designer.commands import notes, steps
from designer.commands.placement import STRIDE_X, STRIDE_Y
from designer.gui.actions.menus import context_menu
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(window: MainWindow, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    window.desk.canvas.setFocus()
    QTest.keyClick(window.desk.canvas, key, held)
    QApplication.processEvents()


def scatter(window: MainWindow) -> None:
    places = {"data": (0.0, 0.0), "train": (310.0, 35.0), "deploy": (700.0, 10.0)}
    window.desk.session.run(steps.move, places)


@pytest.mark.parametrize(
    ("key", "places"),
    [
        (Key.Key_Left, [(0, 0), (0, 35), (0, 10)]),
        (Key.Key_Right, [(700, 0), (700, 35), (700, 10)]),
        (Key.Key_Up, [(0, 0), (310, 0), (700, 0)]),
        (Key.Key_Down, [(0, 35), (310, 35), (700, 35)]),
    ],
)
def test_ctrl_shift_and_arrows_align(chain: MainWindow, key: Any, places: Any) -> None:
    scatter(chain)
    chain.desk.canvas.select(steps=["data", "train", "deploy"])
    press(chain, key, CTRL | SHIFT)
    positions = chain.desk.session.pipeline.positions
    assert [positions[s] for s in ("data", "train", "deploy")] == places
    chain.undo()
    assert positions["train"] == (310, 35)


def test_a_single_step_is_moved_by_ten_grid_units_instead(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    press(chain, Key.Key_Down, CTRL | SHIFT)
    assert chain.desk.session.pipeline.positions["train"] == (300, 80)


def test_distributing_across_and_down(chain: MainWindow) -> None:
    scatter(chain)
    chain.desk.canvas.select(steps=["data", "train", "deploy"])
    press(chain, Key.Key_H, CTRL | SHIFT)
    assert chain.desk.session.pipeline.positions["train"] == (350, 35)
    press(chain, Key.Key_V, CTRL | ALT)
    ys = sorted(chain.desk.session.pipeline.positions[s][1] for s in ("data", "train", "deploy"))
    assert ys == [0, 88, 176]


def test_frames_align_by_what_is_in_them_and_notes_too(chain: MainWindow) -> None:
    scatter(chain)
    session = chain.desk.session
    frame = session.run(notes.add_frame, ["data", "train"])
    note = session.run(notes.add_note, 50.0, 400.0, "n")
    chain.desk.canvas.select(frames=[frame], notes=[note])
    chain.registry.trigger("view.align_right")
    assert session.pipeline.positions["train"] == (310, 35)
    assert session.pipeline.notes[note].x == 290
    assert chain.desk.session.history.undo_label == "Align right edges"


def test_what_is_in_line_already_is_told(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("view.align_top")
    assert "in line already" in chain.toast.text
    chain.desk.canvas.select(steps=["data", "train", "deploy"])
    chain.registry.trigger("view.distribute_across")
    assert "equal already" in chain.toast.text


def test_the_context_menu_has_one_entry_for_all_that_aligns(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["data", "train"])
    menu = context_menu(chain, chain.registry, "step")
    inner = next(a for a in menu.actions() if a.text().replace("&", "") == "Align").menu()
    assert isinstance(inner, QMenu)
    assert len(inner.actions()) == 8


# ---------------------------------------------------------------------- a step beside
@pytest.mark.parametrize(
    ("key", "place", "link"),
    [
        (Key.Key_Right, (300 + STRIDE_X, 400), "train -> evaluate"),
        (Key.Key_Left, (300 - STRIDE_X, 400), "evaluate -> train"),
        (Key.Key_Down, (300, 400 + STRIDE_Y), "train -> evaluate"),
        (Key.Key_Up, (300, 400 - STRIDE_Y), "train -> evaluate"),
    ],
)
def test_alt_and_an_arrow_add_a_linked_step_on_that_side(chain: MainWindow, key: Any, place: Any, link: str) -> None:
    session = chain.desk.session
    session.run(steps.move, {"train": (300.0, 400.0)})
    chain.desk.canvas.select(steps=["train"])
    before = session.pipeline.revision
    press(chain, key, ALT)
    picker = chain.desk.quick_add.picker
    assert picker.isVisible()
    assert session.pipeline.revision == before
    QTest.keyClicks(picker.line, "evaluate")
    QTest.keyClick(picker.line, Key.Key_Return)
    assert session.pipeline.positions["evaluate"] == place
    assert link in session.pipeline.links
    assert chain.desk.selection.steps == ("evaluate",)
    assert chain.desk.canvas.focused().key == "evaluate"
    session.undo()
    assert "evaluate" not in session.pipeline.steps


def test_escape_adds_nothing_beside(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    press(chain, Key.Key_Right, ALT)
    QTest.keyClick(chain.desk.quick_add.picker.line, Key.Key_Escape)
    assert len(chain.desk.session.pipeline.steps) == 3


# ---------------------------------------------------------------------- healing
def test_ctrl_and_del_heal_the_flow_and_say_so(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    press(chain, Key.Key_Delete, CTRL)
    pipeline = chain.desk.session.pipeline
    assert set(pipeline.links) == {"data -> deploy"}
    assert chain.toast.text == "Linked again: Orders → Deploy"
    chain.toast.press_button()
    assert set(pipeline.links) == {"data -> train", "train -> deploy"}


def test_deleting_the_last_step_heals_nothing_and_says_so(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["deploy"])
    press(chain, Key.Key_Backspace, CTRL)
    assert chain.toast.text == "Nothing had to be linked again"


def test_a_box_is_deleted_with_what_is_in_it_and_bridged(chain: MainWindow) -> None:
    session = chain.desk.session
    frame = session.run(notes.add_frame, ["train"], "Job")
    session.run(notes.fold_frame, frame, True, {})
    chain.desk.canvas.select(frames=[frame])
    press(chain, Key.Key_Delete, CTRL)
    assert set(session.pipeline.links) == {"data -> deploy"}


def test_plain_del_heals_nothing(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    press(chain, Key.Key_Delete)
    assert set(chain.desk.session.pipeline.links) == set()


# ---------------------------------------------------------------------- on to a link
def test_a_step_is_put_on_a_link_by_keys(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.add_step, session.services.catalog, "validate_data", at=(0.0, 300.0), step_id="check")
    chain.desk.canvas.select(steps=["check"])
    press(chain, Key.Key_I, CTRL | ALT)
    picker = QApplication.activePopupWidget()
    assert picker.texts() == ["Orders → Train", "Train → Deploy"]
    QTest.keyClicks(picker.line, "orders")
    QTest.keyClick(picker.line, Key.Key_Return)
    assert {"data -> check", "check -> train"} <= set(session.pipeline.links)
    assert session.pipeline.positions["check"] == (STRIDE_X, 0)
    assert session.history.undo_label == "Insert Check"
    assert not chain.registry.qaction("edit.put_on_link").isEnabled()


def test_a_link_that_is_selected_with_the_step_is_the_one(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.add_step, session.services.catalog, "validate_data", at=(0.0, 300.0), step_id="check")
    chain.desk.canvas.select(steps=["check"], links=["train -> deploy"])
    chain.registry.trigger("edit.put_on_link")
    assert {"train -> check", "check -> deploy"} <= set(session.pipeline.links)


# ---------------------------------------------------------------------- connecting in order
def test_steps_are_connected_in_the_order_of_selecting(open_window: MakeWindow) -> None:
    window = open_window(
        "pipeline: {name: X}\nsteps:\n  a: {kind: train}\n  b: {kind: train}\n  c: {kind: train}\n"
        "layout:\n  a: [0, 0]\n  b: [300, 0]\n  c: [600, 0]\n"
    )
    window.desk.canvas.select(steps=["c", "a", "b"])
    press(window, Key.Key_L, CTRL)
    assert set(window.desk.session.pipeline.links) == {"c -> a", "a -> b"}
    press(window, Key.Key_L, CTRL | SHIFT)
    assert not window.desk.session.pipeline.links
    window.undo()
    assert len(window.desk.session.pipeline.links) == 2


# ---------------------------------------------------------------------- looking around
def test_page_keys_move_the_view_by_a_window(chain: MainWindow) -> None:
    canvas = chain.desk.canvas
    x, y = canvas.view.x, canvas.view.y
    press(chain, Key.Key_PageDown)
    assert canvas.view.y == round(y - 0.85 * canvas.height())
    press(chain, Key.Key_PageUp)
    press(chain, Key.Key_PageDown, SHIFT)
    assert canvas.view.x == round(x - 0.85 * canvas.width())


def wheel(window: MainWindow, held: Any) -> None:
    canvas, at = window.desk.canvas, QPointF(300, 200)
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_may_zoom_by_itself_and_the_choice_is_remembered(chain: MainWindow) -> None:
    canvas = chain.desk.canvas
    canvas.zoom_to(0.5)
    wheel(chain, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.scale == 0.5
    chain.registry.trigger("view.wheel_zooms")
    wheel(chain, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.scale == pytest.approx(0.6)
    y = canvas.view.y
    wheel(chain, CTRL)
    assert (canvas.view.scale, canvas.view.y) == (pytest.approx(0.6), y + 60)
    kept = json.loads(chain.desktop._settings_file.read_text())
    assert kept["wheel_zooms"] is True
    assert chain.registry.qaction("view.wheel_zooms").isChecked()


def test_snapping_is_turned_off_in_all_windows(chain: MainWindow, open_window: MakeWindow) -> None:
    other = open_window()
    chain.registry.trigger("view.snap_guides")
    assert other.desk.canvas.habits.snap_guides is False
    assert chain.desktop.settings.snap_guides is False
    chain.registry.trigger("view.snap_grid")
    assert other.desk.canvas.habits.snap_grid


@pytest.mark.parametrize(("key", "held"), [(Key.Key_1, SHIFT), (Key.Key_1, CTRL), (Key.Key_2, CTRL), (Key.Key_0, CTRL)])
def test_keys_that_fit_and_zoom(chain: MainWindow, key: Any, held: Any) -> None:
    canvas = chain.desk.canvas
    canvas.select(steps=["train"])
    canvas.zoom_to(0.1)
    press(chain, key, held)
    assert canvas.view.scale > 0.5
