"""Stages of a dvc.yaml made neutral before another format writes them: templates filled in, items as a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.errors import DesignerError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.plan.plan import Loss
from designer.targets.dvc.reading.definitions import ITEM, KEY, MATRIX, Definition
from designer.targets.dvc.reading.pipeline_file import PipelineFile, load
from designer.targets.dvc.reading.reader import step_ids
from designer.targets.dvc.reading.templates import OPEN, resolved, substituted, words
from designer.targets.file_links import located
from designer.targets.imported import Portable, SourceFile
from designer.targets.importer import Surroundings

_JOINT: Final = re.compile(r"[^A-Za-z0-9_]+")


def portable(file: SourceFile, now: Snapshot, around: Surroundings) -> Portable:
    """The stages without the templates and loops that only DVC understands.

    Raises:
        DocumentError: the file is no dvc.yaml.
    """
    pipeline = load(file, around.neighbour)
    names = {step: name for name, step in step_ids(pipeline.stages).items()}
    steps: dict[str, Step] = {}
    losses: list[Loss] = []
    for step in now.steps.values():
        if step.get("implicit") is not True:
            work = _Rewriting(step, pipeline, names.get(step.id))
            step = work.done()
            losses += work.losses
        steps[step.id] = step
    return Portable(replace(now, steps=steps), tuple(losses))


class _Rewriting:
    """One stage on its way."""

    def __init__(self, step: Step, pipeline: PipelineFile, name: str | None) -> None:
        self._step = step
        self._definition = pipeline.stages[name].definition if name else None
        self._values = pipeline.variables.values
        self._folder = str(step.get("working_directory") or pipeline.folder)
        self._filled: dict[str, None] = {}
        self._open: dict[str, None] = {}

    def done(self) -> Step:
        """The step with everything filled in that has a value now."""
        changes: dict[str, Any] = {"matrix": self._matrix(), "frozen": None, "setup": None}
        for name in ("command", "description", "working_directory"):
            text = self._step.get(name)
            if isinstance(text, str):
                changes[name] = self._text(text)
        self._folder = str(changes.get("working_directory") or self._folder)
        for name in ("consumes", "produces"):
            paths = self._step.get(name)
            if isinstance(paths, (list, tuple)):
                changes[name] = list(dict.fromkeys(located(self._folder, self._text(p)) for p in paths))
        return self._step.with_attributes(changes)

    @property
    def losses(self) -> Iterator[Loss]:
        """What was filled in for good, and what has no value."""
        if self._filled:
            message = f"the values of {', '.join(self._filled)} are written into its texts for good"
            yield Loss(self._step.id, "parameters", message)
        for name in self._open:
            yield Loss(self._step.id, "template", f"{OPEN}{name}}} has no value here: it stays as it is")

    def _text(self, text: str) -> str:
        return substituted(text, self._word)

    def _word(self, name: str) -> str:
        head, *rest = name.replace("[", ".").replace("]", "").split(".")
        if head in (ITEM, KEY) and self._definition is not None and self._definition.loop:
            return f"${{matrix.{_axis(head, rest)}}}"
        try:
            value = words(resolved(f"{OPEN}{name}}}", self._values))
        except DesignerError:
            self._open[name] = None
            return f"{OPEN}{name}}}"
        self._filled[name] = None
        return value

    def _matrix(self) -> Any:
        """The loop of the definition in neutral words: axes, or the values of each run one by one."""
        stated = self._step.get("matrix")
        definition = self._definition
        if stated is None or definition is None or definition.loop is None or stated != definition.axes:
            return stated
        try:
            return self._loop(definition)
        except DesignerError as e:
            self._open[str(e.field or definition.loop)] = None
            return None

    def _loop(self, definition: Definition) -> dict[str, Any]:
        items = definition.items
        uses_key = any(f"{OPEN}{KEY}}}" in str(self._step.get(n)) for n in ("command", "consumes", "produces"))
        if not uses_key and definition.loop != MATRIX and not any(map(_is_compound, items.values())):
            return {ITEM: list(items.values())}
        plain = not any(_is_compound(v) for item in items.values() if isinstance(item, Mapping) for v in item.values())
        if not uses_key and definition.loop == MATRIX and plain:
            return {str(axis): list(values) for axis, values in definition.axes.items()}
        return {"include": [{**_run(item), **({KEY: label} if uses_key else {})} for label, item in items.items()]}


def _axis(head: str, parts: list[str]) -> str:
    """The axis that a part of an item becomes: ``item``, ``lr`` for ``item.lr``, ``a_b`` for ``item.a.b``."""
    name = _JOINT.sub("_", "_".join(parts)) or head
    return name if name[0].isalpha() or name[0] == "_" else f"{head}_{name}"


def _run(item: Any) -> dict[str, Any]:
    """The values of one run by axis."""
    if not _is_compound(item):
        return {ITEM: item}
    return {_axis(ITEM, path): value for path, value in _leaves(item, [])}


def _leaves(value: Any, path: list[str]) -> Iterator[tuple[list[str], Any]]:
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else None
    if entries is None:
        yield path, value
        return
    for name, child in entries:
        yield from _leaves(child, [*path, str(name)])


def _is_compound(value: Any) -> bool:
    return isinstance(value, (list, Mapping))
