"""Keys that have no place on the canvas: they stay in the file as they are, and the report names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from designer.resources import resource
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.report import Report
from designer.targets.github_actions.reading.workflow import Workflow
from designer.yaml_io import load


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one level: those that are shown, and those that GitHub knows besides."""

    shown: frozenset[str]
    kept: frozenset[str]


@lru_cache(1)  # the same for every file
def load_keys() -> Mapping[str, Keys]:
    """The table of ``resources/github_actions/keys.yaml`` by level."""
    path = resource("github_actions", "keys.yaml")
    table: dict[str, Any] = load(path.read_text(encoding="utf-8"), path.name)
    return {level: Keys(frozenset(keys["shown"]), frozenset(keys["kept"])) for level, keys in table.items()}


def report_keys(workflow: Workflow, keys: Mapping[str, Keys], report: Report) -> None:
    """Tells of every key that stays as it is."""
    for level, entry in _levels(workflow):
        for key in entry.data:
            if key in keys[level].kept:
                of = f" of {entry.at[-1]}" if level == "event" else ""
                report.kept((*entry.at, key), f"{key}{of} stays in the file as it is; it is not shown")
            elif key not in keys[level].shown:
                a = "an" if level[0] in "aeiou" else "a"
                message = f"{key} is no key of {a} {level} that is known here; it stays in the file as it is"
                report.kept((*entry.at, key), message)


def _levels(workflow: Workflow) -> Iterator[tuple[str, Entry]]:
    yield "workflow", workflow.entry
    on = workflow.entry.inside("on")
    yield from (("event", on.inside(event)) for event in on.data)
    for job in workflow.jobs.values():
        yield "job", job.entry
        yield "strategy", job.entry.inside("strategy")
        yield "environment", job.entry.inside("environment")
        for step in job.steps:
            yield "step", step
