"""What waits for what, and under which outcome."""

from __future__ import annotations

import pytest

from tests.unit.targets.github_reading.opened import job, jobs, links, said

TRAIN = "  steps:\n    - run: python src/train.py\n"


@pytest.mark.parametrize("needs", ["a", "[a]", "[a, a]", "\n    - a"])
def test_needs_may_be_a_word_or_a_list(needs: str) -> None:
    assert links(jobs(f"a:\n{TRAIN}b:\n  needs: {needs}\n{TRAIN}")) == {"a -> b"}


def test_a_job_waits_for_the_last_card_of_another_with_its_first() -> None:
    two = "  steps:\n    - {id: x, run: python src/train.py}\n    - {id: y, run: python src/evaluate.py}\n"
    read = jobs(f"a:\n{two}b:\n  needs: a\n{two}")
    assert links(read) == {"a_x -> a_y", "a_y -> b_x", "b_x -> b_y"}
    assert read.groups[1].needs == ("a",)


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        ("always()", "always"),
        ("${{ !cancelled() }}", "always"),
        ("failure()", "failure"),
        ("github.ref == 'refs/heads/main'", "success"),
        ("always() && needs.a.result == 'success'", "success"),
        ("always() && contains(needs.*.result, 'failure')", "failure"),
    ],
)
def test_the_condition_of_a_job_says_under_which_outcome_it_starts(condition: str, when: str) -> None:
    read = jobs(f'a:\n{TRAIN}b:\n  needs: a\n  if: "{condition}"\n{TRAIN}')
    (link,) = read.snapshot.links.values()
    assert link.when == when


def test_each_need_has_its_own_outcome() -> None:
    asked = "${{ !cancelled() && needs.a.result == 'success' }}"
    read = jobs(f"a:\n{TRAIN}b:\n{TRAIN}c:\n  needs: [a, b]\n  if: {asked}\n{TRAIN}")
    assert links(read) == {"a -> c", "b -> c [always]"}


def test_nothing_waits_for_a_step_that_runs_only_after_a_failure() -> None:
    read = job(
        "steps:\n  - {id: fit, run: python src/train.py}\n"
        "  - {id: tell, run: 'curl -d failed $SLACK_WEBHOOK', if: failure()}\n"
        "  - {id: check, run: python src/evaluate.py}"
    )
    assert links(read) == {"work_fit -> work_tell [failure]", "work_fit -> work_check"}


def test_what_follows_a_step_that_always_runs_waits_for_both() -> None:
    read = job(
        "steps:\n  - {id: fit, run: python src/train.py}\n"
        "  - {id: tell, run: 'curl -d ended $SLACK_WEBHOOK', if: always()}\n"
        "  - {id: check, run: python src/evaluate.py}"
    )
    assert links(read) == {"work_fit -> work_tell [always]", "work_fit -> work_check", "work_tell -> work_check"}


def test_many_steps_that_always_run_follow_each_other() -> None:
    steps = "".join(f"  - {{id: s{n}, run: python src/evaluate.py, if: '!cancelled()'}}\n" for n in range(4))
    read = job(f"steps:\n{steps}  - {{id: ship, run: kubectl apply -f k8s}}")
    chain = {f"work_s{n} -> work_s{n + 1} [always]" for n in range(3)}
    assert links(read) == chain | {f"work_s{n} -> work_ship" for n in range(4)}


def test_a_diamond_of_jobs_is_no_circle() -> None:
    read = jobs(f"d:\n  needs: [b, c]\n{TRAIN}b:\n  needs: a\n{TRAIN}c:\n  needs: a\n{TRAIN}a:\n{TRAIN}")
    assert links(read) == {"b -> d", "c -> d", "a -> b", "a -> c"}
    assert not said(read, "refused")


def test_a_job_that_does_not_exist_is_told_and_left_out() -> None:
    read = jobs(f"a:\n  needs: [lint]\n{TRAIN}")
    assert not read.snapshot.links
    assert said(read, "refused") == [(4, "job a needs lint, which is no job of this file")]


def test_a_circle_loses_only_the_link_that_closes_it() -> None:
    read = jobs(f"a:\n  needs: c\n{TRAIN}b:\n  needs: a\n{TRAIN}c:\n  needs: b\n{TRAIN}")
    assert links(read) == {"c -> a", "b -> c"}
    assert [group.needs for group in read.groups] == [("c",), ("a",), ("b",)]
    ((line, message),) = said(read, "refused")
    assert (line, message) == (8, "job b needs a, which waits for b itself: this link is left out")


def test_a_job_that_needs_itself_is_a_circle_too() -> None:
    read = jobs(f"a:\n  needs: a\n{TRAIN}")
    assert not read.snapshot.links
    assert len(said(read, "refused")) == 1


def test_a_thousand_jobs_in_a_row_are_no_trouble() -> None:
    text = "".join(f"j{n}:\n  needs: j{n + 1}\n{TRAIN}" for n in range(1000)) + f"j1000:\n{TRAIN}"
    assert len(jobs(text).snapshot.links) == 1000
