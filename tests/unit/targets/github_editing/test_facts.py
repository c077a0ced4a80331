"""Facts of steps are written where they stand, and nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.targets.github_editing.edited import CI, Opened, changes, job, told

ci = Opened(CI)


def changed(wanted: Any, opened: Opened = ci) -> list[str]:
    patched = opened.patch(wanted)
    assert not patched.losses
    return changes(opened.text, patched.text)


def test_the_same_pipeline_gives_the_same_bytes() -> None:
    assert ci.patch(ci.now).text == CI


def test_the_title_of_a_step_is_its_name() -> None:
    assert changed(ci.title("train_fit", "Fit it")) == ["- - name: Fit", "+ - name: Fit it"]


def test_the_title_of_a_job_with_one_step_is_the_name_of_the_job() -> None:
    assert changed(ci.title("test", "Tests")) == ["+ name: Tests"]
    assert "  test:\n    name: Tests\n    runs-on" in ci.patch(ci.title("test", "Tests")).text


def test_an_empty_title_removes_the_name() -> None:
    assert changed(ci.title("train_evaluate", "")) == [
        "- - name: Evaluate",
        "- run: python src/evaluate.py --min 0.9",
        "+ - run: python src/evaluate.py --min 0.9",
    ]


def test_of_a_block_of_commands_only_the_changed_line_is_written() -> None:
    command = 'python src/train.py --fast\necho "tag=1" >> "$GITHUB_OUTPUT"\n'
    assert changed(ci.facts("train_fit", command=command)) == [
        "- python src/train.py --model ${{ matrix.model }}",
        "+ python src/train.py --fast",
    ]


def test_the_line_end_behind_a_command_is_no_part_of_it() -> None:
    command = str(ci.now.steps["train_fit"].get("command")).rstrip("\n")
    assert ci.patch(ci.facts("train_fit", command=command)).text == CI


def test_a_command_on_one_line_keeps_its_comment() -> None:
    assert changed(ci.facts("deploy", command="kubectl apply -f prod/")) == [
        "- run: kubectl apply -f k8s/  # ship it",
        "+ run: kubectl apply -f prod/  # ship it",
    ]


def test_a_command_that_grows_becomes_a_block() -> None:
    patched = ci.patch(ci.facts("train_evaluate", command="python a.py\npython b.py\n"))
    assert "        run: |\n          python a.py\n          python b.py\n" in patched.text


def test_a_folded_command_stays_folded() -> None:
    opened = job("runs-on: x\nsteps:\n  - run: >-\n      python src/train.py\n      --fast\n  - run: pytest\n")
    patched = opened.patch(opened.facts("work_train", command="python src/train.py --slow"))
    assert "run: >-\n" in patched.text
    assert Opened(patched.text).now.steps["work_train"].get("command") == "python src/train.py --slow"


def test_an_action_can_take_the_place_of_a_command() -> None:
    opened = job("runs-on: x\nsteps:\n  - name: A\n    shell: bash\n    run: python src/train.py\n")
    patched = opened.patch(
        opened.facts("work", command=None, shell=None, action="octo/train@v1", inputs={"fast": True})
    )
    assert "  - name: A\n        uses: octo/train@v1\n        with:\n          fast: true\n" in patched.text
    assert "run:" not in patched.text.replace("runs-on", "")


def test_a_step_that_runs_nothing_is_refused() -> None:
    patched = ci.patch(ci.facts("train_fit", command=None))
    assert patched.text == CI
    assert told(patched) == [("train_fit", "command")]


@pytest.mark.parametrize(
    ("card", "facts", "lines"),
    [
        ("deploy", {"timeout_minutes": 10}, ["+ timeout-minutes: 10"]),
        ("train_fit", {"timeout_minutes": 5}, ["+ timeout-minutes: 5"]),
        ("deploy", {"runner": ["self-hosted", "gpu"]}, ["- runs-on: ubuntu-22.04", "+ runs-on: [self-hosted, gpu]"]),
        ("deploy", {"environment_name": "staging"}, ["- environment: production", "+ environment: staging"]),
        ("deploy", {"environment_name": None}, ["- environment: production"]),
        ("test", {"environment_name": "qa"}, ["+ environment: qa"]),
        ("deploy", {"token_permissions": {}}, ["+ permissions: {}"]),
        ("deploy", {"variables": {"TAG": "${{ needs.train.outputs.tag }}", "B": "x"}}, ["+ B: x"]),
        ("test", {"variables": {"A": "1"}}, ["+ env:", '+ A: "1"']),
        ("test", {"working_directory": "src"}, ["+ working-directory: src"]),
        ("train_fit", {"shell": "bash"}, ["+ shell: bash"]),
        ("train_evaluate", {"blocking": False}, ["+ continue-on-error: true"]),
        ("train_fit", {"only_if": "success()"}, ["+ if: success()"]),
        ("test", {"only_if": "github.actor != ''"}, ["+ if: github.actor != ''"]),
    ],
)
def test_one_fact_is_one_entry(card: str, facts: dict[str, Any], lines: list[str]) -> None:
    assert changed(ci.facts(card, **facts)) == lines


def test_an_environment_with_an_address_keeps_it() -> None:
    opened = job(
        "runs-on: x\nenvironment:\n  name: prod  # ours\n  url: https://x.org\nsteps:\n  - run: kubectl apply -f k\n"
    )
    assert changed(opened.facts("work", environment_name="qa"), opened) == [
        "- name: prod  # ours",
        "+ name: qa  # ours",
    ]


def test_of_a_matrix_one_value_is_added_for_all_cards_of_its_job() -> None:
    matrix = {"model": ["logreg", "forest", "svm"]}
    patched = ci.patch(ci.facts("train_fit", matrix=matrix))
    assert changes(CI, patched.text) == ["- model: [logreg, forest]", "+ model: [logreg, forest, svm]"]
    assert patched.followed == {"train_evaluate": {"matrix": matrix}, "train_score": {"matrix": matrix}}


def test_a_matrix_in_a_block_keeps_the_comments_of_its_values() -> None:
    opened = job(
        "runs-on: x\nstrategy:\n  fail-fast: false\n  matrix:\n    python:\n      - 3.10  # old\n      - 3.12  # new\n"
        "steps:\n  - run: pytest\n"
    )
    assert changed(opened.facts("work", matrix={"python": [3.1, 3.12, "3.14"]}), opened) == ["+ - '3.14'"]


def test_a_matrix_that_is_named_cannot_go() -> None:
    patched = ci.patch(ci.facts("train_fit", matrix=None))
    assert patched.text == CI
    assert ("train_fit", "variants") in told(patched)
    assert "model" in next(loss.message for loss in patched.losses if loss.feature == "variants")


def test_a_matrix_that_nobody_names_goes_with_its_strategy() -> None:
    opened = job("runs-on: x\nstrategy:\n  fail-fast: false\n  matrix: {a: [1, 2]}\nsteps:\n  - run: pytest\n")
    assert changed(opened.facts("work", matrix=None), opened) == [
        "- strategy:",
        "- fail-fast: false",
        "- matrix: {a: [1, 2]}",
    ]


def test_a_limit_of_the_job_is_changed_where_it_stands() -> None:
    opened = job("runs-on: x\ntimeout-minutes: 5  # short\nsteps:\n  - run: pytest\n")
    assert changed(opened.facts("work", timeout_minutes=6), opened) == [
        "- timeout-minutes: 5  # short",
        "+ timeout-minutes: 6  # short",
    ]


def test_what_a_card_inherits_cannot_be_removed_from_it() -> None:
    opened = job("runs-on: x\ndefaults: {run: {shell: bash}}\nsteps:\n  - run: python src/train.py\n  - run: pytest\n")
    card = "work_train"
    assert opened.now.steps[card].get("shell") == "bash"
    patched = opened.patch(opened.facts(card, shell=None))
    assert patched.text == opened.text
    assert told(patched) == [(card, "shell")]


def test_a_failure_stops_the_run_again() -> None:
    opened = job("runs-on: x\ncontinue-on-error: true\nsteps:\n  - run: pytest\n")
    assert changed(opened.facts("work", blocking=True), opened) == ["- continue-on-error: true"]


def test_a_failure_that_the_command_swallows_is_told() -> None:
    opened = job("runs-on: x\nsteps:\n  - run: pytest || true\n")
    assert opened.now.steps["work"].get("blocking") is False
    patched = opened.patch(opened.facts("work", blocking=True))
    assert patched.text == opened.text
    assert told(patched) == [("work", "failure")]


def test_a_called_workflow_takes_inputs_and_no_time_limit() -> None:
    opened = Opened(
        "on: push\njobs:\n  call:\n    uses: octo/flows/.github/workflows/a.yml@v1\n    with:\n      a: b\n"
    )
    assert changed(opened.facts("call", inputs={"a": "c"}), opened) == ["- a: b", "+ a: c"]
    patched = opened.patch(opened.facts("call", timeout_minutes=5))
    assert patched.text == opened.text
    assert told(patched) == [("call", "time limit")]


def test_what_no_workflow_can_say_is_told() -> None:
    patched = ci.patch(ci.facts("train_fit", owner="Ada", tracked=True, seed=True))
    assert patched.text == CI
    assert told(patched) == [("train_fit", "owner"), ("train_fit", "tracked"), ("train_fit", "fixed seed")]


def test_notes_of_the_program_itself_are_no_loss() -> None:
    assert not ci.patch(ci.facts("train_fit", confidence="confirmed", suppress=[{"code": "AUT001"}])).losses
