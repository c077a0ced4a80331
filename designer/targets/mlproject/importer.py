"""An MLproject file as a card for each entry point (https://mlflow.org/docs/latest/ml/projects/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import dirname, normpath
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step, free_id
from designer.recognition.recogniser import Work
from designer.targets.command_line import arguments, command_of, seen_from_root, shell_words
from designer.targets.imported import GUESSED, KEPT, UNDERSTOOD, Group, Imported, Place, Remark, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.yaml_tree.tree import Tree, parse

_POINTS: Final = "entry_points"
_KNOWN: Final = frozenset({"name", _POINTS, "conda_env", "python_env", "docker_env"})
_ENTRY: Final = re.compile(rf"^{_POINTS}\s*:", re.MULTILINE)
_RUN: Final = re.compile(r"\bmlflow\s+run\b([^\n;&|]*)")
_MAIN: Final = "main"
# Options of mlflow run that take the next word.
_VALUED: Final = {
    *("-e", "--entry-point", "-v", "--version", "-P", "--param-list", "-A", "--docker-args", "--experiment-name"),
    *("--experiment-id", "-b", "--backend", "-c", "--backend-config", "--env-manager", "--storage-dir", "--run-id"),
    *("--run-name",),
}


class MLprojects(Importer):
    """Reads MLproject files; they are changed by hand."""

    slug = "mlproject"
    title = "MLproject"
    called = "an MLproject"
    order = 50
    names = ("MLproject",)
    is_editable = False

    def recognises(self, file: SourceFile) -> bool:
        return PurePosixPath(file.path).name == "MLproject"

    def path_of_text(self, text: str) -> str | None:
        return "MLproject" if _ENTRY.search(text) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        tree = parse(file.text, file.path)
        data = tree.data()
        points = data.get(_POINTS) if isinstance(data, Mapping) else None
        if not isinstance(points, Mapping):
            advice = "An MLproject lists its commands below entry_points."
            raise DocumentError("this is no MLproject", path=file.path, line=1, advice=advice)
        steps: dict[str, Step] = {}
        places, groups, remarks = {}, [], list(_kept(tree, data, file.path))
        for name, point in points.items():
            step, remark = _card(free_id(name, steps), name, point, data, around, file.path)
            steps[step.id] = step
            first, last = tree.lines((_POINTS, name))
            place = Place(file.path, (_POINTS, name), first, last)
            places[step.id] = (place,)
            groups.append(Group(name, (step.id,), (), 1, place))
            remarks.append(Remark(remark[0], file.path, first, remark[1], step.id))
        facts = {"name": str(data.get("name") or ""), "repo": True, "given_files": True, "partial": True}
        return Imported(Snapshot(steps, facts=facts), places, tuple(groups), tuple(remarks))

    def runs(self, step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
        """The entry points that a step starts with ``mlflow run FOLDER -e NAME``."""
        here = normpath(dirname(file.path))
        found = {name for path, name in _started(command_of(step)) if seen_from_root(step, path) == here}
        return tuple(g.steps[0] for g in read.groups if g.name in found)


def _card(
    step_id: str, name: str, point: Any, data: Mapping[str, Any], around: Surroundings, path: str
) -> tuple[Step, tuple[str, str]]:
    command = str(point.get("command") or "") if isinstance(point, Mapping) else ""
    guess = around.recogniser.recognise(Work(command=command, name=name, hosted=False))
    fields = around.catalog.kind(guess.kind).fields
    facts = {**guess.attributes, "command": command or None, "confidence": guess.confidence}
    if dirname(path):
        facts["working_directory"] = dirname(path)
    if "params" in fields and isinstance(point, Mapping) and point.get("parameters"):
        facts["params"] = "cli"
    if "env" in fields:
        facts["env"] = "container" if "docker_env" in data else "loose"
    step = Step(step_id, guess.kind, "", {k: v for k, v in facts.items() if v is not None})
    if guess.confidence == "high":
        return step, (UNDERSTOOD, f"the entry point {name} is a step of kind {guess.kind}")
    return step, (GUESSED, f"the entry point {name} seems to be a step of kind {guess.kind}")


def _kept(tree: Tree, data: Mapping[str, Any], path: str) -> Iterator[Remark]:
    for key in data:
        if key not in _KNOWN:
            yield Remark(KEPT, path, tree.key_line((key,)), f"{key} is no key known here")


def _started(command: str) -> Iterator[tuple[str, str]]:
    """Folders and entry points of a command."""
    for run in _RUN.findall(command):
        paths, options = arguments(shell_words(run), _VALUED)
        if paths:
            yield paths[0], options.get("-e") or options.get("--entry-point") or _MAIN
