"""The panels, worked with keys and pointer in a real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from designer.commands import links, notes, steps
from designer.gui.main_window import MainWindow
from designer.gui.panels.editors import ChecksEditor, LineEditor, WordEditor, YesNoEditor
from designer.gui.panels.outline_rows import FINDING, ROW
from designer.gui.panels.palette import KIND_MIME
from designer.gui.panels.text_editors import TextEditor
from tests.gui.conftest import MakeWindow

ENTER = Qt.Key.Key_Return


# ---------------------------------------------------------------- palette
def test_the_palette_shows_every_kind_and_finds_by_synonyms(chain: MainWindow) -> None:
    panel = chain.desk.palette
    assert len(panel.titles()) == len(chain.desktop.services.catalog.kinds)
    panel.search.setText("mlflow")
    assert "Train model" in panel.titles()
    panel.search.setText("zzzz")
    assert panel.titles() == []


def test_enter_in_the_palette_adds_the_best_match_behind_the_selected_step(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    panel = chain.desk.palette
    panel.search.setText("evaluate")
    QTest.keyClick(panel.search, ENTER)
    pipeline = chain.desk.session.pipeline
    assert "train -> evaluate" in pipeline.links
    assert chain.desk.selection.steps == ("evaluate",)


def test_the_palette_is_worked_with_arrows(chain: MainWindow) -> None:
    panel = chain.desk.palette
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    QTest.keyClick(panel.tree, Qt.Key.Key_Down)
    QTest.keyClick(panel.tree, ENTER)
    assert len(chain.desk.session.pipeline.steps) == 4


def test_a_dragged_kind_carries_its_slug(chain: MainWindow) -> None:
    tree = chain.desk.palette.tree
    group = tree.topLevelItem(0)
    assert group is not None
    first = group.child(0)
    assert first is not None
    data = tree.mimeData([first])
    assert bytes(data.data(KIND_MIME).data()) == b"data_source"


# ---------------------------------------------------------------- inspector
def test_with_nothing_selected_the_form_is_about_the_pipeline(chain: MainWindow) -> None:
    editors = chain.desk.inspector.form.editors
    assert {"name", "scope", "repo", "triggers", "personal_data"} <= editors.keys()
    scope = editors["scope"]
    assert isinstance(scope, WordEditor)
    scope.edited.emit("batch")
    assert chain.desk.session.pipeline.facts["scope"] == "batch"
    assert chain.desk.session.history.undo_label == "Set scope of the pipeline"


def test_an_edit_applies_at_once_as_one_undo_step_and_undo_shows_in_the_form(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    tracked = chain.desk.inspector.form.editors["tracked"]
    assert isinstance(tracked, WordEditor)
    tracked.box.setCurrentIndex(tracked.box.findText("Yes"))
    tracked.box.activated.emit(tracked.box.currentIndex())
    session = chain.desk.session
    assert session.pipeline.steps["train"].get("tracked") is True
    assert session.history.undo_label == "Set tracked of Train"
    session.undo()
    assert chain.desk.inspector.form.editors["tracked"] is tracked  # refreshed, not made anew
    assert tracked.box.currentText() == "Not stated"
    assert not session.is_dirty


def test_typing_is_one_edit_once_the_keyboard_leaves(chain: MainWindow, qtbot: QtBot) -> None:
    chain.desk.canvas.select(steps=["train"])
    owner = chain.desk.inspector.form.editors["owner"]
    assert isinstance(owner, LineEditor)
    owner.line.setFocus()
    QTest.keyClicks(owner.line, "Ana")
    assert chain.desk.session.pipeline.steps["train"].get("owner") is None
    QTest.keyClick(owner.line, ENTER)
    assert chain.desk.session.pipeline.steps["train"].get("owner") == "Ana"
    chain.undo()
    assert not chain.desk.session.history.undo_label


def test_typing_is_not_lost_when_another_step_is_selected(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    command = chain.desk.inspector.form.editors["command"]
    assert isinstance(command, TextEditor)
    command.box.setFocus()
    QTest.keyClicks(command.box, "python fit.py")
    chain.desk.canvas.select(steps=["data"])
    assert chain.desk.session.pipeline.steps["train"].get("command") == "python fit.py"


def test_the_default_is_taken_back_instead_of_written_down(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    automatic = chain.desk.inspector.form.editors["automated"]
    assert isinstance(automatic, YesNoEditor)
    automatic.box.click()
    assert chain.desk.session.pipeline.steps["train"].get("automated") is False
    automatic.box.click()
    assert "automated" not in chain.desk.session.pipeline.steps["train"].attributes


def test_ticks_make_a_list(open_window: MakeWindow) -> None:
    window = open_window("steps:\n  check: {kind: validate_data, checks: [schema, leakage]}\n")
    window.desk.canvas.select(steps=["check"])
    checks = window.desk.inspector.form.editors["checks"]
    assert isinstance(checks, ChecksEditor)
    checks.boxes["ranges"].click()
    assert list(window.desk.session.pipeline.steps["check"].get("checks")) == ["schema", "ranges", "leakage"]


def test_title_kind_and_id_can_be_changed(chain: MainWindow) -> None:
    desk = chain.desk
    desk.canvas.select(steps=["train"])
    desk.inspector.form.editors["title"].edited.emit("Fit it")
    assert desk.session.pipeline.steps["train"].title == "Fit it"
    desk.inspector.form.editors["id"].edited.emit("fit")
    assert "data -> fit" in desk.session.pipeline.links
    desk.inspector.form.editors["kind"].edited.emit("evaluate")
    assert desk.session.pipeline.steps["fit"].kind == "evaluate"
    assert "threshold" in desk.inspector.form.editors


def test_an_id_that_is_taken_is_refused_with_a_reason(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    chain.desk.inspector.form.editors["id"].edited.emit("data")
    assert "already a step data" in chain.toast.text
    assert set(chain.desk.session.pipeline.steps) == {"data", "train", "deploy"}


def test_a_link_is_edited_and_stays_selected(chain: MainWindow) -> None:
    chain.desk.canvas.select(links=["train -> deploy"])
    chain.desk.inspector.form.editors["when"].edited.emit("always")
    assert chain.desk.session.pipeline.links["train -> deploy"].when == "always"
    chain.desk.inspector.form.editors["type"].edited.emit("feedback")
    assert "train ~> deploy" in chain.desk.session.pipeline.links


def test_several_steps_show_what_they_share_and_are_edited_together(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train", "deploy"])
    editors = chain.desk.inspector.form.editors
    assert "tracked" not in editors
    assert "runs_on" in editors
    editors["runs_on"].edited.emit("ci")
    pipeline = chain.desk.session.pipeline
    assert [pipeline.steps[s].get("runs_on") for s in ("train", "deploy")] == ["ci", "ci"]
    chain.undo()
    assert pipeline.steps["train"].get("runs_on") is None
    assert not chain.desk.session.history.undo_label


def test_different_values_are_shown_as_different(chain: MainWindow) -> None:
    chain.desk.session.run(steps.set_attributes, "train", {"runs_on": "ci", "owner": "Ana"})
    chain.desk.canvas.select(steps=["train", "deploy"])
    editors = chain.desk.inspector.form.editors
    runs_on, owner = editors["runs_on"], editors["owner"]
    assert isinstance(runs_on, WordEditor)
    assert isinstance(owner, LineEditor)
    assert runs_on.box.currentIndex() == -1
    assert owner.line.placeholderText() == "Different values"


def test_what_the_program_does_not_know_is_shown(open_window: MakeWindow) -> None:
    window = open_window("steps:\n  odd: {kind: quantum_step, colour_of_the_box: blue}\n")
    window.desk.canvas.select(steps=["odd"])
    subject = window.desk.inspector.subject
    assert subject is not None
    assert subject.texts["Also in the file"] == {"colour_of_the_box": "blue"}


def test_the_fields_of_the_form_have_names_for_screen_readers(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    for name, editor in chain.desk.inspector.form.editors.items():
        proxy = editor.focusProxy()
        assert proxy is not None
        assert proxy.accessibleName(), name


# ---------------------------------------------------------------- outline
def test_the_outline_lists_steps_links_notes_and_findings(lesson: MainWindow) -> None:
    rows = lesson.desk.outline.texts()
    assert any(r.startswith("Train the model") for r in rows)
    assert "→ Deploy the model" in rows
    assert "Training code is not under version control" in rows
    assert any(r.startswith("Note: Your task") for r in rows)


def test_how_severe_a_finding_is_stands_in_its_icon_and_in_what_is_read_aloud(lesson: MainWindow) -> None:
    lesson.go_to("outline")
    train = lesson.desk.outline._items["step", "train"]
    found = [train.child(i) for i in range(train.childCount()) if train.child(i).data(0, ROW)[0] == FINDING]
    assert found
    for row in found:
        severity = row.data(0, ROW)[1].severity
        assert row.data(0, Qt.ItemDataRole.AccessibleTextRole) == f"{severity.capitalize()}: {row.text(0)}"
        assert not row.icon(0).isNull()


def test_outline_and_canvas_select_the_same(chain: MainWindow) -> None:
    desk = chain.desk
    chain.go_to("outline")
    desk.canvas.select(steps=["train"])
    assert [i.text(0) for i in desk.outline.tree.selectedItems()] == ["Train (Train model)"]
    desk.outline.tree.clearSelection()
    assert desk.selection.steps == ()
    desk.outline._items[("link", "train -> deploy")].setSelected(True)
    assert desk.selection.links == ("train -> deploy",)


def test_steps_marked_in_the_outline_are_connected_in_that_order(chain: MainWindow) -> None:
    desk = chain.desk
    desk.session.run(links.disconnect, "train -> deploy")
    chain.go_to("outline")
    for name in ("train", "deploy"):
        desk.outline._items[("step", name)].setSelected(True)
    chain.registry.trigger("edit.connect")
    assert "train -> deploy" in desk.session.pipeline.links


def test_the_outline_follows_edits(chain: MainWindow) -> None:
    chain.desk.session.run(steps.rename, "train", "Fit")
    chain.desk.session.run(notes.add_note, 0, 300, "Remember")
    rows = chain.desk.outline.texts()
    assert "Fit (Train model)" in rows
    assert "Note: Remember" in rows


def test_an_outline_that_nobody_sees_has_no_rows_until_it_is_shown(chain: MainWindow) -> None:
    rows = chain.desk.outline.findChild(QTreeWidget)
    assert rows is not None
    chain.desk.canvas.select(steps=["train"])
    assert rows.topLevelItemCount() == 0
    chain.go_to("outline")
    assert [i.text(0) for i in rows.selectedItems()] == ["Train (Train model)"]
    chain.go_to("steps")
    chain.desk.session.run(steps.rename, "train", "Fit")
    assert [i.text(0) for i in rows.selectedItems()] == ["Train (Train model)"]
    chain.go_to("outline")
    assert [i.text(0) for i in rows.selectedItems()] == ["Fit (Train model)"]


def test_an_outline_in_other_letters_keeps_its_rows_and_its_selection(chain: MainWindow) -> None:
    chain.go_to("outline")
    chain.desk.canvas.select(steps=["train"])
    rows = chain.desk.outline.texts()
    chain.desktop.appearance.changed.emit()
    assert chain.desk.outline.texts() == rows
    assert [i.text(0) for i in chain.desk.outline.tree.selectedItems()] == ["Train (Train model)"]


# ---------------------------------------------------------------- quick add
def test_quick_add_places_and_connects_from_the_selected_step(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    chain.desk.canvas.setFocus()
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_A)
    picker = chain.desk.quick_add.picker
    assert picker.isVisible()
    QTest.keyClicks(picker.line, "drift")
    assert picker.texts()[0] == "Drift check"
    QTest.keyClick(picker.line, ENTER)
    assert "train -> drift" in chain.desk.session.pipeline.links
    assert not picker.isVisible()
    assert chain.desk.selection.steps == ("drift",)


def test_shift_enter_keeps_the_popup_and_chains_on(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    chain.registry.trigger("insert.step")
    picker = chain.desk.quick_add.picker
    picker.line.setText("evaluate")
    QTest.keyClick(picker.line, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert picker.isVisible()
    picker.line.setText("register")
    QTest.keyClick(picker.line, ENTER)
    assert {"train -> evaluate", "evaluate -> register"} <= chain.desk.session.pipeline.links.keys()


def test_quick_add_on_a_link_puts_the_step_on_it(chain: MainWindow) -> None:
    chain.desk.canvas.select(links=["data -> train"])
    chain.registry.trigger("insert.step")
    picker = chain.desk.quick_add.picker
    picker.line.setText("check data")
    QTest.keyClick(picker.line, ENTER)
    pipeline = chain.desk.session.pipeline
    assert "data -> train" not in pipeline.links
    assert {"data -> validate_data", "validate_data -> train"} <= pipeline.links.keys()


def test_the_list_is_walked_with_arrows_and_escape_leaves(chain: MainWindow) -> None:
    chain.registry.trigger("insert.step")
    picker = chain.desk.quick_add.picker
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    assert picker.list.currentRow() == 1
    picker.line.setText("zq")
    QTest.keyClick(picker.line, ENTER)
    assert picker.isVisible()
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert len(chain.desk.session.pipeline.steps) == 3


# ---------------------------------------------------------------- search
def search(window: MainWindow, typed: str) -> None:
    window.registry.trigger("help.palette")
    picker = QApplication.activePopupWidget()
    assert picker is not None
    picker.line.setText(typed)  # type: ignore[attr-defined]
    QTest.keyClick(picker.line, ENTER)  # type: ignore[attr-defined]


def test_search_runs_actions_and_goes_to_steps_and_findings(lesson: MainWindow) -> None:
    search(lesson, "select all")
    assert set(lesson.desk.selection.steps) == {"train", "deploy"}
    search(lesson, "Deploy the model")
    assert lesson.desk.selection.steps == ("deploy",)
    finding = lesson.desk.findings.findings[0]
    search(lesson, f"{finding.code} {finding.title}")
    assert lesson.desk.findings.current == finding


def test_find_step_lists_steps_only(chain: MainWindow) -> None:
    chain.registry.trigger("edit.find")
    picker = QApplication.activePopupWidget()
    assert sorted(picker.texts()) == ["Deploy", "Orders", "Train"]  # type: ignore[union-attr]
    picker.close()  # type: ignore[union-attr]


# ---------------------------------------------------------------- panes
def test_f6_goes_round_all_panes_and_back(chain: MainWindow) -> None:
    chain.desk.canvas.setFocus()
    seen = []
    for _ in range(4):
        chain.registry.trigger("view.next_pane")
        seen.append(chain.panes._with_keyboard())
    assert seen == ["findings", "inspector", "steps", "canvas"]
    chain.registry.trigger("view.previous_pane")
    assert chain.panes._with_keyboard() == "steps"


def test_closed_panels_come_back(chain: MainWindow) -> None:
    chain.panes.docks["inspector"].close()
    chain.registry.trigger("edit.properties")
    assert chain.panes.docks["inspector"].isVisible()
    chain.panes.docks["steps"].close()
    chain.registry.trigger("view.reset")
    assert chain.panes.docks["steps"].isVisible()


def test_places_of_the_panels_are_remembered(chain: MainWindow) -> None:
    chain.panes.docks["outline"].close()
    geometry, state = chain.panes.saved()
    chain.panes.reset()
    chain.panes.restore(geometry, state)
    assert not chain.panes.docks["outline"].isVisible()
    chain.panes.restore("nonsense", "nonsense")  # a broken settings file is no reason to fail


@pytest.mark.parametrize("key", ["Ctrl+Z"])
def test_ctrl_z_in_a_text_field_takes_back_typing_only(chain: MainWindow, key: str) -> None:
    chain.desk.session.run(steps.rename, "train", "Fit")
    chain.desk.canvas.select(steps=["train"])
    box = chain.desk.inspector.form.editors["description"]
    assert isinstance(box, TextEditor)
    text: QPlainTextEdit = box.box
    text.setFocus()
    QTest.keyClicks(text, "abc")
    QTest.keySequence(text, key)
    assert chain.desk.session.pipeline.steps["train"].title == "Fit"


def test_letters_typed_into_a_field_are_no_shortcuts(chain: MainWindow) -> None:
    chain.desk.palette.search.setFocus()
    QTest.keyClicks(chain.desk.palette.search, "an")
    assert chain.desk.palette.search.text() == "an"
    assert not chain.desk.quick_add.picker.isVisible()


def test_a_click_beside_the_welcome_cards_reaches_the_canvas(open_window: MakeWindow) -> None:
    window = open_window()
    cards = window.welcome.cards
    assert cards is not None
    QTest.mouseDClick(cards, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert window.desk.quick_add.picker.isVisible()
    window.desk.quick_add.picker.close()
