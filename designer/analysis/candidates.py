"""The best candidate of each anchor of a facet, and which of the facet's tests it passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.analysis.bit_sets import lowest
from designer.analysis.check_language import FacetCheck
from designer.analysis.facets import FACETS, Facet
from designer.analysis.rulebook import Profile, RuleBook
from designer.analysis.view import PipelineView


@dataclass(frozen=True, slots=True)
class Best:
    """What was found for one anchor.

    Args:
        candidates: all of them.
        near: those of them that stand well to the anchor.
        candidate: the best one; None where there is none.
        passed: names of the tests that it passes.
    """

    candidates: int
    near: int
    candidate: int | None
    passed: frozenset[str]


class Candidates:
    """Works out the best candidates when they are asked for; all rules of a facet share them.

    Args:
        weights: of those tests that count.
        last: those before an edit.
        touched: steps at which the edit did something.
    """

    def __init__(
        self,
        view: PipelineView,
        facet: Facet,
        weights: Mapping[str, int],
        last: Candidates | None = None,
        touched: int = -1,
    ) -> None:
        self._view = view
        self._facet = facet
        self._weights = weights
        self._touched = touched
        self.beyond = facet.beyond(view)
        known = last if last is not None and last.beyond == self.beyond else None
        self._last: Mapping[int, Best] = known._found if known else {}
        self._asked: set[str] = set(known._asked) if known else set()
        self._found: dict[int, Best] = {}

    def of(self, anchor: int) -> Best:
        """The best candidate of an anchor; the one before an edit where that changed nothing about any of them."""
        found = self._found.get(anchor)
        if found is None:
            candidates = self._facet.candidates(self._view, anchor)
            near = self._facet.near(self._view, candidates, anchor)
            found = self._last.get(anchor)
            is_same = found and (found.candidates, found.near) == (candidates, near)
            if found is None or not is_same or (candidates | 1 << anchor) & self._touched:
                found = self._chosen(candidates, near, anchor)
            self._found[anchor] = found
        return found

    def stand(self, anchors: int) -> None:
        """Keeps what was found before an edit for anchors that nobody has to ask about."""
        for anchor, found in self._last.items():
            if anchors >> anchor & 1:
                self._found.setdefault(anchor, found)

    def ask(self) -> None:
        """Counts as asking for all that was asked for to find them, now or before."""
        self._asked |= self._view.asked
        self._view.asked |= self._asked

    def _chosen(self, candidates: int, near: int, anchor: int) -> Best:
        """The candidate that satisfies the largest sum of weights, the first in the document among equals."""
        if not candidates:
            return Best(0, near, None, frozenset())
        good = {name: test.meeting(self._view, candidates, anchor) for name, test in self._facet.tests.items()}
        groups = {0: candidates}
        for name, weight in self._weights.items():
            split: dict[int, int] = {}
            for total, members in groups.items():
                split[total + weight] = split.get(total + weight, 0) | members & good[name]
                split[total] = split.get(total, 0) | members & ~good[name]
            groups = {total: members for total, members in split.items() if members}
        best = lowest(groups[max(groups)])
        passed = frozenset(name for name, steps in good.items() if best is not None and steps >> best & 1)
        return Best(candidates, near, best, passed)


def facet_weights(rulebook: RuleBook, profile: Profile, scope: str) -> dict[str, dict[str, int]]:
    """For each facet the weights of those of its tests that count."""
    found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for rule in rulebook.rules.values():
        check = rule.checks.get(scope)
        if isinstance(check, FacetCheck) and profile.has(rule):
            found[check.facet][check.test] = rulebook.weights[profile.severity_of(rule)]
    return found
