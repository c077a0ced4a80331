"""What is known of an earlier pass over the rules, and how far each of them looks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from designer.analysis.builtin import GraphCheck
from designer.analysis.candidates import Candidates
from designer.analysis.check_language import RELEASE, SOURCE, Anchor, Check, EachCheck
from designer.analysis.ripples import Ripples
from designer.analysis.rule import Rule
from designer.analysis.rulebook import RuleBook
from designer.analysis.sight import Sight
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView


@dataclass(frozen=True, slots=True)
class Ruled:
    """What became of one rule, and what it asked for.

    Args:
        names: attributes that were asked for to judge it, and to write its findings.
        beyond: what a facet asked of the whole pipeline.
    """

    judgement: Judgement
    names: set[str]
    beyond: Hashable = ()


class Sights:
    """How far the rules look; asked in the order in which they are judged.

    Args:
        last: those of an earlier pass with the same rules and facts.
    """

    def __init__(self, view: PipelineView, rulebook: RuleBook, last: Sights | None = None) -> None:
        self._view = view
        self._rulebook = rulebook
        self._is_partial = view.provenance.is_partly_seen
        is_same = last is not None and last._is_partial == self._is_partial
        self._known: dict[str, Sight] = dict(last._known) if last and is_same else {}

    def of(self, rule: Rule) -> Sight:
        """How far a rule looks, with those that it waits for."""
        if rule.code not in self._known:
            self._known[rule.code] = self._found(rule)
        return self._known[rule.code]

    def _found(self, rule: Rule) -> Sight:
        check = rule.checks[self._view.scope]
        if isinstance(check, GraphCheck):
            return Sight.EVERYTHING
        is_of_steps = isinstance(check, EachCheck) and check.anchor.place != SOURCE
        own = max(
            check.sight if isinstance(check, EachCheck) else Sight.WAYS, Sight.STEP if is_of_steps else Sight.BEFORE
        )
        if own in (Sight.BEFORE, Sight.WAYS) and self._is_partial:
            own = Sight.PART  # what is done beside the way tells what may be hidden on it
        found = [own, *(self._known[code] for code in rule.requires if code in self._known)]
        if any(self._judges_others(check, code) for code in rule.requires):
            found.append(Sight.PART)
        return max(found)

    def _judges_others(self, check: Check, first: str) -> bool:
        """Whether a rule that comes first judges another sort of steps."""
        judged = self._rulebook.rules[first].checks.get(self._view.scope) if first in self._known else None
        return judged is not None and _sort(judged) != _sort(check)


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of an earlier pass.

    Args:
        ruled: what became of each rule, by code.
        standing: codes of rules that asked for nothing that changed.
        ripples: from where a change can be seen.
        candidates: best candidates by facet.
        sights: how far the rules looked.
        moved: steps that joined or left a model line.
    """

    ruled: Mapping[str, Ruled]
    standing: frozenset[str]
    ripples: Ripples
    candidates: Mapping[str, Candidates]
    sights: Sights
    moved: int


def _sort(check: Check) -> Hashable:
    """The sort of steps that a check judges; sources are judged with their train steps."""
    if not isinstance(check, EachCheck):
        return Anchor(place=RELEASE)
    return Anchor(kinds=("train",)) if check.anchor.place == SOURCE else check.anchor
