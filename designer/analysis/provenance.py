"""Where the steps of a pipeline come from, and what of them could not be seen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

DRAWN = "canvas"
MAKER = "maker"
"""Where this is unseen, nobody knows what was done with the data or model of a step before."""
ORIGIN = "origin"
"""Where this is unseen, nobody knows where the model of a release comes from."""
AROUND = "around"
"""Where this is unseen, nobody knows what runs a step, and what comes before, behind and beside it."""

SOME = "some "
"""Before a kind: a step of it stands where nobody looked, and nothing shows that it does anything in particular."""


class Provenance:
    """Steps by origin. A step of its own origin says so; the others come from where the pipeline comes from.

    Args:
        steps: all there are.
        pipeline: where the pipeline comes from.
        own: step and what it states as its origin.
        unseen: step and the facts that stand where nobody looked, in a script for example.
        is_partial: whether steps may stand in parts that were not seen: other files, workflows that are called.
    """

    def __init__(
        self,
        steps: int,
        pipeline: str,
        own: Iterable[tuple[int, object]],
        unseen: tuple[tuple[int, tuple[str, ...]], ...] = (),
        *,
        is_partial: bool,
    ) -> None:
        self.is_partial = is_partial
        self._unseen = unseen
        self._steps = {pipeline: steps}
        for step, origin in own:
            if isinstance(origin, str):
                self._steps[pipeline] &= ~(1 << step)
                self._steps[origin] = self._steps.get(origin, 0) | 1 << step
        self._known: dict[tuple[str, ...], int] = {}

    def of(self, origins: tuple[str, ...]) -> int:
        """Steps that come from one of these."""
        if origins not in self._known:
            found = 0
            for origin in set(origins):
                found |= self._steps.get(origin, 0)
            self._known[origins] = found
        return self._known[origins]

    def unseen(self, names: Iterable[str]) -> int:
        """Steps at which one of these facts stands where nobody looked."""
        if not self._unseen:
            return 0
        wanted = set(names)
        return sum(1 << step for step, hidden in self._unseen if wanted.intersection(hidden))

    @property
    def drawn(self) -> int:
        """Steps that were drawn here."""
        return self.of((DRAWN,))

    @property
    def is_partly_seen(self) -> bool:
        """Whether anything could stand where nobody looked."""
        return bool(self._unseen or self.open_ended)

    @cached_property
    def open_ended(self) -> int:
        """Imported steps before, behind or beside which others may stand that were not seen."""
        imported = (steps for origin, steps in self._steps.items() if origin != DRAWN)
        return sum(imported) if self.is_partial else self.unseen((AROUND,))
