"""From verdicts to findings: where, which steps show it, what is said, and what would be put there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from designer.analysis.bit_sets import bits, members, union
from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.builtins.pii_removed_on_every_path import raw_path
from designer.analysis.check_language import SOURCE, EachCheck, FacetCheck
from designer.analysis.facets import FACETS
from designer.analysis.fact_operators import faults_listed
from designer.analysis.finding import Autofix, Excerpt, Finding, Ghost
from designer.analysis.gains import Gains
from designer.analysis.ghosts import ghost_for
from designer.analysis.memory import Block, Memory
from designer.analysis.operator import Question
from designer.analysis.place_operators import Between, OnWay
from designer.analysis.policy_operators import EveryPath
from designer.analysis.repair import fix_for_anchor, fix_for_violation, sight_of_fix
from designer.analysis.rule import Rule
from designer.analysis.rulebook import Profile
from designer.analysis.sight import Sight
from designer.analysis.text_operator import excerpts
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView

LOWER: Final = {"high": "medium", "medium": "low", "low": "low"}


class Explainer:
    """Writes the findings of one judged pipeline.

    Args:
        profile: decides how severe they are.
        memory: findings of an earlier state, of which those that still hold are taken.
        gains: how much the score would gain by mending a finding; without it nobody asks.
    """

    def __init__(
        self,
        view: PipelineView,
        profile: Profile,
        memory: Memory | None = None,
        gains: Gains | None = None,
    ) -> None:
        self._view = view
        self._profile = profile
        self._memory = memory
        self._gains = gains
        self._ways: dict[tuple[int, int], int] = {}  # several rules judge the same source

    def findings(self, judgement: Judgement) -> tuple[Finding, ...]:
        """The findings of one rule in the order of the steps; several anchors at one place become one finding."""
        rule, check = judgement.rule, judgement.rule.checks[self._view.scope]
        last = self._memory.block(rule.code) if self._memory else None
        if last is not None and self._memory is not None and self._memory.stands(rule.code):
            return self._kept(rule, self._pointed(judgement, last))
        if isinstance(check, GraphCheck):
            return self._kept(rule, self._by_key(self._of_graph(judgement, last)))
        if isinstance(check, FacetCheck):
            return self._kept(rule, self._by_key(enumerate(self._of_facet(judgement, check))))
        if check.anchor.place == SOURCE:
            return self._kept(rule, self._by_key(self._of_sources(judgement, check, last)))
        return self._kept(rule, self._of_steps(judgement, check, last))

    def _by_key(self, written: Iterable[tuple[Hashable, Finding]]) -> Block:
        pairs = [(key, self.pointed(finding)) for key, finding in written]
        return Block(0, tuple(sorted((finding for _, finding in pairs), key=self.place)), keys=dict(pairs))

    def place(self, finding: Finding) -> int:
        """Where a finding stands in the order of the steps; those of the whole pipeline come last."""
        return self._view.index.get(finding.anchor, len(self._view.ids))

    def _kept(self, rule: Rule, block: Block) -> tuple[Finding, ...]:
        return self._memory.keep(rule.code, block) if self._memory else block.rows

    def waived(self, judgement: Judgement) -> Iterator[Finding]:
        """The findings of one rule that somebody waived, each with the reason."""
        check = judgement.rule.checks[self._view.scope]
        for violation, reason in judgement.hidden_violations:
            yield replace(self._of_violation(judgement.rule, violation), waived=reason)
        for anchor, train, reason in judgement.hidden:
            if isinstance(check, FacetCheck):
                found = self._of_candidate(judgement, check, self._facet_place(judgement, anchor), [anchor])
            elif isinstance(check, EachCheck):
                found = self._of_anchor(judgement.rule, check, anchor, [] if train is None else [train])
            yield replace(found, waived=reason)

    def _of_steps(self, judgement: Judgement, check: EachCheck, last: Block | None) -> Block:
        """Findings about one step each; only those are written from which something new can be seen."""
        rule, fails = judgement.rule, judgement.step_verdict.fails
        rows = list(last.rows) if last else []
        places = last.places if last else 0
        anew = -1 if self._memory is None else self._memory.anew(rule.code, self._sight(rule, check))
        for place in reversed(list(bits(places & ~(fails & ~anew)))):
            del rows[(places & (1 << place) - 1).bit_count()]
        places &= fails & ~anew
        points = self._gains.usual(judgement) if self._gains else None
        if rows and (points is None or points != (last.points if last else None)):
            rows = list(map(self.pointed, rows))
        for place in bits(fails & ~places):
            finding = self._of_anchor(rule, check, place, [])
            rows.insert((places & (1 << place) - 1).bit_count(), self.pointed(finding))
            places |= 1 << place
        return Block(fails, tuple(rows), points)

    def _pointed(self, judgement: Judgement, block: Block) -> Block:
        """The findings of a rule, of which all stand, with the points that they would bring now."""
        points = self._gains.usual(judgement) if self._gains and block.places else None
        if points is not None and points == block.points:
            return block
        return replace(block, rows=tuple(map(self.pointed, block.rows)), points=points)

    def _of_sources(
        self, judgement: Judgement, check: EachCheck, last: Block | None
    ) -> Iterator[tuple[Hashable, Finding]]:
        owners: dict[int, list[int]] = {}
        for group, fails in judgement.failing():
            for anchor in bits(fails):
                owners.setdefault(anchor, []).extend([] if group.train is None else [group.train])
        sight = self._sight(judgement.rule, check)
        anew = -1 if self._memory is None else self._memory.anew(judgement.rule.code, sight)
        for anchor, trains in owners.items():
            key = (anchor, *trains)
            known = last.keys.get(key) if last and not anew >> anchor & 1 else None
            yield key, known or self._of_anchor(judgement.rule, check, anchor, trains)

    def _of_graph(self, judgement: Judgement, last: Block | None) -> Iterator[tuple[Hashable, Finding]]:
        """What is told of a violation is told by itself, but for how sure the kind of its step is."""
        is_single = self._view.lines.is_single
        for violation in judgement.violations:
            sure = violation.anchor is None or self._view.own(violation.anchor, "confidence")
            key = (violation, repr(sure))
            known = last.keys.get(key) if last and is_single else None
            yield key, known or self._of_violation(judgement.rule, violation)

    def _sight(self, rule: Rule, check: EachCheck) -> Sight:
        """How far is looked to write a finding about a step."""
        ways = bool(rule.highlight == "releases" or check.has(Between) or check.anchor.place == SOURCE)
        found = max(check.sight, sight_of_fix(rule), Sight.WAYS if ways else Sight.STEP)
        # with several model lines, it is told from which steps it follows which one a step that is shown serves
        return found if self._view.lines.is_single else max(found, Sight.PART)

    def pointed(self, finding: Finding) -> Finding:
        """A finding with the points that it would bring now."""
        points = self._gains.points(finding) if self._gains else finding.points
        return finding if points == finding.points else replace(finding, points=points)

    def _of_anchor(self, rule: Rule, check: EachCheck, anchor: int, trains: list[int]) -> Finding:
        view = self._view
        train = trains[0] if trains else None
        question = Question(view, 1 << anchor, view.real, train)
        bypass = self._bypass(rule, check, anchor, train)
        shown = members((anchor, *trains, *bypass))
        if trains:  # without its way to training a source would not be judged at all
            shown |= self._ways_of_data(rule, anchor, trains)
        if rule.highlight == "releases":  # those that wait for this rule
            shown |= view.releases & view.reach.after[anchor] & view.lines.mates(anchor)
        if rule.highlight == "witness":
            shown |= check.needs.candidates(question)
        fix = fix_for_anchor(view, rule, check, anchor)
        return self._finding(
            rule,
            at=view.name(anchor),
            anchor=anchor,
            shown=shown,
            message=self._told(rule, anchor, check.needs.lack(question)),
            bypass=self._links(bypass),
            others=tuple(map(view.name, trains)),
            ghost=ghost_for(view, rule, anchor, fix),
            autofix=fix,
            excerpts=self._excerpts(rule, check, anchor),
        )

    def _excerpts(self, rule: Rule, check: EachCheck, anchor: int) -> tuple[Excerpt, ...]:
        kinds = (*check.hazards, *rule.shows)
        found = excerpts(self._view, anchor, kinds) if kinds else ()
        return (*found, *faults_listed(self._view, anchor, check.listed)) if check.listed else found

    def _told(self, rule: Rule, anchor: int, lack: str) -> str:
        if not rule.message:
            return f"At {self._view.name(anchor)}, {lack}."
        step = self._view.record(anchor)
        return rule.told(step.id, step.label, self._view.catalog.kind(step.kind).title, lack)

    def _of_facet(self, judgement: Judgement, check: FacetCheck) -> Iterator[Finding]:
        places: dict[str, list[int]] = {}
        for anchor in bits(judgement.step_verdict.fails):
            places.setdefault(self._facet_place(judgement, anchor), []).append(anchor)
        for at, anchors in places.items():
            yield self._of_candidate(judgement, check, at, anchors)

    def _facet_place(self, judgement: Judgement, anchor: int) -> str:
        name = self._view.name(judgement.candidates[anchor])
        return f"{name}=>{self._view.name(anchor)}" if judgement.rule.highlight == "link" else name

    def _of_candidate(self, judgement: Judgement, check: FacetCheck, at: str, anchors: list[int]) -> Finding:
        view, rule = self._view, judgement.rule
        candidate = judgement.candidates[anchors[0]]
        way = view.reach.way(candidate, anchors[0]) if rule.highlight == "link" else ()
        lack = FACETS[check.facet].tests[check.test].lack
        return self._finding(
            rule,
            at=at,
            anchor=candidate,
            shown=members((candidate, *anchors, *way)),
            message=_sentence(lack.format(candidate=view.name(candidate), anchor=view.name(anchors[0]))),
            bypass=self._links(way),
            others=tuple(map(view.name, anchors)),
            autofix=fix_for_anchor(view, rule, None, candidate),
        )

    def _of_violation(self, rule: Rule, violation: Violation) -> Finding:
        return self._finding(
            rule,
            at=violation.at,
            anchor=violation.anchor,
            shown=members(self._view.index[s] for s in violation.steps),
            message=_sentence(violation.message),
            bypass=violation.links,
            ghost=violation.ghost,
            line=violation.line,
            about=violation.about,
            autofix=fix_for_violation(rule, violation),
        )

    def _finding(
        self,
        rule: Rule,
        *,
        at: str,
        anchor: int | None,
        shown: int,
        message: str,
        bypass: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
        ghost: Ghost | None = None,
        line: str = "",
        about: str = "",
        autofix: Autofix | None = None,
        excerpts: tuple[Excerpt, ...] = (),
    ) -> Finding:
        shown |= self._view.proof_of_line(shown)
        at_anchor = "" if anchor is None else self._view.name(anchor)
        is_alone = anchor is not None and shown == 1 << anchor
        return Finding(
            code=rule.code,
            name=rule.name,
            title=rule.title,
            principle=rule.principle,
            severity=self._profile.severity_of(rule),
            confidence=self._sureness(rule, anchor, others),
            at=at,
            steps=(at_anchor,) if is_alone else self._view.names(shown),
            links=bypass,
            message=message,
            risk=rule.risk,
            fix=rule.fix,
            autofix=autofix,
            ghost=ghost,
            bypass=bypass,
            references=rule.references,
            anchor=at_anchor,
            others=others,
            line=line,
            about=about,
            excerpts=excerpts,
        )

    def _sureness(self, rule: Rule, anchor: int | None, others: tuple[str, ...]) -> str:
        """The confidence of a rule, one step lower where the kind of a step that it is about is only guessed."""
        check = rule.checks[self._view.scope]
        if isinstance(check, EachCheck) and check.anchor.is_any:
            return rule.confidence
        guessed = anchor is not None and self._view.own(anchor, "confidence") == "low"
        for name in () if guessed else others:
            guessed = guessed or self._view.own(self._view.index[name], "confidence") == "low"
        return LOWER[rule.confidence] if guessed else rule.confidence

    # ------------------------------------------------------------------ paths that show the fault
    def _bypass(self, rule: Rule, check: EachCheck, anchor: int, train: int | None) -> tuple[int, ...]:
        """The path on which something is missing; empty when the fault is no matter of paths."""
        view = self._view
        if train is not None:
            if rule.highlight == "path":
                return raw_path(view, anchor, train)
            return view.reach.data_way(anchor, train) if check.has(OnWay) else ()
        if isinstance(check.needs, EveryPath):
            return check.needs.open_way(Question(view, 1 << anchor, view.real))
        origin = next(bits(view.origins_of(anchor)), None) if check.has(Between) else None
        return view.reach.way(origin, anchor) if origin is not None else ()

    def _ways_of_data(self, rule: Rule, source: int, trains: list[int]) -> int:
        if rule.highlight == "path":
            return union(members(raw_path(self._view, source, train)) for train in trains)
        goals = members(trains)
        if (source, goals) not in self._ways:
            self._ways[source, goals] = self._view.reach.data_ways(source, goals)
        return self._ways[source, goals]

    def _links(self, way: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self._view.reach.flow[arrow].id for arrow in pairwise(way))


def _sentence(text: str) -> str:
    return f"{text}."
