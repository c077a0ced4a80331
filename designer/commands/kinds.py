"""Another kind for steps that are there, with all that both kinds share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from designer.commands.steps import CONFIRMED, set_kind
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.step import Step
from designer.steps.catalog import Catalog

_NAMED: Final = 6  # facts that a message names


@dataclass(frozen=True, slots=True)
class Swapped:
    """What a swap did to one step.

    Args:
        step: its id.
        dropped: names of facts that the new kind does not have, or not with that value.
    """

    step: str
    dropped: tuple[str, ...]


def change_kind(
    pipeline: Pipeline, catalog: Catalog, step_ids: Iterable[str], kind: str, facts: Mapping[str, Any] | None = None
) -> list[Swapped]:
    """Swaps the kind of steps; links, places, ids, titles that people wrote and shared facts stay.

    Args:
        facts: what is stated about them besides.
    """
    steps = [_step(pipeline, step_id) for step_id in dict.fromkeys(step_ids)]
    what = steps[0].label if len(steps) == 1 else f"{len(steps)} steps"
    swapped = []
    with pipeline.edit(f"Change {what} to {catalog.kind(kind).title}") as edit:
        for old in steps:
            set_kind(pipeline, catalog, old.id, kind)
            new = pipeline.steps[old.id]
            if "confidence" in new.attributes:
                new = new.with_attributes({"confidence": CONFIRMED})
            edit.put_step(replace(new.with_attributes(facts or {}), title=_title(old, kind, catalog)))
            lost = tuple(n for n in old.attributes if n not in pipeline.steps[old.id].attributes)
            swapped.append(Swapped(old.id, lost))
    return swapped


def swap_text(swapped: Sequence[Swapped], title: str) -> str:
    """What a swap did: how many steps, and which facts are gone."""
    lost = list(dict.fromkeys(name.replace("_", " ") for step in swapped for name in step.dropped))
    what = "Changed" if len(swapped) == 1 else f"Changed {len(swapped)} steps"
    if not lost:
        return f"{what} to {title}: links and facts stayed"
    named = ", ".join(lost[:_NAMED]) + (f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else "")
    return f"{what} to {title}; dropped: {named}. Undo brings {'it' if len(lost) == 1 else 'them'} back"


def _title(step: Step, kind: str, catalog: Catalog) -> str:
    """What a person wrote; else the name of the new kind, or nothing where the id says it already."""
    if step.title and step.title != catalog.kind(step.kind).title:
        return step.title
    if not step.title and not _is_called_after(step.id, step.kind):
        return ""
    return "" if _is_called_after(step.id, kind) else catalog.kind(kind).title


def _is_called_after(step_id: str, kind: str) -> bool:
    return re.fullmatch(rf"{re.escape(kind)}(_\d+)?", step_id) is not None


def _step(pipeline: Pipeline, step_id: str) -> Step:
    step = pipeline.steps.get(step_id)
    if step is None:
        raise EditRefused(f"there is no step {step_id}")
    return step
