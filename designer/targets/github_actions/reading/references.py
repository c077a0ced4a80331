"""What a workflow says about others: which it calls or starts, after which it starts, and which events it sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from designer.targets.github_actions.reading import actions, conditions
from designer.targets.github_actions.reading.cards import Card, Owners
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.links import Wiring
from designer.targets.github_actions.reading.workflow import Workflow
from designer.targets.imported import CALLS, FOLLOWS, RECEIVES, SENDS, STARTS, Reference

_WORD: Final = r"(?:\"([^\"\n]+)\"|'([^'\n]+)'|([\w./-]+))"
_RUN: Final = re.compile(rf"\bgh\s+workflow\s+run\s+(?:(?:-R|--repo|-r|--ref)[ =]\S+\s+)*{_WORD}")
_API: Final = re.compile(r"actions/workflows/([\w.-]+)/dispatches")
_SCRIPT: Final = re.compile(r"createWorkflowDispatch\b.{0,400}?workflow_id\s*:\s*['\"]([^'\"]+)", re.DOTALL)
_EVENT: Final = re.compile(r"event[_-]type[\"']?\s*[:=]\s*\\?[\"']?([\w.-]+)")
_DISPATCHES: Final = re.compile(r"/dispatches\b|createDispatchEvent")
_EXPRESSION: Final = "${{"

Cards = Mapping[str, tuple[Card, ...]]


def references(workflow: Workflow, cards: Cards) -> tuple[Reference, ...]:
    """Everything in one file that other files may answer, or that answers them."""
    return (*_outward(workflow, cards), *_inward(workflow))


def restart(workflow: Workflow, cards: Cards, found: tuple[Reference, ...], wiring: Wiring) -> None:
    """Draws a feedback link to the beginning where a step starts a later run of its own file."""
    own = {PurePosixPath(workflow.tree.source).name, workflow.entry.text("name")} - {""}
    by_id = {card.id: card for dealt in cards.values() for card in dealt}
    waiting = {link.target for link in wiring.links.values()}
    first = [card for card in by_id.values() if card.id not in waiting]
    for reference in found:
        is_own = reference.sort == STARTS and PurePosixPath(reference.name).name in own
        is_heard = reference.sort == SENDS and reference.name in workflow.triggers.receives
        if (is_own or is_heard) and reference.step is not None:
            for card in first:
                wiring.restart(by_id[reference.step], card)


def _outward(workflow: Workflow, cards: Cards) -> Iterator[Reference]:
    for dealt in cards.values():
        calls = dealt[0].job.calls
        path = actions.local_path(calls, workflow.tree.source) if actions.is_local(calls) else ""
        if path:
            yield Reference(CALLS, path, dealt[0].id)
        owners = Owners(dealt)
        for step in dealt[0].job.steps:
            card = owners.before(step)
            yield from (Reference(STARTS, name, card.id) for name in _started(step))
            yield from (Reference(SENDS, name, card.id) for name in _sent(step))


def _inward(workflow: Workflow) -> Iterator[Reference]:
    asked = {conditions.conclusion(job.entry.text("if")) for job in workflow.jobs.values()}
    when = asked.pop() if len(asked) == 1 else conditions.ALWAYS
    yield from (Reference(FOLLOWS, name, None, when) for name in workflow.triggers.follows)
    yield from (Reference(RECEIVES, name) for name in workflow.triggers.receives)


def _started(step: Entry) -> list[str]:
    """Workflows that a step starts: by the command line, the interface, a script or an action."""
    text = f"{step.text('run')}\n{step.inside('with').text('script')}"
    found = [next(filter(None, words), "") for words in _RUN.findall(text)]
    found += _API.findall(text) + _SCRIPT.findall(text)
    if actions.short_name(step.text("uses")) == "workflow-dispatch":
        found.append(step.inside("with").text("workflow"))
    return [name for name in dict.fromkeys(found) if name and _EXPRESSION not in name]


def _sent(step: Entry) -> list[str]:
    """Types of the events that a step sends to its repository."""
    inputs = step.inside("with")
    text = f"{step.text('run')}\n{inputs.text('script')}"
    found = _EVENT.findall(text) if _DISPATCHES.search(text) else []
    elsewhere = inputs.text("repository")
    if actions.short_name(step.text("uses")) == "repository-dispatch" and (
        not elsewhere or "github.repository" in elsewhere
    ):
        found.append(inputs.text("event-type"))
    return [name for name in dict.fromkeys(found) if name and _EXPRESSION not in name]
