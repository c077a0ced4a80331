"""Find: by typed words, next and previous, in small and in large documents."""

from __future__ import annotations

import time
from itertools import islice

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.commands import steps as step_commands
from designer.gui.line_search import PART, LineSearch
from designer.gui.main_window import MainWindow
from designer.gui.picker import Picker
from tests.gui.conftest import MakeWindow

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NUMBER = 120
TITLES = ("Clean orders", "Train forest", "Check drift")
MANY = (
    "pipeline: {name: Many}\nsteps:\n"
    + "".join(f"  s{i}: {{kind: transform, title: {TITLES[i % 3]} {i}}}\n" for i in range(NUMBER))
    + "layout:\n"
    + "".join(f"  s{i}: [{300 * (i % 12)}, {120 * (i // 12)}]\n" for i in range(NUMBER))
)


@pytest.fixture
def window(open_window: MakeWindow) -> MainWindow:
    made = open_window(MANY)
    made.desk.canvas.setFocus()
    return made


def find(window: MainWindow, typed: str) -> Picker:
    QTest.keyClick(window.desk.canvas, Key.Key_F, CTRL)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    QTest.keyClicks(popup.line, typed)
    return popup


def test_a_few_letters_and_enter_show_a_step_in_the_middle_readable(window: MainWindow) -> None:
    canvas = window.desk.canvas
    canvas.zoom_to(0.1)
    popup = find(window, "forest 100")
    assert popup.texts()[0] == "Train forest 100"
    QTest.keyClick(popup.line, Key.Key_Return)
    assert canvas.selection.steps == ("s100",)
    assert canvas.view.scale >= 0.5
    x, y = window.desk.session.pipeline.positions["s100"]
    middle = canvas.view.to_view(x + 100, y + 36)
    assert middle == pytest.approx((canvas.width() / 2, canvas.height() / 2), abs=2)


def test_f3_goes_to_the_next_one_and_shift_f3_back_round_and_round(window: MainWindow) -> None:
    canvas = window.desk.canvas
    QTest.keyClick(find(window, "train forest 10").line, Key.Key_Return)
    found = [s.id for s in window.desk.session.pipeline.steps.values() if "forest" in s.label and "10" in s.label]
    assert canvas.selection.steps[0] in found
    seen = []
    for _ in found:
        QTest.keyClick(canvas, Key.Key_F3)
        seen.append(canvas.selection.steps[0])
    assert sorted(seen) == sorted(found)
    here = canvas.selection.steps[0]
    QTest.keyClick(canvas, Key.Key_F3)
    QTest.keyClick(canvas, Key.Key_F3, SHIFT)
    assert canvas.selection.steps == (here,)
    assert f"of {len(found)} for “train forest 10”" in window.toast.text


def test_f3_asks_when_nothing_was_looked_for(window: MainWindow) -> None:
    QTest.keyClick(window.desk.canvas, Key.Key_F3)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    popup.hide()


def test_edits_are_followed(window: MainWindow) -> None:
    QTest.keyClick(find(window, "forest 100").line, Key.Key_Return)
    window.desk.session.run(step_commands.rename, "s100", "Grow trees")
    QTest.keyClick(window.desk.canvas, Key.Key_F3)
    assert "No step fits" in window.toast.text
    assert find(window, "grow").texts() == ["Grow trees"]
    QApplication.activePopupWidget().hide()


def test_the_palette_finds_actions_steps_and_findings_together(lesson: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(lesson.desk.canvas, Key.Key_K, CTRL)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    QTest.keyClicks(popup.line, "deploy the model")
    assert "Deploy the model" in popup.texts()
    popup.line.setText(lesson.desk.findings.findings[0].code)
    assert any(text.startswith(lesson.desk.findings.findings[0].code) for text in popup.texts())
    popup.line.setText("tidy")
    assert any("Tidy" in text for text in popup.texts())
    popup.hide()


# ---------------------------------------------------------------------- many lines
def lines(number: int) -> LineSearch:
    return LineSearch(f"{TITLES[i % 3]} {i}{PART}Transform{PART}s{i}" for i in range(number))


def test_a_title_that_is_typed_whole_is_found_among_all_that_begin_like_it() -> None:
    assert 4 in lines(50_000).best("train forest 4")
    assert lines(50_000).best("train forest 4")[0] == 4


def test_mistyped_words_are_forgiven_and_nonsense_finds_nothing() -> None:
    search = lines(3000)
    assert search.best("froest")[:2] == [1, 4]
    assert search.best("qqqqq") == []
    assert search.every("qqqqq") == []
    assert search.every("") == []


def test_every_word_may_stand_in_another_part_and_none_in_another_line() -> None:
    search = LineSearch([f"Train{PART}mlflow", f"Deploy{PART}kubernetes", "Two\nlines"])
    assert search.every("mlflow train") == [0]
    assert search.every("mlflow deploy") == []
    assert search.every("two lines") == [2]


def test_fifty_thousand_lines_answer_while_somebody_types() -> None:
    search = lines(50_000)
    took = []
    for typed in ("t", "tr", "train", "train f", "train forest 49", "trian", "zzz"):
        start = time.process_time()
        search.best(typed)
        took.append(time.process_time() - start)
    assert sorted(took)[len(took) // 2] < 0.05


def test_lines_are_those_that_hold_the_word() -> None:
    search = lines(300)
    wanted = [i for i in range(300) if "30" in f"{TITLES[i % 3]} {i} s{i}"]
    assert search.every("30") == wanted
    assert set(islice(search.best("30"), 400)) == set(wanted)
