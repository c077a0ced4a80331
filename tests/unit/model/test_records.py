"""Steps, links and ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import DesignerError
from designer.model.changes import Change, Transaction
from designer.model.step import STEP_ID, Link, Step, free_id


def test_attributes_are_set_and_taken_back():
    step = Step("train", "train", "", {"tracked": False, "seed": True})
    changed = step.with_attributes({"tracked": True, "seed": None, "env": "lockfile"})
    assert dict(changed.attributes) == {"tracked": True, "env": "lockfile"}
    assert step.get("tracked") is False
    assert changed.get("seed", "unset") == "unset"


@pytest.mark.parametrize(
    "step_id, title, label",
    [
        ("load_data", "", "Load data"),
        ("smoke-test", "", "Smoke test"),
        ("train", "Fit the model", "Fit the model"),
        ("_", "", "_"),
        ("mlFlow", "", "MlFlow"),
    ],
)
def test_a_label_is_the_title_or_the_id_made_readable(step_id, title, label):
    assert Step(step_id, "other", title).label == label


def test_a_link_is_named_by_its_ends_and_type():
    assert Link("a", "b").id == "a -> b"
    assert Link("a", "b", type="feedback").id == "a ~> b"
    assert Link("a", "b").is_flow
    assert not Link("a", "b", type="feedback").is_flow


@pytest.mark.parametrize(
    "wanted, taken, free",
    [
        ("train", {}, "train"),
        ("train", {"train": 1}, "train_2"),
        ("train", {"train": 1, "train_2": 1}, "train_3"),
        ("Train the model!", {}, "Train_the_model"),
        ("9 lives", {}, "step_9_lives"),
        ("", {}, "step"),
        ("...", {}, "step"),
        ("Modèle", {}, "Mod_le"),
    ],
)
def test_a_free_id_is_near_to_what_was_wanted(wanted, taken, free):
    assert free_id(wanted, taken) == free


@given(st.text(max_size=200), st.sets(st.sampled_from(["step", "step_2", "a", "a_2", "a_3"])))
def test_a_free_id_is_always_legal_and_free(wanted, taken):
    new = free_id(wanted, frozenset(taken))
    assert STEP_ID.match(new)
    assert new not in taken


def test_reversing_a_transaction_twice_gives_it_back():
    transaction = Transaction("x", (Change("steps", "a", None, 1, 0), Change("steps", "a", 1, 2, 0)))
    assert transaction.reversed().changes[0] == Change("steps", "a", 2, 1, 0)
    assert transaction.reversed().reversed() == transaction


def test_an_error_is_one_line_with_place_field_and_advice():
    error = DesignerError("is wrong\n", path="a.yaml", line=3, field="steps.x", advice="Correct it.")
    assert str(error) == "a.yaml:3: steps.x: is wrong . Correct it."
    assert str(DesignerError("is wrong", line=3)) == "line 3: is wrong"
    assert str(DesignerError("is wrong")) == "is wrong"
