"""A dvc.yaml, read: its tree, its definitions, and the stages that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname
from typing import Any

from designer.errors import DesignerError, DocumentError
from designer.targets.dvc.reading.definitions import FOREACH, VARS, Definition, Instance
from designer.targets.dvc.reading.files import StageFiles, stage_files
from designer.targets.dvc.reading.plain_data import as_said, is_text, plain_data
from designer.targets.dvc.reading.shape import STAGES, TOP_KEYS, Refusal, refusals
from designer.targets.dvc.reading.templates import TemplateError, check, resolved
from designer.targets.dvc.reading.variables import (
    Neighbour,
    Variables,
    VariablesError,
    with_default,
    with_entry,
)
from designer.targets.file_links import FileUse, file_links
from designer.targets.imported import SourceFile
from designer.yaml_tree.tree import Tree, parse


@dataclass(frozen=True, slots=True)
class StageReading:
    """A definition with the stages that it means.

    Args:
        definition: as it is written.
        instances: the stages that DVC runs; the definition itself when that cannot be told.
        files: what each of them reads and writes.
        problem: why it cannot be told.
    """

    definition: Definition
    instances: tuple[Instance, ...]
    files: tuple[StageFiles, ...]
    problem: DesignerError | None = None

    @property
    def count(self) -> int | None:
        """How many stages it means; None when that cannot be told."""
        if self.problem is None:
            return len(self.instances)
        return self._items() if self.definition.loop else 1

    def _items(self) -> int | None:
        try:
            return len(self.definition.items)
        except DesignerError:
            return None


@dataclass(frozen=True, slots=True)
class PipelineFile:
    """What a dvc.yaml says.

    Args:
        path: of the file, seen from the opened folder.
        tree: its text with places.
        data: its plain data.
        variables: values for templates.
        stages: by name, in the order of the file.
        refused: what DVC does not accept.
        unseen: values that only this program cannot see.
    """

    path: str
    tree: Tree
    data: Mapping[str, Any]
    variables: Variables
    stages: Mapping[str, StageReading]
    refused: tuple[Refusal, ...]
    unseen: tuple[Refusal, ...]

    @property
    def folder(self) -> str:
        return dirname(self.path)

    def uses(self) -> dict[str, FileUse]:
        """Files of each stage that DVC runs, by its name."""
        pairs = ((i.name, f) for s in self.stages.values() for i, f in zip(s.instances, s.files, strict=True))
        return {name: file_use(files) for name, files in pairs}

    def stage_links(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Links between the stages that DVC runs, from the one that makes a file to the one that reads it."""
        return file_links(self.uses())


def file_use(*files: StageFiles) -> FileUse:
    """What stages read and write together."""
    reads = dict.fromkeys(p for f in files for p in (*(path for _, path in f.deps), *f.params))
    writes = dict.fromkeys(o.path for f in files for o in f.outputs)
    return FileUse(tuple(reads), tuple(writes))


def load(file: SourceFile, neighbour: Neighbour, known: PipelineFile | None = None) -> PipelineFile:
    """Reads a dvc.yaml and the files with values that it names.

    Args:
        file: its text.
        neighbour: text of other files.
        known: what the file said before an edit, with the same neighbours; stages that are the same are not worked
            out again.

    Raises:
        DocumentError: it is no YAML, or nothing of DVC stands in it.
    """
    tree = parse(file.text, file.path)
    data = _stages_file(tree, file.path)
    refused = [*_duplicates(tree), *refusals(data)]
    variables, unseen = _variables(data, dirname(file.path), neighbour)
    refused += [r for r, is_refused in unseen if is_refused]
    refused += [*_odd_names(tree), *(_unresolved(data, variables) if variables.complete else ())]
    written = data.get(STAGES) or {}
    before = known.stages if known is not None and known.data.get(VARS) == data.get(VARS) else {}
    stages = {
        name: _stage(Definition(name, definition, dirname(file.path), variables, neighbour), before.get(name))
        for name, definition in written.items()
        if isinstance(definition, Mapping)
    }
    hidden = tuple(r for r, is_refused in unseen if not is_refused)
    return PipelineFile(file.path, tree, data, variables, stages, tuple(refused), hidden)


def _stages_file(tree: Tree, path: str) -> Mapping[str, Any]:
    data = plain_data(tree.root)
    if data is None:
        return {}
    line = tree.root.line
    if not isinstance(data, Mapping) or not TOP_KEYS & data.keys():
        advice = "A dvc.yaml has stages, plots, metrics, params, vars, artifacts or datasets."
        raise DocumentError("this is no dvc.yaml", path=path, line=line, advice=advice)
    stages = data.get(STAGES, {})
    if not isinstance(stages, Mapping):
        line = tree.key_line((STAGES,))
        advice = "Write the name of a stage, a colon, and its keys below."
        raise DocumentError("stages must be a mapping", path=path, line=line, field=STAGES, advice=advice)
    for name in stages or ():
        if isinstance(data[STAGES][name], dict) and tree.has((STAGES, name, FOREACH)):
            data[STAGES][name][FOREACH] = plain_data(tree.node((STAGES, name, FOREACH)), as_said)
    return data


def _duplicates(tree: Tree) -> list[Refusal]:
    return [Refusal(at, f"the key {at[-1]} stands twice", "Remove one of them.") for at, _ in tree.duplicates]


def _odd_names(tree: Tree) -> list[Refusal]:
    """Names of stages that are no text to DVC."""
    stages = tree.node((STAGES,)).resolved() if tree.has((STAGES,)) else None
    odd = [key.text for key in stages.keys if not is_text(key)] if stages is not None else []
    return [
        Refusal((STAGES, name), f"the name {name} is no text", "Put it into quotes.") for name in odd if name != "<<"
    ]


def _unresolved(data: Mapping[str, Any], variables: Variables) -> list[Refusal]:
    """Templates outside of the stages that have no value."""
    found = []
    for section in (k for k in data if k not in (STAGES, VARS)):
        try:
            check(data[section])
            resolved(data[section], variables.values)
        except TemplateError as e:
            found.append(Refusal((section,), e.message, e.advice))
    return found


def _variables(
    data: Mapping[str, Any], folder: str, neighbour: Neighbour
) -> tuple[Variables, list[tuple[Refusal, bool]]]:
    """All that can be loaded, and what cannot, each with whether DVC refuses it, too."""
    variables, problems = Variables(), []
    try:
        variables = with_default(variables, folder, neighbour)
    except VariablesError as e:
        problems.append((Refusal((), str(e)), e.refused))
    entries = data.get(VARS) or []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        try:
            variables = with_entry(variables, entry, folder, neighbour)
        except VariablesError as e:
            problems.append((Refusal((VARS, index), str(e)), e.refused))
    return (variables.hidden() if problems else variables), problems


def _stage(definition: Definition, before: StageReading | None) -> StageReading:
    if before is not None and before.definition.says_same(definition):
        return before
    try:
        instances = tuple(definition.instances())
    except DesignerError as e:
        rough = definition.roughly()
        return StageReading(definition, (rough,), (stage_files(rough),), e)
    return StageReading(definition, instances, tuple(stage_files(i) for i in instances))
