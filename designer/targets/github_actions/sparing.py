"""Comments that tell zizmor and shellcheck what was waived; actionlint has none and reads a file instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from designer.plan.ignores import Ignore
from designer.plan.plan import Loss, Plan, Stage
from designer.targets.yaml_text import Block, Commented

ACTIONLINT_FILE: Final = ".github/actionlint.yaml"
_SHELL: Final = re.compile(r"SC\d{4}\Z")
_SHELLS: Final = ("bash", "sh", "dash", "ksh")
_PINNED: Final = re.compile(r"@[0-9a-f]{40}\b|@sha256:")
_UNPINNED: Final = "unpinned-uses"
_OF_WORKFLOW: Final[Mapping[str, str]] = {
    "dangerous-triggers": "on",
    "concurrency-limits": "on",
    "excessive-permissions": "permissions",
}
"""Audits of zizmor that complain about a whole workflow, and the key on whose line it reads their comment."""
_OF_JOB: Final[Mapping[str, str]] = {
    "excessive-permissions": "permissions",
    "undocumented-permissions": "permissions",
    "self-hosted-runner": "runs-on",
}
_OF_STEP: Final = frozenset(
    {
        *(_UNPINNED, "template-injection", "github-env", "insecure-commands", "use-trusted-publishing"),
        *("known-vulnerable-actions", "impostor-commit", "ref-confusion", "ref-version-mismatch", "stale-action-refs"),
        *("forbidden-uses", "archived-uses", "superfluous-actions", "cache-poisoning", "artipacked", "github-app"),
        *("obfuscation", "unsound-contains", "misfeature", "unsound-ternary", "typosquat-uses"),
    }
)
_STATED_BY: Final = {"permissions": "token_permissions", "runs-on": "runner"}
"""Attributes by which an author, and not this program, decided what stands under a key of a job."""
_MESSAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "runner-label": (r'label ".+" is unknown',),
    "credentials": (r"should be specified via secrets",),
    "expression": (r"is potentially untrusted", r"property .+ is not defined", r"undefined variable"),
    "action": (
        r'runtime ".+" is deprecated',
        r"the runner of .+ is too old",
        r"input .+ is not defined in action",
        r"missing input .+ which is required by action",
    ),
    "deprecated-commands": (r"workflow command .+ was deprecated",),
    "if-cond": (r"condition .+ is always evaluated to",),
    "events": (r"event",),
    "permissions": (r"permission",),
    "shell-name": (r"shell name .+ is invalid",),
    "pyflakes": (r"pyflakes reported issue",),
    "shellcheck": (r"shellcheck reported issue",),
}
"""What actionlint says about each kind of error: its settings know messages and no kinds."""


def of_workflow(head: dict[str, Any], ignores: Iterable[Ignore]) -> dict[str, Any]:
    """A key of a workflow with what zizmor should overlook about the whole of it."""
    notes: dict[str, list[tuple[str, Ignore]]] = {}
    for ignore in ignores:
        for code in ignore.codes("zizmor"):
            if not ignore.step and _OF_WORKFLOW.get(code) in head:
                notes.setdefault(_OF_WORKFLOW[code], []).append((code, ignore))
    return {key: _noted(value, notes.get(key, ())) for key, value in head.items()}


def of_job(job: dict[str, Any], stage: Stage, ignores: Iterable[Ignore]) -> Any:
    """A job, itself with a comment where no line of it is a better place."""
    notes: dict[str, list[tuple[str, Ignore]]] = {}
    head: list[tuple[str, Ignore]] = []
    for ignore in ignores:
        for code in ignore.codes("zizmor"):
            key = _OF_JOB.get(code, "")
            if key in job and (ignore.step or stage.fact(_STATED_BY[key]) is not None):
                notes.setdefault(key, []).append((code, ignore))
            elif not key and code not in _OF_STEP and code not in _OF_WORKFLOW:
                head.append((code, ignore))
    return _noted({key: _noted(value, notes.get(key, ())) for key, value in job.items()}, head)


def of_steps(steps: Iterable[dict[str, Any]], ignores: Sequence[Ignore]) -> list[dict[str, Any]]:
    """The steps that do a stage's work, with what zizmor and shellcheck should overlook in them."""
    return [_spared(step, ignores) for step in steps]


def actionlint_settings(plan: Plan, files: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """What actionlint should overlook, as its settings say it; empty when it is nothing.

    Args:
        files: path of a workflow -> ids of its steps.
    """
    paths: dict[str, Any] = {}
    for path, steps in files.items():
        spared = [i for i in plan.ignores if not i.step or i.step in steps]
        codes = dict.fromkeys(c for i in spared for c in i.codes("actionlint") if not _SHELL.match(c))
        patterns = dict.fromkeys(p for code in codes for p in _patterns(code))
        if patterns:
            paths[path] = {"ignore": list(patterns)}
    return {"paths": paths} if paths else {}


def losses(plan: Plan) -> Iterator[Loss]:
    """What no comment can say."""
    for ignore in plan.ignores:
        step = ignore.step or None
        if any(not _SHELL.match(c) for c in ignore.codes("actionlint")):
            yield Loss(step, "waiver", "actionlint knows no comments: the matter is ignored in the whole file")
        for code in ignore.codes("zizmor"):
            if step and code in _OF_WORKFLOW and code not in _OF_JOB:
                message = f"zizmor's {code} is about the whole workflow: waive it for the whole pipeline"
                yield Loss(step, "waiver", message)
        for tool in ignore.linters:
            if tool not in ("zizmor", "actionlint", "shellcheck", "hadolint"):
                yield Loss(step, "waiver", f"{tool} knows no comments: it goes on complaining")


def _patterns(code: str) -> tuple[str, ...]:
    """Patterns for its messages: by kind, else the words themselves."""
    return _MESSAGES.get(code) or (re.escape(code).replace(r"\ ", " "),)


def _spared(step: dict[str, Any], ignores: Sequence[Ignore]) -> dict[str, Any]:
    key = "uses" if "uses" in step else "run"
    found = [(c, i) for i in ignores for c in i.codes("zizmor") if c in _OF_STEP and _is_about(c, step, i)]
    if key == "run" and str(step.get("shell", "bash")).split()[0] in _SHELLS:
        step = {**step, "run": _directed(step["run"], ignores)}
    return {**step, key: _noted(step[key], found)}


def _is_about(code: str, step: Mapping[str, Any], ignore: Ignore) -> bool:
    """Whether a comment at a step could hide something."""
    if code == _UNPINNED:
        return "uses" in step and not _PINNED.search(str(step["uses"]))
    return bool(ignore.step)


def _directed(script: str, ignores: Iterable[Ignore]) -> Any:
    """A script that says at its beginning what shellcheck should overlook in all of it.

    A comment counts for the next command only, because actionlint puts one of its own in front: braces make one of all.
    """
    lines = []
    for ignore in ignores:
        codes = [*ignore.codes("shellcheck"), *(c for c in ignore.codes("actionlint") if _SHELL.match(c))]
        told = [c for c in dict.fromkeys(codes) if f"disable={c}" not in script]
        if told:
            lines.append(f"# shellcheck disable={','.join(told)}  # {ignore.why}\n")
    if not lines:
        return script
    whole = script if script.endswith("\n") else f"{script}\n"
    return Block("".join(lines) + (f"{{\n{whole}}}\n" if whole.count("\n") > 1 else whole))


def _noted(value: Any, found: Sequence[tuple[str, Ignore]]) -> Any:
    """A value with zizmor's comment on its first line."""
    if not found:
        return value
    codes = ",".join(dict.fromkeys(code for code, _ in found))
    return Commented(value, f"zizmor: ignore[{codes}] {'; '.join(dict.fromkeys(i.why for _, i in found))}")
