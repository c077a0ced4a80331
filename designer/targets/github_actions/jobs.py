"""One job for each group of a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.plan.attributes import whole
from designer.plan.ignores import Ignore
from designer.plan.plan import Group, Plan, Stage, Workflow
from designer.targets.github_actions import sparing, steps
from designer.targets.github_actions.conditions import job_condition
from designer.targets.github_actions.expressions import literal
from designer.targets.github_actions.pins import Pins
from designer.targets.yaml_text import Commented, Inline

RUNNERS: Final = {
    "local": "LOCAL_RUNNER",
    "gpu_runner": "GPU_RUNNER",
    "cluster": "CLUSTER_RUNNER",
    "cloud": "CLOUD_RUNNER",
    "managed": "MANAGED_RUNNER",
}
LOCKED: Final = frozenset({"lockfile", "container", "digest"})
_MINUTES: Final = {"trains": 60, "evaluates": 30, "approves": 5, "notifies": 5, "triggers_training": 10}
MAX_MINUTES: Final = 360  # GitHub's own runners stop a job then


def job(pins: Pins, plan: Plan, workflow: Workflow, group: Group, *, locked: bool) -> Any:
    """A job as data, keys in the order people expect; ``locked`` is `is_locked`, asked once for all jobs."""
    stage = plan.stages[group.id]
    found: dict[str, Any] = {"name": literal(stage.title)}
    if group.needs:
        found["needs"] = Inline([plan.stages[n.name].name for n in group.needs])
    when = job_condition(plan, workflow, group)
    if when:
        found["if"] = when
    if stage.fact("matrix"):
        found["strategy"] = {"fail-fast": False, "matrix": stage.fact("matrix")}
    found["runs-on"] = _runner(stage)
    found["timeout-minutes"] = whole(stage.facts, "timeout_minutes", _minutes(stage), high=MAX_MINUTES)
    found["permissions"] = _permissions(plan, workflow, stage)
    if group.environment:
        found["environment"] = _environment(group)
    if stage.can("deploys"):
        found["concurrency"] = {"group": f"deploy-{group.environment}-{stage.name}", "cancel-in-progress": False}
    found["steps"] = _steps(pins, plan, workflow, stage, plan.spared(group.steps), locked=locked)
    return sparing.of_job(found, stage, plan.spared(group.steps))


def runner_variable(stage: Stage) -> str:
    """Name of the variable that names the runner of a stage that does not run on GitHub's own; empty otherwise."""
    place = stage.fact("runs_on")
    if isinstance(place, str) and place in RUNNERS:
        return RUNNERS[place]
    return RUNNERS["gpu_runner"] if isinstance(stage.fact("accelerator"), str) and stage.fact("accelerator") else ""


def is_locked(plan: Plan) -> bool:
    """Whether packages are installed from the lock with hashes: as soon as one step asks for a fixed environment."""
    return any(isinstance(e := s.fact("env"), str) and e in LOCKED for s in plan.stages.values())


def needs_code(stage: Stage) -> bool:
    """Whether a job has anything to do with the project's files."""
    return not stage.placeholder and (stage.own_command or not stage.can("approves"))


def restarts_from(plan: Plan, stage: Stage) -> bool:
    """Whether a feedback link starts at a stage."""
    return any(r.source == stage.id for r in plan.restarts)


def _runner(stage: Stage) -> Any:
    stated = stage.fact("runner")
    if isinstance(stated, (str, list, Mapping)) and stated:
        return steps.in_matrix(stated) if isinstance(stated, str) else stated
    variable = runner_variable(stage)
    return f"${{{{ vars.{variable} || 'ubuntu-latest' }}}}" if variable else "ubuntu-latest"


def _minutes(stage: Stage) -> int:
    return next((m for capability, m in _MINUTES.items() if stage.can(capability)), 20)


def _environment(group: Group) -> Any:
    if group.reviewed:
        return {"name": Commented(group.environment, "its required reviewers are the approval")}
    return group.environment


def _permissions(plan: Plan, workflow: Workflow, stage: Stage) -> Any:
    stated = stage.fact("token_permissions")
    if isinstance(stated, (str, Mapping)):
        return stated if stated else Inline({})
    found: dict[str, tuple[str, str]] = {}
    if needs_code(stage):
        found["contents"] = ("read", "check out the code")
    if steps.builds_image(stage):
        found["packages"] = ("write", "push the image")
        if stage.fact("provenance") is True:
            found["id-token"] = ("write", "sign the attestation")
            found["attestations"] = ("write", "store the attestation")
    elif stage.fact("secrets") == "oidc":
        found["id-token"] = ("write", "log in without a stored secret")
    if restarts_from(plan, stage):
        found["actions"] = ("write", "start the pipeline again")
    elif steps.reads_last_release(workflow, stage):
        found["actions"] = ("read", "get the files of the last release")
    return dict(steps.documented(found)) if found else Inline({})


def _steps(
    pins: Pins, plan: Plan, workflow: Workflow, stage: Stage, ignores: tuple[Ignore, ...], *, locked: bool
) -> list[steps.Step]:
    found: list[steps.Step] = []
    if needs_code(stage):
        found += steps.set_up(pins, stage, locked=locked)
        found += steps.take_over(pins, plan, workflow, stage)
    found += sparing.of_steps(steps.work(workflow, stage), ignores)
    if steps.builds_image(stage):
        found += steps.publish_image(pins, stage)
    found += steps.hand_over(pins, stage, stage.outputs)
    if restarts_from(plan, stage):
        found.append(steps.dispatch(stage))
    if plan.facts.get("notify_on_failure") is True and needs_code(stage):
        found.append(steps.report_failure(stage))
    return found
