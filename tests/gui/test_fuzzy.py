from __future__ import annotations

import pytest

from designer.gui.fuzzy import ranked, score

KINDS = ["Train model", "Test code", "Retraining trigger", "Deploy", "Drift check", "Data source", "Register model"]


def best(typed: str) -> str:
    return ranked(typed, KINDS, lambda k: (k,))[0]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("train", "Train model"),
        ("retr", "Retraining trigger"),
        ("dep", "Deploy"),
        ("dc", "Drift check"),
        ("tc", "Test code"),
        ("REG", "Register model"),
        ("data sou", "Data source"),
    ],
)
def test_a_few_letters_find_what_was_meant(typed: str, expected: str) -> None:
    assert best(typed) == expected


def test_letters_in_another_order_do_not_fit() -> None:
    assert score("ylped", "Deploy") == 0


def test_scattered_letters_in_a_long_text_are_no_match() -> None:
    text = "a very long sentence that somewhere has every letter anybody could think of"
    assert ranked("zq", [text], lambda t: (t,)) == []


@pytest.mark.parametrize("typed", ["Trian", "Depoly", "Drfit check", "Regster", "Deplooy"])
def test_one_mistyped_letter_is_forgiven(typed: str) -> None:
    assert best(typed)[0] == typed[0]


def test_every_typed_word_must_be_found_somewhere() -> None:
    items = [("Deploy", "kubernetes"), ("Deploy", "lambda"), ("Train", "kubernetes")]
    assert ranked("deploy kub", items, lambda i: i) == [("Deploy", "kubernetes")]


def test_what_fits_much_less_than_the_best_is_left_out() -> None:
    items = [("Monitor", "redeployed"), ("Deploy", ""), ("Undeploy", "")]
    assert ranked("deploy", items, lambda i: i) == [("Deploy", ""), ("Undeploy", "")]


def test_nothing_typed_keeps_everything_in_order() -> None:
    assert ranked("", KINDS, lambda k: (k,)) == KINDS


def test_the_title_counts_more_than_other_words() -> None:
    items = [("Monitor", "drift"), ("Drift check", "monitor")]
    assert ranked("drift", items, lambda i: i)[0][0] == "Drift check"


def test_letters_in_a_row_beat_scattered_ones() -> None:
    items = ["Model source with flow link", "Train model with MLflow"]
    assert ranked("mlfl", items, lambda i: (i,))[0] == items[1]
