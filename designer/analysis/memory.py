"""What one analysis leaves to the next one of the same pipeline."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.analysis.before import Before, Ruled
from designer.analysis.bit_sets import union
from designer.analysis.builtin import GraphCheck, WaiverCheck
from designer.analysis.check_language import FacetCheck
from designer.analysis.explain import Witnesses
from designer.analysis.finding import Finding
from designer.analysis.gains import Gains
from designer.analysis.judge import EVALUATED, Judge
from designer.analysis.model_lines import ModelLines
from designer.analysis.ripples import Ripples
from designer.analysis.score import LineCredit
from designer.analysis.sight import Sight
from designer.analysis.step_sets import asks
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView
from designer.steps.catalog import Catalog

_GROWING: Final = "assessed"  # a fact of the pipeline that many edits change; no finding tells it


@dataclass(frozen=True, slots=True)
class Block:
    """The findings of one rule.

    Args:
        places: of the steps that they are about, where each is about one step; else empty.
        rows: in the order of the steps.
        points: the steps whose findings bring so many, where each is about one step.
        beyond: what was asked of the whole pipeline to write them.
        keys: each by what it was written for, where that is not only a step.
        sight: how far was looked to write them, where each is about one step.
        told: by place the other steps that a finding tells of, and what else of them, where these are told one by one.
    """

    places: int = 0
    rows: tuple[Finding, ...] = ()
    points: Mapping[float, int] = field(default_factory=dict)
    beyond: Hashable = ()
    keys: Mapping[Hashable, Finding] = field(default_factory=dict)
    sight: Sight | None = None
    told: Mapping[int, Witnesses] = field(default_factory=dict)


NO_BLOCK: Final = Block()


@dataclass(slots=True)
class Memory:
    """What is taken over: everything about a rule that asked for nothing that an edit changed, and what was judged and
    written about steps from which the edit cannot be seen. One analysis at a time may use it.
    """

    _view: PipelineView | None = None
    _frame: Any = None
    _judge: Judge | None = None
    _gains: Gains | None = None
    _before: Before | None = None
    _last: dict[str, Block] = field(default_factory=dict)
    _now: dict[str, Block] = field(default_factory=dict)

    def view_for(self, catalog: Catalog) -> PipelineView | None:
        """The last view if it has the same kinds of steps."""
        return self._view if self._view is not None and self._view.catalog is catalog else None

    def begin(self, view: PipelineView, frame: object, waived: frozenset[str]) -> Before | None:
        """Starts an analysis; gives what is known of the last one, None if it says nothing about this one.

        Args:
            frame: everything that any finding may tell and that is no matter of one step.
            waived: codes of rules that somebody waived: of these it has to be found out anew what that hides.
        """
        facts = {name: value for name, value in view.facts.items() if name != _GROWING}
        frame = (frame, view.lines.is_single, repr(facts))
        last, judge = self._view, self._judge
        self._before = None
        if last is not None and judge is not None and view.change is not None and frame == self._frame:
            hidden = waived | judge.waivers.codes
            ruled = {code: row for code, row in judge.ruled.items() if code not in hidden}
            standing = frozenset(_standing(judge.ruled, view.touched, hidden, view.scope))
            moved = _moved(view.lines, last.lines)
            self._before = Before(ruled, standing, Ripples(view, last), judge.candidates, judge.sights, moved)
        self._last, self._now = self._now if self._before else {}, {}
        self._view, self._frame, self._judge = view, frame, None
        return self._before

    def credits(self, judgements: Mapping[str, Judgement]) -> Mapping[str, list[LineCredit]]:
        """The sums behind the score, for rules that say the same of the same steps of each model line."""
        if self._before is None or self._gains is None:
            return {}
        ruled, moved = self._before.ruled, self._before.moved
        return {
            code: sums
            for code, sums in self._gains.credits.items()
            if code in ruled and judgements.get(code) is ruled[code].judgement and not moved & judgements[code].places
        }

    @property
    def gains(self) -> Gains | None:
        """What was worked out about points the last time."""
        return self._gains if self._before is not None else None

    def end(self, judge: Judge, gains: Gains) -> None:
        """Ends an analysis that came to its end."""
        self._gains = gains
        before = self._before.ruled if self._before else {}
        for code in judge.ruled.keys() & before.keys():  # what was taken over still tells what was asked for then
            judge.ruled[code].names.update(before[code].names)
        if self._before:
            judge.candidates = {**self._before.candidates, **judge.candidates}
        self._judge = judge

    # ------------------------------------------------------------------ findings
    def block(self, code: str) -> Block:
        """The findings of a rule the last time; none when they say nothing about this time."""
        return self._last.get(code, NO_BLOCK)

    def keep(self, code: str, block: Block) -> None:
        """Keeps the findings of a rule until the next time."""
        self._now[code] = block

    def stands(self, code: str) -> bool:
        """Whether the findings of a rule stand as a whole."""
        return self._before is not None and code in self._before.standing

    def is_same(self, judgement: Judgement) -> bool:
        """Whether a rule says what it said the last time."""
        ruled = self._before.ruled.get(judgement.rule.code) if self._before else None
        return ruled is not None and ruled.judgement is judgement

    def is_calm(self, step: int, ways: int) -> bool:
        """Whether nothing was touched at a step, nor anything on its ways, nor any link between steps of these."""
        return self._before is not None and self._before.ripples.spares(step, ways)

    def anew(self, code: str, sight: Sight) -> int:
        """The steps whose findings are to be written anew."""
        if self._before is None:
            return -1
        return 0 if self.stands(code) else self._before.ripples.at(sight)


def _moved(now: ModelLines, then: ModelLines) -> int:
    """The steps that joined or left a model line."""
    if now.names != then.names:
        return -1
    return 0 if now.is_single else union(a ^ b for a, b in zip(now.members, then.members, strict=True))


def _standing(
    before: Mapping[str, Ruled], touched: frozenset[str] | None, hidden: frozenset[str], scope: str
) -> Iterator[str]:
    """The rules that asked for none of some attributes, and stand on none that did or that are judged anew."""
    if touched is None:
        return
    fallen: set[str] = set()
    lost: set[str] = set()  # facets: their rules share one candidate
    rules = [ruled.judgement.rule for ruled in before.values()]
    for rule in rules:
        if rule.code in hidden or asks(before[rule.code].names, touched):
            fallen.add(rule.code)
            check = rule.checks[scope]
            lost |= {check.facet} if isinstance(check, FacetCheck) else set()
    for rule in rules:
        check = rule.checks[scope]
        others = (*rule.requires, *([EVALUATED] if isinstance(check, GraphCheck) else ()))
        is_lost = isinstance(check, WaiverCheck) or (isinstance(check, FacetCheck) and check.facet in lost)
        if rule.source or is_lost or rule.code in fallen or fallen.intersection(others):
            fallen.add(rule.code)
        else:
            yield rule.code
