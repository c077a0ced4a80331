"""Tests of the code, not of the model: they run before anything is trained."""

import pandas as pd
import pytest
from project import psi, rows, shipped, table


def test_the_same_rows_are_test_rows_every_time():
    frame = shipped()
    assert rows(frame, "test")[0].index.equals(rows(frame, "test")[0].index)


def test_no_row_is_in_both_parts():
    frame = shipped()
    assert not set(rows(frame, "train")[0].index) & set(rows(frame, "test")[0].index)


def test_the_target_is_no_feature():
    features, target = rows(shipped(), "train")
    assert "target" not in features
    assert len(features) == len(target) > 0


def test_a_split_that_is_in_the_data_is_kept():
    frame = pd.DataFrame({"x": [1, 2], "target": [0, 1], "split": ["train", "test"]})
    assert rows(frame, "test")[0]["x"].tolist() == [2]


def test_equal_data_does_not_drift():
    column = shipped()["mean radius"]
    assert psi(column, column, 10) == pytest.approx(0)


def test_shifted_data_drifts():
    column = shipped()["mean radius"]
    assert psi(column, column * 1.35, 10) > 0.25


def test_without_a_file_the_shipped_data_stands_in():
    assert len(table([])) == len(shipped())
