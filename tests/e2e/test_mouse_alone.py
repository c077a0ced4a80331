"""Ten tasks that anybody must be able to do with the mouse alone: a real screen, a window manager, real clicks.

Nothing is typed but the texts that a task is about: names, a command, a reason, a file. Pictures of each task are in
``out/mouse`` afterwards.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from designer.steps.catalog import load_catalog
from designer.storage.document import read_document
from tests.e2e.mouse.desk import ROOT, Desk, Thing, screen, working

pytestmark = pytest.mark.gui

CHAIN = """\
pipeline: {name: Chain}
steps:
  data: {kind: data_source, title: Orders}
  train: {kind: train, title: Fit}
  deploy: {kind: deploy, title: Release}
  watch: {kind: monitor, title: Watch}
links: [data -> train, train -> deploy, deploy -> watch]
layout: {data: [0, 0], train: [300, 0], deploy: [600, 0], watch: [900, 0]}
"""
MESSY = CHAIN.replace("train: [300, 0]", "train: [-500, 400]").replace("watch: [900, 0]", "watch: [20, 30]")
WORKFLOW = """\
# Runs on every push.
name: Train

on: push

jobs:
  build:   # the first one
    name: Build it
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install -r requirements.txt
      - run: pytest -q
  fit:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: python train.py
"""
UNVERSIONED = "error: Training code is not under version control"
LIST = "Which step?"  # the window of the list of kinds
Start = Callable[..., Desk]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as shown:
        yield shown


@pytest.fixture
def start(display: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program, with a document or with nothing."""
    with ExitStack() as room:

        def begin(text: str = "", name: str = "mine.mlops.yaml") -> Desk:
            arguments = []
            if text:
                (tmp_path / name).write_text(text, encoding="utf-8")
                arguments.append(tmp_path / name)
            desk = room.enter_context(working(display, tmp_path, *arguments))
            desk.find("List", "Pipeline canvas")
            if text:
                desk.find("Button", "Grade")  # it is judged, and missing steps are drawn
            return desk

        yield begin
    kept = ROOT / "out" / "mouse" / request.node.name
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(tmp_path / "pictures", kept)


def saved(path: Path) -> Any:
    """What a document holds."""
    return read_document(path, load_catalog()).snapshot


def links(path: Path) -> list[tuple[str, str]]:
    """Titles at both ends of all links."""
    board = saved(path)
    return [(board.steps[k.source].label, board.steps[k.target].label) for k in board.links.values()]


def open_finding(desk: Desk, name: str) -> None:
    """Clicks a finding once its row stands still: rows move while the list fills."""
    row = desk.find("CheckBox", name)
    if not row.checked:
        desk.click(row)
    desk.wait(name, lambda ts: [t for t in ts if t.role == "CheckBox" and t.name.startswith(name) and t.checked])


def card(desk: Desk, title: str) -> Thing:
    return desk.find("ListItem", title)


def add(desk: Desk, words: str) -> None:
    """Types into the list of kinds that is open, and clicks the first row."""
    desk.type(words)
    desk.wait("what was typed", lambda things: [t for t in things if t.role == "EditableText" and t.text == words])
    desk.click(
        desk.steady("a row", lambda ts: next((t for t in ts if t.role == "ListItem" and LIST in t.window), None))
    )


def save_as(desk: Desk, path: Path) -> None:
    """By the button, and a name in the dialog."""
    desk.press("Save")
    desk.triple_click(desk.find("EditableText", "File name"))
    desk.type(str(path))
    desk.confirm("Save", "Save the pipeline as")
    desk.wait("the file", lambda _: path.exists())


def test_1_the_first_finding_is_read_shown_fixed_and_the_fix_taken_back(start: Start) -> None:
    desk = start()
    desk.press("Open the lesson")
    open_finding(desk, UNVERSIONED)
    desk.picture("the first finding")
    desk.press("Show where")
    assert desk.wait(
        "the step", lambda ts: [t for t in ts if t.role == "ListItem" and t.name == "Train the model" and t.selected]
    )
    desk.press("Apply fix: ")
    desk.wait_gone("CheckBox", UNVERSIONED)
    desk.picture("fixed")
    desk.press("Undo")
    desk.find("CheckBox", UNVERSIONED)
    assert not desk.find("Button", "Redo").checked


def test_2_data_train_test_and_deploy_are_drawn_and_linked_in_order(start: Start, tmp_path: Path) -> None:
    desk = start()
    desk.press("Blank canvas")
    canvas = desk.find("List", "Pipeline canvas")
    desk.double_click(canvas.at(0.12, 0.5))
    add(desk, "data source")
    wanted = (("train model", "Data source", 120), ("test code", "Train", -160), ("deploy", "Code test", 120))
    for words, before, down in wanted:
        port = card(desk, before).at(1.0, 0.5)
        desk.drag(port, (port[0] + 40, port[1] + down))
        add(desk, words)
    card(desk, "Deploy")
    desk.picture("drawn")
    save_as(desk, tmp_path / "drawn.mlops.yaml")
    drawn = [("Data source", "Train"), ("Train", "Code test"), ("Code test", "Deploy")]
    assert links(tmp_path / "drawn.mlops.yaml") == drawn


def test_3_a_data_check_is_put_between_data_and_training(start: Start, tmp_path: Path) -> None:
    desk = start(CHAIN)
    left, right = card(desk, "Orders"), card(desk, "Fit")
    middle = ((left.at(1, 0.5)[0] + right.at(0, 0.5)[0]) // 2, left.middle[1])
    desk.click(middle)
    add(desk, "validate data")
    card(desk, "Validate data")
    desk.picture("between")
    desk.press("Save")
    path = tmp_path / "mine.mlops.yaml"
    desk.wait("the saved check", lambda _: len(saved(path).steps) == 5)
    assert {("Orders", "Validate data"), ("Validate data", "Fit")} <= set(links(path))
    assert ("Orders", "Fit") not in links(path)


def test_4_the_loop_from_monitoring_to_training_is_closed(start: Start, tmp_path: Path) -> None:
    desk = start(CHAIN)
    watch, fit = card(desk, "Watch"), card(desk, "Fit")
    desk.drag(watch.at(0.62, 1.0), fit.middle)
    desk.wait("the loop", lambda ts: [t for t in ts if t.name == "Watch" and "1 output" in t.about])
    desk.picture("closed")
    desk.press("Save")
    path = tmp_path / "mine.mlops.yaml"
    desk.wait("the saved loop", lambda _: len(saved(path).links) == 4)
    back = [k for k in saved(path).links.values() if not k.is_flow]
    assert [(k.source, k.target) for k in back] == [("watch", "train")]


def test_5_training_gets_another_command_and_mlflow(start: Start, tmp_path: Path) -> None:
    desk = start(CHAIN)
    desk.click(card(desk, "Fit"))
    desk.click(desk.scrolled_to("EditableText", "Command", "Properties"))
    desk.type("python train.py --epochs 3")
    desk.click(desk.scrolled_to("ComboBox", "Tool", "Properties").at(0.94, 0.5))
    desk.picture("fields")
    desk.click(desk.find("ListItem", "MLflow"))
    desk.press("Save")
    path = tmp_path / "mine.mlops.yaml"
    desk.wait("the saved tool", lambda _: saved(path).steps["train"].get("tool") == "mlflow")
    assert saved(path).steps["train"].get("command") == "python train.py --epochs 3"


def test_6_two_linked_steps_are_copied_into_a_second_document(start: Start, tmp_path: Path) -> None:
    desk = start(CHAIN)
    first, second = card(desk, "Orders"), card(desk, "Fit")
    desk.drag((first.area[0] - 20, first.area[1] - 20), (second.middle[0], second.area[1] + second.area[3] + 20))
    desk.click(second, button=3)
    desk.press("Copy", role="MenuItem")
    desk.choose("File", "New")
    desk.press("Blank canvas")
    canvas = desk.find("List", "Pipeline canvas")
    desk.click(canvas.at(0.3, 0.5), button=3)
    desk.press("Paste", role="MenuItem")
    card(desk, "Fit")
    desk.picture("pasted")
    save_as(desk, tmp_path / "second.mlops.yaml")
    assert links(tmp_path / "second.mlops.yaml") == [("Orders", "Fit")]
    assert len(saved(tmp_path / "second.mlops.yaml").steps) == 2


def test_7_the_canvas_is_tidied_and_fitted(start: Start, tmp_path: Path) -> None:
    desk = start(MESSY)
    desk.picture("before")
    desk.press("Tidy")
    desk.press("Fit all")
    desk.press("Save")
    path = tmp_path / "mine.mlops.yaml"
    desk.wait(
        "the saved places", lambda _: saved(path).positions != {} and saved(path).positions["train"] != (-500, 400)
    )
    across = [saved(path).positions[s][0] for s in ("data", "train", "deploy", "watch")]
    assert across == sorted(across) and len(set(across)) == 4
    left, top, width, height = desk.find("List", "Pipeline canvas").area
    for title in ("Orders", "Fit", "Release", "Watch"):
        x, y = card(desk, title).middle
        assert left < x < left + width and top < y < top + height
    desk.picture("tidy")


def test_8_a_finding_is_waived_with_a_reason(start: Start, tmp_path: Path) -> None:
    desk = start(CHAIN)
    open_finding(desk, UNVERSIONED)
    desk.press("Waive")
    desk.click(desk.find("RadioButton", "Accepted"))
    desk.click(desk.find("EditableText", "Reason"))
    desk.type("The server goes away in spring")
    desk.picture("reason")
    desk.press("Waive", within="Waive ")
    desk.press("Save")
    path = tmp_path / "mine.mlops.yaml"
    desk.wait("the saved waiver", lambda _: "The server goes away in spring" in path.read_text(encoding="utf-8"))
    assert "as: accepted" in path.read_text(encoding="utf-8")
    desk.picture("waived")


def test_9_a_workflow_is_exported_its_difference_read_and_accepted(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    workflow = folder / ".github" / "workflows" / "ml-pipeline.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("name: mine\non: push\njobs: {}\n", encoding="utf-8")
    desk = start(CHAIN)
    desk.press("Export…")
    dvc = desk.find("CheckBox", "DVC")
    desk.click(dvc)
    desk.press("Choose…")
    desk.triple_click(desk.find("EditableText", "Directory"))
    desk.type(str(folder))
    desk.confirm("Choose", "Write into which folder?")
    row = desk.find("ListItem", ".github/workflows/ml-pipeline.yml")
    desk.click(row.at(0.6, 0.5))
    desk.wait("the difference", lambda ts: [t for t in ts if "-name: mine" in t.text])
    desk.picture("difference")
    desk.click((row.area[0] + 14, row.middle[1]))
    desk.press("Write 3 files")
    desk.wait("the workflow", lambda _: "jobs: {}" not in workflow.read_text(encoding="utf-8"))
    assert "python" in workflow.read_text(encoding="utf-8")
    assert not (folder / "dvc.yaml").exists()
    desk.picture("written")


def test_10_a_job_of_an_opened_workflow_is_renamed_and_one_line_changes(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "repository" / ".github" / "workflows" / "train.yml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKFLOW, encoding="utf-8")
    desk = start()
    desk.press("Open…")
    desk.triple_click(desk.find("EditableText", "File name"))
    desk.type(str(path))
    desk.confirm("Open", "Open a pipeline")
    desk.double_click(card(desk, "Build it"))
    desk.type("Build and test")
    desk.picture("typed")
    canvas = desk.find("List", "Pipeline canvas")
    desk.click(canvas.at(0.5, 0.8))
    card(desk, "Build and test")
    desk.press("Save")
    desk.wait("the saved name", lambda _: path.read_text(encoding="utf-8") != WORKFLOW)
    assert path.read_text(encoding="utf-8") == WORKFLOW.replace("name: Build it", "name: Build and test")
    desk.picture("saved")
