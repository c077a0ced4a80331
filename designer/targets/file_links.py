"""Who makes the files that others read: links that follow from paths.

A path that is read meets a path that is written when they are the same or one lies inside of the other: who reads a
folder waits for everything that is made in it, who reads a file of a folder waits for the folder.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Final

_HERE: Final = "."


@dataclass(frozen=True, slots=True)
class FileUse:
    """What a step reads and writes.

    Args:
        reads: paths relative to the opened folder, as `located` gives them; a folder means all that is in it.
        writes: the same.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


def located(folder: str, path: str) -> str:
    """A path as it is seen from the opened folder; addresses (``s3://...``) and absolute paths stay what they are."""
    head, colon, rest = path.partition("://")
    if colon:
        return f"{head}://{normpath(rest)}"
    return normpath(join(folder, path))


class Writers:
    """Paths and who writes them.

    Args:
        entries: pairs of a path, as `located` gives it, and the name of who writes it.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._owners: dict[str, dict[str, None]] = {}
        for path, owner in entries:
            self._owners.setdefault(path, {})[owner] = None
        self._paths = sorted(path + "/" for path in self._owners)

    def of(self, path: str) -> Iterator[tuple[str, str]]:
        """Written paths that meet a path that is read, each with who writes it."""
        for found in (*self._around(path), *self._inside(path)):
            yield from ((found, owner) for owner in self._owners[found])

    def owners(self, path: str) -> tuple[str, ...]:
        """Who writes exactly this path."""
        return tuple(self._owners.get(path, ()))

    def overlaps(self) -> Iterator[tuple[str, str]]:
        """Pairs of written paths of which the second lies inside of the first, or is written twice."""
        for path, owners in self._owners.items():
            if len(owners) > 1:
                yield path, path
            yield from ((path, inner) for inner in self._inside(path))

    def _around(self, path: str) -> Iterator[str]:
        """The path itself and the folders it lies in, as far as they are written."""
        parts = path.split("/")
        for end in range(len(parts), 0, -1):
            found = "/".join(parts[:end]) or "/"
            if found in self._owners:
                yield found
        if path != _HERE and _HERE in self._owners and not path.startswith(("..", "/")) and "://" not in path:
            yield _HERE

    def _inside(self, path: str) -> Iterator[str]:
        """Written paths below it."""
        if path == _HERE:
            yield from (p for p in self._owners if p != _HERE and not p.startswith(("..", "/")) and "://" not in p)
            return
        prefix = path.rstrip("/") + "/"
        for at in range(bisect_left(self._paths, prefix), len(self._paths)):
            if not self._paths[at].startswith(prefix):
                return
            if self._paths[at] != prefix:
                yield self._paths[at][:-1]


def file_links(uses: Mapping[str, FileUse]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Links from who writes to who reads, with the written paths that make them; nobody is linked to itself.

    Args:
        uses: by the name of the step, in an order that the result keeps.
    """
    writers = Writers((path, name) for name, use in uses.items() for path in use.writes)
    found: dict[tuple[str, str], dict[str, None]] = {}
    for name, use in uses.items():
        for path in use.reads:
            for written, owner in writers.of(path):
                if owner != name:
                    found.setdefault((owner, name), {})[written] = None
    return {ends: tuple(paths) for ends, paths in found.items()}
