"""What one analysis leaves to the next one of the same pipeline."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from designer.analysis.builtin import GraphCheck
from designer.analysis.check_language import FacetCheck
from designer.analysis.finding import Finding
from designer.analysis.glimpse import Looks, looks_of
from designer.analysis.judge import EVALUATED, Judge, Ruled
from designer.analysis.step_sets import ANYTHING, LINKS, RECORDS
from designer.analysis.view import PipelineView
from designer.steps.catalog import Catalog

F = TypeVar("F", Finding, None)
# What was written while a step looked so; no finding: it took more than a glimpse.
Kept = tuple[Looks | None, Finding | None]
_GROWING: Final = "assessed"  # a fact of the pipeline that many edits change; no finding tells it


@dataclass(slots=True)
class Memory:
    """What is taken over, in two ways.

    After an edit of facts or links, everything about a rule that asks for none of them. After any edit, the findings
    that were written by looking at nothing but one step which looks as it did. One analysis at a time may use it.
    """

    _view: PipelineView | None = None
    _frame: Any = None
    _judge: Judge | None = None
    _before: Mapping[str, Ruled] = field(default_factory=dict)
    _standing: frozenset[str] = frozenset()
    _findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    _last: dict[str, dict[Hashable, Kept]] = field(default_factory=dict)
    _now: dict[str, dict[Hashable, Kept]] = field(default_factory=dict)
    _looks: dict[str, Looks] = field(default_factory=dict)
    _looked: set[str] = field(default_factory=set)
    _is_linked_as_before: bool = False

    def view_for(self, catalog: Catalog) -> PipelineView | None:
        """The last view if it has the same kinds of steps."""
        return self._view if self._view is not None and self._view.catalog is catalog else None

    def begin(self, view: PipelineView, frame: object, *, has_waivers: bool) -> Mapping[str, Ruled]:
        """Starts an analysis; gives what stands of the last one, by the code of the rule.

        Args:
            frame: everything that any finding may tell and that is no matter of one step.
            has_waivers: whether somebody waived anything: then it has to be found out anew what that hides.
        """
        facts = {name: value for name, value in view.facts.items() if name != _GROWING}
        frame = (frame, view.lines.is_single, repr(facts), has_waivers)
        is_same = view.change is not None and frame == self._frame
        self._before = self._judge.ruled if is_same and self._judge and not has_waivers else {}
        touched = view.touched if self._before else None
        self._standing = frozenset() if touched is None else frozenset(_standing(self._before, touched, view.scope))
        self._last = self._now if is_same else {}
        self._now = {code: kept for code, kept in self._last.items() if code in self._standing}
        self._is_linked_as_before = self._view is not None and view.reach is self._view.reach and view.lines.is_single
        if len(self._looks) > 2 * len(view.ids):
            self._looks = {}
        self._looked = set()
        self._view, self._frame, self._judge = view, frame, None
        return {code: self._before[code] for code in self._standing}

    # ------------------------------------------------------------------ rules that stand
    def end(self, judge: Judge, findings: dict[str, tuple[Finding, ...]]) -> None:
        """Ends an analysis that came to its end."""
        for code, ruled in judge.ruled.items():
            if code in self._before:  # findings that were recalled still tell what was asked for then
                ruled.names.update(self._before[code].names)
        self._judge, self._findings = judge, findings

    def standing(self, code: str) -> tuple[Finding, ...] | None:
        """The findings of a rule that stand, with the points of the last time; None when they are to be written."""
        return self._findings.get(code) if code in self._standing else None

    # ------------------------------------------------------------------ findings about one step
    def recalled(self, code: str, place: Hashable, looks: Looks | None) -> tuple[Finding | None, bool]:
        """What was kept for a place, nothing where it takes more than a glimpse, and whether to write it anew."""
        kept = self._last.get(code, {}).get(place)
        if kept is None:
            return None, True
        known, finding = kept
        return finding, finding is not None and known is not looks

    def keep(self, code: str, place: Hashable, looks: Looks | None, finding: F) -> F:
        """Keeps a finding, or that it takes more than a glimpse, until the next time; gives it back."""
        self._now.setdefault(code, {})[place] = (looks, finding)
        return finding

    def looks_of(self, step: int) -> Looks:
        """How a step looks; the very same object as long as it looks the same."""
        view = self._view
        assert view is not None
        name = view.ids[step]
        known = self._looks.get(name)
        if name in self._looked and known is not None:
            return known
        asked, view.asked = view.asked, set()  # who only compares how a step looks tells nothing of it
        looks = looks_of(view, step)
        view.asked = asked
        if known is None or not known.same(looks):
            self._looks[name] = known = looks
        self._looked.add(name)
        return known


def _standing(before: Mapping[str, Ruled], touched: frozenset[str], scope: str) -> Iterator[str]:
    """The rules that asked for none of some attributes, and stand on none that did."""
    fallen: set[str] = set()
    lost: set[str] = set()  # facets: their rules share one candidate
    rules = [ruled.judgement.rule for ruled in before.values()]
    for rule in rules:
        check = rule.checks[scope]
        if isinstance(check, FacetCheck) and _asks(before[rule.code], touched):
            lost.add(check.facet)
    for rule in rules:
        check = rule.checks[scope]
        others = (*rule.requires, *([EVALUATED] if isinstance(check, GraphCheck) else ()))
        is_lost = isinstance(check, FacetCheck) and check.facet in lost
        if rule.source or is_lost or _asks(before[rule.code], touched) or fallen.intersection(others):
            fallen.add(rule.code)
        else:
            yield rule.code


def _asks(ruled: Ruled, touched: frozenset[str]) -> bool:
    if ANYTHING in ruled.names or not ruled.names.isdisjoint(touched):
        return True
    return RECORDS in ruled.names and touched != {LINKS}
