"""Exported settings that may stand in a file which other people wrote already: they are written into it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from designer.errors import DocumentError, ExportError
from designer.storage.file_access import read_text
from designer.targets.target import Emission
from designer.yaml_tree.editor import Editor, NotEditable


def files_for(folder: Path | None, emission: Emission) -> dict[str, str]:
    """The files of an emission as they would be written into a folder.

    What a shared file there says already stays as it is, comments included; only what is missing is added.

    Raises:
        ExportError: a shared file cannot be read, or says something else in that place.
    """
    files = dict(emission.files)
    for path, wanted in emission.shared.items():
        there = _existing(folder, path) if folder is not None else None
        if folder is not None and there is not None:
            del files[path]
            files[there] = _merged(folder / there, wanted)
    return files


def _existing(folder: Path, path: str) -> str | None:
    """The path under which a file stands there, with either ending of YAML files."""
    other = {".yaml": ".yml", ".yml": ".yaml"}.get(PurePosixPath(path).suffix, "")
    names = (path, str(PurePosixPath(path).with_suffix(other))) if other else (path,)
    return next((name for name in names if (folder / name).is_file()), None)


def _merged(path: Path, wanted: Mapping[str, Any]) -> str:
    try:
        editor = Editor(read_text(path), str(path))
        _merge(editor, (), wanted)
    except (DocumentError, NotEditable) as e:
        advice = f"Put it right, or write into it by hand: {dict(wanted)}"
        raise ExportError(f"what is to be added does not fit ({e.message})", path=str(path), advice=advice) from e
    return editor.text


def _merge(editor: Editor, path: tuple[str | int, ...], wanted: Mapping[str, Any]) -> None:
    for key, value in wanted.items():
        here = (*path, key)
        if not editor.tree.has(here):
            editor.add(path, key, value)
            continue
        there = editor.tree.data(here)
        if there is None:
            editor.set(here, value)
        elif isinstance(value, Mapping):
            _merge(editor, here, value)
        else:
            for item in (v for v in value if not isinstance(there, list) or v not in there):
                editor.append(here, item)
