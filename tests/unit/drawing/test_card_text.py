from __future__ import annotations

from designer.drawing.card_text import evidence, is_guessed, is_kept, run_count, run_text, why_guessed
from designer.model.step import Step
from designer.steps.catalog import load_catalog
from designer.steps.likely import likely_kinds

CATALOG = load_catalog()


def step(kind: str = "train", **facts: object) -> Step:
    return Step("fit", kind, "", facts)


def test_only_guesses_that_nobody_confirmed_wear_a_mark() -> None:
    marked = {c: is_guessed(CATALOG, step(confidence=c)) for c in ("low", "medium", "high", "confirmed")}
    assert marked == {"low": True, "medium": True, "high": False, "confirmed": False}
    assert not is_guessed(CATALOG, step())


def test_what_was_not_understood_is_kept_and_no_guess() -> None:
    assert is_kept(CATALOG, step("other", confidence="low")) and not is_guessed(
        CATALOG, step("other", confidence="low")
    )
    assert is_kept(CATALOG, step("made_up", confidence="low"))
    assert not is_kept(CATALOG, step("other"))


def test_the_question_names_the_line_that_tells_most() -> None:
    command = "# prepare\nset -e\ncd src\npython train.py\necho done"
    assert why_guessed(step(command=command)) == "Guessed from `python train.py`. Right?"
    assert evidence(step(command="cd src")) == "cd src"
    assert evidence(step(action="owner/train@v1")) == "owner/train@v1"
    assert evidence(step()) == "Fit"
    assert len(evidence(step(command="x" * 500))) == 60


def test_a_step_says_how_often_it_runs() -> None:
    assert run_count(step()) is None
    assert run_count(step(matrix={"a": [1, 2], "b": [1, 2, 3]})) == 6
    assert run_count(step(matrix={"a": [1]})) is None
    assert run_count(step(matrix="${{ fromJSON(x) }}")) == -1
    assert [run_text(n) for n in (6, -1)] == ["×6", "×?"]


def test_likely_kinds_are_those_whose_words_its_texts_hold() -> None:
    found = [kind.slug for kind in likely_kinds(CATALOG, step(command="python evaluate.py --metrics"))]
    assert found[0] == "evaluate"
    assert "train" not in found and len(found) == 4


def test_without_words_the_neighbours_of_a_kind_are_likely() -> None:
    group = CATALOG.kind("train").group
    assert CATALOG.kind(likely_kinds(CATALOG, Step("x", "train"), 1)[0].slug).group == group
