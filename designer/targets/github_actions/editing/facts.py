"""Where each fact of a step stands in a workflow, and how it is written there.

A fact of a card that stands for a whole job is changed where it was read, at the step or at the job; a new one goes to
the job. A card that shares its job has its own step, and for the rest the job that it shares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.targets.github_actions.editing import pinning
from designer.targets.github_actions.editing.refusal import CannotSay
from designer.targets.github_actions.editing.sheet import Sheet
from designer.targets.github_actions.editing.values import JOB_KEYS, STEP_KEYS, change_text, plain, put
from designer.yaml_tree.node import Path

Writer = Callable[[Sheet, str, Any], None]
FEATURES: Final = {
    "command": "command",
    "action": "action",
    "inputs": "inputs",
    "working_directory": "folder",
    "shell": "shell",
    "variables": "variables",
    "matrix": "variants",
    "runner": "machine",
    "timeout_minutes": "time limit",
    "environment_name": "environment",
    "token_permissions": "permissions",
    "blocking": "failure",
}
"""Facts that have a place in the file, and what they are called in a loss."""


def write_title(sheet: Sheet, card: str, title: str) -> None:
    """The name of a step, or of the job that a card stands for; an empty one is removed."""
    if sheet.stands_for_job(card):
        put(sheet.editor, (*sheet.job_path(card), "name"), title or None, JOB_KEYS)
    else:
        put(sheet.editor, (*sheet.needed_step(card), "name"), title or None, STEP_KEYS)


def write_work(sheet: Sheet, card: str, changed: Mapping[str, Any]) -> None:
    """What a step runs: its command, or the action that it calls."""
    command, action = changed.get("command"), changed.get("action")
    if command:
        at = sheet.needed_step(card)
        _without(sheet, at, ("uses", "with"))
        _write_command(sheet, (*at, "run"), str(command))
    elif action:
        at = sheet.step_path(card) or sheet.job_path(card)
        if not sheet.tree.has((*at, "uses")) and at == sheet.job_path(card):
            raise CannotSay("a job with steps cannot become one that calls a workflow")
        _without(sheet, at, ("run", "shell", "working-directory"))
        _write_action(sheet, (*at, "uses"), str(action))
    else:
        raise CannotSay("a step has to run something: it keeps what it runs")


def _write_command(sheet: Sheet, path: Path, command: str) -> None:
    if not sheet.tree.has(path):
        put(sheet.editor, path, command, STEP_KEYS)
        return
    old = str(sheet.tree.raw(path))
    body = command.rstrip("\n")
    # How many line ends stand behind the last line belongs to the form of the block, not to the command.
    ends = len(old) - len(old.rstrip("\n")) if sheet.tree.node(path).is_block_scalar else "\n" in body
    change_text(sheet.editor, path, body + "\n" * ends)


def _write_action(sheet: Sheet, path: Path, action: str) -> None:
    if not sheet.tree.has(path):
        put(sheet.editor, path, action, STEP_KEYS)
    if sheet.tree.raw(path) != action:
        comment = pinning.comment_behind(sheet.tree, path)
        is_version = bool(comment) and pinning.is_version(comment)
        sheet.editor.set(path, action, comment=pinning.version_of(action) if is_version else None)


def _without(sheet: Sheet, at: Path, keys: tuple[str, ...]) -> None:
    for key in keys:
        put(sheet.editor, (*at, key), None)


def _at_step(key: str) -> Writer:
    def write(sheet: Sheet, card: str, value: Any) -> None:
        at = sheet.step_path(card)
        if at is None and key == "with":
            at = sheet.job_path(card)
        if at is None:
            raise CannotSay("its job has no step of its own that could be changed")
        if value is None and not sheet.tree.has((*at, key)):
            raise CannotSay("it is set for the whole job or file, and other steps may rely on that")
        put(sheet.editor, (*at, key), plain(value), STEP_KEYS)

    return write


def _at_either(key: str) -> Writer:
    """At the step or at the job, wherever it stands; of a card that shares its job always at the step."""

    def write(sheet: Sheet, card: str, value: Any) -> None:
        step, job = sheet.step_path(card), sheet.job_path(card)
        at_step = step is not None and sheet.tree.has((*step, key))
        alone = sheet.stands_for_job(card)
        at = step if step is not None and (at_step or not alone) else job
        if value is None and not sheet.tree.has((*at, key)):
            raise CannotSay("it is set for the whole job or file, and other steps may rely on that")
        if key == "env" and sheet.tree.has((*at, key)) and isinstance(sheet.tree.data((*at, key)), str):
            raise CannotSay("an expression says what they are; change it in the file")
        put(sheet.editor, (*at, key), plain(value), JOB_KEYS if at == job else STEP_KEYS)

    return write


def _at_job(key: str) -> Writer:
    def write(sheet: Sheet, card: str, value: Any) -> None:
        put(sheet.editor, (*sheet.job_path(card), key), plain(value), JOB_KEYS)

    return write


def _write_matrix(sheet: Sheet, card: str, value: Any) -> None:
    at = (*sheet.job_path(card), "strategy")
    if not sheet.tree.has(at):
        put(sheet.editor, at, {"matrix": plain(value)} if value else None, JOB_KEYS)
    elif value:
        put(sheet.editor, (*at, "matrix"), plain(value))
    else:
        put(sheet.editor, at, None)  # the other keys of a strategy mean nothing without it


def _write_environment(sheet: Sheet, card: str, value: Any) -> None:
    at = (*sheet.job_path(card), "environment")
    if value and sheet.tree.has((*at, "name")):
        put(sheet.editor, (*at, "name"), value)
    else:
        put(sheet.editor, at, value or None, JOB_KEYS)


def _write_runner(sheet: Sheet, card: str, value: Any) -> None:
    if not value:
        raise CannotSay("a job has to name a machine: it keeps the one it has")
    _at_job("runs-on")(sheet, card, value)


def _write_blocking(sheet: Sheet, card: str, value: Any) -> None:
    """``continue-on-error`` is the opposite of a failure that stops the run."""
    job, step = sheet.job_path(card), sheet.step_path(card)
    places = [at for at in (step, job) if at is not None and sheet.tree.has((*at, "continue-on-error"))]
    if value is not False:
        for at in places:
            sheet.editor.delete((*at, "continue-on-error"))
        return
    at = places[0] if places else step or job
    put(sheet.editor, (*at, "continue-on-error"), True, STEP_KEYS if at == step else JOB_KEYS)


WRITERS: Final[Mapping[str, Writer]] = {
    "inputs": _at_step("with"),
    "working_directory": _at_step("working-directory"),
    "shell": _at_step("shell"),
    "variables": _at_either("env"),
    "matrix": _write_matrix,
    "runner": _write_runner,
    "timeout_minutes": _at_either("timeout-minutes"),
    "environment_name": _write_environment,
    "token_permissions": _at_job("permissions"),
    "blocking": _write_blocking,
}
"""Facts with one place each; what a step runs, when it runs and what it may do are written elsewhere."""
