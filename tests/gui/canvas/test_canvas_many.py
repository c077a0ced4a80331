"""Dragging more than can follow a pointer: what is in view follows, and on release everything is where it belongs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from designer.drawing.geometry import link_curves
from designer.gui.canvas.drag_painter import MANY_LINKS

NUMBER = MANY_LINKS + 100


@pytest.fixture
def document() -> str:
    ids = [f"s{i}" for i in range(NUMBER)]
    steps = "".join(f"  {i}: {{kind: train}}\n" for i in ids)
    links = "".join(f"  - {a} -> {b}\n" for a, b in pairwise(ids))
    layout = "".join(f"  {i}: [{n % 100 * 300}, {n // 100 * 150}]\n" for n, i in enumerate(ids))
    return f"pipeline: {{name: Many}}\nsteps:\n{steps}links:\n{links}layout:\n{layout}"


def curves_are_right(hands: Any) -> bool:
    links, columns = hands.canvas.scene.columns.links, hands.canvas.scene.columns
    rows = np.arange(len(links.ids))
    wanted = link_curves(columns.places(links["source"]), columns.places(links["target"]), links["feedback"])
    return bool(np.allclose(links["curve"][rows], wanted))


def test_links_in_view_follow_and_all_are_right_when_it_is_over(hands: Any) -> None:
    canvas, columns = hands.canvas, hands.canvas.scene.columns
    canvas.select(steps=list(hands.pipeline.steps))
    x, y = hands.middle("s0")
    hands.press((x, y))
    hands.move((x + 30, y + 30))
    hands.move((x + 60, y + 55))
    assert 0 < len(canvas.overlays.state.lifted_links) < 100
    row = columns.links.row["s0 -> s1"]
    assert columns.links["curve"][row][0] == columns.steps["x"][columns.steps.row["s0"]] + 200
    hands.sharp()
    canvas.grab()
    hands.release((x + 60, y + 55))
    assert canvas.overlays.state.lifted_links is None
    assert hands.pipeline.positions["s0"] == (60, 55)
    assert hands.pipeline.positions[f"s{NUMBER - 1}"][0] % 300 == 60
    assert curves_are_right(hands)
    assert hands.undo_labels() == [f"Move {NUMBER} steps"]


def test_escape_puts_everything_back(hands: Any) -> None:
    hands.canvas.select(steps=list(hands.pipeline.steps))
    hands.canvas.fit_all()
    at = hands.middle("s0")
    hands.press(at)
    hands.move((at[0] + 600, at[1] + 900))
    assert len(hands.canvas.overlays.state.lifted_links) == 0
    hands.canvas.grab()
    hands.key(Qt.Key.Key_Escape)
    assert curves_are_right(hands)
    assert hands.canvas.scene.columns.steps["x"][0] == 0
