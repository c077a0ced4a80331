"""Views that people come back to, kept for each document beside the settings: no document changes by looking at it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from designer.errors import SaveError
from designer.session.session import Session
from designer.storage.atomic_write import atomic_write

MOST: Final = 20
"""Bookmarks of one document."""
_MOST_DOCUMENTS: Final = 500
_LONGEST_NAME: Final = 80
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A view with a name.

    Args:
        area: what was in view: left, top, right and bottom in the scene.
        step: one near its middle, "" where there is none; when it moves, the view goes with it.
        place: where that step was.
    """

    name: str
    area: tuple[float, float, float, float]
    step: str = ""
    place: tuple[float, float] = (0.0, 0.0)


class BookmarkStore:
    """The bookmarks of all documents in one file; those of documents without a file are kept until it is closed.

    Args:
        path: of the file. One that cannot be read counts as empty, one that cannot be written costs the bookmarks
            of this run only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: WeakKeyDictionary[Session, tuple[Bookmark, ...]] = WeakKeyDictionary()

    def of(self, session: Session) -> tuple[Bookmark, ...]:
        """The bookmarks of a document."""
        if session not in self._kept:
            self._kept[session] = _read(self._load().get(_key(session))) if session.path else ()
        return self._kept[session]

    def keep(self, session: Session, bookmarks: Sequence[Bookmark]) -> None:
        """Replaces the bookmarks of a document."""
        self._kept[session] = tuple(bookmarks)[:MOST]
        if session.path:
            self._write(session)

    def saved(self, session: Session) -> None:
        """A document was saved, perhaps in another file: its bookmarks go with it."""
        if session.path and self._kept.get(session):
            self._write(session)

    # ------------------------------------------------------------------ inside
    def _write(self, session: Session) -> None:
        documents = self._load()
        documents.pop(_key(session), None)  # what was used last stands last
        if self._kept[session]:
            documents[_key(session)] = [asdict(bookmark) for bookmark in self._kept[session]]
        newest = dict(list(documents.items())[-_MOST_DOCUMENTS:])
        text = json.dumps(newest, indent=1, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(self._path, text.encode("utf-8", "surrogatepass"))
        except (OSError, SaveError) as e:
            _log.warning("bookmarks not saved: %s", e)

    def _load(self) -> dict[str, Any]:
        try:
            data = json.loads(self._path.read_bytes().decode("utf-8", "surrogatepass"))
        except (OSError, ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}


def _key(session: Session) -> str:
    return str(session.path.resolve()) if session.path else ""


def _read(rows: Any) -> tuple[Bookmark, ...]:
    """What can be understood of what a file says."""
    found = (_bookmark(row) for row in rows) if isinstance(rows, list) else ()
    return tuple(bookmark for bookmark in found if bookmark is not None)[:MOST]


def _bookmark(row: Any) -> Bookmark | None:
    try:
        name, area, place = str(row["name"]), tuple(map(float, row["area"])), tuple(map(float, row["place"]))
        step = str(row["step"])
    except (TypeError, ValueError, KeyError):
        return None
    if len(area) != 4 or len(place) != 2 or not all(map(isfinite, (*area, *place))):
        return None
    if area[0] >= area[2] or area[1] >= area[3]:
        return None
    return Bookmark(named(name), area, step, place)


def named(text: str) -> str:
    """A name on one line, never empty and never too long."""
    return " ".join(text.split())[:_LONGEST_NAME] or "View"
