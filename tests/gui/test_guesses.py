"""A guessed kind is asked about in the properties and on the card, and answered with one click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

GUESSED = """
steps:
  fit: {kind: train, command: "python train.py", confidence: low}
  odd: {kind: other, command: "make release", confidence: low}
  sure: {kind: deploy, confidence: high}
links: [fit -> odd, odd -> sure]
frames:
  job: {title: build, steps: [fit, odd], role: job}
layout:
  fit: [0, 0]
  odd: [300, 0]
  sure: [600, 0]
"""


@pytest.fixture
def window(open_window: MakeWindow) -> MainWindow:
    return open_window(GUESSED)


def test_the_properties_ask_whether_the_guess_is_right(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit"])
    card = window.desk.inspector.guess
    assert card is not None
    assert card.question.text() == "Guessed from `python train.py`. Right?"
    QTest.mouseClick(card.buttons["train"], Qt.MouseButton.LeftButton)
    assert window.desk.session.pipeline.steps["fit"].get("confidence") == "confirmed"
    assert window.desk.inspector.guess is None
    window.undo()
    assert window.desk.session.pipeline.steps["fit"].get("confidence") == "low"
    assert window.desk.inspector.guess is not None


def test_another_kind_is_one_click_away_too(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["odd"])
    card = window.desk.inspector.guess
    assert card is not None
    assert "kept as it is" in card.question.text()
    slug = next(iter(card.buttons))
    card.buttons[slug].click()
    step = window.desk.session.pipeline.steps["odd"]
    assert (step.kind, step.get("confidence")) == (slug, "confirmed")
    window.undo()
    assert window.desk.session.pipeline.steps["odd"].kind == "other"


def test_any_kind_can_be_chosen_from_the_list(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit"])
    card = window.desk.inspector.guess
    assert card is not None
    menus = [a.menu() for a in card.more.menu().actions()]
    offered = {a.text(): a for menu in menus for a in menu.actions()}  # type: ignore[union-attr]
    assert len(offered) == len(window.desk.session.services.catalog.kinds)
    offered["Register model"].trigger()
    assert window.desk.session.pipeline.steps["fit"].kind == "register"


def test_what_is_certain_is_not_asked_about(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["sure"])
    assert window.desk.inspector.guess is None


def test_the_mark_on_the_card_opens_the_same_answers(window: MainWindow) -> None:
    window.desk.canvas.guess_clicked.emit("fit", QPoint(10, 10))
    menu = next(m for m in window.desk.canvas.findChildren(QMenu) if m.isVisible())
    assert menu.actions()[0].text() == "&Yes, Train model"
    menu.actions()[0].trigger()
    menu.close()
    assert window.desk.session.pipeline.steps["fit"].get("confidence") == "confirmed"


def test_a_key_agrees_to_all_selected_guesses_as_one_undo_step(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit", "odd", "sure"])
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_Y)
    steps = window.desk.session.pipeline.steps
    assert [steps[s].get("confidence") for s in ("fit", "odd", "sure")] == ["confirmed", "low", "high"]
    window.undo()
    assert steps is not window.desk.session.pipeline.steps or steps["fit"].get("confidence") == "low"


def test_a_key_folds_the_frame_around_the_selected_step_and_opens_it_again(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit"])
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_J)
    assert "job" in window.desk.canvas.scene.groups.boxes
    assert window.registry.qaction("view.fold").text().startswith("E&xpand frame")
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_J)
    assert "job" not in window.desk.canvas.scene.groups.boxes


def test_deleting_a_box_deletes_what_is_in_it(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit"])
    window.registry.trigger("view.fold")
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_Delete)
    assert list(window.desk.session.pipeline.steps) == ["sure"]
    window.undo()
    assert len(window.desk.session.pipeline.steps) == 3


def test_the_properties_of_a_box_are_those_of_its_steps(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["fit"])
    window.registry.trigger("view.fold")
    window.desk.inspector.form.edited.emit("owner", "Ana")
    steps = window.desk.session.pipeline.steps
    assert [steps[s].get("owner") for s in ("fit", "odd", "sure")] == ["Ana", "Ana", None]


def test_all_jobs_collapse_and_open_again_as_one_undo_step_each(window: MainWindow) -> None:
    before = window.desk.session.pipeline.snapshot()
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert list(window.desk.canvas.scene.groups.boxes) == ["job"]
    window.registry.trigger("view.unfold_all")
    assert not window.desk.canvas.scene.groups.boxes
    window.undo()
    window.undo()
    assert window.desk.session.pipeline.snapshot().positions == before.positions
    assert not window.desk.canvas.scene.groups.boxes
