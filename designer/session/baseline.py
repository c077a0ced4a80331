"""Findings that are known already: a JSON file for people to review, and what differs from it.

A finding is known by the FILE that was checked and its fingerprint, so renaming other steps or moving lines changes
nothing. Entries about files that were not checked are left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from designer.analysis.finding import Finding
from designer.errors import ConfigurationError, DocumentError
from designer.storage.atomic_write import atomic_write
from designer.storage.file_access import read_text

FORMAT: Final = 1
_ADVICE: Final = "Make it anew with --write-baseline."


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding that is known.

    Args:
        file: what was checked, relative to the folder of the baseline, with forward slashes.
        title: for people only.
        fingerprint: with the file, what makes it this one.
    """

    file: str
    code: str
    at: str
    title: str
    fingerprint: str

    @property
    def key(self) -> tuple[str, str]:
        return self.file, self.fingerprint


@dataclass(frozen=True)
class Baseline:
    """The entries of one file."""

    path: Path
    entries: tuple[Entry, ...] = ()

    @cached_property
    def _keys(self) -> frozenset[tuple[str, str]]:
        return frozenset(e.key for e in self.entries)

    def name_of(self, checked: str) -> str:
        """What entries call a FILE that was checked."""
        try:
            return Path(os.path.relpath(checked, self.path.absolute().parent)).as_posix()
        except ValueError:  # on another drive
            return Path(checked).as_posix()

    def knows(self, checked: str, finding: Finding) -> bool:
        """Whether a finding is in it."""
        return (self.name_of(checked), finding.fingerprint) in self._keys

    def gone(self, checked: str, findings: Iterable[Finding]) -> tuple[Entry, ...]:
        """Its entries about a FILE that are not found there any more."""
        there, name = {f.fingerprint for f in findings}, self.name_of(checked)
        return tuple(e for e in self.entries if e.file == name and e.fingerprint not in there)

    def renewed(self, found: Mapping[str, Iterable[Finding]]) -> Baseline:
        """With exactly these findings for the FILEs that were checked; entries about other files that exist stay."""
        checked = {self.name_of(name) for name in found}
        folder = self.path.absolute().parent
        kept = [e for e in self.entries if e.file not in checked and os.path.lexists(folder / e.file)]
        new = (
            Entry(self.name_of(name), f.code, f.at, f.title, f.fingerprint)
            for name, findings in found.items()
            for f in findings
        )
        return Baseline(self.path, tuple(sorted({*kept, *new})))

    def write(self) -> None:
        """Replaces the file. Raises SaveError."""
        data = {"format": FORMAT, "findings": [asdict(e) for e in sorted(self.entries)]}
        atomic_write(self.path, (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))


def read_baseline(path: Path) -> Baseline:
    """Reads a baseline.

    Raises:
        ConfigurationError: it is not there or is none; names file, line and what to do.
    """
    try:
        data = json.loads(read_text(path))
    except DocumentError as e:
        raise ConfigurationError(f"the baseline cannot be read: {e.message}", path=str(path), advice=_ADVICE) from e
    except (json.JSONDecodeError, RecursionError) as e:
        line = e.lineno if isinstance(e, json.JSONDecodeError) else None
        raise ConfigurationError("the baseline is not JSON", path=str(path), line=line, advice=_ADVICE) from e
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise ConfigurationError("this is no baseline", path=str(path), field="findings", advice=_ADVICE)
    if data.get("format") != FORMAT:
        message = f"the baseline has format {data.get('format')!r}, this program knows {FORMAT}"
        raise ConfigurationError(message, path=str(path), field="format", advice=_ADVICE)
    return Baseline(path, tuple(_entry(row, path, number) for number, row in enumerate(data["findings"])))


def _entry(row: Any, path: Path, number: int) -> Entry:
    if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("file", "code", "at", "fingerprint")):
        message = "an entry needs file, code, at and fingerprint"
        raise ConfigurationError(message, path=str(path), field=f"findings.{number}", advice=_ADVICE)
    return Entry(row["file"], row["code"], row["at"], str(row.get("title") or ""), row["fingerprint"])
