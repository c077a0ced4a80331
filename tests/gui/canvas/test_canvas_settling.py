"""Ways of many links are found in another thread, those in view first; nothing jumps meanwhile."""

from __future__ import annotations

import gc
import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from designer.commands import steps as step_commands
from designer.commands.placement import STRIDE_X, STRIDE_Y
from designer.drawing.theme import load_theme
from designer.gui.canvas.canvas import Canvas
from designer.gui.canvas.drawn_ways import OWN, PLAIN
from designer.gui.canvas.ways import FEW

ROWS, COLUMNS = 20, 13


@pytest.fixture
def document() -> str:
    """A grid of steps; each goes to the second next in its row, through the card between."""
    names = [(f"s{x}_{y}", x, y) for x in range(COLUMNS) for y in range(ROWS)]
    steps = "".join(f"  {n}: {{kind: train}}\n" for n, _, _ in names)
    links = "".join(f"  - {n} -> s{x + 2}_{y}\n" for n, x, y in names if x + 2 < COLUMNS)
    layout = "".join(f"  {n}: [{x * STRIDE_X}, {y * STRIDE_Y}]\n" for n, x, y in names)
    return f"pipeline: {{name: Grid}}\nsteps:\n{steps}links:\n{links}layout:\n{layout}"


def ways(hands: Any) -> Any:
    return hands.canvas.scene.columns.ways


def row(hands: Any, link: str) -> int:
    return int(hands.canvas.scene.columns.links.row[link])


def in_view(hands: Any) -> np.ndarray:
    columns = hands.canvas.scene.columns
    return columns.visible_links(*hands.canvas.seen_area())


def test_links_in_view_go_round_cards_once_the_search_is_done_and_the_others_when_they_are_seen(hands: Any) -> None:
    hands.sharp()
    seen = in_view(hands)
    assert 0 < len(seen) < len(hands.pipeline.links) - FEW
    assert len(ways(hands).open(seen)) == 0
    assert len(ways(hands).own(seen)) == len(seen)
    far = row(hands, f"s{COLUMNS - 3}_{ROWS - 1} -> s{COLUMNS - 1}_{ROWS - 1}")
    assert far in ways(hands).open()
    hands.canvas.view.centre(COLUMNS * STRIDE_X, ROWS * STRIDE_Y, 1400, 700)
    hands.canvas.refresh()
    hands.sharp()
    assert far not in ways(hands).open()


def test_opening_many_links_leaves_the_search_to_the_other_thread(hands: Any) -> None:
    fresh = type(hands.canvas.scene)(hands.pipeline, hands.canvas.scene.catalog)
    links = fresh.columns.links
    assert len(fresh.columns.ways.open()) == len(links) > FEW
    assert (links["way"][fresh.columns.ways.open()] == PLAIN).all()


def test_few_links_are_settled_at_once_unless_they_are_far_from_each_other(hands: Any) -> None:
    columns = hands.canvas.scene.columns
    rows = columns.links.rows_of(["s0_0 -> s2_0", "s0_1 -> s2_1"])
    columns.ways.forget(rows)
    columns.ways.settle_few(rows)
    assert len(columns.ways.open(rows)) == 0
    columns.place(columns.steps.rows_of(["s0_1"]), np.array([[50_000.0, 50_000.0]]))
    columns.ways.forget(rows)
    columns.ways.settle_few(rows)
    assert len(columns.ways.open(rows)) == 2


def test_a_result_about_a_link_that_has_moved_since_is_dropped(hands: Any) -> None:
    columns = hands.canvas.scene.columns
    rows = columns.links.rows_of(["s0_0 -> s2_0", "s0_1 -> s2_1"])
    columns.ways.forget(rows)
    search = columns.ways.search(rows)
    found = search.found()
    columns.place(columns.steps.rows_of(["s0_0"]), np.array([[-900.0, -900.0]]))
    columns.ways.accept(search, found)
    assert columns.links["way"][rows].tolist() == [PLAIN, OWN]
    assert columns.links["open"][rows].tolist() == [True, False]


def test_a_link_runs_as_before_until_another_way_is_found(hands: Any) -> None:
    hands.sharp()
    columns = hands.canvas.scene.columns
    link = row(hands, "s0_3 -> s2_3")
    before = columns.ways.points(link)
    columns.ways.reopen(np.array([link]))
    assert columns.links["open"][link]
    assert columns.ways.points(link) is before
    columns.place(columns.steps.rows_of(["s1_3"]), np.array([[290.0, -5000.0]]))  # nothing is in the way any more
    columns.ways.settle(np.array([link]))
    assert columns.links["way"][link] == PLAIN
    assert columns.links["bottom"][link] < columns.steps["y"][columns.steps.row["s0_3"]] + 72


def test_a_card_that_leaves_lets_links_run_plainly_and_one_that_comes_sends_them_round_it(
    hands: Any,
) -> None:
    hands.sharp()
    link = row(hands, "s0_3 -> s2_3")
    assert hands.canvas.scene.columns.links["way"][link] == OWN
    hands.session.run(step_commands.move, {"s1_3": (290.0, -5000.0)})
    hands.sharp()
    assert hands.canvas.scene.columns.links["way"][link] == PLAIN
    hands.session.undo()
    assert hands.canvas.scene.columns.links["way"][link] == OWN


def test_nothing_is_searched_while_links_are_thin_lines(hands: Any) -> None:
    hands.sharp()
    open_before = len(ways(hands).open())
    hands.canvas.zoom_to(0.1)
    hands.sharp()
    assert len(ways(hands).open()) == open_before > 0


def test_a_canvas_that_goes_away_during_a_search_leaves_nothing_behind(hands: Any, qtbot: Any) -> None:
    threads = threading.active_count()
    other = Canvas(hands.session, hands.bridge, load_theme("light"))
    other.resize(1400, 700)
    other.grab()
    assert not other.is_sharp
    qtbot.waitUntil(lambda: threading.active_count() > threads)
    other.ghost_search.close()  # as its desk does; the search for ways ends by itself
    other.deleteLater()
    del other
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def is_gone() -> bool:
        gc.collect()
        return threading.active_count() <= threads

    qtbot.waitUntil(is_gone)
