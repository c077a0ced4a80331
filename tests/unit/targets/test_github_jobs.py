"""The workflow files: conditions, permissions, steps, checklist and losses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from designer import yaml_io
from designer.errors import ResourceError
from designer.plan.plan import Need
from designer.targets.catalog import load_targets
from designer.targets.github_actions import expressions
from designer.targets.github_actions.pins import load_pins
from designer.targets.target import Emission
from tests.unit.plan.drawn import IMPROVED, plan

TARGET = next(t for t in load_targets().values() if "Actions" in t.title)
PIPELINE, MONITOR = ".github/workflows/ml-pipeline.yml", ".github/workflows/ml-monitor.yml"


def emit(text: str) -> Emission:
    return TARGET.emit(plan(text))


def jobs(text: str, path: str = PIPELINE) -> dict[str, Any]:
    return dict(yaml_io.load(emit(text).files[path], path)["jobs"])


def job(facts: str, pipeline: str = "") -> dict[str, Any]:
    """The job of a single step ``s``."""
    return dict(jobs(f"pipeline: {{{pipeline}}}\nsteps: {{s: {{{facts}}}}}")["s"])


def named(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in found["steps"] if s["name"] == name)


def lost(text: str) -> set[str]:
    return {loss.feature for loss in emit(text).losses}


# ------------------------------------------------------------------ when a job runs
@pytest.mark.parametrize(
    ("when", "condition"), [("success", None), ("always", "${{ !cancelled() }}"), ("failure", "failure()")]
)
def test_a_link_decides_under_which_outcome_a_job_starts(when: str, condition: str | None) -> None:
    found = jobs(f'steps: {{a: {{kind: train}}, b: {{kind: document}}}}\nlinks: ["a -> b [{when}]"]')
    assert found["b"].get("if") == condition


def test_links_of_different_outcomes_are_all_asked_for() -> None:
    needs = [("a", Need("a")), ("b", Need("b", "failure")), ("c", Need("c", "always"))]
    assert expressions.outcome(needs) == "!cancelled() && needs.a.result == 'success' && needs.b.result == 'failure'"


def test_a_deployment_runs_on_the_branches_that_are_pushed() -> None:
    assert job("kind: deploy")["if"] == "github.ref == 'refs/heads/main'"
    found = job("kind: deploy", "triggers: [push], branches: [develop, 'release/*']")
    assert found["if"] == "(github.ref == 'refs/heads/develop' || startsWith(github.ref, 'refs/heads/release/'))"
    assert job("kind: deploy, branches: [main]", "branches: [develop]")["if"] == "github.ref == 'refs/heads/main'"


def test_a_branch_that_is_not_safe_to_write_matches_nothing() -> None:
    text = "steps: {s: {kind: train, branches: [\"x' || true || '\"]}}"
    assert jobs(text)["s"]["if"] == "github.ref == ''"
    assert "branch" in lost(text)


def test_what_a_person_does_runs_only_when_a_person_starts_it() -> None:
    assert job("kind: train, automated: false")["if"] == "github.event_name == 'workflow_dispatch'"


def test_a_step_may_listen_to_fewer_events_than_the_pipeline() -> None:
    pipeline = "triggers: [push, pull_request, schedule]"
    assert job("kind: train, triggers: [push]", pipeline)["if"] == "github.event_name == 'push'"
    both = "(github.event_name == 'push' || github.event_name == 'schedule')"
    assert job("kind: train, triggers: [push, schedule]", pipeline)["if"] == both
    assert "if" not in job("kind: train, triggers: [push]", "triggers: [push]")


def test_a_pull_request_releases_nothing() -> None:
    pipeline = "triggers: [push, pull_request]"
    for kind in ("register", "package"):
        assert job(f"kind: {kind}", pipeline)["if"] == "github.event_name != 'pull_request'"
    stored = job("kind: version", pipeline)
    assert "if" not in stored
    assert named(stored, "Publish s")["if"] == "github.event_name != 'pull_request'"


# ------------------------------------------------------------------ what a job may and has
def test_a_job_has_only_the_permissions_it_needs() -> None:
    assert job("kind: train")["permissions"] == {"contents": "read"}
    assert job("kind: approve")["permissions"] == {}
    assert job("kind: package")["permissions"] == {"contents": "read", "packages": "write"}
    signed = {"contents": "read", "packages": "write", "id-token": "write", "attestations": "write"}
    assert job("kind: package, provenance: true")["permissions"] == signed
    assert job("kind: deploy, secrets: oidc")["permissions"] == {"contents": "read", "id-token": "write"}


def test_only_what_starts_the_pipeline_again_may_do_so() -> None:
    found = jobs(IMPROVED, MONITOR)
    assert found["again"]["permissions"] == {"contents": "read", "actions": "write"}
    assert found["drift"]["permissions"] == {"contents": "read", "actions": "read"}
    assert found["watch"]["permissions"] == {"contents": "read"}
    assert named(found["again"], "Start the pipeline again")["if"] == "steps.again.outputs.start == 'true'"


@pytest.mark.parametrize(("stated", "minutes"), [("12", 12), ("0", 60), ("9999", 60), ("soon", 60)])
def test_the_stated_time_limit_counts_when_it_is_possible(stated: str, minutes: int) -> None:
    assert job(f"kind: train, timeout_minutes: {stated}")["timeout-minutes"] == minutes


@pytest.mark.parametrize(
    ("facts", "runner"),
    [
        ("runs_on: ci", "ubuntu-latest"),
        ("runs_on: local", "${{ vars.LOCAL_RUNNER || 'ubuntu-latest' }}"),
        ("runs_on: cluster", "${{ vars.CLUSTER_RUNNER || 'ubuntu-latest' }}"),
        ("accelerator: gpu", "${{ vars.GPU_RUNNER || 'ubuntu-latest' }}"),
        ("runs_on: [odd]", "ubuntu-latest"),
    ],
)
def test_the_place_decides_the_runner(facts: str, runner: str) -> None:
    assert job(f"kind: train, {facts}")["runs-on"] == runner


def test_the_approval_is_the_environment_of_the_deployment() -> None:
    found = jobs("steps: {ok: {kind: approve}, go: {kind: deploy}}\nlinks: [ok -> go]")
    assert set(found) == {"go"}
    assert found["go"]["environment"] == {"name": "production"}
    assert found["go"]["concurrency"] == {"group": "deploy-production-go", "cancel-in-progress": False}


def test_an_approval_of_its_own_waits_in_its_environment() -> None:
    found = job("kind: approve")
    assert found["environment"] == {"name": "approval-s"}
    assert [s["name"] for s in found["steps"]] == ["S"]


# ------------------------------------------------------------------ steps
def test_files_are_taken_over_along_the_links() -> None:
    found = jobs("steps: {d: {kind: data_source}, t: {kind: train}}\nlinks: [d -> t]")
    assert named(found["d"], "Hand over")["with"]["path"] == "params.yaml\ndata/d.csv\n"
    assert named(found["t"], "Take over from d")["with"] == {"name": "d"}


def test_files_of_a_job_that_may_have_failed_are_optional() -> None:
    found = jobs('steps: {d: {kind: data_source}, t: {kind: train}}\nlinks: ["d -> t [always]"]')
    assert named(found["t"], "Take over from d")["continue-on-error"] is True


def test_the_monitor_gets_the_files_of_the_last_release() -> None:
    step = named(jobs(IMPROVED, MONITOR)["drift"], "Get the files of the last release")
    assert step["run"] == "python pipeline/last_release.py --workflow ml-pipeline.yml data"


def test_a_step_that_does_not_block_goes_on() -> None:
    found = job("kind: evaluate, blocking: false")
    assert named(found, "S")["continue-on-error"] is True
    assert named(found, "Hand over")["with"]["if-no-files-found"] == "warn"


def test_a_fixed_environment_is_installed_by_hash() -> None:
    run = "python -m pip install --quiet "
    assert named(job("kind: train"), "Install")["run"] == run + "-r requirements.txt"
    assert named(job("kind: train, env: lockfile"), "Install")["run"] == run + "--require-hashes -r requirements.lock"


def test_a_tool_is_installed_only_where_it_is_set_up() -> None:
    step = named(job("kind: train, tracked: true"), "Install the tool")
    assert step["if"] == "vars.MLFLOW_TRACKING_URI != ''"
    assert step["run"].endswith("-r requirements-mlflow.txt")
    assert "if" not in named(job("kind: data_source, tool: dvc"), "Install the tool")


def test_only_what_publishes_gets_the_secrets() -> None:
    found = job("kind: register")
    assert "MLFLOW_TRACKING_TOKEN" not in named(found, "S")["env"]
    assert named(found, "Publish s")["env"]["MLFLOW_TRACKING_TOKEN"] == "${{ secrets.MLFLOW_TRACKING_TOKEN }}"
    assert "KUBE_CONFIG" not in str(job("kind: deploy, platform: kubernetes, secrets: oidc")["steps"])


def test_an_image_is_named_by_commit_only_when_its_tag_never_moves() -> None:
    assert named(job("kind: package, immutable_tag: true"), "Build and push")["with"]["tags"].endswith(
        "${{ github.sha }}"
    )
    assert named(job("kind: package"), "Build and push")["with"]["tags"].endswith(":latest")


@pytest.mark.parametrize("name", ["image_name", "Image_Build", "build"])
def test_steps_of_one_job_never_share_an_id(name: str) -> None:
    found = jobs(f"steps: {{{name}: {{kind: package}}}}")[name]
    ids = [s["id"].lower() for s in found["steps"] if "id" in s]
    assert len(ids) == len(set(ids)) == 3
    assert f"steps.{ids[2]}.outputs.digest" in named(found, "Record the image")["env"]["DIGEST"].lower()


def test_provenance_is_attested_when_it_is_stated() -> None:
    assert named(job("kind: package, provenance: true"), "Attest provenance")
    assert "Attest provenance" not in [s["name"] for s in job("kind: package")["steps"]]


def test_an_own_command_builds_an_image_only_from_a_folder_it_makes() -> None:
    assert "Build and push" not in str(job("kind: package, tool: docker, command: make")["steps"])
    own = "kind: package, tool: docker, command: 'make ${out.context} ${out.image}'"
    assert named(job(own), "Build and push")["with"]["context"] == "build/s"


def test_a_failure_is_reported_in_every_job_when_it_is_stated() -> None:
    found = named(job("kind: train", "notify_on_failure: true"), "Report the failure")
    assert found["run"] == "python pipeline/notify.py --step s --event failure"


def test_a_placeholder_says_that_it_does_nothing() -> None:
    found = job("kind: other", "notify_on_failure: true")
    assert found["steps"] == [
        {"name": "S", "id": "s", "run": "echo '::warning::s is a placeholder: it does nothing yet'"}
    ]


def test_what_looks_like_an_expression_is_never_one() -> None:
    found = job('kind: train, title: "${{ secrets.X }}", command: "echo ${{ github.token }}"')
    work = found["steps"][3]
    assert found["name"] == "${{ '${{' }} secrets.X }}"
    assert work["run"] == 'bash -eo pipefail -c "${COMMAND}"'
    assert work["env"] == {"COMMAND": "echo ${{ '${{' }} github.token }}"}
    text = emit('pipeline: {name: "a ${{ b"}\nsteps: {s: {kind: train}}').files[PIPELINE]
    assert text.startswith("name: a $ {{ b\n")


def test_ids_that_github_keeps_for_itself_are_changed() -> None:
    assert jobs("steps: {__: {kind: train}}")["__"]["steps"][3]["id"] == "step__"


def test_a_plain_variable_of_a_tool_is_written_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from designer.targets.github_actions.steps import environment

    stage = replace(plan("steps: {s: {kind: train}}").stages["s"], environment={"MODE": "fast ${{ x }}"})
    assert environment(stage) == {"MODE": "fast ${{ '${{' }} x }}"}


# ------------------------------------------------------------------ the file
def test_events_are_written_as_github_knows_them() -> None:
    text = emit(
        "pipeline: {triggers: [push, pull_request, schedule, release, new_data]}\nsteps: {s: {kind: train}}"
    ).files[PIPELINE]
    assert "\non:\n  push:\n    branches: [main]\n" in text
    events = yaml_io.load(text, "test")["on"]
    assert events["release"] == {"types": ["published"]}
    assert events["repository_dispatch"] == {"types": ["new-data"]}
    assert events["schedule"] == [{"cron": "41 3 * * *"}]


def test_only_runs_for_pull_requests_replace_each_other() -> None:
    text = "steps: {s: {kind: train}}"
    assert yaml_io.load(emit(text).files[PIPELINE], "x")["concurrency"]["cancel-in-progress"] is False
    text = "pipeline: {triggers: [pull_request]}\n" + text
    found = yaml_io.load(emit(text).files[PIPELINE], "x")["concurrency"]["cancel-in-progress"]
    assert found == "${{ github.event_name == 'pull_request' }}"


def test_a_step_knows_its_lines() -> None:
    emission = emit(IMPROVED)
    span = emission.spans["train"][0]
    text = emission.files[span.path].splitlines()[span.first_line - 1 : span.last_line]
    assert text[0] == "  train:"
    assert all(line.startswith("    ") for line in text[1:])


# ------------------------------------------------------------------ checklist and losses
def test_everything_to_set_up_is_listed_once_with_its_steps() -> None:
    items = {(i.kind, i.name): i for i in emit(IMPROVED).checklist}
    assert items["secret", "KUBE_CONFIG"].steps == ("deploy",)
    assert items["variable", "MLFLOW_TRACKING_URI"].steps == ("train", "reg")
    assert "limit it" in items["environment", "production"].why
    assert ("variable", "NOTIFY_URL") in items


def test_reviewers_are_on_the_checklist() -> None:
    items = emit("steps: {ok: {kind: approve}, go: {kind: deploy}}\nlinks: [ok -> go]").checklist
    assert "required reviewers" in next(i.why for i in items if i.name == "production")


def test_a_runner_and_a_login_by_token_are_on_the_checklist() -> None:
    items = {i.name for i in emit("steps: {t: {kind: train, runs_on: cluster}}").checklist}
    assert items == {"CLUSTER_RUNNER"}
    assert "KUBE_CONFIG" not in str(emit("steps: {d: {kind: deploy, platform: kubernetes, secrets: oidc}}").checklist)


@pytest.mark.parametrize(
    ("facts", "feature"),
    [
        ("kind: train, runs_on: local", "runs on"),
        ("kind: train, env: digest", "environment"),
        ("kind: train, secrets: hardcoded", "secrets"),
        ("kind: train, secrets: oidc", "secrets"),
        ("kind: train, permissions: broad", "permissions"),
        ("kind: train, pinned: false", "pinned"),
        ("kind: train, cache: true", "cache"),
        ("kind: deploy, platform: kubernetes, strategy: canary", "rollout"),
        ("kind: deploy, method: gitops", "GitOps"),
    ],
)
def test_what_a_workflow_cannot_say_is_a_loss(facts: str, feature: str) -> None:
    assert feature in lost(f"steps: {{s: {{{facts}}}}}")
    assert feature not in lost("steps: {s: {kind: train}, d: {kind: deploy, platform: kubernetes}}")


def test_a_link_between_workflows_is_a_loss() -> None:
    assert "link" in lost(IMPROVED)


def test_a_project_outside_of_a_repository_is_told() -> None:
    assert "repository" in lost("steps: {s: {kind: train}}")
    assert "repository" not in lost("pipeline: {repo: true}\nsteps: {s: {kind: train}}")


def test_an_own_command_that_starts_the_pipeline_again_is_told_how() -> None:
    text = IMPROVED.replace("condition: drift share > 0.5", "command: python decide.py")
    assert any("start=true" in loss.message for loss in emit(text).losses)


# ------------------------------------------------------------------ pins
def test_every_action_is_pinned_by_a_dated_commit() -> None:
    pins = load_pins()
    assert pins.date == "2026-11-22"
    assert pins.use("actions/checkout").comment == "v7.0.1"


def test_a_pin_that_is_no_commit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "action_pins.yaml").write_text("date: '2026-01-01'\npins: {a/b: {tag: v1, sha: v1}}\n")
    monkeypatch.setattr("designer.targets.github_actions.pins.resource", lambda name: tmp_path / name)
    with pytest.raises(ResourceError, match="full commit"):
        load_pins()
