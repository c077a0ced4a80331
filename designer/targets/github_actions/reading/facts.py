"""Raw facts of a card: what the file says, without judging it.

A card of a job with several cards has the facts of its own step, besides the four that belong to the job
(`designer.targets.importer.SHARED`). A card that stands for its job has its step's, else the job's. Where a step says
no shell, folder or time limit, that of its job or of the file is shown: it is the one that counts.
"""

from __future__ import annotations

from typing import Any

from designer.targets.github_actions.reading.cards import Card, shell
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.workflow import Workflow


def job_facts(job: Entry) -> dict[str, Any]:
    """The facts that belong to a job and stand on all of its cards; they are read once, a matrix may be large."""
    return {
        "matrix": _matrix(job),
        "runner": job.value("runs-on"),
        "environment_name": environment_name(job),
        "token_permissions": job.value("permissions"),
    }


def raw_facts(card: Card, workflow: Workflow, of_job: dict[str, Any]) -> dict[str, Any]:
    """The facts of one card.

    Args:
        card: which.
        workflow: its file.
        of_job: what `job_facts` says about its job.
    """
    step, job = card.entry, card.job.entry
    run = step.text("run") if card.has_step else ""
    levels = (step, job) if card.is_job else (step,)
    facts = {
        "command": run,
        "action": "" if run else step.text("uses"),
        "inputs": step.inside("with").value_or_none(),
        "working_directory": _folder(step, job, workflow.entry),
        "shell": shell(step, card.job, workflow) if run else "",
        "variables": next(filter(None, (entry.inside("env").value_or_none() for entry in levels)), None),
        "timeout_minutes": next((m for m in map(minutes, (step, job)) if m is not None), None),
        "only_if": next(filter(None, (entry.text("if") for entry in levels)), ""),
        **of_job,
    }
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def environment_name(job: Entry) -> str:
    """The deployment environment of a job."""
    return job.text("environment") or job.inside("environment").text("name")


def _folder(step: Entry, job: Entry, top: Entry) -> str:
    if not step.has("run"):
        return ""
    stated = [step.text("working-directory")]
    stated += [entry.inside("defaults").inside("run").text("working-directory") for entry in (job, top)]
    return next(filter(None, stated), "")


def _matrix(job: Entry) -> Any:
    """The matrix as it stands: a mapping, or an expression."""
    matrix = job.inside("strategy").value("matrix")
    return matrix if isinstance(matrix, (dict, str)) and matrix else None


def minutes(entry: Entry) -> int | None:
    """The time limit of a job or step; None when it has none, or no whole number."""
    value = entry.data.get("timeout-minutes")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if value == value // 1 else None
