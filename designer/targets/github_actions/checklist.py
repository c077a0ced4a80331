"""What a person sets up on GitHub, and what GitHub cannot say of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from designer.plan.attributes import is_branch, one_line, text, words
from designer.plan.plan import Loss, Plan, Stage
from designer.targets.github_actions import expressions
from designer.targets.github_actions.conditions import release_branches
from designer.targets.github_actions.jobs import runner_variable
from designer.targets.target import ChecklistItem

_WHY = {
    "DEPLOY_URL": "address that takes a release; without it the deployment is a dry run",
    "DEPLOY_TOKEN": "key for DEPLOY_URL",
    "KUBE_CONFIG": "access to the cluster; without it the manifests are only checked and nothing is deployed",
    "DVC_REMOTE_URL": "where data and models are kept, for example s3://bucket/path; without it nothing is stored",
    "DVC_ACCESS_KEY_ID": "access to the data remote",
    "DVC_SECRET_ACCESS_KEY": "access to the data remote",
    "MLFLOW_TRACKING_URI": "address of the MLflow server; without it runs are recorded in files only",
    "MLFLOW_TRACKING_TOKEN": "key for the MLflow server",
    "SERVICE_URL": "address of the running service; without it the check says so and looks at the model only",
    "NOTIFY_URL": "address that messages are posted to; without it they are only in the log",
    "FEEDBACK_URL": "address that gives the collected labels; without it there are none",
}


def checklist(plan: Plan) -> tuple[ChecklistItem, ...]:
    """Environments, secrets and variables to create, each once, with the steps that need it."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for kind, name, why, step in _wanted(plan):
        _, steps = found.setdefault((kind, name), (why, []))
        if step not in steps:
            steps.append(step)
    return tuple(ChecklistItem(kind, name, why, tuple(steps)) for (kind, name), (why, steps) in sorted(found.items()))


def _wanted(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    for workflow in plan.workflows:
        for group in workflow.groups.values():
            stage = plan.stages[group.id]
            if group.environment:
                why = (
                    "add required reviewers and limit it to the release branch: without them everything is let through"
                    if group.reviewed
                    else "limit it to the branches that may use its secrets"
                )
                yield "environment", group.environment, why, group.id
            for value in stage.environment.values():
                source, _, name = value.partition(":")
                if source == "var":
                    yield "variable", name, _WHY.get(name, ""), group.id
                elif source == "secret" and stage.fact("secrets") != "oidc":
                    yield "secret", name, f"{_WHY.get(name, '')} (in the environment {group.environment})", group.id
            if runner := runner_variable(stage):
                yield "variable", runner, "label of the runner to use; without it ubuntu-latest is used", group.id
            if plan.facts.get("notify_on_failure") is True:
                yield "variable", "NOTIFY_URL", _WHY["NOTIFY_URL"], group.id


def losses(plan: Plan) -> tuple[Loss, ...]:
    """What is on the canvas and not in the workflow files."""
    found = [loss for stage in plan.stages.values() for loss in _stage_losses(stage)]
    if plan.facts.get("repo") is not True:
        found.append(
            Loss(None, "repository", "the files work only in a repository on GitHub: put the project into one")
        )
    for restart in plan.restarts:
        if plan.stages[restart.source].own_command:
            message = "its command must write start=true to the file $GITHUB_OUTPUT when a new run is wanted"
            found.append(Loss(restart.source, "feedback", message))
    for source, target in plan.crossings:
        message = f"a job cannot wait for another workflow: {target} is started by the clock, not by {source}"
        found.append(Loss(target, "link", message))
    for workflow in plan.workflows:
        for group in workflow.groups.values():
            for branch in release_branches(workflow, plan.stages[group.id]):
                if not is_branch(branch):
                    message = "a branch name has letters that are not safe in a condition: it matches nothing"
                    found.append(Loss(group.id, "branch", message))
    return tuple(found)


def _stage_losses(stage: Stage) -> Iterator[Loss]:
    if stage.fact("runs_on") == "local":
        message = "a runner of GitHub is used unless somebody's own computer is registered as the runner LOCAL_RUNNER"
        yield Loss(stage.id, "runs on", message)
    condition = text(stage.facts, "only_if")
    if condition and not expressions.stated(condition):
        yield Loss(stage.id, "condition", f"{one_line(condition)} is no condition that can stand with others: left out")
    if stage.fact("env") in ("container", "digest"):
        yield Loss(stage.id, "environment", "the image is not known here: packages are fixed by their hashes instead")
    if stage.extra.get("manifests") and stage.fact("strategy") in ("blue_green", "canary", "shadow", "ab"):
        yield Loss(stage.id, "rollout", "the manifest rolls out copy by copy: other ways need a rollout controller")
    if stage.extra.get("manifests") and not any(a.role == "image" for a in stage.inputs):
        yield Loss(stage.id, "image", "no step before it packs an image: with access to a cluster its job stops there")
    if stage.fact("method") == "gitops" and stage.can("deploys"):
        yield Loss(
            stage.id, "GitOps", "the job applies the manifests itself: point your GitOps controller at k8s/ instead"
        )
    secrets = stage.fact("secrets")
    if secrets in ("plain", "hardcoded"):
        yield Loss(stage.id, "secrets", "secrets are never written into files: create them on GitHub instead")
    if secrets == "oidc":
        yield Loss(stage.id, "secrets", "the log-in action of your cloud must be added; the job may ask for its token")
    if stage.fact("permissions") == "broad":
        yield Loss(stage.id, "permissions", "the job gets only the permissions it needs")
    if stage.fact("pinned") is False:
        yield Loss(stage.id, "pinned", "actions are pinned by their commit all the same")
    if stage.fact("cache") is True and not words(stage.fact("consumes")):
        yield Loss(stage.id, "cache", "every run computes anew: a shared cache could be poisoned")
