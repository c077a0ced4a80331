"""Every attribute changes an export, or is listed as only declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.plan.planner import make_plan
from designer.steps.field import Field
from designer.targets.catalog import load_targets
from designer.targets.evidence import DECLARED, EXPORTED, pipeline_evidence, step_evidence
from tests.unit.plan.drawn import CATALOG, IMPROVED, snapshot

TARGETS = load_targets()
BASE = snapshot(IMPROVED)
# What an attribute of any type is made of, and what else has to be stated for it to count.
SHAPED = {"inputs": [{"path": "a"}], "variables": [{"A": "1"}], "matrix": [{"model": ["a", "b"]}]}
BESIDE = {
    "inputs": {"action": "owner/name@v1", "command": None},
    "working_directory": {"command": "python train.py"},
    "shell": {"command": "python train.py"},
}
WORDS = ("gpu", "training", "snap", "echo done", "python", "data/extra.csv")


def files(drawn: Snapshot) -> str:
    plan = make_plan(drawn, CATALOG)
    return "".join(f"{path}\n{text}" for t in TARGETS.values() for path, text in t.emit(plan).files.items())


def values(field: Field) -> list[Any]:
    if field.name in SHAPED:
        return SHAPED[field.name]
    if field.type.base == "list":
        return [[], *([word] for word in field.type.choices or ("main", "data/extra.csv"))]
    return {"bool": [True, False], "int": [3, 7], "enum": list(field.type.choices)}.get(field.type.base, list(WORDS))


def carrier(kind: str) -> tuple[Snapshot, str]:
    """The improved lesson with a step of that kind: its own, else a new one between evaluation and registration."""
    for step in BASE.steps.values():
        if step.kind == kind:
            return BASE, step.id
    link = Link("eval", "extra")
    return replace(
        BASE, steps={**BASE.steps, "extra": Step("extra", kind)}, links={**BASE.links, link.id: link}
    ), "extra"


def attributes() -> Iterator[tuple[str, str]]:
    """Kind and attribute: the own ones of every kind, the common ones for one kind."""
    for kind in sorted(CATALOG.kinds):
        yield from ((kind, name) for name in CATALOG.kinds[kind].fields)
    yield from (("train", name) for name in CATALOG.step_fields)


@pytest.mark.parametrize(("kind", "name"), list(attributes()))
def test_an_attribute_of_a_step_is_exported_unless_it_is_listed_as_declared(kind: str, name: str) -> None:
    drawn, step_id = carrier(kind)
    field = CATALOG.fields(kind)[name]
    step = drawn.steps[step_id]
    seen = set()
    for value in (None, *values(field)):
        changed = step.with_attributes({**BESIDE.get(name, {}), name: value})
        seen.add(files(replace(drawn, steps={**drawn.steps, step_id: changed})))
    assert step_evidence(kind, name) == (EXPORTED if len(seen) > 1 else DECLARED)


@pytest.mark.parametrize("name", sorted(CATALOG.pipeline_fields))
def test_a_fact_about_the_pipeline_is_exported_unless_it_is_listed_as_declared(name: str) -> None:
    seen = {files(replace(BASE, facts=frozen({**BASE.facts, name: v}))) for v in values(CATALOG.pipeline_fields[name])}
    assert pipeline_evidence(name) == (EXPORTED if len(seen) > 1 else DECLARED)
