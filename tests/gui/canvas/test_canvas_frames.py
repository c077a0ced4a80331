"""Files of others on the canvas: guesses, variants, what a tool implies, frames that collapse to a box."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from designer.commands import steps as step_commands
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import count_area, guess_area
from designer.gui.canvas.folding import toggle_frame
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tips import tip_for
from tests.gui.canvas.test_canvas_looks import fresh, image_of

DOCUMENT = """
pipeline: {name: Opened}
steps:
  data: {kind: data_source, implicit: true}
  train: {kind: train, command: "python train.py --all", confidence: medium}
  odd: {kind: other, confidence: low}
  eval: {kind: evaluate, matrix: {os: [a, b], python: ["3.11", "3.12", "3.13"]}, confidence: high}
  deploy: {kind: deploy, method: copy, matrix: "${{ fromJSON(x) }}"}
links: [data -> train, train -> odd, odd -> eval, eval -> deploy]
frames:
  job: {title: Build it, steps: [train, odd], role: job}
  file: {title: ci.yml, steps: [train, odd, eval, deploy], role: file}
layout:
  data: [-300, 0]
  train: [0, 0]
  odd: [300, 0]
  eval: [700, 0]
  deploy: [1000, 0]
"""


@pytest.fixture(autouse=True)
def _without_map(hands: Any) -> None:
    """Pictures are compared whole; the map would lie on them."""
    hands.hide_map()


@pytest.fixture
def document() -> str:
    return DOCUMENT


def tip(hands: Any, hit: Hit) -> str:
    return tip_for(hit, hands.canvas.scene, hands.canvas.renderer, True)


def at_frame(hands: Any, frame: str) -> tuple[float, float]:
    left, top, _, _ = hands.canvas.scene.frames[frame]
    return left + 60, top + 14


def in_box(hands: Any, frame: str) -> tuple[float, float]:
    x, y = hands.canvas.scene.groups.boxes[frame].place
    return x + CARD_WIDTH / 2, y + CARD_HEIGHT / 2 + 8


# ---------------------------------------------------------------------- guesses
def test_a_guessed_card_wears_a_mark_that_asks(hands: Any) -> None:
    x, y, size, _ = guess_area(hands.pipeline.positions["train"])
    hit = hands.canvas.hit(x + size / 2, y + 4)
    assert hit == Hit("steps", "train", "guess")
    assert "Guessed from `python train.py --all`. Right?" in tip(hands, hit)
    x, y, _, _ = guess_area(hands.pipeline.positions["eval"])
    assert hands.canvas.hit(x + size / 2, y + 4).spot != "guess"


def test_the_mark_is_seen_and_goes_when_somebody_agrees(hands: Any) -> None:
    x, y, size, _ = guess_area(hands.pipeline.positions["train"])
    before = hands.colour(x + size / 2, y + size - 2)
    step_commands.confirm_kind(hands.pipeline, hands.session.services.catalog, "train")
    assert hands.colour(x + size / 2, y + size - 2) != before
    assert hands.pipeline.steps["train"].get("confidence") == "confirmed"
    assert hands.undo_labels() == ["Confirm Train as Train model"]


def test_a_click_on_the_mark_asks_the_window(hands: Any, qtbot: Any) -> None:
    x, y, size, _ = guess_area(hands.pipeline.positions["train"])
    with qtbot.waitSignal(hands.canvas.guess_clicked) as asked:
        hands.click((x + size / 2, y + 4))
    assert asked.args[0] == "train" and isinstance(asked.args[1], QPoint)
    assert hands.canvas.selection.steps == ("train",)


def test_correcting_a_kind_is_one_undo_step(hands: Any) -> None:
    step_commands.confirm_kind(hands.pipeline, hands.session.services.catalog, "train", "evaluate")
    step = hands.pipeline.steps["train"]
    assert (step.kind, step.get("confidence"), step.get("command")) == (
        "evaluate",
        "confirmed",
        "python train.py --all",
    )
    hands.session.undo()
    assert hands.pipeline.steps["train"].kind == "train"


def test_what_was_not_understood_is_grey_and_says_that_it_is_kept(hands: Any) -> None:
    known, unknown = (hands.colour(hands.pipeline.positions[s][0] + 190, 60) for s in ("train", "odd"))
    assert unknown.lightness() < known.lightness()
    assert "kept as it is" in tip(hands, Hit("steps", "odd"))


# ---------------------------------------------------------------------- variants and what a tool implies
def test_a_step_with_variants_is_a_stack_with_their_number(hands: Any) -> None:
    scene = hands.canvas.scene
    runs = {s: int(scene.columns.steps["runs"][scene.columns.row_of(s)]) for s in ("train", "eval", "deploy")}
    assert runs == {"train": 0, "eval": 6, "deploy": -1}
    assert "Runs 6 times" in tip(hands, Hit("steps", "eval"))
    x, y = hands.pipeline.positions["eval"]
    left, top, width, height = count_area((x, y), "×6")
    pill = [hands.colour(left + width * part, top + height / 2).name() for part in (0.1, 0.3, 0.5, 0.7)]
    assert len(set(pill)) > 1


def test_links_of_what_a_tool_does_by_itself_are_dashed(hands: Any) -> None:
    links = hands.canvas.scene.columns.links
    implied = {key: bool(links["implied"][row]) for key, row in links.row.items()}
    assert implied["data -> train"] and not implied["train -> odd"]
    hands.session.run(step_commands.set_attributes, "data", {"implicit": None})
    assert not links["implied"][links.row["data -> train"]]


# ---------------------------------------------------------------------- frames
def test_the_title_of_the_frame_inside_is_hit_before_the_one_around_it(hands: Any) -> None:
    assert hands.canvas.hit(*at_frame(hands, "job")) == Hit("frames", "job")
    assert hands.canvas.hit(*at_frame(hands, "file")) == Hit("frames", "file")


def test_a_double_click_makes_a_box_of_a_job_and_opens_it_again(hands: Any) -> None:
    area = hands.canvas.scene.frames["job"]
    before = hands.session.pipeline.snapshot()
    hands.double_click(at_frame(hands, "job"))
    assert hands.pipeline.frames["job"].extra["collapsed"] is True
    assert hands.canvas.scene.groups.boxes["job"].place == area[:2]
    hands.double_click(in_box(hands, "job"))
    assert "collapsed" not in hands.pipeline.frames["job"].extra
    assert hands.canvas.scene.frames["job"] == area
    assert hands.undo_labels() == ["Expand Build it", "Collapse Build it"]
    assert hands.session.pipeline.snapshot().positions == before.positions


def test_a_box_says_its_title_and_how_many_steps_it_stands_for(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    scene = hands.canvas.scene
    words = scene.words_of(scene.columns.steps.row["[job]"])
    assert (words.title, words.below) == ("Build it", ("2 steps",))
    assert "Train" in tip(hands, Hit("frames", "job")) and "opens it" in tip(hands, Hit("frames", "job"))


def test_links_of_hidden_steps_end_at_the_box_and_those_inside_are_gone(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    columns = hands.canvas.scene.columns
    box = columns.steps.row["[job]"]
    links = columns.links
    assert links["target"][links.row["data -> train"]] == box
    assert links["source"][links.row["odd -> eval"]] == box
    inside = links.row["train -> odd"]
    assert inside not in columns.visible_links(-1e6, -1e6, 1e6, 1e6)
    assert links.row["odd -> eval"] in columns.visible_links(-1e6, -1e6, 1e6, 1e6)


def test_a_box_wears_the_findings_of_its_steps(hands: Any) -> None:
    columns = hands.canvas.scene.columns
    hands.bridge.wait_idle()
    marks = {
        s: (int(columns.steps["severity"][columns.row_of(s)]), int(columns.steps["count"][columns.row_of(s)]))
        for s in ("train", "odd")
    }
    toggle_frame(hands.canvas, "job")
    hands.bridge.wait_idle()
    row = columns.steps.row["[job]"]
    assert columns.steps["count"][row] == sum(count for _, count in marks.values()) > 0
    assert columns.steps["severity"][row] == max(severity for severity, _ in marks.values())


def test_dragging_a_box_moves_its_steps_as_one_undo_step(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    before = dict(hands.pipeline.positions)
    start = in_box(hands, "job")
    hands.drag(start, (start[0] + 40, start[1] + 90))
    moved = {s: hands.pipeline.positions[s] for s in before if hands.pipeline.positions[s] != before[s]}
    assert moved == {s: (before[s][0] + 40, before[s][1] + 90) for s in ("train", "odd")}
    assert hands.undo_labels()[0] == "Move 2 steps"


def test_everything_works_by_keys_alone(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    hands.canvas.select(steps=["data"])
    hands.key(Qt.Key.Key_Right)
    assert hands.canvas.selection.frames == ("job",)
    hands.key(Qt.Key.Key_Right)
    assert hands.canvas.selection.steps == ("eval",)
    hands.key(Qt.Key.Key_Left)
    assert hands.canvas.focused() == Hit("frames", "job")
    place = hands.pipeline.positions["train"]
    hands.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert hands.pipeline.positions["train"] == (place[0], place[1] + 8)
    hands.key(Qt.Key.Key_Return)
    assert not hands.canvas.scene.groups.boxes


def test_a_link_drawn_to_a_box_enters_at_its_first_step_and_leaves_from_its_last(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    x, y = hands.canvas.scene.groups.boxes["job"].place
    hands.move((x + 50, y + 40))
    hands.drag((x + CARD_WIDTH, y + CARD_HEIGHT / 2), hands.middle("deploy"))
    assert "odd -> deploy" in hands.pipeline.links
    hands.drag((x, y + CARD_HEIGHT / 2), hands.middle("data"))
    assert "data -> train" in hands.pipeline.links


def test_a_rubber_band_takes_boxes(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    x, y = hands.canvas.scene.groups.boxes["job"].place
    hands.canvas.choose(Selection())
    hands.drag((x - 15, y - 4), (x + 100, y + 50))
    assert hands.canvas.selection.frames == ("job",)


def test_revealing_a_hidden_step_shows_its_box(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    hands.canvas.reveal("odd")
    assert hands.canvas.selection.steps == ("odd",)
    assert hands.canvas.overlays.area_of(Hit("steps", "odd"))[:2] == hands.canvas.scene.groups.boxes["job"].place


def test_screen_readers_find_the_box_instead_of_its_steps(hands: Any) -> None:
    toggle_frame(hands.canvas, "job")
    interface = QAccessible.queryAccessibleInterface(hands.canvas)
    names = [interface.child(i).text(QAccessible.Text.Name) for i in range(interface.childCount())]
    assert names == ["Data", "Build it", "Eval", "Deploy"]
    box = interface.child(1)
    assert "2 steps; collapsed; 1 input, 1 output" in box.text(QAccessible.Text.Description)
    assert box.state().expandable and box.state().focused
    assert "Guessed from" not in box.text(QAccessible.Text.Description)


def test_screen_readers_hear_that_a_card_is_a_guess(hands: Any) -> None:
    interface = QAccessible.queryAccessibleInterface(hands.canvas)
    assert "Guessed from `python train.py --all`. Right?" in interface.child(1).text(QAccessible.Text.Description)


@pytest.mark.parametrize("scale", [0.2, 0.4, 1.0])
def test_after_collapsing_and_undoing_the_picture_is_as_if_drawn_anew(hands: Any, scale: float) -> None:
    canvas = hands.canvas
    canvas.zoom_to(scale)
    canvas.overlays.state.has_focus = False
    hands.bridge.wait_idle()
    before = image_of(hands)
    toggle_frame(canvas, "job")
    hands.bridge.wait_idle()
    canvas.choose(Selection())
    after = image_of(hands)
    assert np.abs(after - before).max() > 40
    assert np.abs(after - fresh(hands)).max() <= 8
    hands.session.undo()
    hands.bridge.wait_idle()
    assert np.abs(image_of(hands) - before).max() <= 8


@pytest.mark.parametrize("scale", [0.2, 0.7, 1.5])
def test_what_is_highlighted_inside_a_collapsed_frame_is_shown_at_its_box(hands: Any, scale: float) -> None:
    canvas = hands.canvas
    toggle_frame(canvas, "job")
    canvas.view.scale = scale
    canvas.set_highlight(["train", "odd"], list(canvas.session.pipeline.links))
    lit = canvas.grab().toImage()  # a failure while painting is a failure of the test
    canvas.set_highlight([], [])
    assert lit != canvas.grab().toImage()
    only = next(key for key, link in canvas.session.pipeline.links.items() if link.target == "odd")
    canvas.set_highlight(["train"], [only])
    canvas.select(links=[only])
    assert not canvas.grab().toImage().isNull()
