"""Values for templates: ``params.yaml``, the files and mappings under ``vars``, and where each came from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import basename, splitext
from typing import Any, Final

from designer.errors import DesignerError, DocumentError
from designer.targets.dvc.reading.plain_data import dates, plain_data, text_only
from designer.targets.dvc.reading.templates import has_template
from designer.targets.file_links import located
from designer.yaml_tree.tree import parse

DEFAULT: Final = "params.yaml"

Neighbour = Callable[[str], str | None]


class VariablesError(DesignerError):
    """Values cannot be loaded as DVC would.

    Args:
        refused: whether DVC refuses them, too; otherwise it is only this program that cannot see them.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None, refused: bool = True) -> None:
        super().__init__(message, path=path, line=line)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Variables:
    """What templates can name.

    Args:
        values: by name.
        files: files that were loaded, with the keys that were taken; None means all.
        complete: False when there are values that this program cannot see.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    complete: bool = True

    def hidden(self) -> Variables:
        """The same, known to lack something."""
        return Variables(self.values, self.files, complete=False)

    def with_values(self, more: Mapping[str, Any], source: str) -> Variables:
        """With more values; nothing can be said twice."""
        return Variables(_merged(self.values, more, source), self.files, self.complete)


def with_entry(variables: Variables, entry: Any, folder: str, neighbour: Neighbour) -> Variables:
    """With what one entry of ``vars`` adds: a mapping, or ``file``, or ``file:key,key``.

    Raises:
        VariablesError: it cannot be loaded, or says again what was said before.
    """
    if has_template(entry):
        raise VariablesError("DVC fills in no templates in vars")
    if isinstance(entry, Mapping):
        return variables.with_values(entry, "vars")
    if not isinstance(entry, str):
        raise VariablesError("an entry of vars is a file or a mapping")
    name, _, keys = entry.partition(":")
    path = located(folder, name)
    wanted = tuple(k for k in keys.split(",") if k) or None
    if path in variables.files:
        if not wanted and variables.files[path] is None:
            return variables
        _check_loaded(variables.files[path], wanted, entry)
    values = _chosen(_load(path, neighbour), wanted, path)
    loaded = (*(variables.files.get(path) or ()), *wanted) if wanted else None
    merged = variables.with_values(values, path)
    return Variables(merged.values, {**merged.files, path: loaded}, merged.complete)


def with_default(variables: Variables, folder: str, neighbour: Neighbour) -> Variables:
    """With ``params.yaml`` beside the file, which is loaded without being named."""
    if neighbour(located(folder, DEFAULT)) is None:
        return variables
    return with_entry(variables, DEFAULT, folder, neighbour)


def read_values(text: str, path: str) -> Any:
    """Plain data of a parameter file by the ending of its name.

    Raises:
        VariablesError: it cannot be read.
    """
    ending = splitext(path)[1].lower()
    try:
        if ending == ".json":
            return json.loads(text)
        if ending == ".toml":
            return tomllib.loads(text)
    except (ValueError, RecursionError) as e:
        raise VariablesError(f"it is no {ending[1:].upper()} ({e})", path=path) from None
    if ending == ".py":
        raise VariablesError(
            "values written in Python are not read: that would mean to run it", path=path, refused=False
        )
    return _yaml(text, path)


def _yaml(text: str, path: str) -> Any:
    try:
        tree = parse(text, path)
    except DocumentError as e:
        raise VariablesError(e.message, path=path, line=e.line) from None
    if tree.duplicates:
        where, line = tree.duplicates[0]
        raise VariablesError(f"the key {where[-1]} stands twice, which DVC refuses", path=path, line=line)
    data = plain_data(tree.root, text_only)
    dated = next(dates(data), None)
    if dated is not None:
        line = text.count("\n", 0, text.find(dated)) + 1
        raise VariablesError("DVC cannot use a date without quotes as a value", path=path, line=line)
    return {} if data is None else data


def _load(path: str, neighbour: Neighbour) -> Any:
    text = neighbour(path)
    if text is None:
        outside = path.startswith(("..", "/"))
        why = "lies outside of the folder that was opened" if outside else "does not exist"
        raise VariablesError(f"{path} {why}", refused=not outside)
    data = read_values(text, path)
    if not isinstance(data, Mapping):
        raise VariablesError("its values have no names: DVC wants a mapping", path=path)
    return data


def _chosen(data: Mapping[str, Any], keys: tuple[str, ...] | None, path: str) -> Mapping[str, Any]:
    for key in keys or ():
        if key not in data:
            raise VariablesError(f"there is no {key} in {basename(path)}")
    return {k: data[k] for k in keys} if keys else data


def _check_loaded(before: tuple[str, ...] | None, keys: tuple[str, ...] | None, entry: str) -> None:
    if before is None or keys is None or set(keys) & set(before):
        raise VariablesError(f"DVC does not load {entry} again: some of it is loaded already")


def _merged(values: Mapping[str, Any], more: Mapping[str, Any], source: str) -> dict[str, Any]:
    result = dict(values)
    for name, value in more.items():
        before = result.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            result[name] = _merged(before, value, source)
        elif name in result:
            raise VariablesError(f"{name} of {source} is already defined, and DVC does not replace it")
        else:
            result[name] = value
    return result
