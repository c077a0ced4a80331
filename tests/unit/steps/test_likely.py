from __future__ import annotations

from designer.model.step import Step
from designer.steps.catalog import load_catalog
from designer.steps.likely import likely_kinds

CATALOG = load_catalog()


def test_the_kind_whose_words_a_step_holds_comes_first() -> None:
    step = Step("run", "other", "", {"command": "python scripts/evaluate_model.py"})
    assert likely_kinds(CATALOG, step)[0].slug == "evaluate"


def test_the_own_kind_is_not_offered_again() -> None:
    step = Step("train", "train", "Train", {"command": "python train.py"})
    assert "train" not in [kind.slug for kind in likely_kinds(CATALOG, step, 30)]
    assert len(likely_kinds(CATALOG, step, 3)) == 3


def test_a_kind_nobody_knows_gets_offers_too() -> None:
    assert likely_kinds(CATALOG, Step("ship", "made_up", "Deploy it"), 1)[0].slug == "deploy"
