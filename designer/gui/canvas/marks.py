"""How many findings the cards wear, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from designer.analysis.report import Badges

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marks:
    """Findings of steps; of all other steps there are none.

    Args:
        severities: number of the worst severity of each step, as in `SEVERITY_NAMES`.
        counts: number of findings of each.
    """

    steps: Sequence[str]
    severities: Ints
    counts: Ints

    @classmethod
    def of(cls, badges: Badges) -> Marks:
        """The badges of a report."""
        return cls(badges.steps, np.array(badges.gravity, np.int64), np.array(badges.counts, np.int64))


NO_MARKS: Final = Marks((), np.empty(0, np.int64), np.empty(0, np.int64))
