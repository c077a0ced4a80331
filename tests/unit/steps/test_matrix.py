"""How many runs a matrix means."""

from __future__ import annotations

from typing import Any

import pytest

from designer.steps.matrix import combinations


@pytest.mark.parametrize(
    ("matrix", "count"),
    [
        ({"model": ["a", "b", "c"]}, 3),
        ({"model": ["a", "b"], "seed": [1, 2, 3]}, 6),
        ({"item": {"uk": {"n": 1}, "us": {"n": 2}}}, 2),
        ({"pair": [[1, 2], [3, 4]], "os": ["linux"]}, 2),
        ({"config": [{"name": "x", "n": 1}, {"name": "y", "n": 2}]}, 2),
        ({"model": []}, 0),
        ({}, 0),
    ],
)
def test_every_combination_of_the_axes_is_a_run(matrix: Any, count: int) -> None:
    assert combinations(matrix) == count


def test_an_expression_can_only_be_counted_by_a_run() -> None:
    assert combinations("${{ fromJSON(needs.plan.outputs.matrix) }}") is None
    assert combinations({"model": "${{ fromJSON(inputs.models) }}"}) is None
    assert combinations({"model": ["a"], "include": "${{ fromJSON(inputs.more) }}"}) is None
    assert combinations(None) is None


def test_an_expression_that_is_one_of_the_values_still_counts_as_one() -> None:
    assert combinations({"model": ["a", "${{ inputs.model }}"]}) == 2
    excluding = {"model": ["a", "${{ inputs.model }}"], "exclude": [{"model": "a"}]}
    assert combinations(excluding) is None, "the expression may turn out to be a, too"


def test_what_is_excluded_does_not_run() -> None:
    axes = {"os": ["linux", "windows"], "python": ["3.11", "3.12"]}
    assert combinations({**axes, "exclude": [{"os": "windows", "python": "3.11"}]}) == 3
    assert combinations({**axes, "exclude": [{"os": "windows"}]}) == 2
    assert combinations({**axes, "exclude": [{"os": "solaris"}]}) == 4
    assert combinations({**axes, "exclude": [{"gpu": True}]}) == 4, "there is no such axis"


def test_a_part_of_a_value_is_enough_to_exclude_it() -> None:
    axes = {"os": [{"name": "linux", "version": 1}, {"name": "linux", "version": 2}, {"name": "mac", "version": 1}]}
    assert combinations({**axes, "exclude": [{"os": {"name": "linux"}}]}) == 1


def test_an_include_extends_what_it_does_not_contradict() -> None:
    axes = {"fruit": ["apple", "pear"], "animal": ["cat", "dog"]}
    assert combinations({**axes, "include": [{"color": "green"}]}) == 4
    assert combinations({**axes, "include": [{"color": "pink", "animal": "cat"}]}) == 4


def test_an_include_that_contradicts_every_combination_is_one_more_run() -> None:
    axes = {"fruit": ["apple", "pear"], "animal": ["cat", "dog"]}
    assert combinations({**axes, "include": [{"fruit": "banana"}]}) == 5
    assert combinations({**axes, "include": [{"fruit": "banana"}, {"fruit": "banana", "animal": "cat"}]}) == 6


def test_includes_alone_are_the_runs() -> None:
    assert combinations({"include": [{"model": "a"}, {"model": "b"}]}) == 2


def test_what_is_excluded_comes_back_by_an_include() -> None:
    axes = {"model": ["a", "b"]}
    assert combinations({**axes, "exclude": [{"model": "b"}], "include": [{"model": "b", "gpu": True}]}) == 2


def test_truth_and_one_are_different_values() -> None:
    assert combinations({"flag": [True, 1], "exclude": [{"flag": True}]}) == 1


def test_a_matrix_beyond_counting_one_by_one_is_multiplied() -> None:
    axes = {name: list(range(100)) for name in "abc"}
    assert combinations(axes) == 1_000_000
    assert combinations({**axes, "include": [{"d": 1}]}) is None
    tens = {name: list(range(10)) for name in "abcde"}
    assert combinations({**tens, "include": [{"a": n, "z": 1} for n in range(1_000)]}) is None
