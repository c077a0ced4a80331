"""The properties of steps that files say: values made of names and lists, what can only be read, and the heading."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from designer.commands import steps
from designer.gui.combo import Combo
from designer.gui.main_window import MainWindow
from designer.gui.panels.subjects import HEADING
from designer.gui.panels.text_editors import ValueEditor, value_of, written


# ---------------------------------------------------------------- values made of names and lists
@pytest.mark.parametrize(
    "value",
    [
        None,
        "ubuntu-latest",
        ["self-hosted", "gpu"],
        {"os": ["ubuntu-latest", "macos-14"], "python": ["3.10", 3.12]},
        '${{ fromJSON(\'["a", "b"]\') }}',
        {"CODE": "one\ntwo\n"},
        ["a, b", "c"],
        "3.10",
        5,
    ],
)
def test_a_value_is_written_so_that_it_reads_back(value: object) -> None:
    assert value_of(written(value)) == value


def test_a_matrix_is_edited_as_names_with_lists(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.set_attributes, "train", {"matrix": {"python": ["3.10", "3.11"]}})
    chain.desk.canvas.select(steps=["train"])
    editor = chain.desk.inspector.form.editors["matrix"]
    assert isinstance(editor, ValueEditor)
    assert editor.box.toPlainText() == "python:\n- '3.10'\n- '3.11'"
    editor.box.setPlainText("python: ['3.12']\nos: [linux]")
    editor.box.finished.emit()
    assert session.pipeline.steps["train"].get("matrix") == {"python": ["3.12"], "os": ["linux"]}


def test_what_is_no_yaml_stays_in_the_box_and_changes_nothing(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(steps.set_attributes, "train", {"variables": {"A": "1"}})
    chain.desk.canvas.select(steps=["train"])
    editor = chain.desk.inspector.form.editors["variables"]
    assert isinstance(editor, ValueEditor)
    editor.box.setPlainText("A: [1")
    editor.box.finished.emit()
    assert editor.problem.text().startswith("Not used:")
    assert session.pipeline.steps["train"].get("variables") == {"A": "1"}
    session.run(steps.set_attributes, "train", {"owner": "me"})
    assert editor.box.toPlainText() == "A: [1", "an edit elsewhere throws away what was typed"
    editor.box.setPlainText("A: '2'")
    editor.box.finished.emit()
    assert editor.problem.text() == ""
    assert session.pipeline.steps["train"].get("variables") == {"A": "2"}


def test_words_with_commas_stay_a_list_of_words(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    editor = chain.desk.inspector.form.editors["runner"]
    assert isinstance(editor, ValueEditor)
    editor.box.setPlainText("self-hosted, gpu")
    editor.box.finished.emit()
    assert chain.desk.session.pipeline.steps["train"].get("runner") == ["self-hosted", "gpu"]


def test_another_step_is_shown_from_its_top(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    area = chain.desk.inspector.findChild(QScrollArea)
    assert area is not None
    assert chain.desk.inspector.form is not None
    QApplication.processEvents()
    area.verticalScrollBar().setValue(100)
    chain.desk.canvas.select(steps=[next(s for s in chain.desk.session.pipeline.steps if s != "train")])
    assert chain.desk.inspector.form is not None
    assert area.verticalScrollBar().value() == 0


def test_lists_of_the_analyzer_are_not_shown_as_facts(chain: MainWindow) -> None:
    session = chain.desk.session
    session.run(
        steps.set_facts,
        {"origin": "github", "opaque": True, "partial": True, "assessed": ["AUT004@train"], "strange": {"a": 1}},
    )
    assert chain.desk.inspector.form is not None  # whole by now
    shown = {label.text() for label in chain.desk.inspector.findChildren(QLabel)}
    assert {"Found when it was opened", "github", "Also in the file", "{a: 1}"} <= shown
    assert not any("AUT004" in text for text in shown)


def test_the_heading_follows_a_title_that_is_edited_on_the_card(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    assert chain.desk.inspector.subject is not None
    chain.desk.session.run(steps.rename, "train", "Fit it")
    QApplication.processEvents()
    headings = [h.text() for h in chain.desk.inspector.findChildren(QLabel, HEADING) if not h.parentWidget().isHidden()]
    assert headings == ["Fit it"]


def test_the_panel_stays_where_it_was_scrolled_to_while_facts_are_stated(chain: MainWindow) -> None:
    inspector = chain.desk.inspector
    chain.desk.canvas.select(steps=["train"])
    editor = inspector.form.editors["command"]
    bar = inspector.findChild(QScrollArea).verticalScrollBar()
    inspector.show_field("command")
    QApplication.processEvents()
    place = bar.value()
    assert place > 0
    editor.edited.emit("python train.py")
    QApplication.processEvents()
    assert inspector.form.editors["command"] is editor, "a click that ended the edit would have been lost"
    inspector.form.editors["tool"].edited.emit("mlflow")
    QApplication.processEvents()
    assert abs(bar.value() - place) < 20
    chain.desk.canvas.select(steps=["deploy"])
    assert inspector.form and bar.value() == 0


# ---------------------------------------------------------------- the kind
def test_choosing_the_kind_that_a_step_has_changes_nothing(chain: MainWindow) -> None:
    desk = chain.desk
    desk.canvas.select(steps=["train"])
    box = desk.inspector.form.editors["kind"].findChild(Combo)
    assert box is not None
    box.showPopup()
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert desk.session.pipeline.steps["train"].kind == "train"
    assert not desk.session.history.undo_label
    assert box.currentText() == "Train model"
