"""Changes that are not saved, kept aside so that a crash costs about a second of work.

Each document with such changes has two files in the folder: ``<id>.mlops.yaml`` holds the text as it would be saved,
``<id>.json`` says which document that is. The program holds a lock on the second; where the lock can be taken, the
program is gone and left its work behind. The file of the document itself is never touched.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from platformdirs import user_state_path

from designer.drawing.layout import placed
from designer.errors import DocumentError, SaveError
from designer.session.opening import open_source
from designer.session.services import APP_NAME, Services
from designer.session.session import Session
from designer.session.takeover import take_over
from designer.storage.atomic_write import atomic_write
from designer.storage.document import parse_document
from designer.storage.file_access import digest_of, digest_on_disk, read_text
from designer.storage.file_lock import LockedFile

_TEXT: Final = ".mlops.yaml"
_log = logging.getLogger(__name__)


def recovery_folder() -> Path:
    """Where unsaved work is kept on this machine."""
    return user_state_path(APP_NAME, appauthor=False) / "recovery"


@dataclass(frozen=True, slots=True)
class _Entry:
    """The two files of one document."""

    about: LockedFile

    @property
    def text_path(self) -> Path:
        return self.about.path.with_suffix(_TEXT)

    def remove(self) -> None:
        # The text goes first: what is left after a kill in between is cleared away by `left_behind`.
        with contextlib.suppress(OSError):
            for half in self.text_path.parent.glob(f".{self.text_path.name}.*.tmp"):
                half.unlink()
            self.text_path.unlink(missing_ok=True)
            self.about.remove()


@dataclass(frozen=True, slots=True)
class Leftover:
    """Unsaved work of a program that is gone.

    Args:
        name: what its title bar showed.
        path: the file of the document; None when it had none.
        digest: SHA-256 of that file when it was read.
        text: the document as it would have been saved.
    """

    name: str
    path: Path | None
    digest: str | None
    text: str
    entry: _Entry = field(repr=False)

    @property
    def changed_on_disk(self) -> bool:
        """Whether the file is not any more what the changes were made to, or is gone."""
        return self.path is not None and digest_on_disk(self.path) != self.digest

    @property
    def kept_in(self) -> Path:
        """The file that holds the text."""
        return self.entry.text_path


class RecoveryStore:
    """Keeps the unsaved work of this program and finds that of programs that are gone.

    The jobs of one session must run one after the other; those of different sessions may run at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: WeakKeyDictionary[Session, _Entry] = WeakKeyDictionary()

    # ------------------------------------------------------------------ keeping
    def keep(self, session: Session) -> int:
        """Writes what saving would write; returns its size in bytes. Raises SaveError."""
        return self.keeping(session)()

    def keeping(self, session: Session) -> Callable[[], int]:
        """`keep` for another thread: takes the state now and writes it when called."""
        text = session.later_text()
        about = {"name": session.name, "path": str(session.path) if session.path else None, "digest": session.digest}

        def write() -> int:
            data = text().encode("utf-8")
            atomic_write(self._entry(session, about).text_path, data)
            return len(data)

        return write

    def forget(self, session: Session) -> None:
        """The work is saved or given up: removes what was kept of it."""
        entry = self._entries.pop(session, None)
        if entry is not None:
            entry.remove()

    # ------------------------------------------------------------------ finding
    def left_behind(self) -> list[Leftover]:
        """Work of programs that are gone, the oldest first. Nobody else is offered it while this program runs."""
        found = [leftover for path in self._folder.glob("*.json") if (leftover := self._claimed(path))]
        return sorted(found, key=lambda leftover: leftover.kept_in.stat().st_mtime_ns)

    def recover(self, leftover: Leftover, services: Services, profile: str) -> Session:
        """A session that goes on with the work, with unsaved changes; it stays kept until they are saved.

        It has the file of the document only if that is still what the changes were made to.

        Raises:
            DocumentError: the text is no document; it is kept.
        """
        path = None if leftover.changed_on_disk else leftover.path
        document = parse_document(leftover.text, str(leftover.kept_in), services.catalog, path)
        source = open_source(services, path) if path else None
        if source:
            session = Session(services, None, profile, source)
            take_over(session.pipeline, placed(document.snapshot), {}, "Recover unsaved changes")
        else:
            session = Session.recovered(services, document, leftover.digest if path else None, profile)
        self._entries[session] = leftover.entry
        return session

    def discard(self, leftover: Leftover) -> None:
        """Gives the work up."""
        leftover.entry.remove()

    # ------------------------------------------------------------------ inside
    def _entry(self, session: Session, about: dict[str, Any]) -> _Entry:
        entry = self._entries.get(session)
        if entry is None:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                entry = _Entry(self._new_file())
                entry.about.write(json.dumps(about, indent=2).encode())
            except OSError as e:
                raise SaveError(f"cannot be written ({e.strerror})", path=str(self._folder)) from e
            self._entries[session] = entry
        return entry

    def _new_file(self) -> LockedFile:
        while True:  # a program that starts may just now look at a name: then another one
            made = LockedFile.create(self._folder / f"{secrets.token_hex(8)}.json")
            if made is not None:
                return made

    def _claimed(self, path: Path) -> Leftover | None:
        """What an entry holds; None when its program lives, or when it holds nothing new and was cleared away."""
        try:
            file = LockedFile.take(path)
            if file is None:
                return None
            entry = _Entry(file)
            text = read_text(entry.text_path) if entry.text_path.exists() else None
        except (OSError, DocumentError) as e:
            _log.warning("cannot be recovered: %s", e)
            return None
        name, origin, digest = _facts_about(file)
        if text is None or (origin and digest_on_disk(origin) == digest_of(text.encode())):
            entry.remove()
            return None
        return Leftover(name, origin, digest, text, entry)


def _facts_about(file: LockedFile) -> tuple[str, Path | None, str | None]:
    """Name, path and digest; where the file is broken, those of a document that has no file."""
    try:
        data = json.loads(file.read())
        name, path, digest = data["name"], data["path"], data["digest"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        name, path, digest = None, None, None
    return (
        name if isinstance(name, str) else "Untitled",
        Path(path) if isinstance(path, str) else None,
        digest if isinstance(digest, str) else None,
    )
