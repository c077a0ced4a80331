"""What one analysis leaves to the next one of the same pipeline."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from designer.analysis.finding import Finding
from designer.analysis.glimpse import Looks, looks_of
from designer.analysis.view import PipelineView
from designer.steps.catalog import Catalog

F = TypeVar("F", Finding, None)
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
    _is_linked_as_before: bool = False
    _fresh: dict[Place, Kept] = field(default_factory=dict)
    _known: dict[str, Looks] = field(default_factory=dict)
    _looks: dict[str, Looks] = field(default_factory=dict)

    def view_for(self, catalog: Catalog) -> PipelineView | None:
        """The last view if it has the same kinds of steps."""
        return self.view if self.view is not None and self.view.catalog is catalog else None

    def begin(self, view: PipelineView, frame: object) -> None:
        """Starts an analysis.

        Args:
            frame: everything that any finding may tell and that is no matter of one step.
        """
        facts = {name: value for name, value in view.snapshot.facts.items() if name != "assessed"}
        frame = (frame, view.lines.is_single, repr(facts))
        self._kept = self._fresh if view.change is not None and frame == self._frame else {}
        self._known, self._looks, self._fresh = self._looks, {}, {}
        self._is_linked_as_before = self.view is not None and view.reach is self.view.reach and view.lines.is_single
        self.view, self._frame = view, frame

    def recalled(self, place: Place, looks: Looks | None) -> tuple[Finding | None, bool]:
        """What was kept for a place, nothing where it takes more than a glimpse, and whether to write it anew."""
        known, finding = self._kept.get(place, (None, None))
        if place not in self._kept:
            return None, True
        return finding, finding is not None and known is not looks

    def keep(self, place: Place, looks: Looks | None, finding: F) -> F:
        """Keeps a finding, or that it takes more than a glimpse, until the next time; gives it back."""
        self._fresh[place] = (looks, finding)
        return finding

    def looks_of(self, step: int) -> Looks:
        """How a step looks; the very same object as long as it looks the same."""
        assert self.view is not None
        name = self.view.name(step)
        if name not in self._looks:
            known = self._known.get(name)
            if known is None or not self._is_linked_as_before or known.record is not self.view.record(step):
                looks = looks_of(self.view, step)
                known = known if known is not None and known.same(looks) else looks
            self._looks[name] = known
        return self._looks[name]
