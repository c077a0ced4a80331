"""What a job or step starts with: the events that reach it, and what it asks about the steps before it."""

from __future__ import annotations

import re
from typing import Final

from designer.targets.github_actions.reading import conditions, triggers
from designer.targets.github_actions.reading.cards import Card
from designer.targets.github_actions.reading.workflow import Job, Workflow

_PULL_REQUEST: Final = "pull_request"


def starting(job: Job, workflow: Workflow) -> list[str] | None:
    """The events that reach a job, in the words of a pipeline; None where nothing but its own condition holds any back.

    A pull request that only counts once it is merged is a push.
    """
    chain = [each.entry.text("if") for each in _waited_for(job, workflow)]
    events = workflow.triggers.events
    reached = [e for e in events if all(conditions.may_pass(text, e) for text in chain)]
    is_merged = _PULL_REQUEST in reached and any(map(conditions.is_after_merge, chain))
    own = [e for e in events if conditions.may_pass(chain[0], e)]
    if not reached or (reached == own and not is_merged):
        return None
    return list(dict.fromkeys(triggers.word("push" if is_merged and e == _PULL_REQUEST else e) for e in reached))


def _waited_for(job: Job, workflow: Workflow) -> list[Job]:
    """A job, and those before it of which none may be skipped or fail for it to run."""
    found = {job.name: job}
    waiting = [job]
    while waiting:
        each = waiting.pop()
        for name in each.needs:
            if name not in found and _must_succeed(each, name):
                found[name] = workflow.jobs[name]
                waiting.append(found[name])
    return list(found.values())


def _must_succeed(job: Job, need: str) -> bool:
    condition = job.entry.text("if")
    if not conditions.asks_for_outcome(condition):
        return True  # GitHub skips a job when one that it needs was skipped
    is_plain = len(job.needs) == 1 and "||" not in condition
    return is_plain and conditions.outcome(condition, need) == conditions.SUCCESS


def is_asked_for(card: Card, workflow: Workflow) -> bool:
    """Whether a later condition asks for the result of a step, or for what it hands on."""
    name = card.entry.text("id") if card.has_step else ""
    if not name:
        return False
    of_step = re.compile(rf"\bsteps\.{re.escape(name)}\.(outputs|outcome|conclusion)\b")
    if any(of_step.search(step.text("if")) for step in card.job.steps):
        return True
    outputs = card.job.entry.inside("outputs").data.items()
    handed = [str(key) for key, value in outputs if of_step.search(str(value))]
    of_job = [re.compile(rf"\bneeds\.{re.escape(card.job.name)}\.outputs\.{re.escape(key)}\b") for key in handed]
    asking = [
        text for job in workflow.jobs.values() for text in (job.entry.text("if"), *(s.text("if") for s in job.steps))
    ]
    return any(pattern.search(text) for pattern in of_job for text in asking)
