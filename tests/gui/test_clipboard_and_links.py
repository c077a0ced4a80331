"""Copying between windows, refused links, notes, welcome cards: what actions do to the pipeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from designer.commands import notes
from designer.errors import EditRefused
from designer.gui.clipboard import MIME
from designer.gui.main_window import MainWindow
from designer.gui.welcome import BLANK, REPOSITORY, TEMPLATE
from tests.gui.conftest import MakeWindow


def test_steps_travel_to_another_window_as_text(chain: MainWindow, open_window: MakeWindow) -> None:
    chain.desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("edit.copy")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat(MIME)
    assert "data_source" in data.text()
    other = open_window()
    other.registry.trigger("edit.paste")
    other.pasting.waiting.wait_idle()
    pipeline = other.desk.session.pipeline
    assert set(pipeline.steps) == {"data", "train"}
    assert "data -> train" in pipeline.links
    assert other.desk.selection.steps == ("data", "train")
    assert other.welcome.cards is None


def test_plain_text_of_a_pipeline_is_pasted_too(chain: MainWindow) -> None:
    QGuiApplication.clipboard().setText("steps:\n  extra: {kind: monitor}\n")
    chain.registry.trigger("edit.paste")
    chain.pasting.waiting.wait_idle()
    assert "extra" in chain.desk.session.pipeline.steps


def test_other_text_becomes_a_sticky_note(chain: MainWindow) -> None:
    QGuiApplication.clipboard().setText("Ask the team about the data!")
    chain.registry.trigger("edit.paste")
    chain.pasting.waiting.wait_idle()
    assert [n.text for n in chain.desk.session.pipeline.notes.values()] == ["Ask the team about the data!"]
    assert "sticky note" in chain.toast.text


def test_a_picture_or_nothing_on_the_clipboard_changes_nothing(chain: MainWindow) -> None:
    data = QMimeData()
    data.setData("image/x-nothing", b"\0")
    QGuiApplication.clipboard().setMimeData(data)
    chain.registry.trigger("edit.paste")
    chain.pasting.waiting.wait_idle()
    QGuiApplication.clipboard().clear()
    chain.registry.trigger("edit.paste")
    chain.pasting.waiting.wait_idle()
    assert not chain.desk.session.is_dirty


def test_cut_is_copy_and_delete(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["deploy"])
    chain.registry.trigger("edit.cut")
    assert "deploy" not in chain.desk.session.pipeline.steps
    chain.registry.trigger("edit.paste")
    chain.pasting.waiting.wait_idle()
    assert "deploy" in chain.desk.session.pipeline.steps


def test_duplicate_selects_the_copies(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("edit.duplicate")
    assert set(chain.desk.selection.steps) == {"data_2", "train_2"}


def test_select_all_and_delete_leave_an_empty_canvas(chain: MainWindow, qtbot: QtBot) -> None:
    chain.desk.canvas.setFocus()
    chain.registry.trigger("edit.all")
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_Delete)
    assert not chain.desk.session.pipeline.steps
    qtbot.waitUntil(lambda: chain.welcome.cards is not None)


def test_a_circle_is_refused_with_its_path_and_offered_as_feedback(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["deploy", "data"])
    chain.registry.trigger("edit.connect")
    assert not chain.desk.session.is_dirty
    assert "Deploy → Orders → Train → Deploy" in chain.toast.text
    chain.toast.press_button()
    assert "deploy ~> data" in chain.desk.session.pipeline.links
    assert chain.desk.selection.links == ("deploy ~> data",)


def test_other_refusals_are_said_in_one_sentence(chain: MainWindow) -> None:
    chain.show_refusal(EditRefused("there is no step x", advice="Choose another."))
    assert chain.toast.text == "There is no step x. Choose another."


def test_connect_disconnect_and_swap_type_by_keys(chain: MainWindow) -> None:
    desk = chain.desk
    desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("edit.disconnect")
    assert "data -> train" not in desk.session.pipeline.links
    desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("edit.connect")
    desk.canvas.select(links=["data -> train"])
    assert chain.registry.qaction("edit.link_type").text() == "Make &feedback link"
    chain.registry.trigger("edit.link_type")
    assert desk.selection.links == ("data ~> train",)
    assert chain.registry.qaction("edit.link_type").text() == "Make &flow link"
    chain.registry.trigger("edit.link_type")
    assert "data -> train" in desk.session.pipeline.links


def test_a_note_is_added_in_sight_and_can_be_typed_into(chain: MainWindow) -> None:
    chain.registry.trigger("insert.note")
    assert len(chain.desk.session.pipeline.notes) == 1
    assert chain.desk.selection.notes == ("note",)


def test_f2_renames_on_the_card(chain: MainWindow) -> None:
    chain.desk.canvas.setFocus()
    chain.desk.canvas.select(steps=["train"])
    chain.registry.trigger("edit.rename")
    focus = chain.focusWidget()
    assert focus is not None
    focus.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(focus, "Fit")
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert chain.desk.session.pipeline.steps["train"].title == "Fit"


def test_tidy_is_one_undo_step(chain: MainWindow) -> None:
    before = dict(chain.desk.session.pipeline.positions)
    chain.desk.session.run(lambda p: move_away(p))
    chain.registry.trigger("view.tidy")
    assert chain.desk.session.history.undo_label == "Tidy layout"
    chain.undo()
    chain.undo()
    assert dict(chain.desk.session.pipeline.positions) == before


def move_away(pipeline) -> None:  # type: ignore[no-untyped-def]
    with pipeline.edit("Move") as edit:
        edit.move_steps({"train": (13, 777)})


def test_zoom_is_shown_and_set(chain: MainWindow) -> None:
    chain.registry.trigger("view.actual")
    assert chain.status.zoom.text() == "100 %"
    chain.registry.trigger("view.zoom_in")
    assert chain.status.zoom.text() == "125 %"
    chain.registry.trigger("view.fit")
    assert chain.status.zoom.text() != "125 %"


def test_the_status_line_counts(lesson: MainWindow) -> None:
    assert lesson.status.counts.text() == "2 steps, 1 link"
    assert lesson.status.grade.text().startswith("Grade F, ")


# ---------------------------------------------------------------- welcome
def test_blank_leaves_the_canvas_to_drawing(open_window: MakeWindow) -> None:
    window = open_window()
    assert window.welcome.cards is not None
    window.welcome.cards.cards[BLANK].click()
    assert window.welcome.cards is None
    assert window.desk.canvas.hasFocus()
    window.refresh()
    assert window.welcome.cards is None


def test_a_repository_can_be_opened_from_the_first_page(open_window: MakeWindow) -> None:
    window = open_window()
    assert window.welcome.cards is not None
    window.welcome.cards.cards[REPOSITORY].click()
    assert window.desktop.prompts.asked == ["open folder"]  # type: ignore[attr-defined]


def test_a_template_is_a_beginning_without_a_file(open_window: MakeWindow) -> None:
    window = open_window()
    cards = window.welcome.cards
    assert cards is not None
    cards.cards[TEMPLATE].click()
    menu = cards.findChild(QMenu)
    assert menu is not None
    titles = [a.text() for a in menu.actions()]
    assert len(titles) >= 3
    menu.actions()[0].trigger()
    menu.close()
    assert window.desk.session.pipeline.steps
    assert window.desk.session.path is None


def test_the_cards_are_worked_by_keyboard(open_window: MakeWindow) -> None:
    window = open_window()
    cards = window.welcome.cards
    assert cards is not None
    card = cards.cards["lesson"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert "train" in window.desk.session.pipeline.steps


def test_the_cards_follow_the_size_of_the_canvas(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1000, 700)
    cards = window.welcome.cards
    assert cards is not None
    qtbot.waitUntil(lambda: cards.size() == window.desk.canvas.size())


# ---------------------------------------------------------------- messages
def test_a_toast_goes_by_itself_but_not_under_the_keyboard(chain: MainWindow) -> None:
    toast = chain.toast
    toast.say("Hello", "Act", lambda: None)
    toast._button.setFocus()
    toast._fade()
    assert toast.text == "Hello"
    chain.desk.canvas.setFocus()
    toast._fade()
    assert toast.text == ""


@pytest.mark.parametrize("tone", ["task", "error", "warning"])
def test_a_bar_has_a_tone_words_and_a_way_to_close(chain: MainWindow, tone: str) -> None:
    chain.bar.tell(tone, "Title", "Text")
    assert chain.bar.accessibleName() == "Title. Text"
    chain.bar.press("Close")
    assert chain.bar.message == ""


# ---------------------------------------------------------------- frames
def test_a_frame_is_drawn_around_the_selected_steps_and_named_at_once(chain: MainWindow) -> None:
    desk = chain.desk
    desk.canvas.select(steps=["train", "deploy"])
    chain.registry.trigger("insert.frame")
    QTest.keyClicks(desk.canvas.in_place.editor, "Production")
    QTest.keyClick(desk.canvas.in_place.editor, Qt.Key.Key_Return)
    (frame,) = desk.session.pipeline.frames.values()
    assert (frame.title, frame.steps) == ("Production", ("train", "deploy"))


def test_removing_a_frame_keeps_its_steps(chain: MainWindow) -> None:
    desk = chain.desk
    desk.session.run(notes.add_frame, ["train"], "Here")
    desk.canvas.select(steps=["train"])
    chain.registry.trigger("insert.unframe")
    assert not desk.session.pipeline.frames
    assert "train" in desk.session.pipeline.steps
    assert desk.session.history.undo_label == "Delete 1 frame"
