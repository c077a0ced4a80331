"""Names cut into words, and phrases found in them."""

from __future__ import annotations

import pytest

from designer.recognition.words import Phrases, tokens


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("02_TrainModel", ("train", "model")),
        ("stage_03_model-trainer", ("model", "trainer")),
        ("Run tests (py${{ matrix.python }})", ("tests",)),
        ("buildHTMLDocs", ("build", "html", "docs")),
        ("phase1", ("phase",)),
        ("train_${item}", ("train",)),
        ("🔍 Get the data", ("get", "data")),
        ("", ()),
    ],
)
def test_a_name_is_cut_into_its_telling_words(name: str, expected: tuple[str, ...]) -> None:
    assert tokens(name) == expected


def phrases(*texts: str) -> Phrases[str]:
    made: Phrases[str] = Phrases()
    for text in texts:
        made.add(text, text)
    return made


def found(made: Phrases[str], text: str) -> list[str]:
    return [m.value for m in made.find(tuple(text.split()))]


def test_phrases_are_found_from_the_left() -> None:
    assert found(phrases("test", "train"), "train a test") == ["train", "test"]


def test_a_longer_phrase_hides_shorter_ones() -> None:
    made = phrases("train", "split", "train test split")
    assert found(made, "train test split") == ["train test split"]
    assert found(made, "train split") == ["train", "split"]


def test_a_star_stands_for_any_ending() -> None:
    made = phrases("evaluat*", "build doc*", "get * data")
    assert found(made, "evaluating models build documentation") == ["evaluat*", "build doc*"]
    assert found(made, "get raw data") == ["get * data"]


def test_of_phrases_with_as_many_words_the_longer_text_counts() -> None:
    assert found(phrases("train*", "training*"), "training") == ["training*"]


def test_what_is_not_accepted_does_not_hide_what_is() -> None:
    made = phrases("train", "train model")
    assert [m.value for m in made.find(("train", "model"), lambda value: value == "train")] == ["train"]


@pytest.mark.parametrize("phrase", ["", "te*", "*"])
def test_a_phrase_that_would_be_found_everywhere_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"letters|empty"):
        phrases(phrase)
