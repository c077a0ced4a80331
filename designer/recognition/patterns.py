"""Regular expressions of the data file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A regular expression that is compiled when it is first asked for: most never are."""

    text: str
    flags: int = re.IGNORECASE | re.DOTALL

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.flags)

    def found_in(self, text: str) -> bool:
        return self._compiled.search(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where it fits."""
        return self._compiled.search(text)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where it fits, none overlapping another."""
        return self._compiled.finditer(text)
