"""The files of a stage: what it reads and writes, in all the shapes that dvc.yaml allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.targets.dvc.reading.definitions import Instance
from designer.targets.dvc.reading.shape import OUTPUTS
from designer.targets.dvc.reading.variables import DEFAULT
from designer.targets.file_links import located

_MARK: Final = ".done"


@dataclass(frozen=True, slots=True)
class Output:
    """A file or folder that a stage makes.

    Args:
        written: its path as it stands in the file.
        path: seen from the opened folder.
        key: ``outs``, ``metrics`` or ``plots``.
        cached: whether DVC keeps its content.
    """

    written: str
    path: str
    key: str
    cached: bool

    @property
    def is_report(self) -> bool:
        """Whether it says something about a run instead of being its result: numbers, curves, a mark that it ended."""
        return self.key != OUTPUTS[0] or self.written.endswith(_MARK)


@dataclass(frozen=True, slots=True)
class StageFiles:
    """What one stage that DVC runs reads and writes.

    Args:
        deps: pairs of the path as written and as seen from the opened folder.
        params: parameter files, seen from the opened folder.
        outputs: what it makes.
    """

    deps: tuple[tuple[str, str], ...]
    params: tuple[str, ...]
    outputs: tuple[Output, ...]


def stage_files(instance: Instance) -> StageFiles:
    """The files of a stage; entries of a shape that DVC refuses are left out."""
    data, folder = instance.data, instance.folder
    deps = tuple((d, located(folder, d)) for d in _list(data.get("deps")) if isinstance(d, str) and d)
    params = tuple(dict.fromkeys(located(folder, p) for p, _ in parameters(data)))
    outputs = tuple(
        Output(path, located(folder, path), key, options.get("cache") is not False)
        for key in OUTPUTS
        for path, options in entries(data.get(key))
    )
    return StageFiles(deps, params, outputs)


def entries(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Paths with their options; a path that is written twice has the options of both."""
    found: dict[str, dict[str, Any]] = {}
    for each in _list(value):
        if isinstance(each, str):
            found.setdefault(each, {})
        elif isinstance(each, Mapping):
            for path, options in each.items():
                found.setdefault(str(path), {}).update(options if isinstance(options, Mapping) else {})
    yield from found.items()


def parameters(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Parameter files of a stage with the keys it takes, none meaning all of them."""
    found: dict[str, dict[str, None]] = {}
    for each in _list(data.get("params")):
        if isinstance(each, str):
            found.setdefault(DEFAULT, {})[each] = None
        elif isinstance(each, Mapping):
            for path, keys in each.items():
                found.setdefault(str(path), {}).update(dict.fromkeys(str(k) for k in _list(keys)))
    yield from ((path, tuple(keys)) for path, keys in found.items())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
