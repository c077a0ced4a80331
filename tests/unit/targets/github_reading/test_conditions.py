"""What an ``if`` means."""

from __future__ import annotations

import pytest

from designer.targets.github_actions.reading.conditions import branches, conclusion, conjuncts, events, outcome

KNOWN = ["push", "pull_request", "schedule"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "success"),
        ("success()", "success"),
        ("inputs.note == 'always()'", "success"),
        ("always()", "always"),
        ("ALWAYS", "success"),
        ("cancelled()", "failure"),
        ("failure() || cancelled()", "failure"),
        ("success() || failure()", "always"),
        ("always() || failure()", "always"),
        ("always() && failure()", "failure"),
        ("!failure() && !cancelled()", "success"),
        ("! cancelled ( )", "always"),
        ("always() && !contains(needs.*.result, 'failure')", "success"),
        ("contains(needs.*.result, 'failure')", "success"),
    ],
)
def test_an_outcome_is_asked_for_by_status_functions(text: str, expected: str) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("needs.a.result == 'success'", "success"),
        ("needs['a'].result == 'success'", "success"),
        ("(needs.a.result == 'success' || needs.a.result == 'skipped')", "success"),
        ("needs.a.result != 'failure'", "success"),
        ("needs.a.result == 'failure'", "failure"),
        ("needs.a.result != 'success'", "failure"),
        ("(needs.a.result == 'success' || needs.a.result == 'failure')", "always"),
        ("needs.a.result != 'cancelled'", "always"),
        ("needs.b.result == 'success'", "always"),
    ],
)
def test_the_result_of_one_job_may_be_asked_for_by_name(asked: str, expected: str) -> None:
    assert outcome(f"always() && {asked}", "a") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("github.ref == 'refs/heads/main'", ["main"]),
        ("${{ github.ref_name == 'main' }}", ["main"]),
        ("github.event_name == 'push' && (github.ref == 'refs/heads/a' || github.ref == 'refs/heads/b')", ["a", "b"]),
        ("startsWith(github.ref, 'refs/heads/release/')", ["release/*"]),
        ("github.ref == 'refs/heads/main' || inputs.force", []),
        ("github.ref == 'refs/heads/main' && x || y", []),
        ("github.ref != 'refs/heads/main'", []),
        ("github.ref == 'refs/tags/v1'", []),
        ("((github.ref == 'refs/heads/main')", []),
        ("", []),
    ],
)
def test_branches_count_only_where_nothing_else_lets_the_step_run(text: str, expected: list[str]) -> None:
    assert branches(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("github.event_name == 'push'", ["push"]),
        ("github.event_name == 'push' || github.event_name == 'schedule'", ["push", "schedule"]),
        ("github.event_name != 'pull_request'", ["push", "schedule"]),
        ("github.event_name != 'push' && github.event_name != 'schedule'", ["pull_request"]),
        ("github.event_name != 'push' || github.event_name != 'schedule'", None),
        ("github.event_name == 'push' || inputs.force", None),
        ("github.event_name == 'release'", []),
        ("github.ref == 'refs/heads/main'", None),
        ("github.ref == 'refs/heads/main' || github.event.inputs.ship == 'true'", ["push", "schedule"]),
        ("(github.event_name == 'push' && github.ref == 'refs/heads/main') ||\n(inputs.ship)", None),
        (
            "(github.event_name == 'push' && github.ref == 'refs/heads/main') ||\n(github.event_name == 'schedule')",
            ["push", "schedule"],
        ),
        ("github.ref == 'refs/heads/main' || github.actor == 'me'", None),
    ],
)
def test_events_that_pass(text: str, expected: list[str] | None) -> None:
    assert events(text, KNOWN) == expected


def test_the_end_of_the_workflow_before() -> None:
    asked = "github.event.workflow_run.conclusion"
    assert conclusion(f"{asked} == 'success'") == "success"
    assert conclusion(f"{asked} == 'failure'") == "failure"
    assert conclusion(f"${{{{ {asked} != 'success' }}}}") == "failure"
    assert conclusion("github.ref == 'x'") == "always"


def test_parts_of_a_condition_stay_as_they_are_written() -> None:
    assert conjuncts("${{ always() && (a || b) && c == 'x && y' }}") == ["always()", "(a || b)", "c == 'x && y'"]
    assert conjuncts("a && b || c") == ["a && b || c"]
    assert conjuncts("${{ a }} && ${{ b }}") == ["${{ a }}", "${{ b }}"]


def test_ten_thousand_brackets_are_no_trouble() -> None:
    assert branches("(" * 10_000 + ")" * 10_000) == []
