"""What jobs wait for: ``needs`` in all its forms, and the outcome that their ``if`` asks for."""

from __future__ import annotations

from collections.abc import Iterable

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


def add_need(sheet: Sheet, job: str, needed: str) -> None:
    """Lets a job wait for one more; a list stays a list of its form, a single name becomes a list."""
    at = ("jobs", job, "needs")
    present = needs_of(sheet, job)
    if needed in present or needed == job:
        return
    if not present:
        put(sheet.editor, at, needed, JOB_KEYS)
    elif sheet.tree.node(at).kind == "seq":
        sheet.editor.append(at, needed)
    else:
        sheet.editor.set(at, [*present, needed])


def remove_need(sheet: Sheet, job: str, needed: str) -> None:
    """Lets a job wait for one less."""
    at = ("jobs", job, "needs")
    present = needs_of(sheet, job)
    if needed not in present:
        return
    if len(present) == 1:
        sheet.editor.delete(at)
    else:
        sheet.editor.delete((*at, present.index(needed)))


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
