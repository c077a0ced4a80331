"""What every open document shares: the kinds of steps, the analyzer, the targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_config_path

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.session.own_rules import OwnRules, load_own_rules
from designer.steps.catalog import Catalog, load_catalog
from designer.targets.catalog import load_importers, load_targets
from designer.targets.importer import Importer
from designer.targets.target import Target

if TYPE_CHECKING:
    from designer.analysis.maturity_book import MaturityBook
    from designer.model.snapshot import Snapshot
    from designer.recognition.hazards.finder import HazardFinder
    from designer.recognition.hazards.hazard import Mask
    from designer.recognition.recogniser import Recogniser

APP_NAME = "mlops-designer"
DEFAULT_PROFILE = "classroom"


@dataclass(frozen=True)
class Services:
    """Read-only services, handed to whoever needs them. What only other people's files need is read at first use."""

    catalog: Catalog
    analyzer: Analyzer
    targets: Mapping[str, Target]
    own_rules: OwnRules | None = None

    @cached_property
    def importers(self) -> Mapping[str, Importer]:
        """The formats that can be read, in the order in which they are asked."""
        return load_importers()

    @cached_property
    def maturity_book(self) -> MaturityBook:
        """The texts of the maturity models."""
        from designer.analysis.maturity_book import load_maturity_book

        return load_maturity_book()

    def mask(self, texts: Iterable[str], snapshots: Iterable[Snapshot] = ()) -> Mask:
        """Keeps the credentials in some texts, and in the steps of pipelines, out of what is shown of them."""
        steps = [step.attributes for snapshot in snapshots for step in snapshot.steps.values()]
        return self._hazards.mask(texts, steps)

    @cached_property
    def _hazards(self) -> HazardFinder:
        from designer.recognition.hazards.finder import load_finder

        return load_finder()

    @cached_property
    def recogniser(self) -> Recogniser:
        """Guesses kinds of steps."""
        from designer.recognition.recogniser import load_recogniser  # its signals cost time to read

        return load_recogniser()


def config_folder() -> Path:
    """Where a person's own step kinds and settings are kept."""
    return user_config_path(APP_NAME, appauthor=False)


def load_services(document_folder: Path | None = None, policies: Iterable[Path] = ()) -> Services:
    """Reads the kinds, rules and targets.

    Step kinds that people added are read from ``steps/`` in the configuration folder and from ``mlops-steps/``
    beside the document; rules that people added from installed distributions, from ``mlops-policy.yaml`` beside the
    document or above it in its repository, and from ``policies``.

    Raises:
        ResourceError: a data file is wrong.
    """
    folders = [config_folder() / "steps"]
    if document_folder is not None:
        folders.append(document_folder / "mlops-steps")
    catalog = load_catalog(folders)
    own = load_own_rules(load_rulebook(), catalog, document_folder, policies)
    return Services(catalog, Analyzer(catalog, own.book), load_targets(), own)
