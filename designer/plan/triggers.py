"""What starts a workflow, from the facts of the pipeline and of its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from designer.plan.attributes import is_branch, words
from designer.plan.plan import Loss, Stage, Trigger

DEFAULT_BRANCH: Final = "main"
# Odd minutes: at full hours everybody's schedules compete. The monitor comes after the pipeline.
NIGHTLY: Final = "41 3 * * *"
CRONS: Final = {"hourly": "17 * * * *", "daily": "17 5 * * *", "weekly": "17 5 * * 1"}
_EVENTS: Final = {"new_data": "new-data", "drift": "drift", "event": "event"}


def pipeline_triggers(
    facts: Mapping[str, Any], stages: Iterable[Stage], *, restarted: bool
) -> tuple[tuple[Trigger, ...], list[Loss]]:
    """Events of the main workflow: the pipeline's and those that steps state for themselves."""
    stages = list(stages)
    stated = set(words(facts.get("triggers")))
    branches = dict.fromkeys(words(facts.get("branches")))
    for stage in stages:
        stated.update(words(stage.fact("triggers")))
        branches.update(dict.fromkeys(words(stage.fact("push_branches"))))
    losses = []
    if "pull_request_target" in stated:
        stated.add("pull_request")
        message = "pull_request_target would give strangers' code the secrets: pull_request is used"
        losses.append(Loss(None, "trigger", message))
    if "workflow_run" in stated:
        message = "starting after another workflow would run with its rights: start this one by hand or by an event"
        losses.append(Loss(None, "trigger", message))
    if not stated and not restarted:
        losses.append(Loss(None, "trigger", "nothing is stated that starts the pipeline: a person has to start it"))
    if any(not is_branch(b) for b in branches):
        losses.append(Loss(None, "branch", "a branch name that is not safe to write is left out"))
    listens = tuple(filter(is_branch, branches)) if branches else (DEFAULT_BRANCH,)
    found = [Trigger(e, listens) for e in ("push", "pull_request") if e in stated and listens]
    if "schedule" in stated:
        found.append(Trigger("schedule", cron=NIGHTLY))
    if "release" in stated:
        found.append(Trigger("release"))
    found.append(Trigger("manual"))
    names = tuple(name for word, name in _EVENTS.items() if word in stated)
    if names:
        found.append(Trigger("event", names=names))
    return tuple(found), losses


def monitor_triggers(stages: Iterable[Stage]) -> tuple[tuple[Trigger, ...], list[Loss]]:
    """Events of the workflow behind a release: the clock, as often as the most impatient step asks, and a person."""
    losses: list[Loss] = []
    asked: dict[str, str] = {}
    watchers = [s for s in stages if s.capabilities & {"monitors", "detects_drift"}]
    for stage in watchers:
        often = stage.fact("frequency")
        if often == "stream":
            losses.append(Loss(stage.id, "frequency", "a workflow cannot follow a stream: it looks once an hour"))
            often = "hourly"
        if isinstance(often, str) and often in CRONS:
            asked[stage.id] = often
        elif often == "once":
            losses.append(Loss(stage.id, "frequency", "once is no schedule: it looks when the others do, or by hand"))
    never = watchers and all(s.fact("frequency") == "once" for s in watchers)
    chosen = next((f for f in CRONS if f in asked.values()), "" if never else "daily")
    for step_id, often in asked.items():
        if often != chosen:
            losses.append(Loss(step_id, "frequency", f"it runs {chosen} with the others, not {often}"))
    clock = (Trigger("schedule", cron=CRONS[chosen]),) if chosen else ()
    return (*clock, Trigger("manual")), losses
