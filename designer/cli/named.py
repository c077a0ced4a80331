"""Steps in reports for people: by the id that commands and waivers take, and by the title that cards show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from designer.model.step import Step

if TYPE_CHECKING:
    from designer.recognition.hazards.finder import HazardFinder

_BETWEEN: Final = re.compile(r"( ?[-~=]> ?)")


@dataclass(frozen=True)
class Named:
    """Says what cards say.

    Args:
        steps: of the pipeline, by id.
    """

    steps: Mapping[str, Step]

    def __call__(self, at: str) -> str:
        """``train (Train the model)``, of links both ends; the same where a title says no more than the id."""
        return "".join(map(self._word, _BETWEEN.split(at)))

    def _word(self, name: str) -> str:
        step = self.steps.get(name)
        if step is None or step.label.casefold() in (name.casefold(), replace(step, title="").label.casefold()):
            return name
        return f"{name} ({self._finder.hide(step.label)})"

    @cached_property
    def _finder(self) -> HazardFinder:
        """Keeps credentials to itself: importers take titles from commands."""
        from designer.recognition.hazards.finder import load_finder  # its patterns cost time to read

        return load_finder()
