"""The analyzer: a snapshot in, a report out. Pure; one object serves any number of threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from designer.analysis.explain import Explainer
from designer.analysis.finding import Finding
from designer.analysis.gains import Gains
from designer.analysis.judge import Judge
from designer.analysis.memory import Memory
from designer.analysis.merits import Merit, merits_of
from designer.analysis.personal_data import personal_data
from designer.analysis.report import Report
from designer.analysis.rule import SEVERITIES
from designer.analysis.rulebook import DEFAULT_PROFILE, Profile, RuleBook
from designer.analysis.score import score
from designer.analysis.texts import TextReader
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView
from designer.analysis.waiver import Waivers, without_waivers
from designer.analysis.writer import Writer
from designer.model.snapshot import Snapshot
from designer.pace import breathe, uncollected
from designer.steps.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged pipeline. Its findings are written when they are asked for, because that takes as long as judging.

    Args:
        active: what became of each rule that counts, by code.
    """

    view: PipelineView
    judge: Judge
    active: Mapping[str, Judgement]
    explainer: Explainer
    writer: Writer

    def findings(self, code: str) -> tuple[Finding, ...]:
        """The findings of one rule, in the order of the steps."""
        breathe()
        rule = self.active[code].rule
        try:
            if code in self.judge.ruled:  # what its findings tell counts as asked for, too
                self.view.asked = self.judge.ruled[code].names
            return self.writer.findings(self.active[code])
        except Exception as e:  # code of others may raise anything: the other rules still count
            if not rule.source:
                raise
            self.judge.failures[code] = e
            return ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong in rules that people added; they were left out."""
        rules = self.judge.rulebook.rules
        failures = sorted(self.judge.failures.items())
        return tuple(
            f"The rule {code} of {rules[code].source} failed and was left out ({type(e).__name__}: {e})"
            for code, e in failures
        )


class Analyzer:
    """Judges pipelines.

    Args:
        catalog: the kinds of steps.
        rulebook: the rules.
    """

    def __init__(self, catalog: Catalog, rulebook: RuleBook) -> None:
        self.catalog = catalog
        self.rulebook = rulebook
        self._texts = TextReader()
        self._rank = {code: i for i, code in enumerate(sorted(rulebook.rules))}

    @uncollected()
    def analyze(
        self,
        snapshot: Snapshot,
        profile: str | Profile = DEFAULT_PROFILE,
        today: date | None = None,
        *,
        ignore_waivers: bool = False,
        memory: Memory | None = None,
    ) -> Report:
        """Judges one snapshot.

        Args:
            memory: of an earlier state of the same pipeline; it saves time and changes no result.
            profile: which rules count: the name of a profile, or one that was narrowed.
            today: decides which waivers have expired; None takes the date of the clock.
            ignore_waivers: judge as if there were none.

        Raises:
            ResourceError: there is no such profile.
        """
        chosen = self._chosen(profile)
        judged = self.judge(without_waivers(snapshot) if ignore_waivers else snapshot, chosen, today, memory=memory)
        view, active = judged.view, judged.active
        judgements = judged.judge.judgements
        known = memory.credits(judgements) if memory else None
        numbers = score(judgements, view.lines, self.rulebook, chosen, known)
        gains = Gains(view, active, numbers, memory.gains if memory else None)
        pointed = replace(judged, writer=Writer(view, judged.explainer, memory, gains))
        codes = sorted(active, key=lambda code: self._order(code, chosen))
        findings = {code: pointed.findings(code) for code in codes}
        if memory is not None:
            memory.end(judged.judge, gains)
        view.asked = set()
        return Report(
            revision=snapshot.revision,
            profile=chosen.name,
            findings=tuple(chain.from_iterable(findings[code] for code in codes)),
            score=numbers,
            waived=tuple(f for j in active.values() for f in judged.explainer.waived(j)),
            blocked=_places(view, {code: j.waiting.blocked for code, j in active.items()}),
            open_questions=_places(view, {code: j.waiting.unknown for code, j in active.items()}),
            later_questions=_places(view, {code: j.waiting.later for code, j in active.items()}),
            seen=tuple(dict.fromkeys(judged.judge.seen)),
            personal=personal_data(view),
            problems=judged.problems,
        )

    def judge(
        self,
        snapshot: Snapshot,
        profile: str | Profile = DEFAULT_PROFILE,
        today: date | None = None,
        only: str = "",
        memory: Memory | None = None,
    ) -> Judged:
        """Judges one snapshot without score and points; arguments and errors as for `analyze`.

        Args:
            only: code of the only rule that is of interest.
        """
        chosen = self._chosen(profile)
        view = PipelineView(snapshot, self.catalog, self._texts, memory.view_for(self.catalog) if memory else None)
        waivers = Waivers(snapshot, self.rulebook.rules, today or date.today(), accountable=chosen.accountable)
        frame = (chosen, id(self), None if waivers.are_none else today or date.today())
        before = memory.begin(view, frame, waivers.codes) if memory else None
        judge = Judge(view, self.rulebook, chosen, waivers, only, before)
        active = {code: j for code, j in judge.judgements.items() if chosen.has(j.rule)}
        explainer = Explainer(view, chosen)
        return Judged(view, judge, active, explainer, Writer(view, explainer))

    def merits(
        self, snapshot: Snapshot, profile: str | Profile = DEFAULT_PROFILE, today: date | None = None
    ) -> tuple[Merit, ...]:
        """Where each rule of a profile holds and what earned it; arguments and errors as for `analyze`."""
        judged = self.judge(snapshot, profile, today)
        return merits_of(judged.view, judged.active)

    def _chosen(self, profile: str | Profile) -> Profile:
        return self.rulebook.profile(profile) if isinstance(profile, str) else profile

    def _order(self, code: str, profile: Profile) -> tuple[int, int]:
        return SEVERITIES.index(profile.severity_of(self.rulebook.rules[code])), self._rank[code]


def _places(view: PipelineView, waiting: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """By code the names of the steps at which something waits; many rules wait at the same ones."""
    named = {steps: view.names(steps) for steps in set(waiting.values())}
    return {code: named[steps] for code, steps in waiting.items() if steps}
