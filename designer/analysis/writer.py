"""The findings of all rules, in order and with points; what was written before and still holds is taken over."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from designer.analysis.bit_sets import bits, members, union
from designer.analysis.builtin import GraphCheck
from designer.analysis.check_language import SOURCE, EachCheck, FacetCheck
from designer.analysis.explain import Explainer, Witnesses
from designer.analysis.finding import Finding
from designer.analysis.gains import Gains
from designer.analysis.memory import NO_BLOCK, Block, Memory
from designer.analysis.rule import Rule
from designer.analysis.sight import Sight
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView

Owner = tuple[int, int]
"""A source and the train steps for which it fails."""


class Writer:
    """Writes the findings of one judged pipeline.

    Args:
        memory: findings of an earlier state, of which those that still hold are taken.
        gains: how much the score would gain by mending a finding; without it nobody asks.
    """

    def __init__(
        self, view: PipelineView, explainer: Explainer, memory: Memory | None = None, gains: Gains | None = None
    ) -> None:
        self._view = view
        self._explainer = explainer
        self._memory = memory
        self._gains = gains

    def findings(self, judgement: Judgement) -> tuple[Finding, ...]:
        """The findings of one rule in the order of the steps; several anchors at one place become one finding."""
        block = self._block(judgement, self._memory.block(judgement.rule.code) if self._memory else NO_BLOCK)
        if self._memory:
            self._memory.keep(judgement.rule.code, block)
        return block.rows

    def _block(self, judgement: Judgement, last: Block) -> Block:
        rule, check = judgement.rule, judgement.rule.checks[self._view.scope]
        if isinstance(check, EachCheck) and check.anchor.place != SOURCE:
            return self._of_steps(judgement, check, last)
        if self._memory and self._memory.stands(rule.code):
            return replace(last, rows=tuple(map(self._pointed, last.rows)))
        if isinstance(check, GraphCheck):
            return self._by_key(self._of_graph(judgement, last))
        if isinstance(check, FacetCheck):
            return self._by_key(enumerate(self._explainer.of_facet(judgement, check)))
        return self._by_key(self._of_sources(judgement, check, last))

    # ------------------------------------------------------------------ about one step each
    def _of_steps(self, judgement: Judgement, check: EachCheck, last: Block) -> Block:
        """Only those are written from whose steps something new can be seen."""
        rule, fails = judgement.rule, judgement.step_verdict.fails
        sight = last.sight if last.sight is not None else self._explainer.sight(rule, check)
        beyond = self._explainer.beyond(rule)
        told = self._told(judgement, check, last) if sight == Sight.WITNESSES else {}
        kept = last.places & fails & ~self._anew(rule.code, last, sight, beyond, told)
        rows, places = (list(last.rows), last.places) if kept else ([], 0)
        for place in reversed(list(bits(places & ~kept))):
            del rows[_rank(places, place)]
        places = kept
        for place in bits(fails & ~kept):
            rank = _rank(places, place) if kept else len(rows)
            rows.insert(rank, self._explainer.of_anchor(rule, check, place))
            places |= 1 << place
        points = self._points(judgement, rows) if self._gains else {}
        if kept == fails == last.places and points == last.points:
            return last
        right = union(steps & last.points.get(value, 0) & kept for value, steps in points.items())
        wrong = fails & ~right if points else 0
        ranks = {place: rank for rank, place in enumerate(bits(fails))} if wrong else {}
        for value, steps in points.items() if wrong else ():
            for rank in map(ranks.__getitem__, bits(steps & wrong)):
                if rows[rank].points != value:
                    rows[rank] = replace(rows[rank], points=value)
        return Block(fails, tuple(rows), points, beyond=beyond, sight=sight, told=told)

    def _anew(
        self, code: str, last: Block, sight: Sight, beyond: Hashable = (), told: Mapping[int, Witnesses] | None = None
    ) -> int:
        """The steps whose findings are to be written anew."""
        if self._memory is None or beyond != last.beyond:
            return -1
        if not told:
            return self._memory.anew(code, sight)
        touched = self._memory.anew(code, Sight.STEP)
        others = (p for p, now in told.items() if now != last.told.get(p) or now[0] & touched)
        return touched | members(others)

    def _told(self, judgement: Judgement, check: EachCheck, last: Block) -> Mapping[int, Witnesses]:
        """By place what findings that look at their witnesses tell of these."""
        if self._memory is None:
            return {}
        seen = self._memory.anew(judgement.rule.code, check.sight)
        return {
            place: last.told[place]
            if not seen >> place & 1 and place in last.told
            else self._explainer.witnesses(judgement.rule, check, place)
            for place in bits(judgement.step_verdict.fails)
        }

    def _points(self, judgement: Judgement, rows: Iterable[Finding]) -> dict[float, int]:
        """By points the steps whose findings would bring so many."""
        assert self._gains is not None
        fails, fix = judgement.step_verdict.fails, judgement.rule.autofix
        if fix is None or not fix.settles or all(row.autofix for row in rows):
            return self._gains.of_steps(judgement, fails, is_mended=True)
        mended = members(self._view.index[row.anchor] for row in rows if row.autofix)
        found = self._gains.of_steps(judgement, fails & mended, is_mended=True)
        for value, steps in self._gains.of_steps(judgement, fails & ~mended, is_mended=False).items():
            found[value] = found.get(value, 0) | steps
        return found

    # ------------------------------------------------------------------ about several steps, or none
    def _by_key(self, written: Iterable[tuple[Hashable, Finding]]) -> Block:
        pairs = [(key, self._pointed(finding)) for key, finding in written]
        return Block(rows=tuple(sorted((finding for _, finding in pairs), key=self._place)), keys=dict(pairs))

    def _place(self, finding: Finding) -> int:
        """Where a finding stands in the order of the steps; those of the whole pipeline come last."""
        return self._view.index.get(finding.anchor, len(self._view.ids))

    def _pointed(self, finding: Finding) -> Finding:
        """A finding with the points that it would bring now."""
        points = self._gains.points(finding) if self._gains else finding.points
        return finding if points == finding.points else replace(finding, points=points)

    def _of_sources(self, judgement: Judgement, check: EachCheck, last: Block) -> Iterator[tuple[Owner, Finding]]:
        anew = self._anew(judgement.rule.code, last, self._explainer.sight(judgement.rule, check))
        is_same = self._memory is not None and self._memory.is_same(judgement)
        owners: Iterable[Any] = last.keys if is_same and last.keys else _owners(judgement)
        for key in owners:
            anchor, trains = key
            known = last.keys.get(key)
            if known and anew >> anchor & 1 and not self._is_calm(judgement.rule, known, anchor, trains):
                known = None
            yield key, known or self._explainer.of_anchor(judgement.rule, check, anchor, trains)

    def _is_calm(self, rule: Rule, known: Finding, source: int, trains: int) -> bool:
        """Whether the data of a source takes the ways that a finding tells of, and nothing on them was touched."""
        if self._memory is None or rule.highlight == "path" or not self._view.lines.is_single:
            return False
        ways = self._explainer.ways_of_data(rule, source, trains)
        is_kept = not rule.highlight and (source, trains) in self._view.reach.kept_ways  # then it tells of nothing else
        return self._memory.is_calm(source, ways | trains) and (is_kept or known.steps == self._view.names(ways))

    def _of_graph(self, judgement: Judgement, last: Block) -> Iterator[tuple[Hashable, Finding]]:
        """A violation tells all by itself, but how sure the kind of its step is, and model lines."""
        moved = self._memory.anew(judgement.rule.code, Sight.PART) if self._memory else -1
        moved &= 0 if self._view.lines.is_single else -1
        for violation in judgement.violations:
            key = (violation, violation.anchor is not None and repr(self._view.own(violation.anchor, "confidence")))
            is_still = not moved or not moved & members(map(self._view.index.__getitem__, violation.steps))
            known = last.keys.get(key) if is_still else None
            yield key, known or self._explainer.of_violation(judgement.rule, violation)


def _owners(judgement: Judgement) -> Iterable[Owner]:
    """The sources at which a rule fails, each with its train steps."""
    alike: dict[int, int] = {}  # train steps by the sources that fail; few differ
    for group, fails in judgement.failing():
        alike[fails] = alike.get(fails, 0) | (0 if group.train is None else 1 << group.train)
    found: dict[int, int] = {}
    for fails, trains in alike.items():
        for anchor in bits(fails):
            found[anchor] = found.get(anchor, 0) | trains
    return found.items()


def _rank(places: int, place: int) -> int:
    """How many of some places come before one."""
    return (places & (1 << place) - 1).bit_count()
