"""Where a program of others stands: on a person's PATH, never in the folder that was opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ENDINGS: Final = (".exe", ".cmd", ".bat", ".com")


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to the question for a program.

    Args:
        path: absolute; None when it may not or cannot be used.
        reason: why there is none, as the rest of a sentence that begins with its name.
    """

    path: Path | None
    reason: str = ""


def find_program(name: str, forbidden: Sequence[Path] = (), path: str | None = None) -> Found:
    """Looks a program up as a shell does, but for the current folder and relative entries: they never count.

    Args:
        name: without an ending.
        forbidden: folders whose programs are not trusted: those of the files that were opened.
        path: a PATH; None for that of the process.
    """
    roots = [Path(os.path.realpath(folder)) for folder in forbidden]
    untrusted: Path | None = None
    for folder in trusted_entries(path=path):
        for file in _files(folder, name):
            if not (file.is_file() and os.access(file, os.X_OK)):
                continue
            if _is_inside(file, roots):
                untrusted = untrusted or file
                continue
            return Found(file)
    if untrusted is not None:
        return Found(None, f"stands only in the folder that was opened ({untrusted}), and nothing there is run")
    return Found(None, "is not on PATH")


def trusted_entries(forbidden: Sequence[Path] = (), path: str | None = None) -> Iterator[Path]:
    """The absolute entries of a PATH: the others mean another folder wherever somebody stands.

    Args:
        forbidden: folders that are left out, with everything below them.
        path: a PATH; None for that of the process.
    """
    text = os.environ.get("PATH", "") if path is None else path
    roots = [Path(os.path.realpath(folder)) for folder in forbidden]
    for entry in dict.fromkeys(text.split(os.pathsep)):
        folder = Path(entry)
        if entry and folder.is_absolute() and not _is_inside(folder / "program", roots):
            yield folder


def _files(folder: Path, name: str) -> Iterable[Path]:
    return (folder / f"{name}{ending}" for ending in (_ENDINGS if os.name == "nt" else ("",)))


def _is_inside(file: Path, roots: Sequence[Path]) -> bool:
    """Whether a file, or what it is a link to, stands below one of the folders."""
    places = (Path(os.path.abspath(file)), Path(os.path.realpath(file)))
    return any(root in place.parents for place in places for root in roots)
