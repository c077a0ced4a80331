"""Quick add and the swap of a kind, by keys in a real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from designer.gui.appearance import Appearance
from designer.gui.kind_choices import kind_choices
from designer.gui.main_window import MainWindow
from designer.gui.picker import Picker
from designer.session.services import Services
from tests.gui.conftest import MakeWindow

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def picker(qapp: QApplication, services: Services) -> Iterator[Picker]:
    made = Picker(None, "Which?", "Enter")  # type: ignore[arg-type]
    made.offer(kind_choices(services, Appearance(qapp, "light")))
    yield made
    made.deleteLater()


def pick(window: MainWindow, typed: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Picker:
    picker = window.desk.quick_add.picker
    assert picker.isVisible()
    picker.line.clear()
    QTest.keyClicks(picker.line, typed)
    QTest.keyClick(picker.line, ENTER, held)
    return picker


def ask(window: MainWindow, key: Qt.Key = Qt.Key.Key_A) -> None:
    window.desk.canvas.setFocus()
    QTest.keyClick(window.desk.canvas, key)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("train", "Train model"),
        ("trian", "Train model"),
        ("evalute", "Evaluate model"),
        ("mlflow", "Train model with MLflow"),
        ("drift", "Drift check"),
        ("lint", "Test code"),
        ("k8s", "Deploy with Kubernetes"),
        ("deploy k8s", "Deploy with Kubernetes"),
        ("canary", "Deploy, rollout: canary"),
        ("dc", "Drift check"),
        ("monitoring", "Monitor"),
        ("docker", "Package"),
        ("slack", "Notify"),
        ("great expectations", "Validate data"),
        ("bias", "Evaluate model"),
        ("s3", "Data source"),
        ("rollbck", "Roll back"),
        ("cron", "Retrain trigger"),
        ("pip-audit", "Scan with pip-audit"),
        ("SECURITY", "Scan"),
    ],
)
def test_a_few_letters_find_the_kind_the_tool_or_the_value(picker: Picker, typed: str, row: str) -> None:
    QTest.keyClicks(picker.line, typed)
    assert picker.texts()[0] == row


def test_a_principle_finds_the_kinds_that_serve_it_and_is_told_in_words(picker: Picker) -> None:
    QTest.keyClicks(picker.line, "reproducib")
    assert {"Version", "Register model"} <= set(picker.texts())
    hints = [picker.list.item(i).data(Qt.ItemDataRole.UserRole).hint for i in range(picker.list.count())]
    assert all("Reproducibility" in hint for hint in hints)


def test_values_and_tools_are_rows_only_when_they_are_typed(picker: Picker) -> None:
    assert not [text for text in picker.texts() if ":" in text or " with " in text]
    QTest.keyClicks(picker.line, "deploy")
    assert picker.texts()[0] == "Deploy"
    assert not [text for text in picker.texts() if ":" in text]


def test_the_current_row_is_explained_and_read_out(picker: Picker) -> None:
    QTest.keyClicks(picker.line, "drift")
    assert "data" in picker.detail.text().casefold()
    assert picker.list.currentItem().data(Qt.ItemDataRole.AccessibleDescriptionRole) == picker.detail.text()


def test_typing_a_tool_sets_it_with_what_it_stands_for(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["data"])
    ask(chain)
    pick(chain, "mlflow")
    step = chain.desk.session.pipeline.steps["train_2"]
    assert (step.get("tool"), step.get("tracked")) == ("mlflow", True)
    assert "data -> train_2" in chain.desk.session.pipeline.links


def test_typing_a_value_states_it(chain: MainWindow) -> None:
    ask(chain, Qt.Key.Key_Insert)
    pick(chain, "canary")
    assert chain.desk.session.pipeline.steps["deploy_2"].get("strategy") == "canary"


def test_the_popup_says_where_the_step_goes(chain: MainWindow) -> None:
    said = []
    for steps, links in ((["train"], []), ([], ["data -> train"]), ([], [])):
        chain.desk.canvas.select(steps=steps, links=links)
        chain.registry.trigger("insert.step")
        said.append(chain.desk.quick_add.picker.caption.text())
        chain.desk.quick_add.picker.hide()
    assert said == ["After Train", "Between Orders and Train", "A new step, linked with nothing"]


def test_chaining_by_keyboard_alone_is_one_undo_step_for_each(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["deploy"])
    ask(chain)
    picker = pick(chain, "monitor", SHIFT)
    assert picker.isVisible()
    assert picker.caption.text() == "After Monitor"
    pick(chain, "drift", SHIFT)
    pick(chain, "retrain trigger")
    assert not picker.isVisible()
    pipeline = chain.desk.session.pipeline
    assert {"deploy -> monitor", "monitor -> drift", "drift -> retrain_trigger"} <= set(pipeline.links)
    assert chain.desk.canvas.hasFocus()
    for _ in range(3):
        chain.registry.trigger("edit.undo")
    assert set(pipeline.steps) == {"data", "train", "deploy"}


def test_words_that_name_no_kind_make_a_step_of_that_title(chain: MainWindow) -> None:
    chain.desk.canvas.select(links=["data -> train"])
    ask(chain)
    pick(chain, "clean the customer table by hand")
    (step,) = [s for s in chain.desk.session.pipeline.steps.values() if s.title.startswith("Clean")]
    assert (step.kind, step.title) == ("prepare", "Clean the customer table by hand")
    assert step.get("automated") is False
    assert f"data -> {step.id}" in chain.desk.session.pipeline.links
    chain.registry.trigger("edit.undo")
    assert "data -> train" in chain.desk.session.pipeline.links


def test_what_findings_miss_is_offered_first(lesson: MainWindow) -> None:
    lesson.desk.bridge.wait_idle()
    lesson.registry.trigger("insert.step")
    first = lesson.desk.quick_add.picker.list.item(0).data(Qt.ItemDataRole.UserRole)
    assert first.hint.startswith("answers ")
    lesson.desk.quick_add.picker.hide()


# ---------------------------------------------------------------- another kind
def test_shift_f2_changes_the_kind_and_tells_what_was_dropped(chain: MainWindow) -> None:
    pipeline = chain.desk.session.pipeline
    chain.desk.canvas.select(steps=["deploy"])
    chain.desk.canvas.setFocus()
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_F2, SHIFT)
    pick(chain, "monitor")
    step = pipeline.steps["deploy"]
    assert (step.kind, step.label) == ("monitor", "Monitor")
    assert "train -> deploy" in pipeline.links
    assert "dropped: method." in chain.toast.text
    chain.registry.trigger("edit.undo")
    assert (pipeline.steps["deploy"].kind, pipeline.steps["deploy"].get("method")) == ("deploy", "auto")


def test_a_title_that_a_person_wrote_stays_and_several_steps_change_at_once(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["data", "train"])
    chain.registry.trigger("edit.change_kind")
    assert "2 steps" in chain.desk.quick_add.picker.caption.text()
    pick(chain, "prepare")
    pipeline = chain.desk.session.pipeline
    assert [pipeline.steps[s].kind for s in ("data", "train")] == ["prepare", "prepare"]
    assert pipeline.steps["data"].title == "Orders"
    assert chain.toast.text == "Changed 2 steps to Prepare data: links and facts stayed"


def test_escape_changes_nothing(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    chain.registry.trigger("edit.change_kind")
    QTest.keyClick(chain.desk.quick_add.picker, Qt.Key.Key_Escape)
    assert not chain.desk.session.is_dirty
    assert not chain.desk.quick_add.picker.isVisible()


def test_in_an_empty_window_the_first_step_is_a_few_keys_away(open_window: MakeWindow) -> None:
    window = open_window()
    ask(window)
    pick(window, "load customer orders from s3")
    (step,) = window.desk.session.pipeline.steps.values()
    assert (step.kind, step.title) == ("data_source", "Load customer orders from s3")


# ---------------------------------------------------------------- the doors
def point(window: MainWindow, x: float, y: float) -> QPoint:
    canvas = window.desk.canvas
    found = canvas.view.to_view(x, y)
    return QPoint(round(found[0]), round(found[1]))


def by_drag_from_a_port(window: MainWindow) -> None:
    canvas, start, end = window.desk.canvas, point(window, 500, 36), point(window, 560, 300)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(20, 20))
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def by_double_click(window: MainWindow) -> None:
    QTest.mouseDClick(
        window.desk.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point(window, 320, 300)
    )


DOORS = {
    "A": (lambda w: ask(w, Qt.Key.Key_A), "linked with nothing"),
    "Insert": (lambda w: ask(w, Qt.Key.Key_Insert), "linked with nothing"),
    "Ctrl+Space": (
        lambda w: QTest.keyClick(w.desk.canvas, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
        "linked with nothing",
    ),
    "double-click": (by_double_click, "linked with nothing"),
    "drag from a port": (by_drag_from_a_port, "After Train"),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_leads_to_the_same_popup(chain: MainWindow, door: str) -> None:
    chain.desk.canvas.setFocus()
    chain.desk.canvas.fit_all()
    opens, caption = DOORS[door]
    opens(chain)
    picker = chain.desk.quick_add.picker
    assert caption in picker.caption.text()
    pick(chain, "scan")
    assert "scan" in chain.desk.session.pipeline.steps
    assert ("train -> scan" in chain.desk.session.pipeline.links) == (door == "drag from a port")


@pytest.mark.parametrize("size", [100, 200])
def test_titles_are_whole_at_every_size_of_text(chain: MainWindow, size: int) -> None:
    chain.desktop.appearance.set_text_size(size)
    chain.registry.trigger("insert.step")
    rows = chain.desk.quick_add.picker.list
    delegate = rows.itemDelegate()
    for i in range(rows.count()):
        option = QStyleOptionViewItem()
        rows.initViewItemOption(option)
        option.rect = rows.visualItemRect(rows.item(i))
        delegate.initStyleOption(option, rows.indexFromItem(rows.item(i)))
        assert "…" not in option.text
    chain.desk.quick_add.picker.hide()
