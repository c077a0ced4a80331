"""The import report."""

from __future__ import annotations

from tests.unit.targets.github_reading.opened import job, jobs, opened, said


def test_each_job_has_a_line_that_says_what_it_became() -> None:
    read = jobs(
        "fit:\n  steps:\n    - uses: actions/checkout@v4\n    - run: pip install x\n    - run: python src/train.py\n"
        "ship:\n  steps:\n    - {id: a, run: docker build .}\n    - {id: b, run: kubectl apply -f k8s}\n"
    )
    assert said(read, "understood") == [
        (3, "job fit became one step, Fit (Train model); 2 set-up steps are folded into it"),
        (8, "job ship became 2 steps: Ship a (Package), Ship b (Deploy)"),
    ]
    assert [r.step for r in read.remarks if r.status == "understood"] == ["fit", "ship_a"]


def test_what_is_guessed_says_why() -> None:
    read = jobs("deploy:\n  steps:\n    - run: ./go.sh\n")
    ((line, message),) = said(read, "guessed")
    assert line == 5
    assert message.startswith("Deploy is taken for 'Deploy': ")


def test_a_command_that_says_nothing_counts_as_no_step() -> None:
    read = job("steps:\n  - run: ./xyzzy.sh")
    assert said(read, "guessed") == [(5, "nothing shows what Work is for: it counts as no step of the pipeline")]


def test_actions_and_shells_that_nobody_knows_are_named() -> None:
    read = job("steps:\n  - uses: some/thing@v1\n  - {run: 'print(1)', shell: 'Rscript {0}'}")
    assert said(read, "kept") == [
        (5, "nothing is known about some/thing@v1: it stays as it is"),
        (6, "the shell Rscript {0} is not known: the command stays as it is"),
    ]


def test_keys_without_a_place_on_the_canvas_are_named_with_their_line() -> None:
    read = opened(
        "on: push\nrun-name: x\nconcurrency: one\njobs:\n  a:\n    services: {db: {image: postgres}}\n    colour: red\n"
        "    strategy: {fail-fast: false}\n    steps:\n      - {run: python src/train.py, mood: good}\n"
    )
    assert said(read, "kept") == [
        (2, "run-name stays in the file as it is; it is not shown"),
        (3, "concurrency stays in the file as it is; it is not shown"),
        (6, "services stays in the file as it is; it is not shown"),
        (7, "colour is no key of a job that is known here; it stays in the file as it is"),
        (8, "fail-fast stays in the file as it is; it is not shown"),
        (10, "mood is no key of a step that is known here; it stays in the file as it is"),
    ]


def test_parts_of_events_and_environments_that_are_not_shown_are_named() -> None:
    read = opened(
        "on:\n  push:\n    branches: [main]\n    paths: [src]\n  workflow_run: {workflows: [CI], types: [completed]}\n"
        "jobs:\n  a:\n    environment: {name: live, url: x}\n    steps:\n      - run: python src/train.py\n"
    )
    assert said(read, "kept") == [
        (4, "paths of push stays in the file as it is; it is not shown"),
        (8, "url stays in the file as it is; it is not shown"),
    ]


def test_what_holds_for_more_than_a_card_shows_is_named() -> None:
    several = "  - {id: a, run: python src/train.py}\n  - {id: b, run: python src/evaluate.py}"
    read = job(f"env: {{A: 1}}\nif: always()\nsteps:\n{several}", "on: push\nenv: {B: 2}")
    assert [message for _, message in said(read, "kept")] == [
        "env of the file holds for all jobs; their steps do not show it",
        "env of job work holds for all of its steps; they do not show it",
        "if of job work holds for all of its steps; they do not show it",
    ]
    one = job("if: always()\nenv: {A: 1}\nsteps:\n  - {run: python src/train.py, if: success(), env: {A: 2}}")
    assert [message for _, message in said(one, "kept")] == [
        "if of job work holds besides that of its step; only the step's is shown",
        "env of job work holds besides that of its step; only the step's is shown",
    ]
    assert not said(job("if: always()\nenv: {A: 1}\nsteps:\n  - run: python src/train.py"), "kept")


def test_values_that_only_a_run_can_tell_are_named() -> None:
    read = job(
        "continue-on-error: ${{ matrix.maybe }}\ntimeout-minutes: ${{ inputs.minutes }}\n"
        "steps:\n  - {run: python src/train.py, timeout-minutes: 1.5}"
    )
    assert said(read, "kept") == [
        (4, "continue-on-error is only known in a run; it is not shown"),
        (5, "timeout-minutes is no whole number; it is not shown"),
        (7, "timeout-minutes is no whole number; it is not shown"),
    ]
