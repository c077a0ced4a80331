"""What a file cannot take is told with the reason, and the file stays as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from designer.model.step import Link, Step
from designer.targets.github_actions import IMPORTER
from tests.unit.targets.github_editing.edited import CI, Opened, changes, job, told, with_links, with_step
from tests.unit.targets.github_reading.opened import surroundings

ci = Opened(CI)
STEPS = "runs-on: ubuntu-22.04\nsteps:\n"


@pytest.mark.parametrize(
    ("card", "facts", "feature"),
    [
        ("test", {"runner": None}, "machine"),
        ("test", {"runs_on": "moon"}, "machine"),
        ("deploy", {"environment": "moon"}, "environment"),
        ("deploy", {"permissions": "broad"}, "permissions"),
        ("deploy", {"secrets": "oidc"}, "secrets"),
        ("test", {"timeout_minutes": None, "owner": "Ada"}, "owner"),
        ("deploy", {"push_branches": ["a b"]}, "branch"),
        ("deploy", {"frequency": "daily"}, "schedule"),
        ("test", {"branches": ["it's"]}, "branch"),
    ],
)
def test_a_fact_that_cannot_be_written(card: str, facts: dict[str, Any], feature: str) -> None:
    patched = ci.patch(ci.facts(card, **facts))
    assert patched.text == CI
    assert told(patched) == [(card, feature)]


@pytest.mark.parametrize("frequency", ["stream", "once"])
def test_a_schedule_that_has_no_words(frequency: str) -> None:
    opened = job(f"{STEPS}  - run: python src/drift.py\n", top="on:\n  schedule:\n    - cron: '1 2 3 * *'")
    patched = opened.patch(opened.facts("work", frequency=frequency))
    assert patched.text == opened.text
    assert told(patched) == [("work", "schedule")]


def test_several_times_are_left_to_people() -> None:
    top = "on:\n  schedule:\n    - cron: '1 2 3 * *'\n    - cron: '1 2 4 * *'"
    opened = job(f"{STEPS}  - run: python src/drift.py\n", top=top)
    patched = opened.patch(opened.facts("work", frequency="daily"))
    assert patched.text == opened.text
    assert "several times" in patched.losses[0].message


def test_branches_of_pushes_of_a_step_are_those_of_the_file() -> None:
    opened = job(f"{STEPS}  - run: kubectl apply -f k8s/\n", top="on:\n  push:\n    branches: [main]")
    patched = opened.patch(opened.facts("work", push_branches=["main", "dev"]))
    assert changes(opened.text, patched.text) == ["- branches: [main]", "+ branches: [main, dev]"]


def test_branches_without_pushes() -> None:
    opened = job(f"{STEPS}  - run: pytest\n", top="on: pull_request")
    patched = opened.patch(opened.pipeline(branches=["main"]))
    assert patched.text == opened.text
    assert (None, "branch") in told(patched)


def test_an_unknown_word_for_an_event() -> None:
    patched = ci.patch(ci.pipeline(triggers=["push", "pull_request", "full moon"]))
    assert patched.text == CI
    assert "full moon" in patched.losses[0].message


def test_a_file_without_events_gets_some() -> None:
    opened = Opened("jobs:\n  work:\n    runs-on: x\n    steps:\n      - run: pytest\n")
    assert "'on':\n  push:\n" in opened.patch(opened.pipeline(triggers=["push"])).text


def test_a_job_without_a_step_of_its_own() -> None:
    opened = Opened("on: push\njobs:\n  call:\n    uses: octo/flows/.github/workflows/a.yml@v1\n")
    patched = opened.patch(opened.facts("call", working_directory="x"))
    assert (patched.text, told(patched)) == (opened.text, [("call", "folder")])
    patched = opened.patch(opened.facts("call", command="pytest", action=None))
    assert (patched.text, told(patched)[0]) == (opened.text, ("call", "command"))


def test_a_job_that_only_sets_up_cannot_call_a_workflow() -> None:
    opened = job("runs-on: x\nsteps:\n  - uses: actions/checkout@v4\n")
    card = next(iter(opened.now.steps))
    if opened.now.steps[card].get("action") is None:
        patched = opened.patch(opened.facts(card, action="octo/flows/.github/workflows/a.yml@v1"))
        assert patched.text == opened.text
        assert told(patched)[0] == (card, "command")


def test_a_command_can_take_the_place_of_an_action() -> None:
    opened = job(f"{STEPS}  - name: Train\n    uses: octo/train@v1\n    with: {{fast: true}}\n")
    patched = opened.patch(opened.facts("work", action=None, inputs=None, command="python src/train.py"))
    assert "      - name: Train\n        run: python src/train.py\n" in patched.text


def test_variables_that_an_expression_says() -> None:
    opened = job(f"env: ${{{{ fromJSON(vars.ENV) }}}}\n{STEPS}  - run: pytest\n")
    patched = opened.patch(opened.facts("work", variables={"A": "1"}))
    assert (patched.text, told(patched)) == (opened.text, [("work", "variables")])


def test_a_variable_goes() -> None:
    opened = job(f"env:\n  A: 1\n  B: 2  # two\n{STEPS}  - run: pytest\n")
    assert changes(opened.text, opened.patch(opened.facts("work", variables={"B": 2})).text) == ["- A: 1"]
    assert "env" not in opened.patch(opened.facts("work", variables=None)).text


def test_a_value_in_the_middle_of_a_list_changes_alone() -> None:
    opened = job("runs-on: [a, b, c]\nsteps:\n  - run: pytest\n")
    assert "runs-on: [a, x, c]" in opened.patch(opened.facts("work", runner=["a", "x", "c"])).text


def test_a_word_more_in_a_folded_command() -> None:
    opened = job(f"{STEPS}  - run: >-\n      python src/train.py\n      --fast\n")
    patched = opened.patch(opened.facts("work", command="python src/train.py --fast --seed 1"))
    assert "run: >-\n          python src/train.py\n          --fast --seed 1\n" in patched.text


def test_a_step_between_others_that_runs_after_a_failure_says_so() -> None:
    step = Step("tell", "notify", "", {"command": "curl https://hooks.example.org"})
    links = (Link("train_fit", "tell", when="failure"), Link("tell", "train_evaluate"))
    patched = ci.patch(ci.added(step, *links))
    assert "      - name: Tell\n        if: failure()\n        id: tell\n" in patched.text


def test_steps_that_run_beside_each_other_have_no_order() -> None:
    opened = job(
        f"{STEPS}  - parallel:\n      - {{id: a, run: python src/train.py}}\n      - {{id: b, run: pytest}}\n"
        "  - {id: c, run: python src/evaluate.py}\n"
    )
    gone = list(opened.now.links)
    wanted = opened.links(gone, [Link("work_c", "work_a"), Link("work_c", "work_b")])
    patched = opened.patch(wanted)
    assert patched.text == opened.text
    assert "have no order" in " ".join(loss.message for loss in patched.losses)


def test_links_that_make_a_circle_inside_of_a_job_change_nothing() -> None:
    patched = ci.patch(ci.links(new=[Link("train_score", "train_fit")]))
    assert patched.text == CI
    assert told(patched) == [("train_fit", "link")]


def test_cards_of_other_files_are_not_touched() -> None:
    far = Step("far", "deploy", "", {"command": "x"})
    base = replace(ci.base, snapshot=with_step(ci.now, far))
    wanted = with_step(base.snapshot, far.with_attributes({"command": "y"}))
    assert IMPORTER.patch(ci.file, base, wanted, surroundings()).text == CI
    renamed = with_links(replace(ci.now, steps={**ci.now.steps, "near": replace(far, id="near")}), (), ())
    patched = IMPORTER.patch(ci.file, base, renamed, surroundings())
    assert patched.text == CI
    assert ("near", "id") in told(patched)
