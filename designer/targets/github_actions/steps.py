"""The steps inside a job: set-up, files taken over, the work itself, files handed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from designer.plan.attributes import one_line
from designer.plan.plan import MONITOR, SUCCESS, Artifact, Plan, Stage, Workflow
from designer.plan.variants import references, rewritten
from designer.targets.github_actions import expressions
from designer.targets.github_actions.conditions import has_pull_requests
from designer.targets.github_actions.pins import Pins
from designer.targets.starter import requirements_file
from designer.targets.yaml_text import Commented

PARAMS_FILE: Final = "params.yaml"
WORKFLOW_FILES: Final = {"pipeline": "ml-pipeline.yml", "monitor": "ml-monitor.yml"}
PYTHON: Final = "3.11"
Step = dict[str, Any]


def run(lines: tuple[str, ...], env: Mapping[str, str]) -> Step:
    """``env`` and ``run`` of a step.

    Text that GitHub would take for an expression is handed over in a variable: nothing is ever expanded inside ``run``.
    """
    text = "\n".join(lines).rstrip("\n")
    found: Step = {}
    axes = references(text)
    if axes:
        env = {**env, **{expressions.matrix_variable(axis): expressions.of_matrix(axis) for axis in axes}}
        text = rewritten(text, lambda axis: f"${{{expressions.matrix_variable(axis)}}}")
    if expressions.OPEN in text:
        env = {**env, "COMMAND": expressions.literal(text)}
        text = 'bash -eo pipefail -c "${COMMAND}"'
    if env:
        found["env"] = dict(env)
    found["run"] = text + "\n" if "\n" in text else text
    return found


def environment(stage: Stage) -> dict[str, str]:
    """Environment variables of a stage's commands; secrets only by name."""
    found = {}
    for name, value in stage.environment.items():
        source, _, key = value.partition(":")
        if source == "secret" and stage.fact("secrets") == "oidc":
            continue
        if source in ("var", "secret"):
            found[name] = f"${{{{ {source}s.{key} }}}}"
        else:
            found[name] = rewritten(value, expressions.of_matrix, expressions.literal)
    return found


def set_up(pins: Pins, stage: Stage, *, locked: bool) -> list[Step]:
    """Check out, Python, packages."""
    install = "--require-hashes -r requirements.lock" if locked else "-r requirements.txt"
    found: list[Step] = [
        {"name": "Check out", "uses": pins.use("actions/checkout"), "with": {"persist-credentials": False}},
        {"name": "Set up Python", "uses": pins.use("actions/setup-python"), "with": {"python-version": PYTHON}},
        {"name": "Install", "run": f"python -m pip install --quiet {install}"},
    ]
    if stage.requires:
        variable = next((v[4:] for v in stage.environment.values() if v.startswith("var:")), "")
        found.append(
            {
                "name": "Install the tool",
                **({"if": f"vars.{variable} != ''"} if variable else {}),
                "run": f"python -m pip install --quiet -r {requirements_file(stage.requires[0])}",
            }
        )
    return found


def take_over(pins: Pins, plan: Plan, workflow: Workflow, stage: Stage) -> list[Step]:
    """Downloads of what earlier jobs of this run made, then of what the last release left."""
    found: list[Step] = []
    producers = dict.fromkeys(a.producer for a in stage.inputs)
    optional = any(n.when != SUCCESS for n in stage.needs)
    for producer in producers:
        if producer in workflow.groups and producer != stage.id:
            name = plan.stages[producer].name
            step = {"name": f"Take over from {name}", "uses": pins.use("actions/download-artifact")}
            if optional:
                step["continue-on-error"] = True
            every = {"pattern": f"{name}-*", "merge-multiple": True}  # one upload of each run of its matrix
            found.append({**step, "with": every if plan.stages[producer].fact("matrix") else {"name": name}})
    earlier = [plan.stages[p].name for p in producers if p not in workflow.groups]
    if earlier and workflow.name == MONITOR:
        found.append(
            {
                "name": "Get the files of the last release",
                "env": {"GH_TOKEN": "${{ github.token }}"},
                "run": f"python pipeline/last_release.py --workflow {WORKFLOW_FILES['pipeline']} {' '.join(earlier)}",
            }
        )
    return found


def reads_last_release(workflow: Workflow, stage: Stage) -> bool:
    """Whether a stage takes files that another workflow made."""
    return workflow.name == MONITOR and any(a.producer not in workflow.groups for a in stage.inputs)


def step_id(stage: Stage) -> str:
    """The id of the step that does the work; two leading underscores are GitHub's own."""
    return f"step{stage.name}" if stage.name.startswith("__") else stage.name


def work(workflow: Workflow, stage: Stage) -> list[Step]:
    """The step's own commands, under the step's id, and then their effects elsewhere."""
    env = environment(stage)
    title = expressions.literal(stage.title)
    step: Step = {"name": title, "id": step_id(stage)}
    if stage.fact("blocking") is False:
        step["continue-on-error"] = True
    if stage.placeholder:
        return [{**step, "run": f"echo '::warning::{stage.name} is a placeholder: it does nothing yet'"}]
    if stage.action:
        return [{**step, **_call(stage, env)}]
    public = {k: v for k, v in env.items() if not (stage.effects and "secrets." in v)}  # only effects get secrets
    found = [{**step, **_place(stage), **run(stage.commands, public)}]
    if stage.effects:
        guard = {"if": "github.event_name != 'pull_request'"} if has_pull_requests(workflow) else {}
        found.append({"name": f"Publish {stage.name}", **guard, **run(stage.effects, env)})
    return found


def _place(stage: Stage) -> Step:
    """The folder and the shell of a step's commands, where they are stated."""
    shell = stage.fact("shell") if stage.own_command else ""
    stated = {"working-directory": stage.folder, "shell": one_line(shell) if isinstance(shell, str) else ""}
    return {key: value for key, value in stated.items() if value}


def _call(stage: Stage, env: Mapping[str, str]) -> Step:
    """``uses`` and ``with`` of a ready-made action."""
    inputs = stage.fact("inputs")
    found: Step = {"env": dict(env)} if env else {}
    found["uses"] = stage.action
    if isinstance(inputs, Mapping) and inputs:
        found["with"] = {str(name): _value(value) for name, value in inputs.items()}
    return found


def _value(value: Any) -> Any:
    """An input of an action: a plain value, or text; references to a matrix are expressions here."""
    return value if isinstance(value, (bool, int, float)) else in_matrix(str(value))


def in_matrix(text: str) -> str:
    """A text outside of ``run``, with an expression for each reference to a matrix."""
    return rewritten(text, expressions.of_matrix)


def hand_over(pins: Pins, stage: Stage, outputs: tuple[Artifact, ...]) -> list[Step]:
    """Uploads what the stage left.

    The parameter file goes along: it records what the files were made with, and it makes the project's folder the
    root of the upload, so that a download puts every file back in its place.
    """
    if not outputs:
        return []
    paths = "".join(f"{p}\n" for p in (PARAMS_FILE, *(in_matrix(o.path) for o in outputs)))
    missing = "warn" if stage.fact("blocking") is False else "error"
    name = f"{stage.name}-${{{{ strategy.job-index }}}}" if stage.fact("matrix") else stage.name
    return [
        {
            "name": "Hand over",
            "uses": pins.use("actions/upload-artifact"),
            "with": {"name": name, "path": paths, "if-no-files-found": missing, "retention-days": 7},
        }
    ]


def report_failure(stage: Stage) -> Step:
    """A message when the job fails."""
    return {
        "name": "Report the failure",
        "if": "failure()",
        "env": {"NOTIFY_URL": "${{ vars.NOTIFY_URL }}"},
        "run": f"python pipeline/notify.py --step {stage.name} --event failure",
    }


def dispatch(stage: Stage) -> Step:
    """Starts the pipeline again when the step said so."""
    return {
        "name": "Start the pipeline again",
        "if": f"steps.{step_id(stage)}.outputs.start == 'true'",
        "env": {"GH_TOKEN": "${{ github.token }}", "REASON": f"{stage.name} asked for a new run"},
        "run": f'gh workflow run {WORKFLOW_FILES["pipeline"]} --repo "${{GITHUB_REPOSITORY}}" '
        '--field "reason=${REASON}"',
    }


def builds_image(stage: Stage) -> bool:
    """Whether an image is built from what a stage leaves: a folder to build from, and a place to record the result."""
    return bool(stage.extra.get("builds_image")) and {"context", "image"} <= {o.role for o in stage.outputs}


def _free_id(stage: Stage, wanted: str) -> str:
    """An id for a further step of the job, different from that of the work whatever that is."""
    return f"{wanted}_2" if step_id(stage).lower() == wanted else wanted


def publish_image(pins: Pins, stage: Stage) -> list[Step]:
    """Builds the packaged folder as an image, pushes it, and records its digest for the deployment."""
    context = next(o.path for o in stage.outputs if o.role == "context")
    record = next(o.path for o in stage.outputs if o.role == "image")
    image = re.sub(r"[^a-z0-9]+", "-", stage.name.lower()).strip("-") or "model"
    tag = "${{ github.sha }}" if stage.fact("immutable_tag") is True else "latest"
    signed = stage.fact("provenance") is True
    named, built = _free_id(stage, "image_name"), _free_id(stage, "image_build")
    reference = f"${{{{ steps.{named}.outputs.image }}}}"
    digest = f"${{{{ steps.{built}.outputs.digest }}}}"
    found: list[Step] = [
        {
            "name": "Name the image",
            "id": named,
            "run": f'echo "image=ghcr.io/${{GITHUB_REPOSITORY,,}}/{image}" >> "${{GITHUB_OUTPUT}}"',
        },
        {"name": "Set up Buildx", "uses": pins.use("docker/setup-buildx-action")},
        {
            "name": "Log in to the registry",
            "uses": pins.use("docker/login-action"),
            "with": {"registry": "ghcr.io", "username": "${{ github.actor }}", "password": "${{ github.token }}"},
        },
        {
            "name": "Build and push",
            "id": built,
            "uses": pins.use("docker/build-push-action"),
            "with": {
                "context": context,
                "push": True,
                "tags": f"{reference}:{tag}",
                "provenance": "mode=max" if signed else False,
                "sbom": signed,
            },
        },
    ]
    if signed:
        found.append(
            {
                "name": "Attest provenance",
                "uses": pins.use("actions/attest"),
                "with": {
                    "subject-name": reference,
                    "subject-digest": digest,
                    "push-to-registry": True,
                },
            }
        )
    found.append(
        {
            "name": "Record the image",
            "env": {
                "IMAGE": reference,
                "TAG": tag,
                "DIGEST": digest,
            },
            "run": 'printf \'{"image": "%s", "tag": "%s", "digest": "%s"}\\n\' '
            f'"${{IMAGE}}" "${{TAG}}" "${{DIGEST}}" > {record}',
        }
    )
    return found


def documented(permissions: Mapping[str, tuple[str, str]]) -> dict[str, Commented]:
    """Permissions with the reason for each behind it."""
    return {scope: Commented(level, reason) for scope, (level, reason) in permissions.items()}
