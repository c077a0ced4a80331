"""Tidy by keys and menus: what moves, what is told, where the view goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.commands import bends, notes, steps
from designer.gui.actions.menus import context_menu
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

KEY = (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
LONG = 60  # ms: more than a result is waited for


def press(window: MainWindow) -> None:
    window.desk.canvas.setFocus()
    QTest.keyClick(window.desk.canvas, *KEY)
    window.tidying.waiting.wait_idle()
    QApplication.processEvents()


def places(window: MainWindow) -> dict[str, tuple[float, float]]:
    return dict(window.desk.session.pipeline.positions)


def many(open_window: MakeWindow, number: int = 3000) -> MainWindow:
    names = [f"s{i}" for i in range(number)]
    lines = ["pipeline: {name: Many}", "steps:", *(f"  {n}: {{kind: train}}" for n in names), "links:"]
    lines += [f"- s{i // 2} -> s{i}" for i in range(1, number)]
    lines += ["layout:", *(f"  {n}: [{i * 37 % 4001}, {i * 53 % 3001}]" for i, n in enumerate(names))]
    return open_window("\n".join(lines) + "\n")


def test_the_key_tidies_everything_in_one_undo_step_and_the_view_stays(chain: MainWindow) -> None:
    chain.desk.session.run(steps.move, {"data": (0.0, 0.0), "train": (350.0, 60.0), "deploy": (520.0, 200.0)})
    canvas, before = chain.desk.canvas, places(chain)
    canvas.fit_all()
    view = (canvas.view.scale, canvas.view.x, canvas.view.y)
    press(chain)
    after = places(chain)
    assert [after[s][0] - after["data"][0] for s in ("train", "deploy")] == [290, 580]
    assert len({y for _, y in after.values()}) == 1
    assert view[0] == canvas.view.scale or canvas.view.scale < view[0]
    assert chain.desk.session.history.undo_label == "Tidy layout"
    chain.undo()
    assert places(chain) == before


def test_only_what_is_selected_is_tidied(chain: MainWindow) -> None:
    chain.desk.session.run(steps.move, {"data": (0.0, 0.0), "train": (350.0, 60.0), "deploy": (700.0, 90.0)})
    chain.desk.canvas.select(steps=["train", "deploy"])
    assert chain.registry.qaction("view.tidy").text().replace("&", "") == "Tidy selection"
    press(chain)
    after = places(chain)
    assert after["data"] == (0, 0)
    assert after["deploy"] == (after["train"][0] + 290, after["train"][1])


def test_everything_can_be_tidied_with_steps_selected(chain: MainWindow) -> None:
    chain.desk.session.run(steps.move, {"data": (0.0, 300.0), "train": (350.0, 60.0), "deploy": (700.0, 90.0)})
    chain.desk.canvas.select(steps=["train", "deploy"])
    chain.registry.trigger("view.tidy_all")
    chain.tidying.waiting.wait_idle()
    assert len({y for _, y in places(chain).values()}) == 1


def test_the_steps_of_a_selected_frame_are_tidied(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.move, {"data": (0.0, 0.0), "train": (350.0, 260.0), "deploy": (700.0, 290.0)})
    frame = session.run(notes.add_frame, ["train", "deploy"], "Job")
    chain.desk.canvas.select(frames=[frame])
    menu = context_menu(chain, chain.registry, "frame")
    assert "Tidy selection" in [a.text().replace("&", "") for a in menu.actions()]
    press(chain)
    assert places(chain)["data"] == (0, 0)
    assert places(chain)["train"][1] == places(chain)["deploy"][1]


def test_what_is_tidy_already_is_told_and_makes_no_undo_step(chain: MainWindow) -> None:
    press(chain)
    before = chain.desk.session.pipeline.revision
    press(chain)
    assert chain.toast.text == "Everything is in its place already"
    assert chain.desk.session.pipeline.revision == before


def test_bends_that_are_taken_away_are_told(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.move, {"deploy": (300.0, 500.0)})
    session.run(bends.add_bend, "train -> deploy", 0, (450.0, 250.0))
    press(chain)
    assert not session.pipeline.bends
    assert chain.toast.text == "The bends of a link were made for the old places and are gone"
    chain.undo()
    assert session.pipeline.bends


def test_a_note_goes_along_in_the_same_undo_step(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.move, {"deploy": (300.0, 500.0)})
    note = session.run(notes.add_note, 300.0, 580.0, "Ask Ada")
    press(chain)
    x, y = places(chain)["deploy"]
    assert (session.pipeline.notes[note].x, session.pipeline.notes[note].y) == (x, y + 80)
    chain.undo()
    assert (session.pipeline.notes[note].x, session.pipeline.notes[note].y) == (300, 580)


def test_the_view_follows_what_left_it(chain: MainWindow) -> None:
    chain.desk.session.run(steps.move, {"train": (300.0, 9000.0), "deploy": (600.0, 9000.0)})
    canvas = chain.desk.canvas
    canvas.select(steps=["train", "deploy"])
    canvas.zoom_to(1.0)
    canvas.select()
    canvas.view.centre(600, 9036, canvas.width(), canvas.height())
    press(chain)
    x, y = canvas.view.to_view(*places(chain)["deploy"])
    assert 0 <= x < canvas.width()
    assert 0 <= y < canvas.height()


def test_the_window_answers_while_a_large_drawing_is_tidied(open_window: MakeWindow) -> None:
    window = many(open_window)
    before = places(window)
    window.registry.trigger("view.tidy")
    assert not window.tidying.waiting.is_idle
    window.desk.session.run(steps.rename, "s7", "Renamed meanwhile")
    window.tidying.waiting.wait_idle(60_000)
    assert window.desk.session.history.undo_label == "Tidy layout"
    assert places(window)["s7"][0] > places(window)["s3"][0]
    window.undo()
    assert places(window) == before
    assert window.desk.session.pipeline.steps["s7"].title == "Renamed meanwhile"


def test_tidying_can_be_given_up(open_window: MakeWindow) -> None:
    window = many(open_window)
    before = places(window)
    window.registry.trigger("view.tidy")
    window.tidying.waiting._tell()
    cancel = next(b for b in window.bar.findChildren(QPushButton) if b.text() == "Cancel")
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert window.tidying.waiting.is_idle
    QApplication.processEvents()
    assert places(window) == before
    assert not window.bar.message
