"""What a workflow says about others."""

from __future__ import annotations

import pytest

from tests.unit.targets.github_reading.opened import job, links, opened

RESTART = "jobs:\n  fit:\n    steps: [{{run: python src/train.py}}]\n  again:\n    needs: fit\n    steps:\n      - {}\n"


def said(imported) -> list[tuple]:
    return [(r.sort, r.name, r.step) for r in imported.references]


@pytest.mark.parametrize(
    "run",
    [
        "gh workflow run train.yml --ref main",
        'gh workflow run --repo x/y "train.yml"',
        "curl -X POST https://api.github.com/repos/a/b/actions/workflows/train.yml/dispatches",
    ],
)
def test_a_command_may_start_another_workflow(run: str) -> None:
    assert said(job(f"steps:\n  - run: |\n      {run}")) == [("starts", "train.yml", "work")]


def test_an_action_or_a_script_may_start_another_workflow() -> None:
    assert said(job("steps:\n  - {uses: benc-uk/workflow-dispatch@v1, with: {workflow: Train}}")) == [
        ("starts", "Train", "work")
    ]
    script = "github.rest.actions.createWorkflowDispatch({owner, repo, workflow_id: 'train.yml', ref: 'main'})"
    assert said(job(f'steps:\n  - uses: actions/github-script@v7\n    with:\n      script: "{script}"')) == [
        ("starts", "train.yml", "work")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "  - {uses: peter-evans/repository-dispatch@v3, with: {event-type: drift}}",
        "  - run: gh api repos/a/b/dispatches -f event_type=drift",
        """  - run: |\n      curl https://api.github.com/repos/a/b/dispatches -d '{"event_type": "drift"}'""",
    ],
)
def test_a_step_may_send_an_event(text: str) -> None:
    assert said(job(f"steps:\n{text}")) == [("sends", "drift", "work")]


def test_an_event_for_another_repository_is_not_ours() -> None:
    text = "  - {uses: peter-evans/repository-dispatch@v3, with: {event-type: drift, repository: other/one}}"
    assert said(job(f"steps:\n{text}")) == []


def test_names_that_only_a_run_can_tell_are_left_out() -> None:
    assert said(job('steps:\n  - run: gh workflow run "${{ inputs.which }}"')) == []


def test_what_starts_this_file_is_told_too() -> None:
    on = "on: {workflow_run: {workflows: [CI, Data]}, repository_dispatch: {types: [drift]}}"
    assert said(job("steps:\n  - run: python src/train.py", on)) == [
        ("follows", "CI", None), ("follows", "Data", None), ("receives", "drift", None),
    ]  # fmt: skip


def test_a_workflow_that_follows_may_ask_for_the_end_of_the_other() -> None:
    on = "on: {workflow_run: {workflows: [CI]}}"
    asked = "if: github.event.workflow_run.conclusion == 'success'\nsteps:\n  - run: python src/train.py"
    assert job(asked, on).references[0].when == "success"
    assert job("steps:\n  - run: python src/train.py", on).references[0].when == "always"


@pytest.mark.parametrize("run", ["gh workflow run ci.yml", "gh workflow run 'The loop'"])
def test_a_file_that_starts_itself_again_has_a_feedback_link_to_its_beginning(run: str) -> None:
    read = opened("name: The loop\non: workflow_dispatch\n" + RESTART.format(f"run: {run}"))
    assert links(read) == {"fit -> again", "again ~> fit"}


def test_an_event_that_the_file_itself_hears_is_a_feedback_link() -> None:
    send = "{uses: peter-evans/repository-dispatch@v3, with: {event-type: drift}}"
    read = opened("on: {repository_dispatch: {types: [drift]}}\n" + RESTART.format(send))
    assert links(read) == {"fit -> again", "again ~> fit"}


def test_a_step_that_would_only_start_itself_has_no_link() -> None:
    assert not links(job("steps:\n  - run: gh workflow run ci.yml"))
