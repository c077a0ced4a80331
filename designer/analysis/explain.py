"""From verdicts to findings: where, which steps show it, what is said, and what would be put there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from designer.analysis.bit_sets import bits, first, lowest, members, union
from designer.analysis.builtin import Violation
from designer.analysis.builtins.pii_removed_on_every_path import raw_path
from designer.analysis.check_language import SOURCE, EachCheck, FacetCheck
from designer.analysis.condition import Condition
from designer.analysis.facets import FACETS
from designer.analysis.fact_operators import faults_listed
from designer.analysis.finding import Autofix, Excerpt, Finding, Ghost
from designer.analysis.ghosts import ghost_for
from designer.analysis.operator import Question
from designer.analysis.place_operators import Between, OnWay
from designer.analysis.policy_operators import EveryPath
from designer.analysis.repair import asked_beyond, fix_for_anchor, fix_for_violation, sight_of_fix, start_told
from designer.analysis.rule import Rule
from designer.analysis.rulebook import Profile
from designer.analysis.searching import way_to
from designer.analysis.sight import Sight
from designer.analysis.text_operator import excerpts
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView

Witnesses = tuple[int, int, tuple[int | None, ...]]
"""All steps that a finding tells of besides its own, the witnesses among them, and where a later run would start."""
_SHOWN: Final = 8  # train steps of a source, releases behind a step, witnesses; hundreds would show nothing
GUESSED: Final = Condition("is", "low")
LOWER: Final = {"high": "medium", "medium": "low", "low": "low"}


class Explainer:
    """Writes the findings of one judged pipeline.

    Args:
        profile: decides how severe they are.
    """

    def __init__(self, view: PipelineView, profile: Profile) -> None:
        self._view = view
        self._profile = profile

    def sight(self, rule: Rule, check: EachCheck) -> Sight:
        """How far is looked to write a finding about a step, besides what is asked `beyond`."""
        ways = bool(rule.highlight == "releases" or check.has(Between) or check.anchor.place == SOURCE)
        witness = Sight.WITNESSES if rule.highlight == "witness" else Sight.STEP
        found = max(check.telling, sight_of_fix(rule), witness, Sight.WAYS if ways else Sight.STEP)
        # with several model lines, it is told from which steps it follows which one a step that is shown serves
        return found if self._view.lines.is_single else max(found, Sight.PART)

    def beyond(self, rule: Rule) -> Hashable:
        """What is asked of the whole pipeline to write the findings of a rule about single steps."""
        return asked_beyond(self._view, rule)

    def witnesses(self, rule: Rule, check: EachCheck, anchor: int) -> Witnesses:
        """What a finding that looks no further than its witnesses tells of others."""
        found = check.needs.candidates(Question(self._view, 1 << anchor, self._view.real))
        start = start_told(self._view, rule, anchor)
        return found | members(step for step in start if step is not None), found, start

    def waived(self, judgement: Judgement) -> Iterator[Finding]:
        """The findings of one rule that somebody waived, each with the reason."""
        check = judgement.rule.checks[self._view.scope]
        for violation, reason in judgement.hidden_violations:
            yield replace(self.of_violation(judgement.rule, violation), waived=reason)
        for anchor, train, reason in judgement.hidden:
            if isinstance(check, FacetCheck):
                found = self._of_candidate(judgement, check, self._facet_place(judgement, anchor), [anchor])
            elif isinstance(check, EachCheck):
                found = self.of_anchor(judgement.rule, check, anchor, 0 if train is None else 1 << train)
            yield replace(found, waived=reason)

    def of_anchor(self, rule: Rule, check: EachCheck, anchor: int, trains: int = 0) -> Finding:
        """The finding about one step, or about one source of some train steps."""
        view = self._view
        train = lowest(trains)
        question = Question(view, 1 << anchor, view.real, train)
        bypass = self._bypass(rule, check, anchor, train)
        shown = 1 << anchor | members(bypass)
        if trains:  # without its way to training a source would not be judged at all
            shown |= members(first(trains, _SHOWN)) | self.ways_of_data(rule, anchor, trains)
        if rule.highlight == "releases":  # those that wait for this rule
            shown |= members(first(view.releases & view.reach.after[anchor] & view.lines.mates(anchor), _SHOWN))
        if rule.highlight == "witness":
            shown |= members(first(check.needs.candidates(question), _SHOWN))
        fix = fix_for_anchor(view, rule, check, anchor)
        return self._finding(
            rule,
            at=view.name(anchor),
            anchor=anchor,
            shown=shown,
            message=self._told(rule, anchor, check.needs.lack(question)),
            bypass=self._links(bypass),
            others=view.names(trains) if trains else (),
            ghost=ghost_for(view, rule, anchor, fix),
            autofix=fix,
            excerpts=self._excerpts(rule, check, anchor),
        )

    def _excerpts(self, rule: Rule, check: EachCheck, anchor: int) -> tuple[Excerpt, ...]:
        found = excerpts(self._view, anchor, (*check.hazards, *rule.shows)) if check.hazards or rule.shows else ()
        return (*found, *faults_listed(self._view, anchor, check.listed)) if check.listed else found

    def _told(self, rule: Rule, anchor: int, lack: str) -> str:
        if not rule.message:
            return f"At {self._view.name(anchor)}, {lack}."
        step = self._view.record(anchor)
        return rule.told(step.id, step.label, self._view.catalog.kind(step.kind).title, lack)

    def of_facet(self, judgement: Judgement, check: FacetCheck) -> Iterator[Finding]:
        """The findings of one rule of a facet."""
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

    def of_violation(self, rule: Rule, violation: Violation) -> Finding:
        """The finding about one fault of the whole graph."""
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
        self._view.asked.add("confidence")
        guessed, index = self._guessed, self._view.index
        if not guessed:
            return rule.confidence
        is_guessed = anchor is not None and guessed >> anchor & 1
        is_guessed = is_guessed or any(guessed >> index[name] & 1 for name in others)
        return LOWER[rule.confidence] if is_guessed else rule.confidence

    @cached_property
    def _guessed(self) -> int:
        """The steps whose kind is only guessed."""
        return self._view.where("confidence", GUESSED)

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
        origins = view.origins_of(anchor) if check.has(Between) else 0
        return way_to((anchor,), origins, view.reach.previous_steps.__getitem__)[::-1] if origins else ()

    def ways_of_data(self, rule: Rule, source: int, trains: int) -> int:
        """All steps on the ways that the data of a source takes to some train steps, of many to the first ones."""
        shown = tuple(first(trains, _SHOWN))
        if rule.highlight == "path":
            return union(members(raw_path(self._view, source, train)) for train in shown)
        return self._view.reach.data_ways(source, members(shown))

    def _links(self, way: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self._view.reach.flow[arrow].id for arrow in pairwise(way)) if way else ()


def _sentence(text: str) -> str:
    return f"{text}."
