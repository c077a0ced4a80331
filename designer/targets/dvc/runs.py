"""How a stage runs: once for each combination of a matrix, with which variables, and what DVC cannot say about it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.plan.attributes import one_line
from designer.plan.plan import Loss, Plan, Stage
from designer.steps.matrix import EXCLUDE, INCLUDE
from designer.targets.yaml_text import Inline

ITEM: Final = "item"
# Facts that only a service with machines, people or events can keep.
_UNSAID: Final = {
    "only_if": "it runs whenever its inputs changed, whatever the condition says",
    "runner": "it runs on the machine where somebody types dvc repro",
    "environment_name": "DVC knows no deployment environments: nobody is asked, and no secrets are handed over",
    "token_permissions": "there is no access token to limit",
    "shell": "DVC uses the shell of the system",
}


def item(stage: Stage, axis: str) -> str:
    """The value of an axis in the run at hand, as DVC writes it; text for the shell where nothing gives it a value."""
    if axis not in stage.axes:
        return rf"\${{matrix.{axis}}}"
    is_alone = stage.axes == {ITEM} and axis == ITEM
    return f"${{{ITEM}}}" if is_alone else f"${{{ITEM}.{axis}}}"


def in_runs(stage: Stage, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A stage once for each run: ``matrix`` where its axes say it all, else ``foreach`` over the runs."""
    stated = stage.fact("matrix")
    if not stage.matrix or not isinstance(stated, Mapping):
        return data
    if set(stated) == {ITEM}:
        values = stated[ITEM]
        return {"foreach": dict(values) if isinstance(values, Mapping) else list(values), "do": data}
    if INCLUDE in stated or EXCLUDE in stated:
        blank = dict.fromkeys(sorted(stage.axes), "")  # DVC refuses an item without a value that is asked for
        return {"foreach": [Inline({**blank, **run}) for run in stage.matrix], "do": data}
    return {"matrix": {axis: Inline(list(values)) for axis, values in stated.items()}, **data}


def with_one_writer(plan: Plan) -> tuple[Plan, tuple[Loss, ...]]:
    """A plan in which no two runs of a stage write to one place; what they shared is told."""
    shared = {
        output: stage.id
        for stage in plan.stages.values()
        for output in stage.outputs
        if len(stage.matrix) > 1 and len(output.all_paths) < len(stage.matrix)
    }
    if not shared:
        return plan, ()
    stages = {
        name: replace(
            stage,
            outputs=tuple(o for o in stage.outputs if o not in shared),
            inputs=tuple(i for i in stage.inputs if i not in shared),
        )
        for name, stage in plan.stages.items()
    }
    told = (
        Loss(step, "output", f"every run of its matrix would write {output.path}: DVC keeps none of them")
        for output, step in shared.items()
    )
    return replace(plan, stages=stages), tuple(told)


def exports(stage: Stage) -> str:
    """Shell words in front of a command that set its variables; what a secret store keeps must be set by hand."""
    found = ""
    for name, value in stage.environment.items():
        source = value.partition(":")[0]
        if source not in ("var", "secret") and _is_own(stage, name):
            found += f"export {name}={shlex.quote(value)}; "
    return found


def unsaid(stage: Stage) -> Iterator[Loss]:
    """What is stated about how a stage runs and has no place in DVC."""
    for name, message in _UNSAID.items():
        if stage.fact(name):
            yield Loss(stage.id, name.replace("_", " "), message)
    if stage.fact("matrix") and not stage.matrix:
        yield Loss(stage.id, "matrix", "its values are known only to a run of the service: it runs once")
    for name, value in stage.environment.items():
        source, _, key = value.partition(":")
        if source in ("var", "secret") and _is_own(stage, name):
            message = f"set the variable {name} yourself before dvc repro: it comes from {one_line(key)}"
            yield Loss(stage.id, "variable", message)


def _is_own(stage: Stage, name: str) -> bool:
    """Whether the author states a variable; those of tools have their own defaults in the scripts."""
    stated = stage.fact("variables")
    return isinstance(stated, Mapping) and name in stated
