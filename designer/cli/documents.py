"""Reading a FILE of the command line: a document, a file of a format that can be read, or a folder of such files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.command import STDIN, Context, UsageError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.storage.document import Document, parse_document, read_document
from designer.storage.file_access import MAX_BYTES, decode

if TYPE_CHECKING:
    from designer.analysis.finding import Finding
    from designer.session.services import Services
    from designer.session.session import Session
    from designer.session.source import Source
    from designer.targets.importer import Place

STDIN_NAME = "<stdin>"


@dataclass(frozen=True, slots=True)
class Read:
    """What a FILE held.

    Args:
        snapshot: its pipeline.
        document: the document, if it is one.
        source: the files of others, if it is such.
        places: step -> where it stands in the files of others.
    """

    snapshot: Snapshot
    document: Document | None = None
    source: Source | None = None
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)

    def place(self, finding: Finding) -> tuple[str, int] | None:
        """The file and line of the card that a finding is about; None where nobody can tell."""
        for step in (finding.anchor, *finding.steps):
            if self.source and self.places.get(step):
                place = self.places[step][0]
                return shown_path(self.source.tree.path_of(place.path)), place.first_line
        return None


def services_for(name: str, context: Context) -> Services:
    """The services with the step kinds that stand beside a document, or in a folder."""
    if name == STDIN:
        return context.load_services(None)
    path = Path(name).absolute()
    return context.load_services(path if path.is_dir() else path.parent)


def read(name: str, services: Services, context: Context) -> Read:
    """What stands in a file or folder or, for ``-``, on standard input.

    Raises:
        DocumentError: it cannot be read; says where and what to do.
    """
    if name == STDIN:
        document = parse_document(_standard_input(context), STDIN_NAME, services.catalog)
        return Read(document.snapshot, document)
    from designer.session.opening import open_source

    source = open_source(services, Path(name))
    if source is not None:
        return Read(source.content, None, source, source.places)
    document = read_document(Path(name), services.catalog)
    return Read(document.snapshot, document)


def session(found: Read, services: Services, profile: str | None = None) -> Session:
    """A session on what was read."""
    from designer.session.services import DEFAULT_PROFILE
    from designer.session.session import Session

    return Session(services, found.document, profile or DEFAULT_PROFILE, found.source)


def shown_name(name: str) -> str:
    """What reports call a FILE."""
    return STDIN_NAME if name == STDIN else name


def shown_path(path: Path) -> str:
    """A path as people type it: relative to where they are, unless it lies elsewhere."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def profile_of(name: str | None, services: Services) -> str:
    """The profile asked for, or the usual one.

    Raises:
        UsageError: there is no such profile; names those that are.
    """
    from designer.session.services import DEFAULT_PROFILE

    profiles = services.analyzer.rulebook.profiles
    if name is None:
        return DEFAULT_PROFILE
    if name not in profiles:
        raise UsageError(f"there is no profile {name!r}", advice=f"Choose one of {', '.join(profiles)}.")
    return name


def _standard_input(context: Context) -> str:
    stream = context.terminal.stdin
    raw = getattr(stream, "buffer", None)
    data: bytes = stream.read().encode("utf-8") if raw is None else raw.read(MAX_BYTES + 1)
    return decode(data, STDIN_NAME)
