"""Texts of others pasted or dropped into a real window: steps, links, a message, one undo step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands import notes, steps
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.clipboard import MIME
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
MERMAID = "flowchart LR\n A[Load data] --> B[Train model]\n B -->|ok| C[Deploy]\n what is this\n"
LIST = "1. Load data\n2. Train model\n3. Deploy to Kubernetes"


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    window.desk.canvas.setFocus()
    QTest.keyClick(window.desk.canvas, key, held)
    window.pasting.waiting.wait_idle()


def drag_in(window: MainWindow, data: QMimeData, at: QPoint, held: Qt.KeyboardModifier | None = None) -> bool:
    """Brings something over a point of the canvas and lets it go there, as Qt tells a widget of it."""
    canvas, held = window.desk.canvas, held or Qt.KeyboardModifier.NoModifier
    buttons, actions = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, actions, data, buttons, held)
    canvas.dragEnterEvent(enter)
    assert not enter.isAccepted()  # the canvas itself takes kinds of steps
    spot = canvas.mapTo(window, at)
    enter = QDragEnterEvent(spot, actions, data, buttons, held)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(spot), actions, data, buttons, held))
    return enter.isAccepted()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MERMAID, "3 steps and 2 links from a Mermaid flowchart; 1 line not fully understood"),
        (LIST, "3 steps and 2 links from a list of lines"),
        ("a -> b", "2 steps and 1 link from a list of lines"),
        ("- load\n- train\n- No tests", "2 steps and 1 note from a list of lines"),
        ("stages:\n  train: {cmd: python train.py}\n", "1 step from a dvc.yaml"),
        ("on: push\njobs:\n  a: {runs-on: x, steps: [{run: pytest}]}\n", "1 step from a GitHub Actions workflow"),
        ("steps:\n  extra: {kind: monitor}\n", "1 step from a pipeline"),
    ],
    ids=["mermaid", "list", "arrows", "missing", "dvc", "workflow", "own"],
)
def test_ctrl_v_adds_selects_shows_and_tells_in_one_undo_step(chain: MainWindow, text: str, said: str) -> None:
    before = chain.desk.session.pipeline.snapshot()
    put(text)
    press(chain, Qt.Key.Key_V)
    pipeline, chosen = chain.desk.session.pipeline, chain.desk.selection
    assert chain.toast.text.startswith(said)
    assert set(chosen.steps) == set(pipeline.steps) - set(before.steps)
    canvas = chain.desk.canvas
    for step in chosen.steps:
        x, y = canvas.view.to_view(*pipeline.positions[step])
        assert canvas.rect().contains(round(x), round(y))
    chain.registry.trigger("edit.undo")
    assert pipeline.snapshot().steps == before.steps
    assert pipeline.snapshot().links == before.links


def test_what_was_pasted_lies_on_nothing(chain: MainWindow) -> None:
    put(LIST)
    for _ in range(3):
        press(chain, Qt.Key.Key_V)
    places = list(chain.desk.session.pipeline.positions.values())
    assert len(places) == 12
    for i, a in enumerate(places):
        assert all(abs(a[0] - b[0]) >= CARD_WIDTH or abs(a[1] - b[1]) >= CARD_HEIGHT for b in places[:i])


def test_pasting_into_an_empty_window_begins_a_pipeline(open_window: MakeWindow) -> None:
    window = open_window()
    put(LIST)
    press(window, Qt.Key.Key_V)
    assert list(window.desk.session.pipeline.links) == [
        "load_data -> train_model",
        "train_model -> deploy_to_kubernetes",
    ]
    assert window.welcome.cards is None


def test_a_list_that_was_meant_to_be_read_becomes_a_note(chain: MainWindow) -> None:
    put(LIST)
    press(chain, Qt.Key.Key_V)
    chain.toast.press_button()
    assert set(chain.desk.session.pipeline.steps) == {"data", "train", "deploy"}
    (note,) = chain.desk.session.pipeline.notes.values()
    assert note.text == LIST
    chain.registry.trigger("edit.undo")
    assert not chain.desk.session.pipeline.notes


def test_a_broken_pipeline_is_a_note_and_the_reason_is_told(chain: MainWindow) -> None:
    put("steps:\n  a: {kind: [\n")
    press(chain, Qt.Key.Key_V)
    assert "sticky note" in chain.toast.text
    assert "(line " in chain.toast.text
    assert chain.bar.message == ""


def test_a_credential_is_masked_in_the_note(chain: MainWindow) -> None:
    secret = "ghp_" + "x7Kd93jfLq0ZpWm2Vt8sYb4Nc6Rh1QeUaGiO"
    put(f"The key is {secret}")
    press(chain, Qt.Key.Key_V)
    (note,) = chain.desk.session.pipeline.notes.values()
    assert secret not in note.text


def test_a_text_that_takes_a_while_does_not_stop_the_window(chain: MainWindow) -> None:
    text = "flowchart LR\n" + "\n".join(f" s{i}[Train {i}] --> s{i + 1}" for i in range(1500))
    put(text)
    chain.desk.canvas.setFocus()
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_V, CTRL)
    put("steps:\n  later: {kind: monitor}\n")
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_V, CTRL)
    chain.pasting.waiting.wait_idle()
    steps = list(chain.desk.session.pipeline.steps)
    assert len(steps) == 3 + 1501 + 1
    assert steps[-1] == "later"  # in the order in which they were asked for


def test_reading_can_be_given_up(chain: MainWindow) -> None:
    put("flowchart LR\n" + "\n".join(f" s{i}[Train {i}] --> s{i + 1}" for i in range(1500)))
    chain.desk.canvas.setFocus()
    QTest.keyClick(chain.desk.canvas, Qt.Key.Key_V, CTRL)
    assert not chain.pasting.waiting.is_idle
    chain.pasting.waiting.cancel()
    QApplication.processEvents()
    assert len(chain.desk.session.pipeline.steps) == 3


# ---------------------------------------------------------------- copies
def test_ctrl_shift_v_links_the_copies_from_the_same_steps(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train", "deploy"])
    press(chain, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().mimeData().hasFormat(MIME)
    press(chain, Qt.Key.Key_V)
    assert "data -> train_2" not in chain.desk.session.pipeline.links
    assert "1 link from outside left out" in chain.toast.text
    press(chain, Qt.Key.Key_V, CTRL | SHIFT)
    assert "data -> train_3" in chain.desk.session.pipeline.links
    assert "train_3 -> deploy_3" in chain.desk.session.pipeline.links
    chain.registry.trigger("edit.undo")
    assert "train_3" not in chain.desk.session.pipeline.steps


def test_incoming_links_need_their_source_in_the_other_document(chain: MainWindow, open_window: MakeWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    press(chain, Qt.Key.Key_C)
    other = open_window()
    press(other, Qt.Key.Key_V, CTRL | SHIFT)
    assert list(other.desk.session.pipeline.steps) == ["train"]
    assert not other.desk.session.pipeline.links


def test_a_copied_frame_brings_its_steps(chain: MainWindow) -> None:
    frame = chain.desk.session.run(notes.add_frame, ["train", "deploy"], "Both")
    chain.desk.canvas.select(frames=[frame])
    press(chain, Qt.Key.Key_C)
    press(chain, Qt.Key.Key_V)
    assert [f.title for f in chain.desk.session.pipeline.frames.values()] == ["Both", "Both"]


def test_duplicates_stand_below_in_one_undo_step_with_the_links_among_them(chain: MainWindow) -> None:
    pipeline = chain.desk.session.pipeline
    chain.desk.canvas.select(steps=["data", "train"])
    press(chain, Qt.Key.Key_D)
    assert pipeline.positions["data_2"] == (0, 112)
    assert pipeline.positions["train_2"] == (300, 112)
    assert "data_2 -> train_2" in pipeline.links
    assert chain.desk.selection.steps == ("data_2", "train_2")
    press(chain, Qt.Key.Key_D)
    assert pipeline.positions["data_2_2"] == (0, 224)
    chain.registry.trigger("edit.undo")
    chain.registry.trigger("edit.undo")
    assert set(pipeline.steps) == {"data", "train", "deploy"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_alt_shift_c_copies_a_picture_of_the_selection_in_the_colours_of_the_window(
    chain: MainWindow, theme: str
) -> None:
    chain.desktop.appearance.choose(theme)
    chain.desk.canvas.select(steps=["train", "deploy"])
    press(chain, Qt.Key.Key_C, ALT | SHIFT)
    data = QGuiApplication.clipboard().mimeData()
    image = QImage.fromData(data.data("image/png"))
    assert data.hasImage()
    assert image.width() == ((500 + 80) * 2)
    assert (image.pixelColor(2, 2).lightness() < 100) == (theme == "dark")
    assert "2 items" in chain.toast.text
    assert not chain.desk.session.is_dirty


def test_without_a_selection_the_picture_shows_everything(chain: MainWindow) -> None:
    chain.desk.canvas.select()
    press(chain, Qt.Key.Key_C, ALT | SHIFT)
    image = QImage.fromData(QGuiApplication.clipboard().mimeData().data("image/png"))
    assert image.width() >= (800 + 80) * 2


def test_a_copied_picture_has_straight_angles_when_the_window_has(chain: MainWindow) -> None:
    chain.desk.session.run(steps.move, {"train": (300.0, 300.0)})
    pictures = []
    for _ in range(2):
        press(chain, Qt.Key.Key_C, ALT | SHIFT)
        pictures.append(QGuiApplication.clipboard().mimeData().data("image/png").data())
        chain.registry.trigger("view.straight_links")
    assert pictures[0] != pictures[1]


# ---------------------------------------------------------------- drops
def test_a_dropped_text_is_added_where_it_was_let_go(chain: MainWindow) -> None:
    data = QMimeData()
    data.setText(MERMAID)
    at = QPoint(200, 500)
    assert drag_in(chain, data, at)
    QApplication.processEvents()
    chain.pasting.waiting.wait_idle()
    pipeline, canvas = chain.desk.session.pipeline, chain.desk.canvas
    assert {"load_data", "train_model", "deploy_2"} <= set(pipeline.steps)
    x, y = canvas.scene_at(at)
    assert pipeline.positions["load_data"] == (
        pytest.approx(x - CARD_WIDTH / 2, abs=1),
        pytest.approx(y - CARD_HEIGHT / 2, abs=1),
    )


@pytest.mark.parametrize("ending", [".mmd", ".txt"])
def test_a_dropped_file_of_text_is_added_to_the_pipeline(chain: MainWindow, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"plan{ending}"
    path.write_text(MERMAID, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert drag_in(chain, data, QPoint(200, 500))
    QApplication.processEvents()
    chain.pasting.waiting.wait_idle()
    assert "load_data" in chain.desk.session.pipeline.steps
    assert chain.desk.session.path is None


def test_a_file_that_would_be_opened_is_added_with_ctrl(chain: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "dvc.yaml"
    path.write_text("stages:\n  prepare: {cmd: python prepare.py}\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert drag_in(chain, data, QPoint(200, 500), CTRL)
    QApplication.processEvents()
    chain.pasting.waiting.wait_idle()
    assert {"data", "prepare"} <= set(chain.desk.session.pipeline.steps)


def test_a_dropped_file_that_cannot_be_read_is_refused_in_words(chain: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xff\xfe\x00\x01")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drag_in(chain, data, QPoint(200, 500))
    QApplication.processEvents()
    chain.pasting.waiting.wait_idle()
    assert "UTF-8" in chain.toast.text
    assert not chain.desk.session.is_dirty


def test_a_picture_is_not_taken(chain: MainWindow) -> None:
    data = QMimeData()
    data.setData("image/png", b"x")
    assert not drag_in(chain, data, QPoint(200, 500))
