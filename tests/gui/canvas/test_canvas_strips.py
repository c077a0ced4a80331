"""What is drawn strip by strip, as panning and edits do, is the picture that is drawn at once."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPixmap

from designer.commands import steps
from designer.commands.notes import rename_frame
from designer.gui.canvas.back_buffer import BackBuffer, Place

WIDTH, HEIGHT = 600, 420
DOCUMENT = """
pipeline: {name: Opened}
steps:
  data: {kind: data_source, implicit: true}
  train: {kind: train, command: "python train.py --all", confidence: medium}
  odd: {kind: other, confidence: low}
  eval: {kind: evaluate, matrix: {os: [a, b], python: ["3.11", "3.12", "3.13"]}, confidence: high}
  deploy: {kind: deploy, method: copy, matrix: "${{ fromJSON(x) }}"}
  far: {kind: train}
links: [data -> train, train -> odd, odd -> eval, eval -> deploy, data -> deploy, deploy -> far]
notes:
  ask: {text: Ask the owner, at: [-300, 200], size: [200, 120]}
  why: {text: Why so late?, form: comment, at: [700, -120]}
frames:
  job: {title: Build it, steps: [train, odd], role: job}
  file: {title: .github/workflows/ci.yml, steps: [train, odd, eval, deploy], role: file}
layout:
  data: [-300, 0]
  train: [0, 0]
  odd: [300, 0]
  eval: [700, 0]
  deploy: [1000, 0]
  far: [1600, 300]
"""


@pytest.fixture
def document() -> str:
    return DOCUMENT


def pixels(picture: QPixmap) -> Any:
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[:, :, :3].astype(int)


def drawn(renderer: Any, place: Place, strips: list[QRect]) -> Any:
    picture = QPixmap(WIDTH, HEIGHT)
    for strip in strips:
        with QPainter(picture) as painter:
            painter.setClipRect(strip)
            clip = strip.x(), strip.y(), strip.width(), strip.height()
            renderer.paint(painter, place.scale, place.x, place.y, clip)
    return pixels(picture)


def cuts(dice: Random, end: int) -> list[tuple[int, int]]:
    return list(pairwise(sorted({0, end, *(dice.randint(1, end - 1) for _ in range(8))})))


@pytest.mark.parametrize("chosen", [(), ("odd",)], ids=["plain", "in focus mode"])
@pytest.mark.parametrize("scale", [0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.66, 1.0, 1.7])
def test_strips_join_without_a_seam(hands: Any, scale: float, chosen: tuple[str, ...]) -> None:
    canvas, dice = hands.canvas, Random(7)
    hands.bridge.wait_idle()
    canvas.select(steps=chosen)
    canvas.focus_mode.turn(bool(chosen))
    for _ in range(12):
        x, y = dice.uniform(-400, 1900), dice.uniform(-300, 500)
        place = Place(scale, round(WIDTH / 2 - x * scale), round(HEIGHT / 2 - y * scale))
        whole = drawn(canvas.renderer, place, [QRect(0, 0, WIDTH, HEIGHT)])
        across, down = cuts(dice, WIDTH), cuts(dice, HEIGHT)
        strips = [QRect(a, c, b - a, d - c) for a, b in across for c, d in down]
        wrong = np.argwhere(np.abs(drawn(canvas.renderer, place, strips) - whole).max(2) > 8)
        assert not len(wrong), f"{len(wrong)} pixels, the first at {wrong[0]} with {place}"


@pytest.mark.parametrize("scale", [0.05, 0.12, 0.3, 1.0])
def test_the_picture_of_a_renamed_frame_is_the_one_drawn_anew(hands: Any, scale: float) -> None:
    """From afar its title is larger than the frame has room for, and stands over its edge."""
    canvas = hands.canvas
    hands.bridge.wait_idle()
    place = Place(scale, round(WIDTH / 2 - 500 * scale), HEIGHT // 2)
    kept = BackBuffer(canvas.renderer)
    shown(kept, place)
    changed: list[Any] = []
    canvas.buffer.mark, was = changed.append, canvas.buffer.mark
    hands.session.run(rename_frame, "file", "Something else")
    canvas.buffer.mark = was
    for areas in changed:
        kept.mark(areas)
    wrong = np.abs(shown(kept, place) - shown(BackBuffer(canvas.renderer), place)).max(2) > 8
    assert not wrong.any(), f"{wrong.sum()} pixels"


def shown(buffer: BackBuffer, place: Place) -> Any:
    picture = QPixmap(WIDTH, HEIGHT)
    while True:
        with QPainter(picture) as painter:
            buffer.show(painter, picture.size(), place)
        if buffer.is_sharp:
            return pixels(picture)


@pytest.mark.parametrize("scale", [0.05, 0.3, 0.5, 0.75, 1.5])
def test_the_picture_of_a_view_that_was_moved_is_the_one_drawn_anew(hands: Any, scale: float) -> None:
    """Cards, texts and links between two pixels stay on the same one, however far the view is moved."""
    hands.bridge.wait_idle()
    places = {"train": (1.0, 1.0), "odd": (303.0, 5.0), "eval": (710.0, 30.0), "far": (1300.0, 0.0)}
    hands.session.run(steps.move, places)
    renderer = hands.canvas.renderer
    kept = BackBuffer(renderer)
    x, y = round(WIDTH / 2 - 700 * scale), HEIGHT // 2
    for dx, dy in ((0, 0), (1, 0), (0, 1), (-7, 13), (40, -31)):
        x, y = x + dx, y + dy
        place = Place(scale, x, y)
        wrong = np.abs(shown(kept, place) - shown(BackBuffer(renderer), place)).max(2) > 24
        assert not wrong.any(), f"{wrong.sum()} pixels after a move by {dx}, {dy}"
