"""Writing exported files into a folder: compare with what is there, then write only what was agreed to."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from designer.errors import ExportError, SaveError
from designer.session.text_diff import NOTHING, unified_diff
from designer.storage.atomic_write import atomic_write

NEW = "new"
CHANGED = "changed"
SAME = "same"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What writing one file would do.

    Args:
        path: relative to the folder, with ``/``.
        status: ``new``, ``changed`` or ``same``.
        diff: unified diff from what is there to what would be written; empty when the same.
    """

    path: str
    status: str
    diff: str


def compare(folder: Path, files: Mapping[str, str]) -> tuple[FileChange, ...]:
    """What `write_files` would do, in the order of the paths. Writes nothing.

    Raises:
        ExportError: a path leaves the folder, or something other than a readable file stands in its place.
    """
    return tuple(_compare_one(_inside(folder, path), path, text) for path, text in sorted(files.items()))


def write_files(folder: Path, files: Mapping[str, str], overwrite: Collection[str] = ()) -> tuple[str, ...]:
    """Writes the new files and those in ``overwrite``; other files that exist are not touched.

    All paths are checked before the first file is written, and each file is replaced as a whole.

    Args:
        folder: created when it is missing.
        files: contents by path relative to the folder.
        overwrite: paths of files that may be replaced.

    Returns:
        Paths that were written; a file that already has its new contents is not among them.

    Raises:
        ExportError: a path leaves the folder, or a file cannot be written; names it.
    """
    changes = compare(folder, files)
    wanted = [c.path for c in changes if c.status == NEW or (c.status == CHANGED and c.path in overwrite)]
    prepared = [(_inside(folder, path), files[path].encode("utf-8")) for path in wanted]
    for target, data in prepared:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(target, data)
        except SaveError as e:
            raise ExportError(e.message, path=e.path, advice=e.advice) from e
        except OSError as e:
            raise ExportError(f"cannot be written ({e.strerror})", path=str(target)) from e
    return tuple(wanted)


def _inside(folder: Path, path: str) -> Path:
    """The real place of an exported file.

    Raises:
        ExportError: it lies outside the folder, directly or through a symbolic link.
    """
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or parts[0].startswith("/") or any(c in path for c in "\\:\0"):
        raise ExportError("the path leaves the folder", path=path, advice="Use a relative path without '..'.")
    root = Path(os.path.realpath(folder))
    target = Path(os.path.realpath(root.joinpath(*parts)))
    if root not in target.parents:
        advice = "Remove the symbolic link or choose another folder."
        raise ExportError(f"leads to {target}, outside the folder, through a symbolic link", path=path, advice=advice)
    return target


def _compare_one(target: Path, path: str, text: str) -> FileChange:
    old = _existing(target)
    if old is None:
        return FileChange(path, NEW, unified_diff("", text, NOTHING, path))
    if old == text.encode("utf-8"):
        return FileChange(path, SAME, "")
    try:
        return FileChange(path, CHANGED, unified_diff(old.decode("utf-8"), text, path, path))
    except UnicodeDecodeError:
        return FileChange(path, CHANGED, f"Binary file {path} would be replaced by text\n")


def _existing(target: Path) -> bytes | None:
    """The bytes of the file in a place; None when there is none."""
    place, reason = target, ""
    try:
        if target.is_dir():
            reason = "a folder stands in its place"
        elif target.exists() and not target.is_file():  # reading a named pipe would wait for ever
            reason = "it is not a regular file"
        else:
            return target.read_bytes()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        place = next(p for p in target.parents if p.exists())
        reason = "a file stands where a folder is needed"
    except OSError as e:
        reason = f"cannot be read ({e.strerror})"
    raise ExportError(reason, path=str(place), advice="Move it away or choose another folder.")
