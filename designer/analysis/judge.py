"""Asks every rule of a pipeline: which anchors hold, fail, are blocked by another rule, or cannot be seen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

from designer.analysis.before import Before, Ruled, Sights
from designer.analysis.bit_sets import bits, union
from designer.analysis.builtin import GraphCheck, Violation, WaiverCheck
from designer.analysis.candidates import Candidates, facet_weights
from designer.analysis.check_language import SOURCE, EachCheck, FacetCheck
from designer.analysis.condition import words
from designer.analysis.facets import FACETS, is_made_by
from designer.analysis.judging_waivers import hide, judge_waivers
from designer.analysis.operator import Operator, Question
from designer.analysis.rule import Rule
from designer.analysis.rulebook import Profile, RuleBook
from designer.analysis.sight import Sight
from designer.analysis.verdict import Group, Judgement, Verdict
from designer.analysis.view import PipelineView
from designer.analysis.waiver import ACCEPTED, Waivers
from designer.pace import breathe

EVALUATED: Final = "AUT001"


class Judge:
    """One pass over all rules of one pipeline, each after those it requires.

    Args:
        view: the pipeline.
        profile: decides which rules count and how much; the others are judged too, for the maturity levels.
        only: code of the only rule that is of interest; nothing but that and what it stands on is judged.
        before: an earlier pass, of which what stands is taken over.
    """

    def __init__(
        self,
        view: PipelineView,
        rulebook: RuleBook,
        profile: Profile,
        waivers: Waivers,
        only: str = "",
        before: Before | None = None,
    ) -> None:
        self._before = before
        self.ruled: dict[str, Ruled] = {}
        self._view = view
        self.sights = Sights(view, rulebook, before.sights if before else None)
        self.rulebook = rulebook
        self._profile = profile
        self.waivers = waivers
        self._assessed = frozenset(words(view.fact("assessed")))
        self._assessed_codes = frozenset(place.partition("@")[0] for place in self._assessed)
        self.candidates: dict[str, Candidates] = {}
        self._blinds: dict[str, int] = {}
        self.judgements: dict[str, Judgement] = {}
        self.failures: dict[str, Exception] = {}
        rules = list(rulebook.foundations(only, EVALUATED) if only else rulebook.rules.values())
        if any(isinstance(rule.checks.get(view.scope), WaiverCheck) for rule in rules):
            rules = list(rulebook.rules.values())  # whether a waiver is needed shows only once all others were judged
        for rule in rules:
            if rule.checks.get(view.scope) and all(c.holds(view.fact(n)) for n, c in rule.applies_when):
                self._try(rule)
        view.asked = set()
        judge_waivers(view, waivers, profile, self.judgements)

    def _try(self, rule: Rule) -> None:
        """Judges one rule. One that people added may fail: then it is left out, and the others still count."""
        breathe()
        known = self._before.ruled.get(rule.code) if self._before else None
        sight = self.sights.of(rule)
        if self._before and known and rule.code in self._before.standing:
            self.ruled[rule.code] = known
            self.judgements[rule.code] = known.judgement
            return
        self._view.asked = set()
        try:
            check = rule.checks[self._view.scope]
            beyond = self._candidates(check.facet).beyond if isinstance(check, FacetCheck) else ()
            stands = self._standing(known, sight, beyond)
            found = self._judge(rule, known.judgement if known and stands else None, stands)
            if known and not isinstance(check, GraphCheck) and found == known.judgement:
                found = known.judgement  # who builds on it sees at once that it says the same
            self.judgements[rule.code] = found
            self.ruled[rule.code] = Ruled(found, self._view.asked, beyond)
        except Exception as e:  # code of others may raise anything
            if not rule.source:
                raise
            self.failures[rule.code] = e

    @property
    def seen(self) -> Iterator[str]:
        """``CODE@step`` of facts that were seen although they could have been not visible."""
        for code, judgement in self.judgements.items():
            for steps in (group.verdict.seen for group in judgement.groups):
                yield from (f"{code}@{name}" for name in self._view.names(steps)) if steps else ()

    # ------------------------------------------------------------------ what stands
    def _standing(self, known: Ruled | None, sight: Sight, beyond: Hashable) -> int:
        """The steps at which what was found the last time stands."""
        if known is None or self._before is None or known.beyond != beyond:
            return 0
        return self._view.everything & ~self._before.ripples.at(sight)

    # ------------------------------------------------------------------ one rule
    def _judge(self, rule: Rule, last: Judgement | None, stands: int) -> Judgement:
        """What becomes of one rule.

        Args:
            stands: steps at which the last judgement stands.
        """
        check = rule.checks[self._view.scope]
        if isinstance(check, GraphCheck):
            return self._judge_graph(rule, check)
        if isinstance(check, FacetCheck):
            return self._judge_facet(rule, check, last, stands)
        if check.anchor.place == SOURCE:
            return self._judge_sources(rule, check, last, stands)
        anchors = check.anchor.steps(self._view) & ~stands
        verdict = Verdict(anchors & self._view.meeting(check.only))
        if verdict.anchors:
            self._wait(rule, verdict)
            self._ask(rule, check, verdict)
        exempt = anchors & ~verdict.anchors
        verdict.anchors, verdict.holds = anchors, verdict.holds | exempt
        if last:
            verdict = last.step_verdict.updated(stands, verdict)
        return self._hide(Judgement(rule, [Group(verdict)]))

    def _judge_sources(self, rule: Rule, check: EachCheck, last: Judgement | None, stands: int) -> Judgement:
        groups = {group.train: group for group in last.groups} if last else {}
        trains = Verdict(check.anchor.steps(self._view) & ~stands)
        self._wait(rule, trains)
        for group in self._groups(rule, check, trains) if trains.anchors else ():
            groups[group.train] = group
        every = bits(check.anchor.steps(self._view))
        return self._hide(Judgement(rule, [groups[train] for train in every]))

    def _groups(self, rule: Rule, check: EachCheck, trains: Verdict) -> Iterator[Group]:
        asked = self._asked_once(rule, check)
        only = self._view.meeting(check.only)
        for train in bits(trains.anchors):
            sources = self._view.sources[train]
            demanded = sources & only
            verdict = Verdict(demanded)
            state = trains.state_of(train)
            if state:
                setattr(verdict, state, demanded)
            if asked is None:
                self._ask(rule, check, verdict, train)
            elif not state:
                verdict.holds = demanded & asked
            if state:
                setattr(verdict, state, sources)
                verdict.later = sources if state == "unknown" else 0
            verdict.anchors = sources
            verdict.holds |= sources & ~demanded if not state else 0
            yield Group(verdict, train, "" if sources else state or "blocked")

    def _asked_once(self, rule: Rule, check: EachCheck) -> int | None:
        """The sources at which a rule holds whatever train step they are for; None where that matters."""
        provenance = self._view.provenance
        is_plain = not (rule.manual_half or provenance.is_partly_seen or self._blind_of(rule, check))
        if not is_plain or any(operator.asks_train for operator in check.operators):
            return None
        question = Question(self._view, union(self._view.sources.values()), self._view.real)
        return None if check.needs.stuck(question) else check.needs.proves(question)

    def _judge_facet(self, rule: Rule, check: FacetCheck, last: Judgement | None, stands: int) -> Judgement:
        every = self._candidates(check.facet)
        every.stand(stands)
        verdict = Verdict(self._view.outcomes & ~stands)
        self._wait(rule, verdict)
        candidates: dict[int, int] = {}
        test = FACETS[check.facet].tests[check.test]
        blind, hidden = self._blind(rule, test.silence), self._view.provenance.unseen(test.or_hidden)
        open_ended = 0
        for anchor in bits(verdict.judged & ~verdict.blocked):
            best = every.of(anchor)
            candidate = best.candidate
            if candidate is None:
                verdict.blocked |= 1 << anchor
                continue
            candidates[anchor] = candidate
            is_hidden = bool(hidden) and is_made_by(self._view, hidden, anchor)
            open_ended |= 1 << anchor if is_hidden or blind >> candidate & 1 else 0
            if check.test in best.passed:
                verdict.holds |= 1 << anchor
                continue
            is_silent = any(not self._view.stated(name) >> candidate & 1 for name in test.silence)
            if (is_hidden and not self._was_seen(rule, anchor)) or (
                is_silent and self._is_blind(rule, blind, candidate, anchor)
            ):
                verdict.unknown |= 1 << anchor
        every.ask()
        self._remember(rule, verdict, open_ended)
        if last:
            candidates |= {anchor: c for anchor, c in last.candidates.items() if stands >> anchor & 1}
            verdict = last.step_verdict.updated(stands, verdict)
        return self._hide(Judgement(rule, [Group(verdict)], candidates))

    def _candidates(self, name: str) -> Candidates:
        """The best candidates of a facet."""
        if name not in self.candidates:
            weights = facet_weights(self.rulebook, self._profile, self._view.scope)
            last = self._before.candidates.get(name) if self._before else None
            touched = self._before.ripples.at(Sight.STEP) if self._before else -1
            self.candidates[name] = Candidates(self._view, FACETS[name], weights[name], last, touched)
        return self.candidates[name]

    def _judge_graph(self, rule: Rule, check: GraphCheck) -> Judgement:
        evaluated = self.judgements.get(EVALUATED)
        releases = evaluated.step_verdict.holds & self._view.releases if evaluated else 0
        found = Judgement(rule)
        shown: list[Violation] = []
        for violation in check.violations(self._view, releases):
            hidden = self.waivers.find(rule.code, violation.at, *violation.steps)
            if hidden is None:
                shown.append(violation)
            else:
                found.hidden_violations.append((violation, hidden))
                found.accepted = found.accepted or hidden.kind == ACCEPTED
        found.violations = tuple(shown)
        return found

    # ------------------------------------------------------------------ its anchors
    def _ask(self, rule: Rule, check: EachCheck, verdict: Verdict, train: int | None = None) -> None:
        view = self._view
        open_ = verdict.judged & ~verdict.blocked
        if not open_:
            return
        question = Question(view, open_, view.real, train)
        verdict.holds = check.needs.proves(question)
        rest = open_ & ~verdict.holds
        if rest:
            elsewhere = self._unseen(rule, question.about(rest), check.needs)
            verdict.unknown |= elsewhere
            verdict.blocked |= check.needs.stuck(question.about(rest)) & rest & ~elsewhere
            rest &= ~verdict.blocked
        blind = self._blind_of(rule, check)
        if rest & blind:
            hidden = sum(1 << a for a in bits(rest) if self._is_blind(rule, blind, a))
            verdict.unknown |= hidden & ~check.needs.refutes(question.about(rest))
        if rule.manual_half and verdict.holds:
            machines = Question(view, verdict.holds, view.real & view.automated, train)
            verdict.half = verdict.holds & ~check.needs.proves(machines)
        self._remember(rule, verdict, blind)

    def _blind_of(self, rule: Rule, check: EachCheck) -> int:
        if rule.code not in self._blinds:
            self._blinds[rule.code] = self._blind(rule, (name for name, _ in check.needs.conditions()))
        return self._blinds[rule.code]

    def _blind(self, rule: Rule, names: Iterable[str]) -> int:
        """Steps whose silence means "not visible": all of some origins, and those that say so of one of these facts."""
        return self._view.provenance.of(rule.blind_in) | self._view.provenance.unseen(names)

    def _is_blind(self, rule: Rule, blind: int, silent: int, *others: int) -> bool:
        """Whether the silence of a step means nothing, because nobody has seen the fact at any of these steps."""
        return bool(blind >> silent & 1) and not self._was_seen(rule, silent, *others)

    def _was_seen(self, rule: Rule, *steps: int) -> bool:
        return any(f"{rule.code}@{self._view.name(s)}" in self._assessed for s in steps)

    def _unseen(self, rule: Rule, question: Question, needs: Operator) -> int:
        """Anchors that a step in a part that was not seen could prove, and that nothing stated refutes."""
        open_ended = question.about(question.anchors & self._view.provenance.open_ended)
        found = (needs.elsewhere(open_ended) if open_ended.anchors else 0) | needs.beyond(question)
        found &= ~needs.refutes(question) if found else 0
        return sum(1 << a for a in bits(found) if not self._was_seen(rule, a))

    def _remember(self, rule: Rule, verdict: Verdict, blind: int) -> None:
        verdict.seen = verdict.judged & ~verdict.blocked & (blind | self._view.provenance.open_ended)

    # ------------------------------------------------------------------ rules that come first
    def _wait(self, rule: Rule, verdict: Verdict) -> None:
        for code in rule.requires:
            first = self.judgements.get(code)
            if first is None:
                continue
            found = first.step_verdict
            if not found.anchors & ~self._view.trains and not verdict.anchors & self._view.trains:
                found = found.of_releases(verdict.anchors, self._view.origins_of)
            free = verdict.anchors & found.anchors & ~verdict.blocked
            verdict.blocked |= free & (found.fails | found.blocked | found.accepted)
            verdict.unknown |= free & found.unknown & ~verdict.blocked
            verdict.later |= free & found.unknown
            verdict.left_out |= free & (found.attested | found.left_out) & ~(verdict.blocked | verdict.unknown)
        verdict.unknown &= ~verdict.blocked
        verdict.left_out &= ~(verdict.blocked | verdict.unknown)

    def _hide(self, judgement: Judgement) -> Judgement:
        code = judgement.rule.code
        judgement.is_open = self._view.provenance.is_partial and code not in self._assessed_codes
        if self.waivers.has(code):
            hide(self._view, self.waivers, judgement)
        return judgement
