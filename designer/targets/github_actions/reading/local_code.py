"""What a local composite action or reusable workflow does: its steps are recognised in place of the reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from designer.errors import DocumentError
from designer.recognition.recogniser import Guess, Work
from designer.steps.catalog import UNKNOWN
from designer.targets.github_actions.reading import actions
from designer.targets.importer import Surroundings
from designer.yaml_tree.tree import parse

_NESTED: Final = 4  # references inside references that are followed
_SURE: Final = ("low", "medium", "high")


class LocalCode:
    """Looks references up beside one workflow file; each file is read once."""

    def __init__(self, workflow: str, around: Surroundings) -> None:
        self._workflow = workflow
        self._around = around
        self._known: dict[str, tuple[Work, ...] | None] = {}

    def guess(self, uses: str, name: str = "") -> Guess | None:
        """What a local reference does; None when it cannot be read.

        Args:
            uses: the reference.
            name: of the step or job that refers to it. What its author calls it goes before what is deep inside.
        """
        works = self._works(uses, _NESTED)
        if not works:
            return None
        own = self._around.recogniser.recognise(Work(action=uses, name=name))
        guesses = [self._around.recogniser.recognise(work) for work in works]
        real = [g for g in guesses if not g.is_setup]
        agreeing = [g for g in real if g.kind == own.kind != UNKNOWN]
        best = max(agreeing or real or guesses, key=lambda g: _SURE.index(g.confidence))
        is_telling = own.kind != UNKNOWN and (own.confidence != "low" or best.kind == UNKNOWN)
        if not agreeing and (own.is_setup or is_telling):
            return own
        reasons = (f"{uses} was read", *best.reasons)
        return Guess(best.kind, best.confidence, best.attributes, best.is_setup, reasons)

    def _works(self, uses: str, depth: int) -> tuple[Work, ...] | None:
        if not actions.is_local(uses) or depth == 0:
            return None
        path = actions.local_path(uses, self._workflow)
        if path not in self._known:
            self._known[path] = None  # one that calls itself
            data = self._data(path)
            steps = list(_steps(data))
            self._known[path] = tuple(self._inside(steps, depth)) if steps else None
        return self._known[path]

    def _data(self, path: str) -> Any:
        names = (path,) if path.endswith((".yml", ".yaml")) else (f"{path}/action.yml", f"{path}/action.yaml")
        for name in names if path else ():
            text = self._around.neighbour(name)
            if text is not None:
                try:
                    return parse(text, name).raw()
                except DocumentError:
                    return None
        return None

    def _inside(self, steps: list[dict[str, Any]], depth: int) -> Iterator[Work]:
        for step in steps:
            run, uses, inputs = step.get("run"), step.get("uses"), step.get("with")
            deeper = self._works(uses, depth - 1) if isinstance(uses, str) else None
            if deeper:
                yield from deeper
                continue
            yield Work(
                command=run if isinstance(run, str) else "",
                action=uses if isinstance(uses, str) else "",
                name=str(step.get("name") or ""),
                inputs=inputs if isinstance(inputs, dict) else {},
            )


def _steps(data: Any) -> Iterator[dict[str, Any]]:
    """The steps of a composite action, or of all jobs of a workflow."""
    if not isinstance(data, dict):
        return
    jobs = data.get("jobs")
    units = [data.get("runs"), *(jobs.values() if isinstance(jobs, dict) else ())]
    for unit in units:
        steps = unit.get("steps") if isinstance(unit, dict) else None
        for step in steps if isinstance(steps, list) else ():
            if isinstance(step, dict):
                yield step
