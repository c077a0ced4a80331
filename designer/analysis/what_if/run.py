"""One run of a pipeline in which at most one step fails: who runs, who is stopped.

Joins are ANDs: a step runs when each of its flow links lets it. A success link wants a success; an always link lets
everything pass; a failure link wants a failure, or that its source was stopped by one. A step that does not block
counts as passed when it fails: that is what exported workflows do with it.
"""

from __future__ import annotations

from typing import Final

from designer.analysis.view import PipelineView

PASSED: Final = "passed"
FAILED: Final = "failed"
STOPPED: Final = "stopped"  # because something before it failed
SKIPPED: Final = "skipped"  # waits for a failure that did not happen

GATES: Final = ("evaluate", "code_test", "validate_data", "scan", "approve")
"""Kinds of steps that decide whether a run goes on."""

_SATISFIED: Final = {"success": {PASSED}, "always": {PASSED, FAILED, STOPPED, SKIPPED}, "failure": {FAILED, STOPPED}}


def outcomes(view: PipelineView, failing: int | None = None) -> list[str]:
    """What becomes of each step; circles count as cut where the analyzer cuts them."""
    incoming: list[list[tuple[int, str]]] = [[] for _ in view.ids]
    for (source, target), link in view.reach.flow.items():
        incoming[target].append((source, link.when))
    found = [PASSED] * len(view.ids)
    for step in view.reach.order:
        found[step] = _outcome(incoming[step], found)
        if step == failing:
            found[step] = PASSED if is_ignored(view, step) else FAILED
    return found


def is_ignored(view: PipelineView, step: int) -> bool:
    """Whether a failure of a step counts as passed."""
    return view.value(step, "blocking") is False


def _outcome(incoming: list[tuple[int, str]], found: list[str]) -> str:
    lacking = [found[source] for source, when in incoming if found[source] not in _SATISFIED[when]]
    if not lacking:
        return PASSED
    return STOPPED if FAILED in lacking or STOPPED in lacking else SKIPPED
