"""Facts of a whole job or stage stand on each of its cards; they are changed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from designer.model.changes import STEPS
from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.session.source import Source
from designer.targets.imported import SHARED

_UNIT: Final = "job"  # role of the frames that stand for one unit of a format


def share(edit: Edit, pipeline: Pipeline, source: Source) -> None:
    """Completes an edit: what it did to a shared fact of one step is done to the others of its unit."""
    for step, changes in _shared_changes(edit).items():
        if step not in pipeline.steps:
            continue
        for other in siblings(step, pipeline, source):
            there = pipeline.steps[other]
            if any(there.get(name) != value for name, value in changes.items()):
                edit.put_step(there.with_attributes(changes))


def siblings(step: str, pipeline: Pipeline, source: Source) -> list[str]:
    """The other steps of the unit that a step belongs to."""
    framed = [s for f in pipeline.frames.values() if f.extra.get("role") == _UNIT and step in f.steps for s in f.steps]
    found = dict.fromkeys([*framed, *source.shared(step)])
    return [s for s in found if s != step and s in pipeline.steps]


def _shared_changes(edit: Edit) -> Mapping[str, dict[str, Any]]:
    """Step -> its shared facts that an edit changed, None for removed ones; what was added with a step is its own."""
    found: dict[str, dict[str, Any]] = {}
    for change in _replacements(edit):
        for name in SHARED:
            if change.before.get(name) != change.after.get(name):
                found.setdefault(change.key, {})[name] = change.after.get(name)
    return found


def _replacements(edit: Edit) -> Iterable[Any]:
    return [c for c in edit.changes if c.table == STEPS and c.before is not None and c.after is not None]
