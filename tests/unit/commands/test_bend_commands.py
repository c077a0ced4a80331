"""Commands on the bends of links."""

from __future__ import annotations

import pytest

from designer.commands import bends, links, steps
from designer.errors import EditRefused

LINK = "data -> train"


@pytest.fixture
def bent(board):
    bends.add_bend(board, LINK, 0, (240, 100))
    bends.add_bend(board, LINK, 1, (260, 140))
    return board


def test_a_bend_is_added_where_it_belongs_in_the_order(bent):
    bends.add_bend(bent, LINK, 1, (250.123, 120))
    assert bent.bends[LINK] == ((240, 100), (250.12, 120), (260, 140))


def test_each_gesture_on_a_bend_is_one_undo_step(bent, history):
    before = bent.bends[LINK]
    bends.move_bend(bent, LINK, 1, (300, 160))
    assert (bent.bends[LINK][1], history.undo_label) == ((300, 160), "Move bend")
    history.undo()
    assert bent.bends[LINK] == before
    bends.remove_bend(bent, LINK, 0)
    assert (bent.bends[LINK], history.undo_label) == (((260, 140),), "Remove bend")
    history.undo()
    assert bent.bends[LINK] == before


def test_a_link_without_bends_has_no_entry(bent):
    bends.remove_bend(bent, LINK, 0)
    bends.remove_bend(bent, LINK, 0)
    assert LINK not in bent.bends


def test_bends_of_several_links_are_removed_together(bent, history):
    bends.add_bend(bent, "train -> deploy", 0, (500, 200))
    bends.remove_bends(bent, [LINK, "train -> deploy", "watch ~> train"])
    assert not bent.bends
    history.undo()
    assert set(bent.bends) == {LINK, "train -> deploy"}


def test_what_is_not_there_cannot_be_bent(bent):
    with pytest.raises(EditRefused, match="there is no link a -> b"):
        bends.add_bend(bent, "a -> b", 0, (0, 0))
    with pytest.raises(EditRefused, match="no bend 3"):
        bends.move_bend(bent, LINK, 2, (0, 0))
    with pytest.raises(EditRefused, match="finite"):
        bends.move_bend(bent, LINK, 1, (float("nan"), 0))


def test_bends_go_along_when_both_ends_move_by_the_same_way(bent, history, rows):
    before = rows(bent)
    steps.move(bent, {"data": (10, 20), "train": (300, 20)})
    assert bent.bends[LINK] == ((250, 120), (270, 160))
    history.undo()
    assert rows(bent) == before


def test_bends_stay_when_one_end_moves(bent):
    steps.move(bent, {"train": (400, 50)})
    steps.move(bent, {"data": (-50, 0), "train": (500, 50)})
    assert bent.bends[LINK] == ((240, 100), (260, 140))


def test_a_tidy_layout_forgets_the_bends_made_for_the_old_one(bent):
    steps.tidy(bent, {"data": (0, 500), "train": (290, 700)})
    assert LINK not in bent.bends


def test_a_tidy_layout_takes_bends_along_once_with_a_link_that_moves_as_a_whole(bent):
    places = {step: (x + 10, y + 20) for step, (x, y) in bent.positions.items()}
    before = bent.bends[LINK]
    steps.tidy(bent, places)
    assert bent.bends[LINK] == tuple((x + 10, y + 20) for x, y in before)
    steps.tidy(bent, {"data": places["data"]})
    assert len(bent.bends[LINK]) == len(before)


def test_the_bends_of_a_link_go_and_come_back_with_it(bent, history, rows):
    before = rows(bent)
    links.disconnect(bent, LINK)
    assert LINK not in bent.bends
    history.undo()
    assert rows(bent) == before
    steps.delete(bent, ["train"])
    assert not bent.bends
    history.undo()
    assert rows(bent) == before


def test_bends_follow_a_step_that_gets_another_id(bent, history, rows):
    before = rows(bent)
    steps.change_id(bent, "train", "fit")
    assert bent.bends == {"data -> fit": ((240, 100), (260, 140))}
    history.undo()
    assert rows(bent) == before


def test_copies_keep_the_bends_between_them(bent):
    names = steps.duplicate(bent, ["data", "train"], (40, 50))
    assert bent.bends[f"{names['data']} -> {names['train']}"] == ((280, 150), (300, 190))
    fragment = steps.excerpt(bent.snapshot(), ["data", "deploy"])
    assert not fragment.bends


def test_bends_are_layout_and_nothing_else(bent):
    seen = []
    bent.subscribe(seen.append)
    bends.add_bend(bent, LINK, 0, (1, 1))
    assert seen[0].is_layout_only
