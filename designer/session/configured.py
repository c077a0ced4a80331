"""The configuration of one file or folder: what was chosen for it, what it states itself, the files around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from designer import yaml_io
from designer.analysis.rulebook import DEFAULT_PROFILE, RuleBook
from designer.session.configuration import FACT, Configuration, Layer, configure
from designer.session.configuration_files import ConfigurationFiles


@dataclass(frozen=True, slots=True)
class Configured:
    """Works out configurations.

    Args:
        rulebook: the rules there are.
        chosen: what counts most: the options of the command line, or what was picked in the window.
        usual_profile: the one that counts where nobody names one.
    """

    rulebook: RuleBook
    chosen: Layer = field(default_factory=lambda: Layer("chosen", {}))
    usual_profile: str = DEFAULT_PROFILE
    files: ConfigurationFiles = field(default_factory=ConfigurationFiles)

    def choosing(self, **values: Any) -> Configured:
        """The same with other choices; keys as in the files, with ``_`` for ``-``."""
        stated = {key.replace("_", "-"): value for key, value in values.items()}
        return replace(self, chosen=Layer(self.chosen.name, stated))

    def of(self, facts: Mapping[str, Any], folder: Path, path: str | None = None, text: str = "") -> Configuration:
        """The configuration for a pipeline.

        Args:
            facts: of the pipeline.
            folder: where its file stands.
            path: the file that states the facts, for messages.
            text: of that file.
        """
        around, unreadable = self.files.layers(folder)
        stated = facts.get(FACT, {})
        own = document_layer(stated if isinstance(stated, Mapping) else {}, folder, path, text)
        found = configure([self.chosen, own, *around], self.rulebook, self.usual_profile)
        wrong = [] if isinstance(stated, Mapping) else [own.fail("must be a mapping", (), "Write {profile: startup}.")]
        return replace(found, problems=(*found.problems, *wrong, *unreadable))


def document_layer(stated: Mapping[str, Any], folder: Path, path: str | None, text: str) -> Layer:
    """What a document says about its own analysis."""
    return Layer(path or "document", stated, folder, path, ("pipeline", FACT), partial(_line, text))


def _line(text: str, keys: tuple[str, ...]) -> int | None:
    """Looked up only when somebody asks: it means reading the text once more."""
    return yaml_io.parse(text, "").line(keys) if text else None
