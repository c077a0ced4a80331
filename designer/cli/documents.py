"""Reading a FILE of the command line: a document, a file of a format that can be read, or a folder of such files."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.command import STDIN, Context
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES, Step
from designer.recognition.hazards.notes import SET_UP
from designer.storage.document import Document, parse_document, read_document
from designer.storage.file_access import MAX_BYTES, decode

if TYPE_CHECKING:
    from designer.analysis.finding import Finding
    from designer.analysis.rulebook import Profile
    from designer.cli.terminal import Terminal
    from designer.errors import DesignerError
    from designer.session.configuration import Configuration
    from designer.session.configured import Configured
    from designer.session.services import Services
    from designer.session.session import Session
    from designer.session.source import Source
    from designer.targets.imported import Place

STDIN_NAME = "<stdin>"


@dataclass(frozen=True)
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
        """The file and line that a finding is about: of the words that show it, else of its card; None if unknown."""
        for step in (finding.anchor, *finding.steps):
            regions = self._regions(step)
            if regions:
                attributes = self.snapshot.steps.get(step)
                shown = (line_of_excerpt(finding, attributes, region) for region in regions)
                found = ((r.path, line) for r, line in zip(regions, shown, strict=True) if line)
                return next(found, (regions[0].path, _line_of_note(finding) or regions[0].first))
        return None

    def step_place(self, step: str) -> tuple[Path, int] | None:
        """The file and line of a step."""
        regions = self._regions(step)
        return (regions[0].path, regions[0].first) if regions else None

    def _regions(self, step: str) -> list[Region]:
        """Where a step stands; a job that is one step before the lines of the step itself."""
        source, places = self.source, self.places.get(step, ())
        if source and places:
            return [
                Region(source.tree.path_of(p.path), source.files[p.path].text, p.first_line, p.last_line)
                for p in places
            ]
        if self.document and self.document.path and step in self.document.lines:
            first = self.document.lines[step]
            after = self._beginnings[bisect_right(self._beginnings, first)]
            return [Region(self.document.path, self.document.text, first, after - 1)]
        return []

    @cached_property
    def _beginnings(self) -> list[int]:
        """The lines on which something of the document begins, and the one behind its end."""
        document = self.document
        return sorted({*document.lines.values(), document.text.count("\n") + 2}) if document else []

    @property
    def start(self) -> tuple[Path, int] | None:
        """Where it says something about the pipeline as a whole; None for standard input."""
        if self.document:
            return (self.document.path, self.document.lines.get("", 1)) if self.document.path else None
        return (self.source.tree.path_of(min(self.source.files)), 1) if self.source else None


@dataclass(frozen=True, slots=True)
class Opened:
    """One FILE that is judged.

    Args:
        configured: works out its configuration, also after an edit.
        profile: the one in effect.
    """

    services: Services
    found: Read
    configured: Configured
    profile: Profile


def judged_by(name: str, profile: str | None, context: Context) -> Opened:
    """What a FILE says, with what applies to it; tells rules of people that are wrong and therefore do not count.

    Every sub-command that judges one FILE comes through here.

    Args:
        profile: that of the command line.

    Raises:
        DesignerError: the file or a setting cannot be read.
    """
    from designer.session.configuration_keys import PROFILE

    services = services_for(name, context)
    found = read(name, services, context)
    configured_by = configured(services, {PROFILE: profile})
    opened = Opened(services, found, configured_by, configuration(found, configured_by).profile)
    tell_wrong_rules([services], (), context.terminal)
    return opened


def tell_wrong_rules(services: Iterable[Services], named: Collection[Path], terminal: Terminal) -> list[DesignerError]:
    """Tells what is wrong with rules that people added; returns what is fatal: mistakes in files that were named."""
    found = {str(e): e for each in services if each.own_rules for e in each.own_rules.problems}
    fatal = {text for text, error in found.items() if error.path in set(map(str, named))}
    for text in found:
        terminal.error(text) if text in fatal else terminal.remark(f"left out: {text}")
    return [found[text] for text in found if text in fatal]


@dataclass(frozen=True, slots=True)
class Region:
    """Some lines of a file, from the first to the last."""

    path: Path
    text: str
    first: int
    last: int


def line_of_excerpt(finding: Finding, step: Step | None, region: Region) -> int | None:
    """The line of the words that show a finding; those that hold a credential are known by their whole line."""
    wanted = set[str]()
    for excerpt in finding.excerpts:
        if excerpt.field == SET_UP:
            continue
        field, _, name = excerpt.field.partition(".")  # ``variables.API_KEY``
        said = step.get(field) if step else None
        said = str(said.get(name, "")) if isinstance(said, Mapping) else said
        lines = said.splitlines() if isinstance(said, str) else []
        wanted |= {excerpt.text.strip(), lines[excerpt.line - 1].strip() if excerpt.line <= len(lines) else ""}
    wanted.discard("")
    for number, line in enumerate(region.text.splitlines()[region.first - 1 : region.last] if wanted else (), 1):
        if any(words in line for words in wanted):
            return region.first + number - 1
    return None


def _line_of_note(finding: Finding) -> int | None:
    """The line of what was noted of the surroundings of a step, which none of its own texts show."""
    return next((excerpt.line for excerpt in finding.excerpts if excerpt.field == SET_UP), None)


def services_for(name: str, context: Context, policies: tuple[Path, ...] = ()) -> Services:
    """The services with the step kinds and rules that stand beside a document, or in a folder, and in policy files."""
    if name == STDIN:
        return context.load_services(None, policies)
    path = Path(name).absolute()
    return context.load_services(path if path.is_dir() else path.parent, policies)


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


def session(found: Read, services: Services, by: Configured | None = None) -> Session:
    """A session on what was read; without ``by`` nothing is chosen on the command line."""
    from designer.session.session import Session

    session = Session(services, found.document, source=found.source)
    session.configured = by or configured(services)
    return session


def configured(services: Services, chosen: Mapping[str, Any] = NO_ATTRIBUTES) -> Configured:
    """Works out configurations; ``chosen`` are settings of the command line."""
    from designer.session.configuration import Layer
    from designer.session.configured import Configured

    return Configured(services.analyzer.rulebook, Layer("command line", chosen))


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
