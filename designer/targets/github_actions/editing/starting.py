"""When a step runs: its own condition, and the branches and events that it is limited to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.plan.attributes import words
from designer.targets.github_actions.editing import conditions, events
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import JOB_KEYS, STEP_KEYS, put
from designer.targets.github_actions.reading import conditions as reading
from designer.yaml_tree.node import Path

STARTING: Final = frozenset({"only_if", "branches", "triggers"})


def write_start(sheet: Sheet, card: str, changed: Mapping[str, Any]) -> None:
    """Writes the facts of `STARTING` that differ into one condition."""
    if "only_if" in changed:
        with sheet.attempt(card, "condition"):
            at = _place(sheet, card)
            put(sheet.editor, at, changed["only_if"] or None, JOB_KEYS if at[2] == "if" else STEP_KEYS)
    if "triggers" in changed:
        with sheet.attempt(card, "trigger"):
            _limit_events(sheet, card, words(changed["triggers"]))
    if "branches" in changed:
        with sheet.attempt(card, "branch"):
            _limit_branches(sheet, card, words(changed["branches"]))


def _place(sheet: Sheet, card: str) -> Path:
    """Where the condition of a card stands, or would: at its step when it is there or shares its job."""
    step = sheet.step_path(card)
    if step is not None and (not sheet.stands_for_job(card) or sheet.tree.has((*step, "if"))):
        return (*step, "if")
    return (*sheet.job_path(card), "if")


def _limit_branches(sheet: Sheet, card: str, branches: tuple[str, ...]) -> None:
    at = _asking(sheet, card, lambda text: bool(reading.branches(text)))
    _write(sheet, at, conditions.with_branches(_text(sheet, at), branches))


def _limit_events(sheet: Sheet, card: str, wanted: tuple[str, ...]) -> None:
    before = events.known_events(sheet)
    events.ensure_events(sheet, wanted)
    known = events.known_events(sheet)
    new = [e for e in known if e not in before]
    if new:
        message = f"{' and '.join(new)} starts all of the workflow: other jobs without a condition of their own run too"
        sheet.lose(card, "events", message)
    at = _asking(sheet, card, lambda text: reading.events(text, known) is not None)
    allowed = events.event_names(sheet, wanted) if wanted else list(known)
    _write(sheet, at, conditions.with_events(_text(sheet, at), allowed, known))


def _asking(sheet: Sheet, card: str, asks: Any) -> Path:
    """The place whose condition asks for it by now; of a new limit the usual one."""
    step = sheet.step_path(card)
    places = [(*at, "if") for at in (step, sheet.job_path(card)) if at is not None]
    return next((at for at in places if asks(_text(sheet, at))), _place(sheet, card))


def _text(sheet: Sheet, at: Path) -> str:
    return str(sheet.tree.raw(at)) if sheet.tree.has(at) else ""


def _write(sheet: Sheet, at: Path, condition: str) -> None:
    if conditions.parts(condition) != conditions.parts(_text(sheet, at)):
        put(sheet.editor, at, condition or None, JOB_KEYS if at[2] == "if" else STEP_KEYS)
