"""Remembers which exported texts were run by this program: by their contents, so a changed text counts as never run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from platformdirs import user_state_path

from designer.errors import SaveError
from designer.session.services import APP_NAME
from designer.session.sides import Side
from designer.storage.atomic_write import atomic_write

_MOST: Final = 5_000  # runs of single steps; the oldest are forgotten


def run_store_path() -> Path:
    """Where runs are remembered on this machine."""
    return user_state_path(APP_NAME, appauthor=False) / "runs.json"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run of one step that succeeded.

    Args:
        tool: what ran it, with its version.
        when: date and time, ISO 8601.
    """

    tool: str
    when: str


class RunStore:
    """The runs in one file; one that cannot be read counts as empty, and is written anew with the next run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._records: dict[str, RunRecord] = {}

    def find(self, side: Side, step: str) -> RunRecord | None:
        """The last run of a step with exactly the text that it has now."""
        return self._read().get(_key(side, step)) if side.spans.get(step) else None

    def add(self, side: Side, steps: Iterable[str], record: RunRecord) -> None:
        """Remembers that steps ran with the text that they have in a side.

        Raises:
            SaveError: the file cannot be written.
        """
        records = dict(self._read())
        for step in steps:
            if side.spans.get(step):
                records.pop(_key(side, step), None)
                records[_key(side, step)] = record
        kept = dict(list(records.items())[-_MOST:])
        data = {"format": 1, "runs": {key: [r.tool, r.when] for key, r in kept.items()}}
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as e:
            raise SaveError(f"the folder cannot be made ({e.strerror})", path=str(self._path.parent)) from e
        atomic_write(self._path, (json.dumps(data, indent=1) + "\n").encode())
        self._stamp = None

    def _read(self) -> Mapping[str, RunRecord]:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                self._records = _records(json.loads(self._path.read_bytes()))
                self._stamp = stamp
        except (OSError, ValueError, RecursionError):
            self._records, self._stamp = {}, None
        return self._records


def _records(data: Any) -> dict[str, RunRecord]:
    runs = data.get("runs") if isinstance(data, dict) else None
    pairs = runs.items() if isinstance(runs, dict) else ()
    return {str(k): RunRecord(str(v[0]), str(v[1])) for k, v in pairs if isinstance(v, list) and len(v) == 2}


def _key(side: Side, step: str) -> str:
    return hashlib.sha256(f"{side.slug}\n{side.text_of(step)}".encode("utf-8", "replace")).hexdigest()
