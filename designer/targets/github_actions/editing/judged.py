"""Judged facts that a workflow can be made to show: pins, rights, machines, environments, schedules, secrets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.plan.attributes import words
from designer.plan.workflows import ENVIRONMENTS
from designer.recognition.recogniser import Work
from designer.targets.github_actions.editing import events, pinning, rights
from designer.targets.github_actions.editing.drafts import usual_machine
from designer.targets.github_actions.editing.facts import WRITERS as RAW
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import JOB_KEYS, put
from designer.targets.github_actions.jobs import RUNNERS
from designer.targets.importer import Surroundings
from designer.yaml_tree.node import Path

Writer = Callable[[Sheet, str, Any, Surroundings], None]
FEATURES: Final = {
    "pinned": "pinned",
    "permissions": "permissions",
    "runs_on": "machine",
    "environment": "environment",
    "push_branches": "branch",
    "frequency": "schedule",
    "secrets": "secrets",
}
_STORED: Final = re.compile(r"\$\{\{\s*secrets\.(\w+)")
_CREATE: Final = "create the secret {name} on GitHub, and change the old one: it stays in the history of the file"
YIELDS_TO: Final = {"permissions": "token_permissions", "environment": "environment_name", "runs_on": "runner"}
"""A judged fact, and the raw one that says the same more exactly: when both change, the raw one is written."""


def _pin(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    if value is not True:
        raise CannotSay("what is named by its commit stays so")
    places = [sheet.job_path(card), *sheet.all_steps(card)] if sheet.stands_for_job(card) else sheet.all_steps(card)
    for at in ((*p, "uses") for p in places):
        if sheet.tree.has(at) and pinning.is_movable(str(sheet.tree.raw(at))):
            told = pinning.pin(sheet.editor, at)
            if told:
                sheet.lose(card, "pinned", told)


def _give_least_rights(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    if value != "least":
        raise CannotSay("which rights are meant is not known: state them by their names")
    job = sheet.tree.data(sheet.job_path(card))
    put(sheet.editor, (*sheet.job_path(card), "permissions"), rights.least_rights(job), JOB_KEYS)
    if rights.uses_script(job) or "uses" in job:
        message = "a script or a called workflow may need more rights than were found: look through them"
        sheet.lose(card, "rights", message)


def _choose_machine(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    if value == "ci":
        machine = usual_machine(sheet.tree)
    elif value in RUNNERS:
        machine = f"${{{{ vars.{RUNNERS[value]} || 'ubuntu-latest' }}}}"
    else:
        raise CannotSay("no machine is known for it")
    put(sheet.editor, (*sheet.job_path(card), "runs-on"), machine, JOB_KEYS)


def _name_environment(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    if value not in ENVIRONMENTS:
        raise CannotSay("no environment is known for it")
    RAW["environment_name"](sheet, card, ENVIRONMENTS[value])


def _choose_pushes(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    events.filter_event(sheet, "push", list(words(value)))


def _set_clock(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    steps = sheet.read.steps.values()
    does_more = any(around.catalog.can(s, "trains") or around.catalog.can(s, "deploys") for s in steps)
    if does_more and "schedule" not in events.known_events(sheet):
        raise CannotSay("a schedule would start all of its workflow: give it one of its own")
    events.write_clock(sheet, str(value))


def _store_secrets(sheet: Sheet, card: str, value: Any, around: Surroundings) -> None:
    """Passwords that are written in the file become secrets of the same name."""
    if value != "store":
        raise CannotSay("how it gets its credentials cannot be written for you")
    step = sheet.step_path(card)
    levels = [at for at in ((), sheet.job_path(card), step) if at is not None]
    found = [at for level in levels for at in _literal(sheet, level, around)]
    stored = dict.fromkeys(name for level in levels[1:] for name in _stored(sheet, level))
    for name in () if found else stored:  # its variables were written just before
        sheet.lose(card, "secret", _CREATE.format(name=name))
    if not found and not stored:
        raise CannotSay("the secret does not stand under a name of its own: take it out of the text yourself")
    for at in found:
        name = str(at[-1]).upper().replace("-", "_")
        sheet.editor.set(at, f"${{{{ secrets.{name} }}}}")
        sheet.lose(card, "secret", _CREATE.format(name=name))


def _stored(sheet: Sheet, at: Path) -> list[str]:
    """Names of the stored secrets that the variables of a job or step take."""
    values = sheet.tree.raw((*at, "env")) if sheet.tree.has((*at, "env")) else None
    texts = [str(v) for v in values.values()] if isinstance(values, Mapping) else []
    return [match[1] for text in texts if (match := _STORED.search(text))]


def _literal(sheet: Sheet, at: Path, around: Surroundings) -> list[Path]:
    found = []
    for key in ("env", "with"):
        values = sheet.tree.raw((*at, key)) if sheet.tree.has((*at, key)) else None
        for name, value in (values if isinstance(values, Mapping) else {}).items():
            if isinstance(value, str) and _is_secret(name, value, around):
                found.append((*at, key, name))
    return found


def _is_secret(name: str, value: str, around: Surroundings) -> bool:
    guess = around.recogniser.recognise(Work(command="true", variables={name: value}))
    return guess.attributes.get("secrets") == "hardcoded"


WRITERS: Final[Mapping[str, Writer]] = {
    "pinned": _pin,
    "permissions": _give_least_rights,
    "runs_on": _choose_machine,
    "environment": _name_environment,
    "push_branches": _choose_pushes,
    "frequency": _set_clock,
    "secrets": _store_secrets,
}
