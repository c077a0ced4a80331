import numpy as np
import pytest
from common import DARKEST, LABEL, PIXELS
from drift import compare
from ingest import digits
from split import split
from validate import problems

CHECKS = ["schema", "completeness", "ranges", "distribution"]


@pytest.fixture(scope="module")
def table():
    return digits()


def test_the_shipped_images_pass(table):
    assert problems(table, CHECKS, 1000) == []


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda t: t.drop(columns=[PIXELS[3]]), "columns are missing"),
        (lambda t: t.head(10), "fewer than"),
        (lambda t: t.assign(**{PIXELS[0]: np.nan}), "missing values"),
        (lambda t: t.assign(**{PIXELS[5]: DARKEST + 1}), "not between"),
        (lambda t: t.assign(**{LABEL: 12}), "no digit"),
        (lambda t: t[t[LABEL] != 7], "does not occur"),
    ],
)
def test_a_bad_batch_is_named(table, damage, says):
    assert any(says in problem for problem in problems(damage(table), CHECKS, 1000))


def test_what_is_not_asked_for_is_not_checked(table):
    assert problems(table.assign(**{PIXELS[5]: 99}), ["schema"]) == []


def test_the_same_seed_sets_the_same_rows_aside(table):
    first, second = (split(table, 0.25, 20)[1] for _ in range(2))
    assert first.equals(second)
    assert not split(table, 0.25, 21)[1].equals(first)


def test_no_row_is_on_both_sides_and_every_digit_on_each(table):
    train, test = split(table, 0.25, 20)
    assert set(train.index).isdisjoint(test.index)
    assert len(train) + len(test) == len(table)
    assert set(train[LABEL]) == set(test[LABEL]) == set(range(10))


def test_images_like_those_learned_have_not_drifted(table):
    train, test = split(table, 0.25, 20)
    assert compare(train, test, 10, 0.25)["drift"] == 0


def test_faint_images_have_drifted(table):
    faint = table.assign(**{p: table[p] * 0.4 for p in PIXELS})
    assert compare(table, faint, 10, 0.25)["drift_share"] > 0.5
