"""Reading a FILE of the command line: a document, a file of a format that can be read, or a folder of such files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.command import STDIN, Context
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.storage.document import Document, parse_document, read_document
from designer.storage.file_access import MAX_BYTES, decode

if TYPE_CHECKING:
    from designer.analysis.finding import Finding
    from designer.session.configuration import Configuration
    from designer.session.configured import Configured
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

    def place(self, finding: Finding) -> tuple[Path, int] | None:
        """The file and line of what a finding is about: what shows it, else its card; None if unknown."""
        shown = self._shown(finding)
        return shown or next((p for s in (finding.anchor, *finding.steps) if (p := self.step_place(s))), None)

    def _shown(self, finding: Finding) -> tuple[Path, int] | None:
        """The line of a card, or of the set-up that belongs to it, in which a text stands that shows the finding."""
        if self.source is None:
            return None
        for place in self.places.get(finding.anchor, ()):
            lines = self.source.files[place.path].text.splitlines()
            for number in range(place.first_line, min(place.last_line, len(lines)) + 1):
                if any(e.text and e.text in lines[number - 1] for e in finding.excerpts):
                    return self.source.tree.path_of(place.path), number
        return None

    def step_place(self, step: str) -> tuple[Path, int] | None:
        """The file and line of a step."""
        if self.source and self.places.get(step):
            place = self.places[step][0]
            return self.source.tree.path_of(place.path), place.first_line
        if self.document and self.document.path and step in self.document.lines:
            return self.document.path, self.document.lines[step]
        return None

    @property
    def start(self) -> tuple[Path, int] | None:
        """Where it says something about the pipeline as a whole; None for standard input."""
        if self.document:
            return (self.document.path, self.document.lines.get("", 1)) if self.document.path else None
        return (self.source.tree.path_of(min(self.source.files)), 1) if self.source else None


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


def session(found: Read, services: Services, chosen: Mapping[str, Any] = NO_ATTRIBUTES) -> Session:
    """A session on what was read; ``chosen`` are settings of the command line."""
    from designer.session.session import Session

    session = Session(services, found.document, source=found.source)
    session.configured = configured(services, chosen)
    return session


def configured(services: Services, chosen: Mapping[str, Any] = NO_ATTRIBUTES) -> Configured:
    """Works out configurations; ``chosen`` are settings of the command line."""
    from designer.session.configuration import Layer
    from designer.session.configured import Configured

    return Configured(services.analyzer.rulebook, Layer("command line", chosen, Path()))


def configuration(found: Read, configured: Configured) -> Configuration:
    """The configuration in effect for what was read.

    Raises:
        ConfigurationError: something in it is wrong; says where and what to do.
    """
    if found.source:
        path = found.source.path
        folder, stated = path if path.is_dir() else path.parent, found.source.tree.path_of(found.source.sidecar_path)
        text = found.source.sidecar.text
        return configured.of(found.snapshot.facts, folder, shown_path(stated) if text else None, text).checked()
    file = found.document.path if found.document else None
    text = found.document.text if found.document else ""
    folder = file.absolute().parent if file else Path.cwd()
    return configured.of(found.snapshot.facts, folder, str(file or STDIN_NAME), text).checked()


def shown_name(name: str) -> str:
    """What reports call a FILE."""
    return STDIN_NAME if name == STDIN else name


def shown_path(path: Path) -> str:
    """A path as people type it: relative to where they are, unless it lies elsewhere."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _standard_input(context: Context) -> str:
    stream = context.terminal.stdin
    raw = getattr(stream, "buffer", None)
    data: bytes = stream.read().encode("utf-8") if raw is None else raw.read(MAX_BYTES + 1)
    return decode(data, STDIN_NAME)
