"""Events, branches, the clock and the name of a workflow."""

from __future__ import annotations

import pytest

from tests.unit.targets.github_editing.edited import Opened, changes, told

JOBS = "jobs:\n  work:\n    runs-on: x\n    steps:\n      - run: python src/train.py\n"


def file(on: str) -> Opened:
    return Opened(f"on:{on}\n{JOBS}")


def after(opened: Opened, **facts: object) -> str:
    """The text above the jobs."""
    patched = opened.patch(opened.pipeline(**facts))
    assert not patched.losses
    assert patched.text.endswith(JOBS)
    return patched.text.removesuffix(JOBS)


PATHS = "\n  push:\n    paths: [src/**]  # ours"
TAGS = "\n  push:\n    tags: ['v*']\n  # by hand\n  workflow_dispatch:"
SENT = "\n  repository_dispatch:\n    types: [{}]"


@pytest.mark.parametrize(
    ("on", "triggers", "text"),
    [
        (" push", ["push", "manual"], "\n  - push\n  - workflow_dispatch"),
        (" [push]", ["push", "manual"], " [push, workflow_dispatch]"),
        ("\n  - push", ["push", "manual"], "\n  - push\n  - workflow_dispatch"),
        ("\n  push:", ["push", "manual"], "\n  push:\n  workflow_dispatch:"),
        (PATHS, ["push", "pull_request"], f"{PATHS}\n  pull_request:"),
        (" [push, pull_request]  # all", ["pull_request"], " [pull_request]  # all"),
        (f"{TAGS}\n  release:\n", ["push", "manual"], f"{TAGS}\n"),
        ("\n  push: {}", ["push", "new_data"], "\n  push: {}\n  repository_dispatch:\n    types:\n      - new-data"),
        (SENT.format("drift"), ["drift", "new_data"], SENT.format("drift, new-data")),
        (SENT.format("drift, new-data"), ["drift"], SENT.format("drift")),
    ],
)
def test_events_come_and_go_in_the_form_of_the_file(on: str, triggers: list[str], text: str) -> None:
    assert after(file(on), triggers=triggers) == f"on:{text}\n"


def test_an_event_with_settings_makes_the_words_a_block() -> None:
    opened = file(" [push, pull_request]")
    patched = opened.patch(opened.pipeline(triggers=["push", "pull_request", "schedule"]))
    assert patched.text.startswith("on:\n  push:\n  pull_request:\n  schedule:\n    - cron: ")
    assert Opened(patched.text).now.facts["triggers"] == ["push", "pull_request", "schedule"]


def test_a_new_event_takes_the_branches_of_its_sister() -> None:
    text = after(file("\n  push:\n    branches: [main, dev]"), triggers=["push", "pull_request"])
    assert text.endswith("  pull_request:\n    branches: [main, dev]\n")


@pytest.mark.parametrize("on", [" push", " [push]", "\n  push:"])
def test_the_only_event_stays_and_that_is_told(on: str) -> None:
    opened = file(on)
    patched = opened.patch(opened.pipeline(triggers=[]))
    assert patched.text == opened.text
    assert (None, "trigger") in told(patched)


def test_a_call_from_other_workflows_stays() -> None:
    opened = file("\n  workflow_call:\n  push:")
    patched = opened.patch(opened.pipeline(triggers=["push"]))
    assert patched.text == opened.text
    assert patched.losses


def test_inputs_that_are_read_keep_their_event() -> None:
    jobs = JOBS.replace("train.py", "train.py ${{ inputs.n }}")
    text = f"on:\n  push:\n  workflow_dispatch:\n    inputs: {{n: {{}}}}\n{jobs}"
    opened = Opened(text)
    patched = opened.patch(opened.pipeline(triggers=["push"]))
    assert patched.text == text
    assert "an expression names the input n" in patched.losses[0].message


def test_a_step_that_runs_on_every_event_of_the_file_says_so_by_having_no_condition() -> None:
    steps = "      - run: python train.py\n      - if: github.event_name == 'push'\n        run: python evaluate.py\n"
    opened = Opened(f"on: [push, pull_request]\njobs:\n  a:\n    runs-on: x\n    steps:\n{steps}")
    patched = opened.patch(opened.facts("a_evaluate", triggers=["pull_request", "push"]))
    assert changes(opened.text, patched.text) == [
        "- - if: github.event_name == 'push'",
        "- run: python evaluate.py",
        "+ - run: python evaluate.py",
    ]
    assert patched.followed["a_evaluate"] == {"only_if": None, "triggers": None}
    assert not patched.losses


def test_which_workflow_is_followed_nobody_can_guess() -> None:
    opened = file(" push")
    patched = opened.patch(opened.pipeline(triggers=["push", "workflow_run"]))
    assert patched.text == opened.text
    assert told(patched)[0] == (None, "trigger")


PUSHED = "\n  push:\n    branches: [{}]"
LISTED = "\n  push:\n    branches:\n      - main  # ours"


@pytest.mark.parametrize(
    ("on", "branches", "text"),
    [
        (PUSHED.format("main") + "  # ours", ["main", "dev"], PUSHED.format("main, dev") + "  # ours"),
        (f"{LISTED}\n      - dev", ["main"], LISTED),
        (PUSHED.format("main") + "\n    paths: [a]", [], "\n  push:\n    paths: [a]"),
        (PUSHED.format("main") + "\n  release:", [], "\n  push: {}\n  release:"),
        ("\n  push:\n  release:", ["main"], "\n  push:\n    branches:\n      - main\n  release:"),
    ],
)
def test_branches_of_pushes(on: str, branches: list[str], text: str) -> None:
    assert after(file(on), branches=branches) == f"on:{text}\n"


@pytest.mark.parametrize("on", [" push", " [push, release]"])
def test_branches_make_a_word_a_block(on: str) -> None:
    opened = file(on)
    patched = opened.patch(opened.pipeline(branches=["main"]))
    assert Opened(patched.text).now.facts["branches"] == ["main"]
    assert patched.text.startswith("on:\n  push:\n    branches:")


def test_branches_that_are_excluded_are_left_to_people() -> None:
    opened = file("\n  push:\n    branches-ignore: [x]")
    patched = opened.patch(opened.pipeline(branches=["main"]))
    assert patched.text == opened.text
    assert (None, "branch") in told(patched)


def test_a_name_that_is_not_safe_is_not_written_and_one_that_is_there_stays() -> None:
    opened = file("\n  push:\n    branches: ['rel/*/[0-9]']")
    assert "'rel/*/[0-9]', main" in after(opened, branches=["rel/*/[0-9]", "main"])
    patched = opened.patch(opened.pipeline(branches=["rel/*/[0-9]", "a b"]))
    assert patched.text == opened.text


def test_the_name_of_the_workflow() -> None:
    opened = Opened(f"# Ours.\n\nname: Old  # short\non: push\n{JOBS}")
    assert changes(opened.text, opened.patch(opened.pipeline(name="New")).text) == [
        "- name: Old  # short",
        "+ name: New  # short",
    ]
    assert changes(opened.text, opened.patch(opened.pipeline(name="")).text) == ["- name: Old  # short"]


def test_a_new_name_leaves_the_head_of_the_file_on_top() -> None:
    opened = Opened(f"# Copyright Us.\non: push\n{JOBS}")
    assert opened.patch(opened.pipeline(name="New")).text.startswith("# Copyright Us.\non: push\nname: New\n")
    assert file(" push").patch(file(" push").pipeline(name="New")).text.startswith("name: New\non: push\n")


def test_a_quoted_key_is_the_same_key() -> None:
    opened = Opened(f"'on': [push]\n{JOBS}")
    assert opened.patch(opened.pipeline(triggers=["push", "release"])).text.startswith("'on':\n  push:\n  release:\n")


def test_what_a_workflow_cannot_say_of_a_pipeline_is_told() -> None:
    opened = file(" push")
    patched = opened.patch(opened.pipeline(cache=True, owner="Ada", assessed=["AUT001@work"]))
    assert patched.text == opened.text
    assert told(patched) == [(None, "cache"), (None, "owner")]
