"""Commands on links."""

from __future__ import annotations

import pytest

from designer.commands import links
from designer.commands.placement import STRIDE_X
from designer.errors import EditRefused
from designer.model.step import Link, Step


def test_connecting_and_disconnecting(board, history):
    assert links.connect(board, "deploy", "watch") == "deploy -> watch"
    assert history.undo_label == "Connect steps"
    links.disconnect(board, "deploy -> watch")
    assert history.undo_label == "Disconnect steps"
    assert "deploy -> watch" not in board.links


def test_a_feedback_link_is_named_so(board, history):
    assert links.connect(board, "deploy", "data", type="feedback") == "deploy ~> data"
    assert history.undo_label == "Add feedback link"


def test_a_circle_is_refused(board, rows):
    before = rows(board)
    with pytest.raises(EditRefused) as refused:
        links.connect(board, "deploy", "data")
    assert refused.value.cycle == ("deploy", "data", "train", "deploy")
    assert rows(board) == before


@pytest.mark.parametrize("change", [links.disconnect, links.change_link])
def test_a_link_that_is_gone_cannot_be_changed(board, change):
    with pytest.raises(EditRefused, match="there is no link a -> b"):
        change(board, "a -> b")


def test_a_link_changes_its_outcome_in_place(board, history):
    assert links.change_link(board, "data -> train", when="failure", carries="data") == "data -> train"
    assert board.links["data -> train"] == Link("data", "train", when="failure", carries="data")
    assert next(iter(board.links)) == "data -> train"
    assert history.undo_label == "Change link"


def test_a_link_becomes_a_feedback_link(board, history, rows):
    before = rows(board)
    assert links.change_link(board, "data -> train", type="feedback") == "data ~> train"
    assert "data -> train" not in board.links
    assert history.undo_label == "Make feedback link"
    history.undo()
    assert rows(board) == before


def test_a_link_is_led_to_another_step(board):
    assert links.change_link(board, "data -> train", target="deploy") == "data -> deploy"


def test_a_link_cannot_become_one_that_is_there(board, rows):
    before = rows(board)
    links.connect(board, "watch", "deploy", type="feedback")
    with pytest.raises(EditRefused, match="already a link watch ~> train"):
        links.change_link(board, "watch ~> deploy", target="train")
    assert len(board.links) == len(before["links"]) + 1


def test_a_feedback_link_that_would_close_a_circle_stays_one(board, catalog, rows):
    links.connect(board, "deploy", "data", type="feedback")
    before = rows(board)
    with pytest.raises(EditRefused, match="circle"):
        links.change_link(board, "deploy ~> data", type="flow")
    assert rows(board) == before


def test_a_step_is_put_on_a_link_and_the_rest_makes_room(board, catalog, history, rows):
    before = rows(board)
    new = links.insert_on_link(
        board, catalog, "train -> deploy", "evaluate", attributes={"threshold": True}, step_id="eval"
    )
    assert new == "eval"
    assert board.links["train -> eval"].when == "always"
    assert board.links["eval -> deploy"].when == "success"
    assert "train -> deploy" not in board.links
    assert board.positions["eval"] == (290.0 + STRIDE_X, 0.0)
    assert board.positions["deploy"][0] == 290.0 + 2 * STRIDE_X
    assert board.steps["eval"].get("threshold") is True
    assert history.undo_label == f"Insert {catalog.kind('evaluate').title}"
    history.undo()
    assert rows(board) == before


def test_a_step_on_a_link_may_be_put_anywhere(board, catalog):
    new = links.insert_on_link(board, catalog, "train -> deploy", "evaluate", at=(0, 500))
    assert board.positions[new] == (0.0, 500.0)


def test_a_step_on_a_feedback_link_comes_after_its_source(board, catalog):
    new = links.insert_on_link(board, catalog, "watch ~> train", "retrain_trigger")
    assert {f"watch -> {new}", f"{new} ~> train"} <= set(board.links)
    assert board.positions["watch"] == (870.0, 0.0)


def test_no_room_is_made_where_there_is_enough_or_no_place_is_known(board, catalog):
    with board.edit("Far apart") as edit:
        edit.move_steps({"deploy": (2000, 0)})
        edit.put_step(Step("lost", "other"))
        edit.put_link(Link("lost", "data"))
    links.insert_on_link(board, catalog, "train -> deploy", "evaluate")
    assert board.positions["deploy"] == (2000.0, 0.0)
    links.insert_on_link(board, catalog, "lost -> data", "prepare")
    assert board.positions["data"] == (0.0, 0.0)


def test_a_step_cannot_be_put_on_a_link_that_is_gone(board, catalog):
    with pytest.raises(EditRefused, match="there is no link a -> b"):
        links.insert_on_link(board, catalog, "a -> b", "train")
