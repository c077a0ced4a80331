"""What the code of a whole folder shows beside its pipelines: who watches what serves, and whether it serves a model.

A folder may hold the monitoring of a release where no pipeline runs it, and an application without any model. Nothing
here is a proof of how a release is run: it tells what has to be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from posixpath import normpath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import ModuleType

_MOST: Final = 400  # files that are read
_MOST_IMPORTED: Final = 60  # files of one application that are followed
_LONGEST: Final = 100_000  # characters of each
Text = Callable[[str], str | None]


class FolderCode:
    """The code of one folder, read when somebody asks, and at most once.

    Args:
        names: paths of all files, seen from the folder; none when nobody listed them.
        text: of one of them; None for what is no readable text.
    """

    def __init__(self, names: Callable[[], Sequence[str]] = tuple, text: Text = lambda _: None) -> None:
        self._list, self._text = names, text
        self._known: dict[str, str] = {}

    @cached_property
    def watching(self) -> frozenset[str]:
        """Kinds of steps, ``some monitor`` and ``drift``, whose work stands somewhere in the folder."""
        found = {self._signs.MONITOR} if any(map(self._signs.DASHBOARD.search, self._names)) else set()
        for name in self._readable:
            wanted = [kind for kind in self._signs.WATCHES if kind not in found]
            if not wanted:
                break
            text = self._read(name)
            found.update(kind for kind in wanted if self._signs.WATCHES[kind].search(text))
        return frozenset(found)

    @property
    def is_known(self) -> bool:
        """Whether there is any code that could show what serves."""
        return any(map(self._signs.CODE.search, self._names))

    def serves_a_model(self, folders: Iterable[str] = ()) -> bool:
        """Whether an application, or an image, takes a model in.

        Args:
            folders: where it stands, for those of which that is known; else anywhere.
        """
        inside = tuple(f"{folder}/" for folder in folders)
        return any(not inside or name.startswith(inside) for name in self._serving)

    def folders(self) -> Iterator[str]:
        """The folders at the top that hold code."""
        yield from dict.fromkeys(n.partition("/")[0] for n in self._names if "/" in n and self._signs.CODE.search(n))

    @cached_property
    def _signs(self) -> ModuleType:
        """The patterns: most commands ask for none."""
        from designer.recognition import folder_signs

        return folder_signs

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._list())

    @cached_property
    def _readable(self) -> tuple[str, ...]:
        """The files that are read, those with telling names first."""
        names = (n for n in self._names if self._signs.READ.search(n) and not self._signs.ASIDE.search(n))
        return tuple(sorted(names, key=lambda n: (not self._signs.TELLING.search(n), n)))[:_MOST]

    @cached_property
    def _serving(self) -> tuple[str, ...]:
        """Applications that load a model, by themselves or by what they import, and images that carry one."""
        found = []
        for name in self._readable:
            text = self._read(name)
            if name.endswith(".py"):
                is_serving = bool(self._signs.APPLICATION.search(text)) and any(
                    map(self._signs.LOADS.search, self._followed(name))
                )
            else:
                is_serving = "ocker" in name and bool(self._signs.CARRIES.search(text))
            if is_serving:
                found.append(name)
        return tuple(found)

    def _followed(self, start: str) -> Iterator[str]:
        """The texts of a file and of those of the folder that it imports."""
        from designer.recognition.scripts import imported

        there, seen, waiting = set(self._names), {start}, [start]
        while waiting and len(seen) < _MOST_IMPORTED:
            name = waiting.pop(0)
            text = self._read(name)
            yield text
            for each in dict.fromkeys(normpath(p) for root in _roots(name) for p in imported(text, name, root)):
                if each in there and each not in seen:
                    seen.add(each)
                    waiting.append(each)

    def _read(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = (self._text(name) or "")[:_LONGEST]
        return self._known[name]


def _roots(name: str) -> Iterator[str]:
    """The folders around a file: imports may be seen from any of them."""
    parts = name.split("/")[:-1]
    yield from ("/".join(parts[:n]) for n in range(len(parts) + 1))
