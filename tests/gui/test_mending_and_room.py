"""One finding after the other is mended without losing the place; every part of the window has the room it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from designer.analysis.finding import Finding
from designer.commands import notes, steps
from designer.gui.actions.menus import context_menu
from designer.gui.main_window import MainWindow
from designer.gui.panels.editors import LineEditor
from designer.gui.panels.finding_card import FindingCard, points_text
from designer.gui.panels.finding_list import key_of
from designer.gui.picker import Picker
from tests.gui.conftest import MakeWindow


def card_of(window: MainWindow, finding: Finding) -> FindingCard:
    return window.desk.findings.cards[key_of(finding)]


def press_fix(window: MainWindow, finding: Finding, qtbot: QtBot) -> None:
    """Opens a finding and presses its button, as a hand would."""
    card = card_of(window, finding)
    if not card.is_open:
        QTest.mouseClick(card.head, Qt.MouseButton.LeftButton)
    button = next(b for b in card.findChildren(QPushButton) if b.text().startswith("Apply fix"))
    button.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.desk.bridge.wait_idle()
    settle(qtbot)


def settle(qtbot: QtBot) -> None:
    """Lets the layouts that were asked for happen."""
    for _ in range(3):
        QCoreApplication.processEvents()


def height_on_screen(window: MainWindow, card: FindingCard) -> int:
    return card.mapTo(window.desk.findings, QPoint(0, 0)).y()


# ---------------------------------------------------------------- findings
def test_the_next_finding_is_offered_where_the_mended_one_was(lesson: MainWindow, qtbot: QtBot) -> None:
    panel = lesson.desk.findings
    for _ in range(7):
        lesson.registry.trigger("check.next")
    settle(qtbot)
    mended = panel.current
    assert mended is not None
    before = height_on_screen(lesson, card_of(lesson, mended))
    press_fix(lesson, mended, qtbot)
    offered = panel.current
    assert offered == panel.findings[6]
    assert card_of(lesson, offered).is_open
    assert abs(height_on_screen(lesson, card_of(lesson, offered)) - before) < 120


def test_an_offered_finding_leaves_the_canvas_showing_what_was_mended(lesson: MainWindow, qtbot: QtBot) -> None:
    finding = lesson.desk.findings.findings[0]
    before = set(lesson.desk.session.pipeline.steps)
    press_fix(lesson, finding, qtbot)
    new = set(lesson.desk.session.pipeline.steps) - before
    assert set(lesson.desk.selection.steps) == new
    assert not lesson.desk.canvas.overlays.state.lit_steps
    lesson.registry.trigger("check.next")  # now it is asked for, not the one behind it
    assert lesson.desk.findings.current == lesson.desk.findings.findings[0]
    assert lesson.desk.canvas.overlays.state.lit_steps


def test_the_fix_key_mends_one_finding_after_the_other(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.registry.trigger("check.next")
    labels = set()
    for _ in range(3):
        lesson.registry.trigger("check.apply")
        lesson.desk.bridge.wait_idle()
        settle(qtbot)
        labels.add(lesson.desk.session.history.undo_label)
    assert len(labels) == 3


def test_a_finding_that_goes_away_by_an_undo_offers_nothing(lesson: MainWindow, qtbot: QtBot) -> None:
    panel = lesson.desk.findings
    lesson.registry.trigger("check.fix_all")
    lesson.desk.bridge.wait_idle()
    lesson.registry.trigger("check.next")
    lesson.undo()
    lesson.desk.bridge.wait_idle()
    assert panel.current is None or panel.current in panel.findings
    assert not panel.is_offered


def test_fix_all_says_what_it_fixed_and_what_is_still_open(lesson: MainWindow, qtbot: QtBot) -> None:
    before = len(lesson.desk.findings.findings)
    lesson.registry.trigger("check.fix_all")
    assert re.match(r"\d+ findings fixed", lesson.toast.text)
    lesson.desk.bridge.wait_idle()
    left = len(lesson.desk.findings.findings)
    assert 0 < left < before
    assert lesson.toast.text.endswith(f"; {left} still open")
    lesson.toast.press_button()
    lesson.desk.bridge.wait_idle()
    assert lesson.toast.text == ""
    assert len(lesson.desk.findings.findings) == before


def test_after_an_undo_of_fix_all_the_view_is_as_large_as_the_drawing_allows(lesson: MainWindow, qtbot: QtBot) -> None:
    canvas = lesson.desk.canvas
    canvas.fit_all()
    before = canvas.view.scale
    lesson.registry.trigger("check.fix_all")
    assert canvas.view.scale < before
    lesson.undo()
    assert canvas.view.scale == pytest.approx(before)


def test_a_view_that_was_moved_stays_after_an_undo_of_fix_all(lesson: MainWindow, qtbot: QtBot) -> None:
    canvas = lesson.desk.canvas
    lesson.registry.trigger("check.fix_all")
    canvas.view.zoom(0.5, 0, 0)
    lesson.undo()
    assert canvas.view.scale == pytest.approx(0.5)


def test_a_card_has_its_questions_in_a_menu_of_their_own(lesson: MainWindow) -> None:
    lesson.desk.canvas.select(steps=["train"])
    menu = context_menu(lesson, lesson.registry, "step")
    (asked,) = [m for a in menu.actions() if (m := a.menu()) and a.text() == "What &if"]  # type: ignore[attr-defined]
    assert len(asked.actions()) == 3


def test_no_card_of_a_finding_is_lower_than_its_text(lesson: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        press_fix(lesson, lesson.desk.findings.findings[0], qtbot)
        qtbot.waitUntil(lambda: all(is_whole(c) for c in lesson.desk.findings.cards.values()))


def is_whole(card: FindingCard) -> bool:
    title = max(card.head.findChildren(QLabel), key=lambda label: len(label.text()))
    return title.height() >= title.heightForWidth(title.width())


@pytest.mark.parametrize(("points", "text"), [(0.0, ""), (0.3, ""), (0.5, "+1"), (2.4, "+2"), (2.5, "+3")])
def test_gains_below_half_a_point_are_not_shown(lesson: MainWindow, points: float, text: str) -> None:
    from dataclasses import replace

    assert points_text(replace(lesson.desk.findings.findings[0], points=points)) == text


def test_a_click_on_a_missing_step_keeps_the_overview(lesson: MainWindow, qtbot: QtBot) -> None:
    canvas = lesson.desk.canvas
    canvas.zoom_to(0.4)
    canvas.fit_all()
    canvas.zoom_to(min(canvas.view.scale, 0.45))
    before = canvas.view.scale
    lesson.fixer.apply(canvas.scene.ghosts[0].finding)
    assert canvas.view.scale == before


def test_an_offer_to_undo_goes_when_something_else_was_done(lesson: MainWindow) -> None:
    lesson.registry.trigger("check.next")
    lesson.registry.trigger("check.apply")
    assert lesson.toast.text.startswith("Done")
    lesson.undo()
    assert lesson.toast.text == ""
    lesson.toast.say("Saved x")
    lesson.desk.session.run(notes.add_note, 0, 0, "Hello")
    assert lesson.toast.text == "Saved x"


def test_the_lesson_opens_with_all_its_missing_steps_in_view(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.files.open_lesson()
    window.desk.bridge.wait_idle()
    settle(qtbot)
    canvas = window.desk.canvas
    left, top, right, bottom = canvas.seen_area()
    assert canvas.scene.ghosts
    assert all(left < g.x < right - 200 and top < g.y < bottom - 72 for g in canvas.scene.ghosts)


# ---------------------------------------------------------------- room
def test_the_exports_get_more_room_while_they_are_in_front_and_give_it_back(lesson: MainWindow, qtbot: QtBot) -> None:
    docks = lesson.panes.docks
    settle(qtbot)
    before = docks["findings"].height()
    lesson.go_to("exports")
    qtbot.waitUntil(lambda: docks["exports"].height() > before + 80)
    lesson.go_to("findings")
    qtbot.waitUntil(lambda: abs(docks["findings"].height() - before) < 10)


def test_the_target_that_most_people_run_comes_first(lesson: MainWindow) -> None:
    assert lesson.desk.preview.tabs.tabText(0) == "GitHub Actions"


@pytest.mark.parametrize("percent", [150, 200])
def test_large_text_leaves_most_of_the_window_to_the_canvas(lesson: MainWindow, qtbot: QtBot, percent: int) -> None:
    lesson.resize(1440, 900)
    lesson.go_to("exports")
    lesson.desktop.appearance.set_text_size(percent)
    qtbot.waitUntil(lambda: lesson.desk.canvas.width() >= 0.44 * lesson.width())
    lesson.go_to("findings")
    lesson.panes.reset()
    qtbot.waitUntil(lambda: lesson.desk.canvas.width() >= 0.44 * lesson.width())


def test_a_first_window_fits_on_the_screen(open_window: MakeWindow, lesson: MainWindow) -> None:
    window = lesson.desktop.open_window()
    screen = window.screen().availableSize()
    assert window.width() <= max(screen.width(), window.minimumSizeHint().width())
    assert window.height() <= max(screen.height(), window.minimumSizeHint().height())


def test_panels_behind_tabs_are_reached_by_a_key_and_by_the_search(chain: MainWindow, qtbot: QtBot) -> None:
    for action, pane in (("view.outline", "outline"), ("view.exports", "exports")):
        chain.registry.trigger(action)
        qtbot.waitUntil(partial(is_in_front, chain, pane))


def is_in_front(window: MainWindow, pane: str) -> bool:
    return not window.panes.docks[pane].visibleRegion().isEmpty()


def test_two_linked_steps_take_a_new_one_between_them(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=("data", "train"))
    chain.registry.trigger("insert.step")
    picker = chain.desk.quick_add.picker
    QTest.keyClicks(picker.line, "check data")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert {"data -> validate_data", "validate_data -> train"} <= set(chain.desk.session.pipeline.links)
    assert "data -> train" not in chain.desk.session.pipeline.links


def test_one_step_is_linked_by_naming_the_other_and_backwards_it_is_feedback(chain: MainWindow) -> None:
    chain.desk.session.run(steps.add_step, chain.desk.session.services.catalog, "monitor", at=(900.0, 0.0))
    for source, name, link in (("deploy", "Monitor", "deploy -> monitor"), ("monitor", "Train", "monitor ~> train")):
        chain.desk.canvas.select(steps=(source,))
        chain.registry.trigger("edit.connect")
        picker = QApplication.activePopupWidget()
        assert isinstance(picker, Picker)
        assert chain.desk.session.pipeline.steps[source].label not in picker.texts()
        QTest.keyClicks(picker.line, name)
        QTest.keyClick(picker.line, Qt.Key.Key_Return)
        assert link in chain.desk.session.pipeline.links
        assert chain.desk.selection.links == (link,)


def test_a_link_chosen_in_the_outline_is_brought_into_view(chain: MainWindow) -> None:
    canvas = chain.desk.canvas
    canvas.zoom_to(1.0)
    canvas.view.pan(-5000, 0)
    chain.desk.outline.chosen.emit((), ("data -> train",), ())
    left, _, right, _ = canvas.seen_area()
    assert left < 0
    assert right > 500


def test_enter_on_a_step_puts_the_keyboard_into_the_first_field_about_it(chain: MainWindow, qtbot: QtBot) -> None:
    chain.desk.canvas.select(steps=("deploy",))
    chain.desk.canvas.select(steps=("train",))
    chain.desk.canvas.setFocus()
    title = chain.desk.inspector.form.editors["title"]
    assert isinstance(title, LineEditor)
    qtbot.waitUntil(title.line.isVisible)
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_Return)
    assert title.line.hasFocus()


def test_a_step_without_a_title_shows_what_it_is_called_where_one_can_be_typed(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=("train",))
    title = chain.desk.inspector.form.editors["title"]
    assert isinstance(title, LineEditor)
    assert title.line.placeholderText() == "Train"


def test_the_title_of_a_panel_grows_with_the_text(chain: MainWindow, qtbot: QtBot) -> None:
    dock = chain.panes.docks["inspector"]
    before = dock.font().pointSizeF()
    chain.desktop.appearance.set_text_size(200)
    qtbot.waitUntil(lambda: dock.font().pointSizeF() > 1.9 * before)


def test_the_search_finds_an_action_by_its_menu_and_its_name(chain: MainWindow) -> None:
    chain.registry.trigger("help.palette")
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    QTest.keyClicks(picker.line, "theme light")
    assert picker.texts()[:1] == ["Light"]
    picker.close()


# ---------------------------------------------------------------- painting
_BROKEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from designer.gui import app as program
from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.gui.log import start_logging
from designer.session.services import load_services

folder = Path(sys.argv[1])
start_logging(folder)
app = program.make_app()
looks = Appearance(app, "light")
window = Desktop(load_services(), looks, folder / "settings.json").open_window()
window.files.open_lesson()
window.desk.bridge.wait_idle()

def broken(*args):
    raise ValueError("a colour that is not there")

looks.colour = window.desk.canvas.overlays.paint = broken
for wait in (0, 50, 100):
    QTimer.singleShot(wait, window.desk.canvas.update)
    QTimer.singleShot(wait, window.desk.findings.score.update)
QTimer.singleShot(100, window.desk.findings.score._disc.update)
QTimer.singleShot(200, app.quit)
app.exec()
print("alive")
import os
sys.stdout.flush()
os._exit(0)
"""


def test_a_fault_while_painting_is_written_down_and_the_program_lives(tmp_path: object) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _BROKEN, str(tmp_path)], capture_output=True, text=True, env=env, timeout=60
    )
    assert "alive" in done.stdout, done.stderr[-2000:]
    log = (tmp_path / "designer.log").read_text(encoding="utf-8")  # type: ignore[operator]
    assert "a colour that is not there" in log
