"""Conditions are put together from parts, and taken apart again."""

from __future__ import annotations

import pytest

from designer.plan.plan import Need
from designer.targets.github_actions.editing import conditions
from designer.targets.github_actions.editing.refusal import CannotSay

MAIN = "github.ref == 'refs/heads/main'"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["a"], "a"),
        (["", "a", ""], "a"),
        (["a", "b"], "a && b"),
        (["a || b", "c"], "(a || b) && c"),
        (["(a || b)", "c"], "(a || b) && c"),
        (["contains('x || y', b)", "c"], "contains('x || y', b) && c"),
        (["!cancelled()", "c"], "${{ !cancelled() && c }}"),
        (["${{ a || b }}", "c"], "(a || b) && c"),
        (["${{ always() }}", "c"], "always() && c"),
        ([], ""),
    ],
)
def test_parts_become_one_condition(parts: list[str], whole: str) -> None:
    assert conditions.joined(parts) == whole


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("a && b", ["a", "b"]),
        ("${{ a && (b || c) }}", ["a", "(b || c)"]),
        ("a || b && c", ["a || b && c"]),
        ("", []),
    ],
)
def test_a_condition_has_parts(condition: str, parts: list[str]) -> None:
    assert conditions.parts(condition) == parts


def test_an_outcome_takes_the_place_of_the_one_before() -> None:
    needs = [("a", Need("a", "failure"))]
    assert conditions.with_outcome(f"always() && {MAIN}", needs) == f"failure() && {MAIN}"
    assert conditions.with_outcome("contains(needs.*.result, 'failure') && x", [("a", Need("a"))]) == "x"
    with pytest.raises(CannotSay):
        conditions.with_outcome(f"always() || {MAIN}", needs)


def test_branches_take_the_place_of_those_before() -> None:
    assert conditions.with_branches(f"{MAIN} && x", ["dev"]) == "x && github.ref == 'refs/heads/dev'"
    assert conditions.with_branches(MAIN, []) == ""
    with pytest.raises(CannotSay):
        conditions.with_branches("", ["it's"])


def test_all_events_are_no_limit() -> None:
    known = ("push", "schedule")
    limited = conditions.with_events("x", ["push"], known)
    assert limited == "x && github.event_name == 'push'"
    assert conditions.with_events(limited, ["push", "schedule"], known) == "x"
