"""Short movements: where they go, what ends them, who turns them off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from designer.commands import steps as step_commands
from designer.commands.notes import add_frame, add_note
from designer.gui.canvas.motion import LASTS_S
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """A clock that goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def moving(hands: Any) -> Any:
    """A canvas with motion on and sharp, and a clock in our hands."""
    hands.canvas.habits.motion = True
    hands.clock = hands.canvas.motion.clock = Clock()
    hands.sharp()
    return hands


def look_at(hands: Any, step: str) -> None:
    with hands.canvas.motion.of_view():
        hands.canvas.fit_selection()


def test_the_view_is_at_its_goal_at_once_and_the_picture_follows(moving: Any) -> None:
    canvas, before = moving.canvas, moving.canvas.motion.shown()
    with canvas.motion.of_view():
        canvas.zoom_to(2.0)
    assert canvas.view.scale == 2.0
    assert canvas.motion.shown() == before
    moving.clock.now += LASTS_S / 2
    assert 1.5 < canvas.motion.shown().scale < 2.0
    moving.clock.now += LASTS_S
    moving.qtbot.waitUntil(lambda: not canvas.motion.is_running)
    assert canvas.motion.shown() == canvas.view


def test_it_lasts_no_longer_than_a_fifth_of_a_second_and_paints_on_the_way(hands: Any) -> None:
    hands.canvas.habits.motion = True
    hands.sharp()
    frames: list[float] = []
    hands.canvas.frame_shown.connect(lambda: frames.append(hands.canvas.motion.shown().scale))
    with hands.canvas.motion.of_view():
        hands.canvas.zoom_to(0.5)
    with hands.qtbot.waitSignal(hands.canvas.frame_shown):
        pass
    hands.qtbot.waitUntil(lambda: not hands.canvas.motion.is_running)
    assert LASTS_S <= 0.2
    assert any(0.5 < scale < 1.0 for scale in frames)
    assert frames == sorted(frames, reverse=True)


def test_zooming_keeps_the_fixed_point_where_it_is_on_the_whole_way(moving: Any) -> None:
    canvas, at = moving.canvas, QPointF(300, 200)
    point = canvas.view.to_scene(300, 200)
    with canvas.motion.of_view():
        canvas.zoom_to(3.0, at)
    for _ in range(8):
        moving.clock.now += LASTS_S / 9
        assert canvas.motion.shown().to_view(*point) == pytest.approx((300, 200), abs=2)


def press(hands: Any) -> None:
    QTest.mousePress(hands.canvas, Qt.MouseButton.LeftButton, NONE, QPoint(700, 600))
    QTest.mouseRelease(hands.canvas, Qt.MouseButton.LeftButton, NONE, QPoint(700, 600))


def turn_wheel(hands: Any) -> None:
    hands.wheel(QPointF(300, 200), QPoint(0, 120), NONE)


INPUTS = {
    "a key": lambda hands: hands.key(Qt.Key.Key_Right),
    "a click": press,
    "the wheel": turn_wheel,
    "a new size": lambda hands: hands.canvas.resize(1300, 650),
}


@pytest.mark.parametrize("name", INPUTS)
def test_any_input_ends_it(moving: Any, name: str) -> None:
    with moving.canvas.motion.of_view():
        moving.canvas.zoom_to(0.5)
    assert moving.canvas.motion.is_running
    INPUTS[name](moving)
    assert not moving.canvas.motion.is_running


def test_a_click_meets_what_is_at_the_goal(moving: Any) -> None:
    with moving.canvas.motion.of_view():
        moving.canvas.view.pan(0, -200)
    moving.click(moving.middle("train"))
    assert moving.canvas.selection.steps == ("train",)


def test_what_lies_far_away_is_shown_at_once(moving: Any) -> None:
    with moving.canvas.motion.of_view():
        moving.canvas.view.pan(20_000, 0)
    assert not moving.canvas.motion.is_running


def test_nothing_moves_where_motion_is_off(hands: Any) -> None:
    hands.sharp()
    with hands.canvas.motion.of_view():
        hands.canvas.zoom_to(0.5)
    hands.session.run(step_commands.move, {"train": (300.0, 200.0)})
    assert not hands.canvas.motion.is_running


# ---------------------------------------------------------------------- cards
def card_seen_at(hands: Any) -> float:
    """How far down the card of *train* is drawn: the middle of the first column of pixels that is card."""
    canvas = hands.canvas
    image, left = canvas.grab().toImage(), hands.pixel(340.0, 0.0).x()
    card = canvas.renderer.cards.colours("card")
    rows = [y for y in range(image.height()) if image.pixelColor(left, y) == card]
    return float(canvas.view.to_scene(0, sum(rows) / len(rows))[1]) if rows else float("nan")


def test_undo_shows_the_card_on_its_way_back(moving: Any) -> None:
    moving.canvas.habits.motion = False
    moving.session.run(step_commands.move, {"train": (300.0, 240.0)})
    moving.canvas.scene.ghosts = []
    moving.canvas.buffer.forget()
    moving.sharp()
    moving.canvas.habits.motion = True
    moving.session.undo()
    moving.bridge.wait_idle()
    moving.canvas.scene.ghosts = []
    row = moving.canvas.scene.columns.row_of("train")
    assert moving.canvas.scene.columns.steps["y"][row] == 0
    start = card_seen_at(moving)
    moving.clock.now += LASTS_S / 4
    middle = card_seen_at(moving)
    moving.clock.now += LASTS_S
    moving.sharp()
    assert start > middle > card_seen_at(moving)
    assert moving.canvas.scene.columns.steps["y"][row] == 0


def test_links_run_as_before_when_their_cards_have_arrived(moving: Any) -> None:
    columns = moving.canvas.scene.columns
    moving.session.run(step_commands.move, {"train": (300.0, 240.0)})
    curves = columns.links["curve"].copy()
    assert moving.canvas.motion.is_running
    moving.clock.now += LASTS_S / 2
    moving.canvas.grab()
    assert (columns.links["curve"] == curves).all()
    moving.canvas.motion.finish()
    assert len(moving.canvas.renderer.lifted_steps) == 0


def test_an_edit_on_the_way_ends_the_movement_before(moving: Any) -> None:
    moving.session.run(step_commands.move, {"train": (300.0, 240.0)})
    moving.session.run(step_commands.delete, ["train"])
    assert not moving.canvas.motion.is_running
    moving.sharp()
    assert len(moving.canvas.renderer.lifted_steps) == 0


def test_what_was_dragged_is_where_it_was_let_go(moving: Any) -> None:
    x, y = moving.middle("deploy")
    moving.drag((x, y), (x + 40, y + 160))
    assert not moving.canvas.motion.is_running
    assert moving.pipeline.positions["deploy"] != (900, 0)


def test_a_nudge_is_too_short_to_be_shown(moving: Any) -> None:
    moving.canvas.select(steps=["train"])
    moving.key(Qt.Key.Key_Down, CTRL)
    assert not moving.canvas.motion.is_running


# ---------------------------------------------------------------------- the setting
def test_motion_is_a_choice_that_is_remembered(chain: MainWindow, desktop: Desktop) -> None:
    chain.registry.trigger("view.motion.on")
    assert desktop.habits.motion
    chain.registry.trigger("view.motion.off")
    assert not desktop.habits.motion
    assert chain.registry.qaction("view.motion.off").isChecked()
    again = Desktop(desktop.services, desktop.appearance, desktop._settings_file)
    assert not again.habits.motion


def test_the_system_is_asked_unless_somebody_chose(chain: MainWindow, desktop: Desktop) -> None:
    desktop.choose_motion("system")
    assert desktop.habits.motion == desktop.appearance.system_moves


def test_fitting_by_key_moves_the_picture(chain: MainWindow, desktop: Desktop, qtbot: Any) -> None:
    canvas = chain.desk.canvas
    qtbot.waitUntil(lambda: canvas.is_sharp)
    desktop.choose_motion("on")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_0, CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_Minus, CTRL)
    assert canvas.motion.is_running
    qtbot.waitUntil(lambda: not canvas.motion.is_running)
    assert canvas.view.scale == pytest.approx(0.8)


def test_a_window_can_close_while_something_moves(chain: MainWindow, desktop: Desktop, qtbot: Any) -> None:
    desktop.choose_motion("on")
    qtbot.waitUntil(lambda: chain.desk.canvas.is_sharp)
    chain.registry.trigger("view.zoom_out")
    chain.close_without_asking()
    assert chain not in desktop.windows


# ---------------------------------------------------------------------- what goes along
def test_notes_and_frames_glide_with_their_cards(moving: Any) -> None:
    canvas = moving.canvas
    canvas.habits.motion = False
    moving.hide_map()
    note = moving.session.run(add_note, 300.0, 120.0, "Beside it")
    frame = moving.session.run(add_frame, ["train"])
    canvas.habits.motion = True
    moving.sharp()
    before = canvas.scene.frames[frame]
    moving.session.run(step_commands.tidy, {"train": (300.0, 240.0)}, {note: (300.0, 360.0)})
    assert canvas.scene.frames[frame][1] == before[1] + 240
    moving.clock.now += LASTS_S / 4
    canvas.grab()
    (gliding,) = canvas.overlays.state.lifted_notes
    ((_, area),) = canvas.overlays.state.lifted_frames
    assert 120 < gliding.y < 360
    assert area[1] - before[1] == pytest.approx(gliding.y - 120)
    moving.clock.now += LASTS_S
    moving.sharp()
    assert canvas.overlays.state.lifted_notes == ()
    assert canvas.overlays.state.lifted_frames == ()
    assert not canvas.renderer.lifted_notes | canvas.renderer.lifted_frames
    moving.bridge.wait_idle()
    moving.sharp()
    arrived = pixels(canvas)
    canvas.buffer.forget()
    canvas.refresh()
    moving.sharp()
    assert np.abs(pixels(canvas) - arrived).max() <= 1  # of 255, where edges are smoothed


def pixels(canvas: Any) -> Any:
    image = canvas.grab().toImage()  # kept: its memory goes with it
    return np.frombuffer(image.constBits(), np.uint8).astype(int)
