"""The files that were opened, as saving would write them now, and what differs from the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.session.source import Source
from designer.session.text_diff import line_changes
from designer.targets.target import Emission, told_once

OWN: Final = ""
OWN_TITLE: Final = "Your files"
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What the preview shows.

    Args:
        changes: by path, the lines that differ from the disk.
    """

    emission: Emission
    changes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file on disk that cannot be read any more.

    Args:
        text: what stands there.
        line: where it is wrong.
        message: what is wrong with it.
    """

    path: str
    text: str
    line: int | None
    message: str


def broken(source: Source, error: DocumentError) -> Broken | None:
    """The file that an error is about as it stands on disk; None where it cannot be read at all."""
    for path in source.files:
        place = source.tree.path_of(path)
        if error.path is None or Path(error.path) == place:
            try:
                text = place.read_text(encoding="utf-8", errors="replace")
            except OSError:
                return None
            return Broken(path, text, error.line, error.message)
    return None


def own_files(source: Source, snapshot: Snapshot) -> Shown:
    """The opened files with their changes; for any thread."""
    emission = source.emission(snapshot)
    before = {path: file.text for path, file in source.files.items()}
    before[source.sidecar_path] = source.sidecar.text
    found = {path: line_changes(before.get(path, ""), text) for path, text in emission.files.items()}
    return Shown(emission, {path: changes for path, changes in found.items() if changes})


def format_names(source: Source) -> str:
    """The formats of the files, as people call them."""
    titles = dict.fromkeys(part.importer.title for part in source.base.parts.values())
    return " and ".join(titles) or "the format"


def own_notes_html(emission: Emission, source: Source) -> str:
    """What the files cannot say and where it goes instead; empty when they say everything."""
    if not emission.losses:
        return ""
    why = f"Kept beside the file in {escape(source.sidecar_path)}, because {escape(format_names(source))} cannot say it"
    return f"<p><b>{why}</b></p><ul>{loss_rows(emission)}</ul>"


def loss_rows(emission: Emission) -> str:
    """What cannot be said, one row for all steps that it is the same for."""
    return "".join(f"<li>{_steps(steps)}{escape(loss.message)}</li>" for loss, steps in told_once(emission.losses))


def _steps(steps: tuple[str, ...]) -> str:
    named = ", ".join(steps[:_NAMED]) + (f" and {len(steps) - _NAMED} more" if len(steps) > _NAMED else "")
    return f"<b>{escape(named)}</b>: " if named else ""
