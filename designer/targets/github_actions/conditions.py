"""When a job runs: outcomes of the jobs before it, branches, events, and people."""

from __future__ import annotations

from designer.plan.attributes import text, words
from designer.plan.plan import Group, Plan, Stage, Workflow
from designer.plan.triggers import DEFAULT_BRANCH
from designer.targets.github_actions import expressions

EVENTS = {
    "push": "push",
    "pull_request": "pull_request",
    "pull_request_target": "pull_request",
    "schedule": "schedule",
    "manual": "workflow_dispatch",
    "release": "release",
    "new_data": "repository_dispatch",
    "drift": "repository_dispatch",
    "event": "repository_dispatch",
}


def job_condition(plan: Plan, workflow: Workflow, group: Group) -> str:
    """The value of a job's ``if``; empty when it always runs."""
    stage = plan.stages[group.id]
    named = [(plan.stages[n.name].name, n) for n in group.needs]
    return expressions.condition(
        [
            expressions.outcome(named),
            _branches(workflow, stage),
            _events(workflow, stage),
            "github.event_name == 'workflow_dispatch'" if stage.by_hand else "",
            expressions.stated(text(stage.facts, "only_if")),
            "github.event_name != 'pull_request'" if _releases(stage) and has_pull_requests(workflow) else "",
        ]
    )


def has_pull_requests(workflow: Workflow) -> bool:
    """Whether pull requests start a workflow."""
    return any(t.event == "pull_request" for t in workflow.triggers)


def release_branches(workflow: Workflow, stage: Stage) -> tuple[str, ...]:
    """Branches a stage is limited to: the stated ones; a deployment without any follows the pushes."""
    stated = words(stage.fact("branches"))
    if stated or not stage.can("deploys"):
        return stated
    pushed = next((t.branches for t in workflow.triggers if t.event == "push"), ())
    return pushed or (DEFAULT_BRANCH,)


def _branches(workflow: Workflow, stage: Stage) -> str:
    branches = release_branches(workflow, stage)
    return expressions.on_branches(branches) if branches else ""


def _events(workflow: Workflow, stage: Stage) -> str:
    """A limit to the events the step states, when the workflow listens to more than those."""
    stated = [EVENTS[t] for t in words(stage.fact("triggers")) if t in EVENTS]
    listens = {EVENTS[t.event] for t in workflow.triggers} - {"workflow_dispatch"}
    if not stated or listens <= set(stated):
        return ""
    return expressions.on_events(dict.fromkeys(stated))


def _releases(stage: Stage) -> bool:
    """Whether a run for a pull request must leave it out; deployments are already limited to branches."""
    return stage.can("registers") or stage.can("packages")
