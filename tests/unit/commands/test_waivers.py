from __future__ import annotations

import pytest

from designer.commands import waivers
from designer.errors import EditRefused
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Step

ENTRY = {"code": "REP005", "as": "accepted", "reason": "the tracker is ordered", "owner": "", "until": " "}
KEPT = {"code": "REP005", "as": "accepted", "reason": "the tracker is ordered"}


@pytest.fixture
def board() -> Pipeline:
    return Pipeline(Snapshot(steps={"train": Step("train", "train"), "deploy": Step("deploy", "deploy")}))


def test_a_waiver_stands_on_the_step_without_what_is_empty(board: Pipeline) -> None:
    waivers.waive(board, "train", ENTRY)
    assert board.steps["train"].get("suppress") == [KEPT]


def test_a_second_waiver_of_the_same_rule_replaces_the_first(board: Pipeline) -> None:
    waivers.waive(board, "train", ENTRY)
    waivers.waive(board, "train", {**ENTRY, "code": "REP006"})
    waivers.waive(board, "train", {**ENTRY, "reason": "it came yesterday"})
    assert [row["reason"] for row in board.steps["train"].get("suppress")] == [ENTRY["reason"], "it came yesterday"]


def test_a_waiver_can_move_to_the_whole_pipeline_in_one_undo_step(board: Pipeline) -> None:
    history = History(board)
    waivers.waive(board, "train", ENTRY)
    waivers.change_waiver(board, "train", 0, {**ENTRY, "owner": "ml team"}, "pipeline")
    assert board.steps["train"].get("suppress") is None
    assert board.facts["suppress"] == [{**KEPT, "owner": "ml team"}]
    history.undo()
    assert (board.steps["train"].get("suppress"), board.facts.get("suppress")) == ([KEPT], None)


def test_removing_the_last_waiver_leaves_no_empty_list(board: Pipeline) -> None:
    waivers.waive(board, "pipeline", ENTRY)
    waivers.remove_waiver(board, "pipeline", 0, "REP005")
    assert "suppress" not in board.facts


def test_a_waiver_that_is_not_there_any_more_is_not_touched(board: Pipeline) -> None:
    waivers.waive(board, "train", ENTRY)
    before = board.snapshot()
    with pytest.raises(EditRefused, match="no such waiver"):
        waivers.remove_waiver(board, "train", 1)
    with pytest.raises(EditRefused, match="not of REP006 any more"):
        waivers.remove_waiver(board, "train", 0, "REP006")
    with pytest.raises(EditRefused, match="no step nowhere"):
        waivers.waive(board, "nowhere", ENTRY)
    assert board.snapshot() == before


def test_an_answer_is_remembered_together_with_its_waiver(board: Pipeline) -> None:
    history = History(board)
    waivers.answer(board, "SEC002", ("deploy",), {**ENTRY, "as": "elsewhere"})
    assert board.facts["assessed"] == ["SEC002@deploy"]
    assert board.steps["deploy"].get("suppress") == [{**KEPT, "code": "SEC002", "as": "elsewhere"}]
    history.undo()
    assert (dict(board.facts), board.steps["deploy"].get("suppress")) == ({}, None)
    waivers.answer(board, "SEC002", ("deploy",))
    waivers.answer_with_fact(board, "SEC003", ("deploy",), {"access": "rbac"})
    assert board.facts["assessed"] == ["SEC002@deploy", "SEC003@deploy"]
    assert board.steps["deploy"].get("access") == "rbac"
