"""What one analysis leaves to the next one of the same pipeline."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from designer.analysis.builtin import Violation
from designer.analysis.finding import Finding
from designer.analysis.glimpse import Glimpse, Looks, TooFar, looks_of
from designer.analysis.view import PipelineView

Place = tuple[str, Hashable]
Kept = tuple[
    Looks | None, Finding | None
]  # what was written while a step looked so; no finding: it took more than that


@dataclass(slots=True)
class Memory:
    """Findings that were written by looking at nothing but one step: they hold until that step looks different.

    One analysis at a time may use it. Without an earlier state it is empty, and everything is judged anew.
    """

    view: PipelineView | None = None
    _frame: Any = None
    _kept: dict[Place, Kept] = field(default_factory=dict)
    _fresh: dict[Place, Kept] = field(default_factory=dict)
    _known: dict[str, Looks] = field(default_factory=dict)
    _looks: dict[str, Looks] = field(default_factory=dict)

    def begin(self, view: PipelineView, frame: object) -> None:
        """Starts an analysis.

        Args:
            frame: everything that any finding may tell and that is no matter of one step.
        """
        facts = {name: value for name, value in view.snapshot.facts.items() if name != "assessed"}
        frame = (frame, view.lines.is_single, repr(facts))
        self._kept = self._fresh if view.change is not None and frame == self._frame else {}
        self._known, self._looks, self._fresh = self._looks, {}, {}
        self.view, self._frame = view, frame

    def finding(
        self, code: str, anchor: int, glimpsed: Callable[[Glimpse], Finding], written: Callable[[], Finding]
    ) -> Finding:
        """The finding of a rule at a step: the one from the last time if a glimpse of the step showed all it takes."""
        assert self.view is not None
        looks = self._looks_of(anchor)
        place = (code, looks.record.id)
        known, finding = self._kept.get(place, (None, None))
        if known is None or (finding is not None and known is not looks):
            try:
                finding = glimpsed(Glimpse(self.view, anchor, looks))
            except TooFar:
                finding = None
        self._fresh[place] = (looks, finding)
        return written() if finding is None else finding

    def violation(self, code: str, violation: Violation, written: Callable[[], Finding]) -> Finding:
        """The finding of a violation: its text says all that it tells, but how sure the kind of its step is."""
        assert self.view is not None
        if not self.view.lines.is_single:
            return written()
        looks = None if violation.anchor is None else self._looks_of(violation.anchor)
        place = (code, violation)
        known, finding = self._kept.get(place, (None, None))
        if finding is None or known is not looks:
            finding = written()
        self._fresh[place] = (looks, finding)
        return finding

    def _looks_of(self, step: int) -> Looks:
        assert self.view is not None
        name = self.view.name(step)
        if name not in self._looks:
            looks, known = looks_of(self.view, step), self._known.get(name)
            self._looks[name] = known if known is not None and known.same(looks) else looks
        return self._looks[name]
