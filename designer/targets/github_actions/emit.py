"""Writes a plan as workflow files."""

from __future__ import annotations

from typing import Any, Final

from designer.plan.plan import MONITOR, Plan, Trigger, Workflow
from designer.targets.github_actions import sparing
from designer.targets.github_actions.checklist import checklist, losses
from designer.targets.github_actions.expressions import OPEN
from designer.targets.github_actions.jobs import is_locked, job
from designer.targets.github_actions.pins import Pins, load_pins
from designer.targets.github_actions.steps import PARAMS_FILE, WORKFLOW_FILES
from designer.targets.manifests import manifests
from designer.targets.parameters import parameter_file
from designer.targets.target import Emission, Target, TextSpan
from designer.targets.yaml_text import Inline, lines

FOLDER: Final = ".github/workflows"


class GitHubActions(Target):
    """Jobs with least permissions, pinned actions, and files handed over along the links."""

    slug = "github"
    title = "GitHub Actions"
    order = 10

    def emit(self, plan: Plan) -> Emission:
        pins = load_pins()
        files: dict[str, str] = {}
        spans: dict[str, list[TextSpan]] = {}
        for workflow in plan.workflows:
            path = f"{FOLDER}/{WORKFLOW_FILES[workflow.name]}"
            text, found = _workflow_text(pins, plan, workflow)
            files[path] = text
            for step, (first, last) in found.items():
                spans.setdefault(step, []).append(TextSpan(path, first, last))
        text, found = parameter_file(plan)
        files[PARAMS_FILE] = text
        for step, (first, last) in found.items():
            spans.setdefault(step, []).append(TextSpan(PARAMS_FILE, first, last))
        settings = sparing.actionlint_settings(plan, _workflow_steps(plan))
        if settings:
            files[sparing.ACTIONLINT_FILE] = "\n".join(lines(settings)) + "\n"
        for step, path, text in manifests(plan):
            files[path] = text
            spans.setdefault(step, []).append(TextSpan(path, 1, text.count("\n")))
        return Emission(
            files=files,
            losses=(*plan.losses, *losses(plan), *sparing.losses(plan)),
            checklist=checklist(plan),
            spans={s: tuple(found) for s, found in spans.items()},
            shared={sparing.ACTIONLINT_FILE: settings} if settings else {},
        )


def _workflow_steps(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Path of each workflow -> ids of its steps."""
    return {
        f"{FOLDER}/{WORKFLOW_FILES[w.name]}": tuple(step for group in w.groups.values() for step in group.steps)
        for w in plan.workflows
    }


def _workflow_text(pins: Pins, plan: Plan, workflow: Workflow) -> tuple[str, dict[str, tuple[int, int]]]:
    slug = WORKFLOW_FILES[workflow.name].removesuffix(".yml")
    pull_requests = any(t.event == "pull_request" for t in workflow.triggers)
    head: list[dict[str, Any]] = [
        {"name": workflow.title.replace(OPEN, "$ {{")},  # no expressions here, so nothing to escape one with
        {"on": _events(workflow.triggers)},
        {"permissions": Inline({})},
        {
            "concurrency": {
                "group": slug if workflow.name == MONITOR else f"{slug}-${{{{ github.ref }}}}",
                "cancel-in-progress": "${{ github.event_name == 'pull_request' }}" if pull_requests else False,
            }
        },
        {"defaults": {"run": {"shell": "bash"}}},
        {"env": {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}},
    ]
    text = [f"# {ignore.comment}" for ignore in plan.ignores if not ignore.step]
    for part in head:
        text += [*lines(sparing.of_workflow(part, plan.ignores)), ""]
    text.append("jobs:")
    locked = is_locked(plan)
    spans: dict[str, tuple[int, int]] = {}
    for group in workflow.groups.values():
        text += [f"  # {ignore.comment}" for ignore in plan.ignored_at(group.steps)]
        first = len(text) + 1
        text += lines({plan.stages[group.id].name: job(pins, plan, workflow, group, locked=locked)}, 2)
        spans.update(dict.fromkeys(group.steps, (first, len(text))))
        text.append("")
    return "\n".join(text[:-1]) + "\n", spans


def _events(triggers: tuple[Trigger, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for trigger in triggers:
        if trigger.event in ("push", "pull_request"):
            found[trigger.event] = {"branches": Inline(list(trigger.branches))}
        elif trigger.event == "schedule":
            found["schedule"] = [{"cron": trigger.cron}]
        elif trigger.event == "release":
            found["release"] = {"types": Inline(["published"])}
        elif trigger.event == "event":
            found["repository_dispatch"] = {"types": Inline(list(trigger.names))}
        else:
            reason = {"description": "Why this run was started", "type": "string", "default": "by hand"}
            found["workflow_dispatch"] = {"inputs": {"reason": reason}}
    return found
