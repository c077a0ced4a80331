"""dvc.lock as a record: which stages ran as they are written now, on the inputs that are there now."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, DocumentError
from designer.targets.dvc.reading.definitions import Instance
from designer.targets.dvc.reading.files import StageFiles, parameters
from designer.targets.dvc.reading.pipeline_file import StageReading, load
from designer.targets.imported import SourceFile
from designer.targets.records import FilesAround
from designer.targets.target import TextSpan

LOCK: Final = "dvc.lock"


def recorded(path: str, text: str, around: FilesAround) -> tuple[TextSpan, ...]:
    """The lines of a dvc.yaml whose stages ran: same command, same files, same values, and inputs that did not change.

    Args:
        path: of the dvc.yaml, relative to the folder.
        text: what it says, or would say.
        around: the folder.
    """
    folder = posixpath.dirname(path)
    stages = _locked(posixpath.join(folder, LOCK), around)
    if not stages:
        return ()
    try:
        file = load(SourceFile(path, text), around.text)
    except DesignerError:
        return ()
    done = (name for name, reading in file.stages.items() if _ran(reading, stages, folder, around))
    return tuple(TextSpan(path, *file.tree.lines(("stages", name))) for name in done)


def _locked(path: str, around: FilesAround) -> Mapping[str, Any]:
    text = around.text(path)
    try:
        data = yaml_io.load(text, path) if text else None
    except DocumentError:
        return {}
    stages = data.get("stages") if isinstance(data, dict) else None
    return stages if isinstance(stages, dict) else {}


def _ran(reading: StageReading, stages: Mapping[str, Any], folder: str, around: FilesAround) -> bool:
    """Whether every stage that a definition means ran."""
    pairs = list(zip(reading.instances, reading.files, strict=True))
    return (
        reading.problem is None
        and bool(pairs)
        and all(
            isinstance(entry := stages.get(instance.name), dict) and _is_same(instance, files, entry, folder, around)
            for instance, files in pairs
        )
    )


def _is_same(instance: Instance, files: StageFiles, entry: Mapping[str, Any], folder: str, around: FilesAround) -> bool:
    if _words(entry.get("cmd")) != _words(instance.data.get("cmd")):
        return False
    deps, outs = dict(_entries(entry.get("deps"))), dict(_entries(entry.get("outs")))
    if deps.keys() != {_normal(written) for written, _ in files.deps}:
        return False
    if outs.keys() != {_normal(output.written) for output in files.outputs}:
        return False
    if not _values_are_same(instance, entry, folder, around):
        return False
    return all(
        (now := around.md5(seen)) is None or deps[_normal(written)].get("md5") == now for written, seen in files.deps
    )


def _values_are_same(instance: Instance, entry: Mapping[str, Any], folder: str, around: FilesAround) -> bool:
    """Whether the parameters that the run took still have their values."""
    locked = entry.get("params") or {}
    for path, keys in parameters(instance.data):
        values = locked.get(path)
        text = around.text(posixpath.normpath(posixpath.join(instance.folder, path)))
        if not isinstance(values, dict) or text is None:
            return False
        try:
            now = yaml_io.load(text, path)
        except DocumentError:
            return False
        if any(_at(now, key) != values.get(key, ...) for key in keys or values):
            return False
    return True


def _at(data: Any, key: str) -> Any:
    for part in key.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _entries(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            yield _normal(entry["path"]), entry


def _normal(path: str) -> str:
    return posixpath.normpath(path)


def _words(command: Any) -> list[str]:
    """A command or a list of them as DVC compares it: ends of lines and blanks around it do not count."""
    listed = command if isinstance(command, list) else [command]
    return [str(c).strip() for c in listed]
