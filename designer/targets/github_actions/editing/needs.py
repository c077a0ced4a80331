"""What jobs wait for: ``needs`` in all its forms, and the outcome that their ``if`` asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.model.step import Link
from designer.plan.plan import Need
from designer.targets.github_actions.editing import conditions
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import JOB_KEYS, STEP_KEYS, put
from designer.targets.github_actions.reading import conditions as reading
from designer.targets.github_actions.reading.entry import words


def needs_of(sheet: Sheet, job: str) -> list[str]:
    """The jobs that a job waits for, as the file says it by now."""
    at = ("jobs", job, "needs")
    return words(sheet.tree.raw(at)) if sheet.tree.has(at) else []


def write_needs(sheet: Sheet, job: str, needed: Sequence[str]) -> None:
    """Lets a job wait for these; a list stays a list of its form, a single name becomes a list when it has to."""
    at = ("jobs", job, "needs")
    if not needed:
        put(sheet.editor, at, None)
    elif not sheet.tree.has(at):
        put(sheet.editor, at, needed[0] if len(needed) == 1 else list(needed), JOB_KEYS)
    elif sheet.tree.node(at).kind == "scalar" and len(needed) == 1:
        put(sheet.editor, at, needed[0])
    else:
        put(sheet.editor, at, list(needed))


def ask_outcome(sheet: Sheet, job: str, links: Iterable[Link]) -> None:
    """Gives a job the condition under which these links into it start it."""
    named = {}
    for link in links:
        source = sheet.job(link.source)
        if source and source != job:
            named[source] = Need(source, link.when)
    at = ("jobs", job, "if")
    old = str(sheet.tree.raw(at)) if sheet.tree.has(at) else ""
    if any(reading.outcome(old, source) != need.when for source, need in named.items()):
        put(sheet.editor, at, conditions.with_outcome(old, list(named.items())) or None, JOB_KEYS)


def ask_step_outcome(sheet: Sheet, card: str, when: str) -> None:
    """The same for a step and what comes before it in its job."""
    at = (*sheet.needed_step(card), "if")
    old = str(sheet.tree.raw(at)) if sheet.tree.has(at) else ""
    if reading.outcome(old) != when:
        put(sheet.editor, at, conditions.with_outcome(old, [("", Need("", when))]) or None, STEP_KEYS)
