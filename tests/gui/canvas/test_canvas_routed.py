"""Links that go round a card are hit, cut and filled where they are drawn, not where a plain curve would run."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from designer.commands import bends, notes
from designer.drawing.folding import folded_places
from designer.drawing.link_ways import evenly
from designer.gui.canvas.drawn_ways import OWN
from tests.gui.canvas.test_canvas_splicing import held_move

ALT = Qt.KeyboardModifier.AltModifier
LINK = "data -> deploy"


@pytest.fixture
def document() -> str:
    return """
pipeline: {name: Round}
steps:
  data: {kind: data_source}
  train: {kind: train}
  deploy: {kind: deploy}
  lone: {kind: evaluate}
links: [data -> deploy]
layout:
  data: [0, 0]
  train: [300, 0]
  deploy: [600, 0]
  lone: [300, 300]
"""


def place_on(hands: Any) -> tuple[float, float]:
    """A point of the link as it is drawn, below or above the card between."""
    hands.sharp()
    columns = hands.canvas.scene.columns
    row = columns.links.row[LINK]
    assert columns.links["way"][row] == OWN
    x, y = evenly(columns.ways.points(row), 3)[1].tolist()
    assert not -8 < y < 80
    return x, y


def test_a_link_is_hit_on_its_way_and_not_below_the_card_that_it_goes_round(hands: Any) -> None:
    x, y = place_on(hands)
    assert hands.canvas.hits.at(x, y, 1.0).key == LINK
    hands.canvas.scene.columns.steps["x"][hands.canvas.scene.columns.steps.row["train"]] = 9000
    assert hands.canvas.hits.at(400, 36, 1.0).key == ""


def test_the_knife_cuts_it_where_it_is_drawn(hands: Any) -> None:
    x, y = place_on(hands)
    assert hands.canvas.hits.links_across((x, y - 6), (x, y + 6), 1.0) == [LINK]
    assert hands.canvas.hits.links_across((400, 20), (400, 60), 1.0) == []
    hands.canvas.scene.ghosts = []
    hands.press((x, y + 30), ALT)
    held_move(hands, (x, y - 6), ALT)
    hands.release((x, y - 6), ALT)
    assert LINK not in hands.pipeline.links
    assert len(hands.undo_labels()) == 1


def test_a_card_is_put_on_it_where_it_is_drawn(hands: Any) -> None:
    x, y = place_on(hands)
    start = hands.middle("lone")
    to = (x - (400 - start[0]), y - (336 - start[1]))
    hands.press(start)
    hands.move((start[0] + 10, start[1] + 10))
    hands.move(to)
    if hands.canvas.overlays.state.drop_link is None:  # a snap guide held it back: a few pixels further
        hands.move((to[0], to[1] + 6))
    assert hands.canvas.overlays.state.drop_link == LINK
    hands.release(to)
    assert {"data -> lone", "lone -> deploy"} <= set(hands.pipeline.links)


def test_bends_are_of_no_effect_while_an_end_is_in_a_collapsed_frame_and_back_when_it_opens(hands: Any) -> None:
    session, columns = hands.session, hands.canvas.scene.columns
    session.run(bends.add_bend, LINK, 0, (260, 400))
    frame = session.run(notes.add_frame, ["data"], "Data")
    row = columns.links.row[LINK]
    assert columns.ways.bends(row) == ((260, 400),)
    places = folded_places(hands.pipeline.frames, hands.pipeline.positions, frame)
    session.run(notes.fold_frame, frame, True, places)
    row = columns.links.row[LINK]
    assert columns.ways.bends(row) == ()
    assert float(columns.ways.points(row)[:, 1].max()) < 300
    hands.sharp()
    hands.canvas.select(links=[LINK])
    hands.canvas.grab()
    session.undo()
    row = columns.links.row[LINK]
    assert float(columns.ways.points(row)[:, 1].max()) > 390
