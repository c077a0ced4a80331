"""Values under known keys that a card cannot show: they count, stay in the file, and the report names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.facts import minutes
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.reading.workflow import Workflow

_OF_ALL_STEPS: Final = ("if", "env")


def report_hidden(workflow: Workflow, cards: Mapping[str, tuple[Card, ...]], report: Report) -> None:
    """Tells of what holds for more than one step, and of values that are not known before a run."""
    if workflow.entry.data.get("env"):
        report.kept(("env",), "env of the file holds for all jobs; their steps do not show it")
    for dealt in cards.values():
        job = dealt[0].job
        for key in _OF_ALL_STEPS:
            message = _hidden_behind(key, dealt) if job.entry.data.get(key) else ""
            if message:
                report.kept((*job.entry.at, key), message)
        for entry in (job.entry, *job.steps):
            _report_open(entry, report)


def _hidden_behind(key: str, dealt: tuple[Card, ...]) -> str:
    """Why a key of a job is not shown on its cards; empty when it is."""
    name = dealt[0].job.name
    if len(dealt) > 1:
        return f"{key} of job {name} holds for all of its steps; they do not show it"
    has_own = dealt[0].has_step and dealt[0].entry.data.get(key)
    return f"{key} of job {name} holds besides that of its step; only the step's is shown" if has_own else ""


def _report_open(entry: Entry, report: Report) -> None:
    blocking = entry.data.get("continue-on-error")
    if entry.has("timeout-minutes") and minutes(entry) is None:
        report.kept((*entry.at, "timeout-minutes"), "timeout-minutes is no whole number; it is not shown")
    if blocking is not None and not isinstance(blocking, bool):
        report.kept((*entry.at, "continue-on-error"), "continue-on-error is only known in a run; it is not shown")
