"""What every open document shares: the kinds of steps, the analyzer, the targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.steps.catalog import Catalog, load_catalog
from designer.targets.catalog import load_targets
from designer.targets.target import Target

APP_NAME = "mlops-designer"
DEFAULT_PROFILE = "classroom"


@dataclass(frozen=True, slots=True)
class Services:
    """Read-only services, handed to whoever needs them."""

    catalog: Catalog
    analyzer: Analyzer
    targets: Mapping[str, Target]


def config_folder() -> Path:
    """Where a person's own step kinds and settings are kept."""
    return user_config_path(APP_NAME, appauthor=False)


def load_services(document_folder: Path | None = None) -> Services:
    """Reads the kinds, rules and targets.

    Step kinds that people added are read from ``steps/`` in the configuration folder and from ``mlops-steps/``
    beside the document.

    Raises:
        ResourceError: a data file is wrong.
    """
    folders = [config_folder() / "steps"]
    if document_folder is not None:
        folders.append(document_folder / "mlops-steps")
    catalog = load_catalog(folders)
    return Services(catalog, Analyzer(catalog, load_rulebook()), load_targets())
