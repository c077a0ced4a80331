"""Workflow words made neutral before another format writes them: expressions in commands become shell variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.plan.plan import Loss
from designer.plan.variants import REFERENCE, expanded
from designer.steps.matrix import runs
from designer.targets.github_actions.expressions import matrix_variable
from designer.targets.imported import Portable

_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_MATRIX: Final = re.compile(r"matrix\.([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*)\Z")
_NAMED_AXIS: Final = re.compile(r"\bmatrix\.([\w.-]+)")
_STORED: Final = re.compile(r"(secrets|vars)\.([A-Za-z_][A-Za-z0-9_]*)\Z")
_ENV: Final = re.compile(r"env\.([A-Za-z_][A-Za-z0-9_]*)\Z")
_HERE: Final = r"\b(?:inputs|needs|steps|job|jobs|runner|strategy|hashFiles|github\.event\.inputs)\b"
# What a condition of a job, or a job itself, cannot name in another file.
_OUTSIDE: Final = {
    "only_if": re.compile(rf"{_HERE}|\b(?:matrix|env|secrets)\."),
    "runner": re.compile(_HERE + r"|\benv\."),
    "environment_name": re.compile(_HERE + r"|\benv\."),
}
_SOURCES: Final = {"secrets": "secret", "vars": "var"}
# What a runner keeps in environment variables too:
# https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
_DEFAULTS: Final = {
    f"github.{name}": f"GITHUB_{name.upper()}"
    for name in (
        *("action", "actor", "actor_id", "api_url", "base_ref", "event_name", "head_ref", "job", "ref", "ref_name"),
        *("ref_type", "repository", "repository_owner", "run_attempt", "run_id", "run_number", "server_url", "sha"),
        *("workflow", "workspace"),
    )
}


def portable(snapshot: Snapshot) -> Portable:
    """The steps of workflow files without the words that only a run of GitHub Actions understands."""
    steps, losses = {}, []
    makers = {path: step for step in snapshot.steps.values() for path in step.get("produces") or ()}
    for step in snapshot.steps.values():
        work = _Rewriting(step, makers)
        steps[step.id] = work.done()
        losses += work.losses
    return Portable(replace(snapshot, steps=steps), tuple(losses))


class _Rewriting:
    """One step on its way."""

    def __init__(self, step: Step, makers: Mapping[str, Step]) -> None:
        self._step = step
        self._makers = makers
        self._stored: dict[str, str] = {}
        self.losses: list[Loss] = []
        self._of_matrix = self._matrix(step.get("matrix"))
        self._axes = {axis for run in runs(self._of_matrix) or () for axis in run} if self._of_matrix else set()

    def done(self) -> Step:
        """The step with everything rewritten that can be."""
        step, changes = self._step, dict[str, Any]()
        stated = step.get("variables")
        values = {k: self._variable(v) for k, v in stated.items()} if isinstance(stated, Mapping) else {}
        own = {name: value for name, value in values.items() if value is not None}
        command = step.get("command")
        if isinstance(command, str):
            changes["command"] = self._without_our_variables(self._command(command), own)
        for name in ("consumes", "produces"):
            paths = step.get(name)
            if isinstance(paths, (list, tuple)):
                changes[name] = list(self._paths(paths))
        changes["matrix"] = self._of_matrix
        changes["setup"] = None  # another file sets up in its own way
        given = step.get("inputs")
        if isinstance(given, Mapping):
            changes["inputs"] = {k: v for k, v in given.items() if not self._is_lost(v)} or None
        for name, contexts in _OUTSIDE.items():
            text = str(step.get(name) or "")
            unknown = [a for a in _NAMED_AXIS.findall(text) if _axis(a) not in self._axes]
            if contexts.search(text) or unknown:
                self._lose(text)
                changes[name] = None
        if isinstance(stated, Mapping) or self._stored:
            changes["variables"] = {**self._stored, **own} or None
        return step.with_attributes(changes)

    def _command(self, text: str) -> str:
        def shell(match: re.Match[str]) -> str:
            found = self._in_shell(match[1])
            if found is None:
                self._lose(match[0])
                return match[0]
            return f"'\"{found}\"'" if _is_in_single_quotes(text[: match.start()]) else found

        return _EXPRESSION.sub(shell, text)

    def _without_our_variables(self, command: str, variables: dict[str, Any]) -> str:
        """Takes the variables out again in which our own exports hand over the values of a matrix."""
        for name, value in list(variables.items()):
            axis = REFERENCE.fullmatch(value) if isinstance(value, str) else None
            if axis and name == matrix_variable(axis[1]) and f"${{{name}}}" in command:
                command = command.replace(f"${{{name}}}", value)
                del variables[name]
        return command

    def _in_shell(self, expression: str) -> str | None:
        if match := _MATRIX.match(expression):
            return f"${{matrix.{_axis(match[1])}}}" if _axis(match[1]) in self._axes else None
        if match := _STORED.match(expression):
            self._stored[match[2]] = f"{_SOURCES[match[1]]}:{match[2]}"
            return f"${{{match[2]}}}"
        if match := _ENV.match(expression):
            return f"${{{match[1]}}}"
        name = _DEFAULTS.get(expression)
        return f"${{{name}}}" if name else None

    def _variable(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        whole = _EXPRESSION.fullmatch(value.strip())
        stored = _STORED.match(whole[1]) if whole else None
        if stored:
            return f"{_SOURCES[stored[1]]}:{stored[2]}"
        neutral = self._matrix_only(value)
        return None if "${{" in neutral else neutral

    def _is_lost(self, value: Any) -> bool:
        """Whether an input names what means nothing in another file."""
        lost = [e for e in _EXPRESSION.finditer(str(value)) if _OUTSIDE["runner"].search(e[1])]
        for expression in lost:
            self._lose(expression[0])
        return bool(lost)

    def _matrix(self, stated: Any) -> Any:
        """A matrix of plain values: objects become an axis for each of their parts, one run after the other."""
        if stated is None or not isinstance(stated, Mapping) or "${{" in str(stated):
            if stated is not None:
                self._lose(str(stated) if isinstance(stated, str) else "the matrix")
            return None
        each = runs(stated)
        if not each or not any(isinstance(v, (list, Mapping)) for run in each for v in run.values()):
            return stated
        return {"include": [dict(_leaves(run)) for run in each]}

    def _paths(self, paths: Any) -> Iterator[Any]:
        for path in paths:
            maker = self._makers.get(path)
            if maker is not None and maker.id != self._step.id and maker.get("matrix") != self._step.get("matrix"):
                yield from _of_every_run(path, maker)
                continue
            neutral = self._matrix_only(path) if isinstance(path, str) else path
            if not isinstance(neutral, str) or "${{" not in neutral:
                yield neutral

    def _matrix_only(self, text: str) -> str:
        """A text whose matrix expressions are neutral; the others stay and are told."""

        def one(match: re.Match[str]) -> str:
            found = _MATRIX.match(match[1])
            if found and _axis(found[1]) in self._axes:
                return f"${{matrix.{_axis(found[1])}}}"
            self._lose(match[0])
            return match[0]

        return _EXPRESSION.sub(one, text)

    def _lose(self, expression: str) -> None:
        message = f"{' '.join(expression.split())} is known only to a run of its own service"
        loss = Loss(self._step.id, "expression", message)
        if loss not in self.losses:
            self.losses.append(loss)


def _of_every_run(path: str, maker: Step) -> tuple[str, ...]:
    """A file of another step's matrix: one for each of its runs; none where these are not known."""
    neutral = _EXPRESSION.sub(lambda m: f"${{{m[1].replace('.', '_').replace('matrix_', 'matrix.', 1)}}}", path)
    if "${" not in neutral:
        return (path,)
    stated = maker.get("matrix")
    each = runs(stated) if isinstance(stated, Mapping) else None
    return expanded(neutral, [dict(_leaves(run)) for run in each]) if each else ()


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Plain values with the names of their axes, ``os_name`` for ``os.name``."""
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if entries is None:
        yield name, value
        return
    for key, child in entries:
        yield from _leaves(child, f"{name}_{key}" if name else str(key))


def _axis(path: str) -> str:
    return path.replace(".", "_")


def _is_in_single_quotes(before: str) -> bool:
    """Whether a shell text ends inside single quotes, where nothing is filled in."""
    quote, skips = "", False
    for letter in before:
        if skips:
            skips = False
        elif letter == "\\" and quote != "'":
            skips = True
        elif letter in "'\"" and quote in ("", letter):
            quote = "" if quote else letter
        elif letter == "\n" and quote == "'":
            quote = ""  # an apostrophe in a comment or a here-document, far more often than a text of several lines
    return quote == "'"
