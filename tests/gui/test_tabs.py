"""Several documents in one window: going from one to the other, closing them, nothing lost and nothing left over."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.desk import Desk
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow
from designer.gui.prompts import CANCEL, DISCARD, SAVE
from tests.gui.conftest import CHAIN, Answers, MakeWindow

OTHER = CHAIN.replace("Chain", "Other").replace("Orders", "Visitors")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.mlops.yaml"
    path.write_text(CHAIN, encoding="utf-8")
    return path


@pytest.fixture
def second(tmp_path: Path) -> Path:
    path = tmp_path / "second.mlops.yaml"
    path.write_text(OTHER, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: MakeWindow, first: Path, second: Path, qtbot: QtBot) -> MainWindow:
    """Two documents; the second is in front."""
    made = open_window(path=first)
    assert made.files.open_path(second)
    made.desk.bridge.wait_idle()
    qtbot.waitUntil(lambda: made.tabs.row.isVisible())
    return made


def names(window: MainWindow) -> list[str]:
    return [window.tabs.row.tabText(i) for i in range(window.tabs.row.count())]


def rename(window: MainWindow, title: str = "Fit") -> None:
    window.desk.session.run(steps.rename, "train", title)


def press(window: MainWindow, keys: str) -> None:
    """Presses keys where the keyboard is."""
    combination = QKeySequence(keys)[0]
    QTest.keyClick(window.focusWidget() or window, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def forget_deleted() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    gc.collect()


def close_button(window: MainWindow, index: int) -> QWidget:
    return window.tabs.row.tabButton(index, QTabBar.ButtonPosition.RightSide)


# ---------------------------------------------------------------- opening
def test_one_document_has_no_tabs_above_it(open_window: MakeWindow, first: Path) -> None:
    window = open_window(path=first)
    assert not window.tabs.row.isVisible()


def test_a_second_document_opens_in_a_tab_of_its_own(window: MainWindow, second: Path) -> None:
    assert names(window) == ["first", "second"]
    assert window.desk.session.path == second
    assert window.tabs.row.tabToolTip(1) == str(second)
    assert window.windowTitle().startswith("second")


def test_an_untouched_empty_document_gives_way(open_window: MakeWindow, first: Path) -> None:
    window = open_window()
    window.files.open_path(first)
    assert names(window) == ["first"]
    window.registry.trigger("file.new")
    window.registry.trigger("file.lesson")
    assert names(window) == ["first", window.desk.session.name]


def test_the_same_file_is_not_opened_twice(window: MainWindow, first: Path, desktop: Desktop) -> None:
    rename(window)
    assert window.files.open_path(first)
    assert window.desk.session.path == first
    assert names(window) == ["first", "second*"]
    link = first.with_name("link.mlops.yaml")
    link.symlink_to(first)
    assert window.files.open_path(link)
    assert len(window.tabs.all) == 2


def test_a_file_that_another_window_shows_comes_up_there(
    window: MainWindow, open_window: MakeWindow, first: Path
) -> None:
    other = open_window(CHAIN)
    assert other.files.open_path(first)
    assert len(other.tabs.all) == 1
    assert window.desk.session.path == first


def test_a_file_that_cannot_be_opened_makes_no_tab(window: MainWindow, tmp_path: Path) -> None:
    assert not window.files.open_path(tmp_path / "missing.mlops.yaml")
    assert names(window) == ["first", "second"]
    assert "missing.mlops.yaml" in window.bar.message


def test_documents_of_the_same_name_say_their_folder(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    twin = tmp_path / "deep" / "first.mlops.yaml"
    twin.write_text(CHAIN, encoding="utf-8")
    window.files.open_path(twin)
    assert names(window) == [f"first ({tmp_path.name})", "second", "first (deep)"]


# ---------------------------------------------------------------- going from one to the other
def test_everything_around_follows_the_document_in_front(window: MainWindow, qtbot: QtBot) -> None:
    for index, title in ((0, "Orders"), (1, "Visitors")):
        qtbot.mouseClick(
            window.tabs.row, Qt.MouseButton.LeftButton, pos=window.tabs.row.tabRect(index).center() - QPoint(20, 0)
        )
        assert window.tabs.row.currentIndex() == index
        assert window.desk.session.pipeline.steps["data"].title == title
        assert window.panes.docks["inspector"].widget() is window.desk.inspector
        assert window.panes.docks["findings"].widget() is window.desk.findings
        assert window.desk.findings.isVisible() and window.desk.canvas.isVisible()
        assert window.desk.canvas.hasFocus()
        assert window.windowTitle().startswith(("first", "second")[index])


def test_until_the_panels_of_a_new_document_come_those_before_stay_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    before = window.desk.inspector
    assert before.isVisible()
    window.registry.trigger("file.new")
    dock, new = window.panes.docks["inspector"], window.desk.inspector
    seen: list[QWidget | None] = [dock.widget()]
    watch = QTimer()
    watch.timeout.connect(lambda: seen.append(dock.widget() if dock.widget().isVisible() else None))
    watch.start(0)
    qtbot.waitUntil(lambda: seen[-1] is new and len(window.findChildren(Desk)) == 3)
    assert [*dict.fromkeys(seen)] == [before, new]


def test_who_goes_to_a_panel_of_a_new_document_at_once_gets_there(window: MainWindow) -> None:
    window.registry.trigger("file.new")
    window.go_to("steps")
    assert window.desk.palette.isAncestorOf(window.focusWidget())
    assert window.desk.palette.isVisible()


def test_keys_go_to_the_next_document_and_back(window: MainWindow) -> None:
    for keys, index in (("Ctrl+Tab", 0), ("Ctrl+Tab", 1), ("Ctrl+PgDown", 0), ("Ctrl+PgUp", 1), ("Ctrl+Shift+Tab", 0)):
        press(window, keys)
        assert window.tabs.row.currentIndex() == index, keys


def test_each_document_keeps_its_view_selection_and_history(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["train"])
    window.desk.canvas.zoom_to(1.5)
    view = (window.desk.canvas.view.scale, window.desk.canvas.view.x)
    rename(window)
    press(window, "Ctrl+Tab")
    assert not window.registry.qaction("edit.undo").isEnabled()
    assert window.desk.selection.steps == ()
    rename(window, "Learn")
    press(window, "Ctrl+Tab")
    assert window.tabs.row.currentIndex() == 1
    assert window.desk.selection.steps == ("train",)
    assert (window.desk.canvas.view.scale, window.desk.canvas.view.x) == view
    press(window, "Ctrl+Z")
    assert window.desk.session.pipeline.steps["train"].title == "Train" or not window.desk.session.is_dirty
    assert [tab.session.is_dirty for tab in window.tabs.all] == [True, False]


def test_a_held_button_that_drags_nothing_does_not_cost_the_selection(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["train"])
    window.desk.canvas.setFocus()
    QTest.mousePress(window.statusBar(), Qt.MouseButton.LeftButton)
    press(window, "Ctrl+Tab")
    press(window, "Ctrl+Tab")
    QTest.mouseRelease(window.statusBar(), Qt.MouseButton.LeftButton)
    assert window.desk.selection.steps == ("train",)


def test_changes_are_marked_at_their_tab(window: MainWindow) -> None:
    rename(window)
    assert names(window) == ["first", "second*"]
    window.undo()
    assert names(window) == ["first", "second"]


def test_what_is_typed_is_kept_when_another_document_comes_to_the_front(window: MainWindow) -> None:
    typed_in = window.tabs.current
    window.desk.canvas.select(steps=["train"])
    line = window.desk.inspector.form.editors["owner"].focusProxy()
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "Ana")
    press(window, "Ctrl+Tab")
    assert typed_in.session.pipeline.steps["train"].attributes["owner"] == "Ana"


def test_a_drag_ends_when_another_document_comes_to_the_front(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.desk.canvas
    before = dict(window.desk.session.pipeline.positions)
    x, y = canvas.view.to_view(330, 30)
    start = QPoint(round(x), round(y))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + QPoint(60, 40))
    QTest.mouseMove(canvas, start + QPoint(90, 60))
    press(window, "Ctrl+Tab")
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(90, 60))
    press(window, "Ctrl+Tab")
    assert dict(window.desk.session.pipeline.positions) == before
    assert len(canvas.renderer.lifted_steps) == 0


def test_two_linked_steps_travel_to_another_tab(window: MainWindow) -> None:
    window.desk.canvas.select(steps=["train", "deploy"])
    press(window, "Ctrl+C")
    window.registry.trigger("file.new")
    press(window, "Ctrl+V")
    pipeline = window.desk.session.pipeline
    assert len(pipeline.steps) == 2
    assert len(pipeline.links) == 1


def test_tabs_can_be_put_in_another_order(window: MainWindow, first: Path) -> None:
    window.tabs.row.moveTab(0, 1)
    assert [tab.session.name for tab in window.tabs.all] == ["second", "first"]
    assert names(window) == ["second", "first"]
    window.tabs.row.setCurrentIndex(1)
    assert window.desk.session.path == first


def test_a_message_about_a_document_behind_is_marked_at_its_tab(window: MainWindow, first: Path, qtbot: QtBot) -> None:
    behind = window.tabs.all[0]
    first.write_text(CHAIN.replace("Orders", "Visits"), encoding="utf-8")
    behind.following.check()
    assert window.bar.message == ""
    assert "changed by another program" in window.tabs.row.tabToolTip(0)
    sign = window.tabs.row.tabIcon(0).pixmap(16).toImage()
    window.desktop.appearance.choose("dark")
    assert window.tabs.row.tabIcon(0).pixmap(16).toImage() != sign
    window.tabs.show(behind)
    assert "changed by another program" in window.bar.message
    assert window.tabs.row.tabIcon(0).isNull()
    window.bar.press("Reload")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    assert window.desk.session.pipeline.steps["data"].title == "Visits"
    assert names(window) == ["first", "second"]


def test_reading_a_file_again_keeps_the_view(window: MainWindow, second: Path, qtbot: QtBot) -> None:
    window.desk.canvas.zoom_to(1.75)
    old = window.desk
    view = window.desk.canvas.view.x
    window.files.reload(window.tabs.current)
    assert window.desk is not old
    qtbot.waitUntil(lambda: window.desk.canvas.view.scale == 1.75)
    assert window.desk.canvas.view.x == view


# ---------------------------------------------------------------- closing
def test_a_tab_is_closed_by_its_key_its_button_and_the_middle_of_the_mouse(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("third", "fourth"):
        path = tmp_path / f"{name}.mlops.yaml"
        path.write_text(CHAIN, encoding="utf-8")
        window.files.open_path(path)
    press(window, "Ctrl+W")
    qtbot.waitUntil(lambda: names(window) == ["first", "second", "third"])
    qtbot.mouseClick(close_button(window, 0), Qt.MouseButton.LeftButton)
    assert names(window) == ["second", "third"]
    qtbot.mouseClick(window.tabs.row, Qt.MouseButton.MiddleButton, pos=window.tabs.row.tabRect(1).center())
    assert names(window) == ["second"]
    assert not window.tabs.row.isVisible()


def test_closing_asks_before_changes_are_lost(window: MainWindow, answers: Answers, second: Path) -> None:
    rename(window)
    behind = window.tabs.current
    press(window, "Ctrl+Tab")
    assert not window.closing.close(behind)
    assert answers.asked == ["keep second"]
    assert window.tabs.current is behind  # it is seen what the question is about
    answers.keep = SAVE
    assert window.closing.close(behind)
    assert "Fit" in second.read_text(encoding="utf-8")
    assert names(window) == ["first"]


def test_the_last_tab_closes_the_window(open_window: MakeWindow, qtbot: QtBot, desktop: Desktop) -> None:
    window = open_window(CHAIN)
    press(window, "Ctrl+W")
    qtbot.waitUntil(lambda: desktop.windows == [])


def test_the_window_asks_once_for_everything_that_is_not_saved(
    window: MainWindow, answers: Answers, first: Path, second: Path
) -> None:
    rename(window)
    press(window, "Ctrl+Tab")
    rename(window, "Learn")
    answers.keep = CANCEL
    assert not window.close()
    assert answers.asked == ["keep first, second"]
    answers.keep = SAVE
    assert window.close()
    assert len(answers.asked) == 2
    assert "Learn" in first.read_text(encoding="utf-8")
    assert "Fit" in second.read_text(encoding="utf-8")


def test_a_document_that_could_not_be_saved_keeps_the_window_open(window: MainWindow, answers: Answers) -> None:
    rename(window)
    window.registry.trigger("file.new")
    window.desk.session.run(steps.add_step, window.desktop.services.catalog, "train")
    answers.keep = SAVE  # the new one asks for a file, and gets none
    assert not window.close()
    assert window.desk.session.path is None
    assert window.desk.session.is_dirty


def test_closing_the_others_asks_once_and_keeps_the_one_in_front(
    window: MainWindow, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    rename(window)
    third = tmp_path / "third.mlops.yaml"
    third.write_text(CHAIN, encoding="utf-8")
    window.files.open_path(third)
    window.registry.trigger("file.close_others")
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert len(window.tabs.all) == 3
    answers.keep = DISCARD
    window.registry.trigger("file.close_others")
    qtbot.waitUntil(lambda: names(window) == ["third"])
    assert window.desk.session.path == third


def test_what_was_closed_comes_back_with_the_changes_that_were_given_up(
    window: MainWindow, answers: Answers, second: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    rename(window)
    answers.keep = DISCARD
    assert window.closing.close(window.tabs.current)
    assert list((tmp_path / "recovery").glob("*")) == []
    window.registry.trigger("file.reopen")
    assert names(window) == ["first", "second*"]
    assert window.desk.session.pipeline.steps["train"].title == "Fit"
    qtbot.waitUntil(lambda: bool(list((tmp_path / "recovery").glob("*.yaml"))))  # and is kept for a crash again
    window.undo()
    assert names(window) == ["first", "second"]
    assert window.closing.close(window.tabs.current)
    window.registry.trigger("file.reopen")
    assert window.desk.session.path == second
    assert not window.closing.can_reopen


def test_a_document_moves_to_a_window_of_its_own_with_its_history(
    window: MainWindow, desktop: Desktop, tmp_path: Path, qtbot: QtBot
) -> None:
    rename(window)
    kept = tmp_path / "recovery"
    qtbot.waitUntil(lambda: bool(list(kept.glob("*.yaml"))))
    window.desk.canvas.select(steps=["train"])
    session = window.desk.session
    window.registry.trigger("file.move")
    qtbot.waitUntil(lambda: len(desktop.windows) == 2)
    other = desktop.windows[1]
    assert names(window) == ["first"]
    assert other.desk.session is session
    assert other.desk.selection.steps == ("train",)
    assert list(kept.glob("*.yaml"))
    other.undo()
    assert not other.desk.session.is_dirty
    qtbot.waitUntil(lambda: not list(kept.glob("*.yaml")))


# ---------------------------------------------------------------- nothing is left over
def test_a_closed_tab_frees_its_widgets_and_threads(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.show(window.tabs.all[0])
    qtbot.waitUntil(lambda: all(tab.desk.evidence.missing for tab in window.tabs.all), timeout=60_000)
    forget_deleted()
    widgets, threads = len(window.findChildren(QWidget)), threading.active_count()
    for _ in range(4):
        window.registry.trigger("file.lesson")
        window.desk.bridge.wait_idle()
        gone = weakref.ref(window.desk.session)
        canvas = weakref.ref(window.desk.canvas)
        assert window.closing.close(window.tabs.current)
    qtbot.waitUntil(lambda: len(window.findChildren(Desk)) == 2)
    forget_deleted()
    assert len(window.tabs.all) == 2
    assert len(window.findChildren(QWidget)) <= widgets
    assert threading.active_count() <= threads
    assert gone() is None
    assert canvas() is None


def test_a_new_look_after_a_tab_was_closed_troubles_nobody(window: MainWindow) -> None:
    window.closing.close(window.tabs.current)
    forget_deleted()
    window.desktop.appearance.choose("dark")
    window.desktop.appearance.set_text_size(150)
    QApplication.processEvents()
    assert names(window) == ["first"]
