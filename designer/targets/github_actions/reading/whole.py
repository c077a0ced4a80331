"""Facts of the pipeline as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.model.step import Link, Step
from designer.steps.catalog import Catalog
from designer.targets.github_actions.reading import actions
from designer.targets.github_actions.reading.judged import scores
from designer.targets.github_actions.reading.workflow import Workflow
from designer.targets.importer import Surroundings


def pipeline_facts(
    workflow: Workflow, steps: Mapping[str, Step], links: Mapping[str, Link], around: Surroundings
) -> dict[str, Any]:
    """What holds for every step of a file."""
    triggers = workflow.triggers.words()
    facts: dict[str, Any] = {"name": workflow.entry.text("name")} if workflow.entry.text("name") else {}
    facts |= {
        "origin": "github",
        "repo": True,
        "given_files": True,
        "triggers": triggers,
        "scope": _scope(triggers, steps, around.catalog),
    }
    if workflow.triggers.branches:
        facts["branches"] = list(workflow.triggers.branches)
    if _calls_the_unknown(workflow, around):
        facts |= {"opaque": True, "partial": True}
    if _tells_of_failure(steps, links, around.catalog):
        facts["notify_on_failure"] = True
    return facts


def _scope(triggers: list[str], steps: Mapping[str, Step], catalog: Catalog) -> str:
    """A proposal: a release for production serves online, a scoring step on a schedule works in batches."""
    real = [step for step in steps.values() if not step.get("stub")]
    scoring = [s for s in real if "schedule" in triggers and scores(s.id, s.title, str(s.get("command", "")))]
    for step in real:
        is_for_all = step.get("environment", catalog.default(step, "environment")) == "prod"
        if catalog.can(step, "deploys") and is_for_all and step not in scoring:
            return "online"
    return "batch" if scoring else "training"


def _calls_the_unknown(workflow: Workflow, around: Surroundings) -> bool:
    """Whether a job runs a reusable workflow that is not here."""
    calls = {job.calls for job in workflow.jobs.values() if job.calls}
    paths = (actions.is_local(c) and actions.local_path(c, workflow.tree.source) for c in calls)
    return any(not path or around.neighbour(path) is None for path in paths)


def _tells_of_failure(steps: Mapping[str, Step], links: Mapping[str, Link], catalog: Catalog) -> bool:
    return any(link.when != "success" and catalog.can(steps[link.target], "notifies") for link in links.values())
