"""Texts of a workflow file that no card shows: set-up steps, variables of job and file, containers, local actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.errors import DocumentError
from designer.targets.github_actions.reading import actions
from designer.targets.github_actions.reading.cards import Card, shell
from designer.targets.github_actions.reading.entry import Entry
from designer.targets.github_actions.reading.workflow import Workflow
from designer.targets.imported import YamlPath
from designer.targets.importer import Surroundings
from designer.yaml_tree.tree import Tree, parse

_NESTED: Final = 4  # local actions inside local actions that are followed
_STEPS: Final = ("runs", "steps")
_LOGIN: Final = re.compile(r"^[\w.-]+/[\w.-]*login", re.IGNORECASE)
_LOCAL: Final = re.compile(r"(https?://)?(localhost|127\.0\.0\.1)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """One place with texts that no card shows.

    Args:
        where: what it is, for people.
        tree: of the file it stands in.
        texts: what is looked through, as the attributes of a step.
        at: of each of these attributes, where it stands.
        used_at: where the workflow refers to that file; empty where it is the workflow itself.
        logs_in: whether its passwords open a service of others, whatever the job is for.
        is_throwaway: whether its passwords open nothing but a container that goes away with the run.
    """

    where: str
    tree: Tree
    texts: Mapping[str, Any]
    at: Mapping[str, YamlPath]
    used_at: YamlPath = ()
    is_throwaway: bool = False
    logs_in: bool = False


def of_workflow(workflow: Workflow) -> Iterator[Setting]:
    """What holds for all jobs."""
    yield from _variables("the env of the workflow", workflow.tree, workflow.entry.inside("env"))


def of_job(dealt: tuple[Card, ...], workflow: Workflow) -> Iterator[Setting]:
    """What stands in a job besides the steps that are cards, and inside of nothing else."""
    job, first = dealt[0].job.entry, dealt[0]
    is_shown = first.is_job and not (first.has_step and first.entry.inside("env").data)
    if not is_shown:
        yield from _variables("the env of its job", workflow.tree, job.inside("env"))
    yield from _variables("the secrets that its job hands on", workflow.tree, job.inside("secrets"))
    yield from _container("the container of its job", workflow.tree, job, "container")
    services = job.inside("services")
    for name in services.data:
        yield from _container(f"the service {name}", workflow.tree, services, name)
    for step in first.folded:
        program = shell(step, first.job, workflow) if step.has("run") else ""
        yield _step(f"the set-up step {_called(step)}", workflow.tree, step, program)


def _container(where: str, tree: Tree, holder: Entry, key: str) -> Iterator[Setting]:
    inner = holder.inside(key)
    image = holder.text(key) or inner.text("image")
    if image:
        at = (*holder.at, key) if holder.text(key) else (*inner.at, "image")
        yield Setting(where, tree, {"inputs": {"image": image}}, {"inputs.image": at})
    yield from _variables(where, tree, inner.inside("credentials"))
    for setting in _variables(where, tree, inner.inside("env")):
        yield Setting(where, tree, setting.texts, setting.at, is_throwaway=True)


def _variables(where: str, tree: Tree, entry: Entry) -> Iterator[Setting]:
    if entry.data:
        yield Setting(where, tree, {"variables": entry.data}, {"variables": entry.at})


def _step(where: str, tree: Tree, step: Entry, program: str, used_at: YamlPath = ()) -> Setting:
    run = step.text("run")
    facts = {"command": run, "shell": program, "inputs": step.inside("with").data, "variables": step.inside("env").data}
    places = {"command": (*step.at, "run"), "inputs": (*step.at, "with"), "variables": (*step.at, "env")}
    if used_at and not run:
        facts["action"], places["action"] = step.text("uses"), (*step.at, "uses")
    logs_in = bool(_LOGIN.search(step.text("uses"))) and not _LOCAL.match(step.inside("with").text("registry"))
    texts = {name: value for name, value in facts.items() if value}
    return Setting(where, tree, texts, places, used_at, logs_in=logs_in)


def _called(step: Entry) -> str:
    first = next(iter(step.text("run").split("\n")), "").strip()
    return step.text("name") or step.text("id") or step.text("uses") or (first if len(first) < 40 else "run")


@dataclass(slots=True)
class LocalActions:
    """The composite actions of the same repository that a workflow uses, each told of once.

    Args:
        workflow: path of the file that refers to them.
        around: where they are looked up.
    """

    workflow: str
    around: Surroundings
    _known: set[str] = field(default_factory=set)

    def settings(self, step: Entry) -> Iterator[Setting]:
        """What stands in the local action of a step, and in those that it uses."""
        yield from self._inside(step.text("uses"), (*step.at, "uses"), _NESTED)

    def _inside(self, uses: str, used_at: YamlPath, depth: int) -> Iterator[Setting]:
        path = actions.local_path(uses, self.workflow) if actions.is_local(uses) and depth else ""
        if not path or path.endswith((".yml", ".yaml")) or path in self._known:
            return
        self._known.add(path)
        tree = self._tree(path)
        for step in _steps(tree) if tree else ():
            assert tree is not None
            yield _step(tree.source, tree, step, step.text("shell"), used_at)
            yield from self._inside(step.text("uses"), used_at, depth - 1)

    def _tree(self, path: str) -> Tree | None:
        for name in (f"{path}/action.yml", f"{path}/action.yaml"):
            text = self.around.neighbour(name)
            if text is not None:
                try:
                    return parse(text, name)
                except DocumentError:
                    return None
        return None


def _steps(tree: Tree) -> Iterator[Entry]:
    listed = tree.data(_STEPS) if tree.has(_STEPS) else None
    for i, value in enumerate(listed if isinstance(listed, list) else ()):
        at = (*_STEPS, i)
        entry = Entry.of(at, value, tree.raw(at))
        if entry is not None:
            yield entry
