"""Finds and reads ``.mlops-designer.toml`` and ``pyproject.toml``, from a file upward to the root of its repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from designer.errors import ConfigurationError, DocumentError
from designer.session.configuration import Layer
from designer.storage.file_access import read_text

OWN_FILE: Final = ".mlops-designer.toml"
SHARED_FILE: Final = "pyproject.toml"
TABLE: Final = ("tool", "mlops-designer")
_REPOSITORY: Final = (".git", ".hg")
_PROJECT: Final = (".github", ".dvc")  # what a repository without its history still shows
_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(#.*)?\Z")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_LINE_IN_MESSAGE = re.compile(r" ?\(at line (\d+), column \d+\)")


def repository_root(folder: Path) -> Path:
    """The nearest folder upward that is a repository; without one, the nearest of a project, else itself."""
    folders = (folder, *folder.parents)
    for marks in (_REPOSITORY, _PROJECT):
        for candidate in folders:
            if any(os.path.lexists(candidate / mark) for mark in marks):
                return candidate
    return folder


class ConfigurationFiles:
    """The configuration files of some folders; a file that did not change on disk is not read again."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[tuple[int, int], Layer | None]] = {}

    def layers(self, folder: Path) -> tuple[list[Layer], list[ConfigurationError]]:
        """What applies to the files of a folder: the nearest file of each sort, and those that cannot be read."""
        found: dict[str, Layer] = {}
        problems: list[ConfigurationError] = []
        for path in _candidates(folder):
            if path.name not in found:
                try:
                    layer = self._layer(path)
                except ConfigurationError as e:
                    problems.append(e)
                    continue
                if layer:
                    found[path.name] = layer
        return [found[name] for name in (OWN_FILE, SHARED_FILE) if name in found], problems

    def _layer(self, path: Path) -> Layer | None:
        try:
            status = path.stat()
        except OSError:
            return None
        state = (status.st_mtime_ns, status.st_size)
        known = self._read.get(path)
        if known is None or known[0] != state:
            known = self._read[path] = (state, _read_layer(path))
        return known[1]


def _candidates(folder: Path) -> Iterator[Path]:
    try:
        folder = folder.absolute()
    except OSError:  # the folder that the program was started in is gone
        return
    root = repository_root(folder)
    for place in (folder, *folder.parents):
        yield place / OWN_FILE
        yield place / SHARED_FILE
        if place == root:
            return


def _read_layer(path: Path) -> Layer | None:
    """The layer of one file; None for a file of others that says nothing about this program."""
    try:
        text = read_text(path).removeprefix("\ufeff")
    except DocumentError as e:
        raise ConfigurationError(e.message, path=e.path, line=e.line, advice=e.advice) from e
    is_own = path.name == OWN_FILE
    data = _parsed(text, path)
    above: tuple[str, ...] = () if is_own else TABLE
    for key in above:
        data = data.get(key, {}) if isinstance(data, dict) else {}
    layer = Layer(_shown(path), {}, path.parent, str(path), above, partial(line_of, text))
    if not isinstance(data, dict):
        raise layer.fail("must be a table", ())
    return Layer(layer.name, data, layer.folder, layer.path, above, layer.line) if is_own or data else None


def _parsed(text: str, path: Path) -> Any:
    import tomllib  # only where there is such a file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        found = _LINE_IN_MESSAGE.search(str(e))
        message = f"this is not TOML: {_LINE_IN_MESSAGE.sub('', str(e)).lower()}"
        line = int(found[1]) if found else len(text.splitlines())
        raise ConfigurationError(message, path=str(path), line=line) from None
    except RecursionError:
        raise ConfigurationError("nested too deep", path=str(path)) from None


def _shown(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """The line at which a path of keys stands in a TOML text, or the nearest thing around it."""
    best, length, table = None, 0, tuple[str, ...]()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header is None and key is None:
            continue
        here = _parts(header[1]) if header else (*table, *_parts(key[1] if key else ""))
        table = here if header else table
        if len(here) > length and keys[: len(here)] == here:
            best, length = number, len(here)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
