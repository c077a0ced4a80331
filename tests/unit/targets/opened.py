"""Files written for tests, read as a repository."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog
from designer.targets.catalog import load_importers
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Surroundings
from designer.targets.repository import Repository, read_repository

IMPORTERS = load_importers()
CATALOG = load_catalog()
RECOGNISER = load_recogniser()
WORKFLOWS = ".github/workflows"


def around(files: Mapping[str, str]) -> Surroundings:
    return Surroundings(CATALOG, RECOGNISER, files.get)


def repository(files: Mapping[str, str]) -> Repository:
    """Every file that some format knows, on one canvas; indentation of the texts does not count."""
    texts = {path: dedent(text) for path, text in files.items()}
    sources = [SourceFile(path, text) for path, text in sorted(texts.items())]
    known = [(next((i for i in IMPORTERS.values() if i.recognises(s)), None), s) for s in sources]
    return read_repository([(i, s) for i, s in known if i is not None], around(texts))


def alone(slug: str, path: str, text: str) -> Imported:
    """One file, read by one format."""
    return IMPORTERS[slug].read(SourceFile(path, dedent(text)), around({}))


def ends(read: Imported) -> set[str]:
    """Links as text, ``a -> b``."""
    return set(read.snapshot.links)
