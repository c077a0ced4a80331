"""Steps put on links and taken off them again."""

from __future__ import annotations

import pytest

from designer.commands import links, splicing, steps
from designer.commands.placement import STRIDE_X
from designer.errors import EditRefused
from designer.model.step import Link, Step


@pytest.fixture
def lonely(board):
    """The board with a step of its own far below."""
    with board.edit("Add") as edit:
        edit.put_step(Step("check", "validate_data"))
        edit.move_steps({"check": (100, 400)})
    return board


def test_a_step_is_put_on_a_link_and_what_follows_makes_room(lonely, history, rows):
    before = rows(lonely)
    splicing.put_on_link(lonely, "data -> train", "check", (150, 10))
    assert {"data -> check", "check -> train"} <= set(lonely.links)
    assert "data -> train" not in lonely.links
    assert lonely.positions["check"] == (STRIDE_X, 0)
    assert lonely.positions["train"] == (2 * STRIDE_X, 0)
    assert lonely.positions["deploy"] == (3 * STRIDE_X, 0)
    assert history.undo_label == "Insert Check"
    history.undo()
    assert rows(lonely) == before


def test_where_there_is_room_the_step_stays_where_it_was_let_go_and_nothing_moves(lonely):
    steps.move(lonely, {"train": (2000, 100), "deploy": (2290, 100)})
    splicing.put_on_link(lonely, "data -> train", "check", (1400, 80))
    assert lonely.positions["check"] == (1400, 70)  # on the line from data to train
    assert lonely.positions["train"] == (2000, 100)


def test_a_step_that_is_let_go_far_from_the_line_stays_there(lonely):
    steps.move(lonely, {"train": (2000, 100)})
    splicing.put_on_link(lonely, "data -> train", "check", (1000, 300))
    assert lonely.positions["check"] == (1000, 300)


def test_the_outcome_that_a_link_waits_for_stays_before_the_step(lonely):
    splicing.put_on_link(lonely, "train -> deploy", "check", (400, 0))
    assert lonely.links["train -> check"].when == "always"
    assert lonely.links["check -> deploy"].when == "success"


def test_a_step_on_a_feedback_link_starts_the_later_run(lonely):
    splicing.put_on_link(lonely, "watch ~> train", "check", (700, 300))
    assert {"watch -> check", "check ~> train"} <= set(lonely.links)
    assert "watch ~> train" not in lonely.links


def test_a_step_with_links_is_not_put_on_another_one(board, rows):
    before = rows(board)
    with pytest.raises(EditRefused, match="linked already"):
        splicing.put_on_link(board, "data -> train", "watch", (0, 0))
    with pytest.raises(EditRefused, match="no link"):
        splicing.put_on_link(board, "data -> deploy", "drift", (0, 0))
    assert rows(board) == before


# ---------------------------------------------------------------------- healing
def test_healing_takes_a_step_out_of_a_chain(board, history, rows):
    before = rows(board)
    assert splicing.delete_and_heal(board, ["train"]) == ("data -> deploy", "watch ~> deploy")
    assert board.links["data -> deploy"].when == "always"
    assert history.undo_label == "Delete Fit and heal"
    history.undo()
    assert rows(board) == before


def test_healing_takes_back_what_inserting_did(lonely):
    before = dict(lonely.links)
    for link_id in list(before):
        splicing.put_on_link(lonely, link_id, "check", (400, 400))
        splicing.delete_and_heal(lonely, ["check"])
        assert dict(lonely.links) == before
        with lonely.edit("Again") as edit:
            edit.put_step(Step("check", "validate_data"))
            edit.move_steps({"check": (100, 400)})


@pytest.mark.parametrize(
    ("first", "second", "healed"),
    [
        ("success", "success", "success"),
        ("always", "success", "always"),
        ("failure", "success", "failure"),
        ("success", "failure", "failure"),
        ("success", "always", "always"),
        ("failure", "always", "always"),
    ],
)
def test_a_healed_link_waits_for_what_was_waited_for(board, first, second, healed):
    links.change_link(board, "data -> train", when=first)
    links.change_link(board, "train -> deploy", when=second)
    splicing.delete_and_heal(board, ["train"])
    assert board.links["data -> deploy"].when == healed


@pytest.mark.parametrize(
    ("first", "second", "healed"),
    [("data", "data", "data"), ("data", "control", "control"), ("data", "any", "any"), ("any", "any", "any")],
)
def test_a_healed_link_carries_what_both_carried(board, first, second, healed):
    links.change_link(board, "data -> train", carries=first)
    links.change_link(board, "train -> deploy", carries=second)
    splicing.delete_and_heal(board, ["train"])
    assert board.links["data -> deploy"].carries == healed


def test_a_whole_part_of_the_pipeline_is_bridged(board):
    links.connect(board, "deploy", "watch")
    assert splicing.delete_and_heal(board, ["train", "deploy"]) == ("data -> watch",)
    assert list(board.links) == ["data -> watch"]


def test_no_link_is_made_for_an_order_that_is_there_another_way(board):
    with board.edit("Other way") as edit:
        edit.put_step(Step("split", "split"))
        edit.put_link(Link("data", "split"))
        edit.put_link(Link("split", "train"))
        edit.put_link(Link("data", "drift"))
        edit.put_link(Link("drift", "train"))
        edit.remove_link("data -> train")
    assert splicing.delete_and_heal(board, ["drift"]) == ()


def test_a_loop_onto_itself_is_not_healed(board):
    links.connect(board, "train", "watch")
    made = splicing.delete_and_heal(board, ["watch"])
    assert made == ()  # train ~> train would be no link


def test_links_that_are_deleted_too_are_not_bridged(board):
    assert splicing.delete_and_heal(board, ["train"], links=["data -> train", "watch ~> train"]) == ()


def test_every_end_is_joined_with_every_start(board):
    with board.edit("More") as edit:
        edit.put_link(Link("drift", "train"))
        edit.put_link(Link("train", "watch"))
        edit.remove_link("watch ~> train")
    assert set(splicing.delete_and_heal(board, ["train"])) == {
        "data -> deploy",
        "data -> watch",
        "drift -> deploy",
        "drift -> watch",
    }


def test_links_are_cut_as_one_undo_step(board, history):
    splicing.cut_links(board, ["data -> train", "watch ~> train", "data -> train"])
    assert list(board.links) == ["train -> deploy"]
    assert history.undo_label == "Cut 2 links"
    history.undo()
    splicing.cut_links(board, ["data -> train"])
    assert history.undo_label == "Cut link"


def test_a_kind_dropped_on_a_long_link_stays_where_it_was_dropped(board, catalog):
    steps.move(board, {"train": (2000, 0), "deploy": (2290, 0)})
    new = links.insert_on_link(board, catalog, "data -> train", "validate_data", at=(500, 20))
    assert board.positions[new] == (500, 0)


def test_notes_and_frames_are_duplicated_with_their_steps(board, history):
    new = steps.duplicate(board, ["data", "train"], (0, 300), notes=["note"], frames=["people"])
    assert board.frames["people_2"].steps == (new["data"], new["train"])
    assert (board.notes["note_2"].x, board.notes["note_2"].y) == (10, 600)
    assert board.positions[new["train"]] == (290, 300)
    assert history.undo_label == "Duplicate"
