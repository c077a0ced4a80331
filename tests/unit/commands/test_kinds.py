"""Another kind for steps: links and shared facts stay, the rest is told and comes back with undo."""

from __future__ import annotations

from itertools import pairwise

import pytest

from designer.commands.kinds import Swapped, change_kind
from designer.errors import EditRefused
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.steps.catalog import load_catalog

CATALOG = load_catalog()


def board(*steps: Step) -> Pipeline:
    links = [Link(a.id, b.id) for a, b in pairwise(steps)]
    return Pipeline(Snapshot(steps={s.id: s for s in steps}, links={k.id: k for k in links}))


def test_links_and_shared_facts_stay_and_others_are_named() -> None:
    train = Step("train", "train", "Fit it", {"tracked": True, "seed": True, "owner": "Ann", "command": "python a.py"})
    pipeline = board(Step("data", "data_source"), train, Step("deploy", "deploy"))
    swapped = change_kind(pipeline, CATALOG, ["train"], "evaluate")
    step = pipeline.steps["train"]
    assert (step.kind, step.title, step.get("owner"), step.get("command")) == (
        "evaluate",
        "Fit it",
        "Ann",
        "python a.py",
    )
    assert swapped == [Swapped("train", ("tracked", "seed"))]
    assert list(pipeline.links) == ["data -> train", "train -> deploy"]


def test_undo_restores_everything_in_one_step() -> None:
    pipeline = board(Step("train", "train", "", {"tracked": True}), Step("train_2", "train"))
    history, before = History(pipeline), dict(pipeline.steps)
    change_kind(pipeline, CATALOG, ["train", "train_2"], "deploy", {"strategy": "canary"})
    assert pipeline.steps["train_2"].get("strategy") == "canary"
    assert history.undo_label == "Change 2 steps to Deploy"
    history.undo()
    assert dict(pipeline.steps) == before


@pytest.mark.parametrize(
    ("step", "title"),
    [
        (Step("train", "train"), "Deploy"),
        (Step("train_2", "train"), "Deploy"),
        (Step("train", "train", "Train model"), "Deploy"),
        (Step("train", "train", "My words"), "My words"),
        (Step("nightly", "train"), ""),
        (Step("deploy", "train", "Train model"), ""),
    ],
    ids=["named after its kind", "the second one", "called as its kind", "by a person", "id by a person", "fits again"],
)
def test_only_titles_that_nobody_wrote_follow_the_kind(step: Step, title: str) -> None:
    pipeline = board(step)
    change_kind(pipeline, CATALOG, [step.id], "deploy")
    assert pipeline.steps[step.id].title == title


def test_there_and_back_is_as_before() -> None:
    pipeline = board(Step("train", "train"))
    for kind in ("deploy", "monitor", "train"):
        change_kind(pipeline, CATALOG, ["train"], kind)
    assert pipeline.steps["train"] == Step("train", "train")


def test_a_guess_that_a_person_changed_is_confirmed() -> None:
    pipeline = board(Step("a", "train", "", {"confidence": "low"}))
    change_kind(pipeline, CATALOG, ["a"], "deploy")
    assert pipeline.steps["a"].get("confidence") == "confirmed"


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(EditRefused, match="no step x"):
        change_kind(board(Step("a", "train")), CATALOG, ["x"], "deploy")
