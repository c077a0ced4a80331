"""What fixes are tried on: every file of the corpus, alone, as a whole and as a folder; and generated pipelines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Entry, entries, laid_out
from designer.commands.steps import set_facts
from designer.errors import DesignerError
from designer.model.snapshot import Snapshot
from designer.session.services import Services
from designer.session.session import Session
from designer.session.templates import load_templates
from designer.storage.document import Document, parse_document


@dataclass(frozen=True)
class Subject:
    """A pipeline that can be opened.

    Args:
        name: the same in each run.
        opened: opens it, or says that it cannot be read.
    """

    name: str
    opened: Callable[[], Session]


def imports(services: Services, corpus: Path, kinds: Iterable[str], part: str, folder: Path) -> Iterator[Subject]:
    """Every file of the corpus, laid out below a folder: alone, as if it were all that there is, and its repository."""
    chosen = [e for kind in kinds for e in entries(corpus, kind, (part,) if part else ())]
    repositories: dict[str, list[Entry]] = {}
    for number, entry in enumerate(chosen):
        for word in ("alone", "whole"):
            yield Subject(
                f"{entry.file.relative_to(corpus)} {word}", _Laid(services, folder / f"{number} {word}", entry)
            )
        repositories.setdefault(f"{entry.repository}@{entry.commit}", []).append(entry)
    for number, (name, found) in enumerate(repositories.items()):
        yield Subject(f"folder {name}", _Repository(services, folder / f"repository {number}", tuple(found)))


@dataclass(frozen=True)
class _Laid:
    services: Services
    root: Path
    entry: Entry

    def __call__(self) -> Session:
        session = Session.open(self.services, self.root / laid_out(self.entry, self.root))
        if self.root.name.endswith("whole"):
            set_facts(session.pipeline, {"opaque": None, "partial": None})
            session.history.mark_saved()
        return session


@dataclass(frozen=True)
class _Repository:
    services: Services
    root: Path
    entries: tuple[Entry, ...]

    def __call__(self) -> Session:
        for entry in self.entries:
            laid_out(entry, self.root)
        return Session.open(self.services, self.root)


@dataclass(frozen=True)
class _Drawn:
    services: Services
    snapshot: Snapshot

    def __call__(self) -> Session:
        return Session(self.services, Document(self.snapshot, ""))


def generated(services: Services, number: int, seed: int) -> Iterator[Subject]:
    """Templates, samples, the cases of all rules, and random pipelines."""
    for slug, template in load_templates().items():
        snapshot = parse_document(template.text, slug, services.catalog).snapshot
        yield Subject(f"template {slug}", _Drawn(services, snapshot))
    for path in sorted((Path(__file__).parents[1] / "samples").rglob("*.mlops.yaml")):
        yield Subject(f"sample {path.name}", lambda path=path: Session.open(services, path))
    for name, snapshot in _cases(services):
        yield Subject(name, _Drawn(services, snapshot))
    for place, snapshot in enumerate(_random(number, seed)):
        yield Subject(f"random {seed}.{place}", _Drawn(services, snapshot))


def opened(subject: Subject) -> Session | None:
    """Its session; None when it cannot be read."""
    with contextlib.suppress(DesignerError):
        return subject.opened()
    return None


def _cases(services: Services) -> Iterator[tuple[str, Snapshot]]:
    from tests.unit.analysis.drawn import pipeline

    for code, rule in services.analyzer.rulebook.rules.items():
        for sort, cases in rule.cases.items():
            for number, case in enumerate(cases, 1):
                yield f"case {code} {sort} {number}", pipeline(case.document)


def _random(number: int, seed: int) -> Iterator[Snapshot]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.property.random_pipelines import pipelines

    found: list[Snapshot] = []

    @seeded(seed)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pipelines)
    def collect(snapshot: Snapshot) -> None:
        found.append(snapshot)

    collect()
    yield from found
