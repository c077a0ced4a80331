"""The analyzer: a snapshot in, a report out. Pure; one object serves any number of threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from designer.analysis.explain import Explainer
from designer.analysis.finding import Finding
from designer.analysis.gains import Gains
from designer.analysis.judge import Judge
from designer.analysis.reach import bits
from designer.analysis.report import Report
from designer.analysis.rule import SEVERITIES
from designer.analysis.rulebook import DEFAULT_PROFILE, RuleBook
from designer.analysis.score import score
from designer.analysis.suppression import Suppressions
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView
from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog


class Analyzer:
    """Judges pipelines.

    Args:
        catalog: the kinds of steps.
        rulebook: the rules.
    """

    def __init__(self, catalog: Catalog, rulebook: RuleBook) -> None:
        self.catalog = catalog
        self.rulebook = rulebook
        self._rank = {code: i for i, code in enumerate(sorted(rulebook.rules))}

    def analyze(self, snapshot: Snapshot, profile: str = DEFAULT_PROFILE, today: date | None = None) -> Report:
        """Judges one snapshot.

        Args:
            profile: which rules count.
            today: decides which suppressions have expired; None takes the date of the clock.

        Raises:
            ResourceError: there is no such profile.
        """
        chosen = self.rulebook.profile(profile)
        view = PipelineView(snapshot, self.catalog)
        suppressions = Suppressions(
            snapshot, self.rulebook.rules, today or date.today(), accountable=chosen.accountable
        )
        judge = Judge(view, self.rulebook, chosen, suppressions)
        active = {code: j for code, j in judge.judgements.items() if chosen.has(j.rule)}
        numbers = score(judge.judgements, view.lines, self.rulebook, chosen)
        explainer = Explainer(view, chosen)
        gains = Gains(view, active, numbers)
        findings = [f for j in active.values() for f in explainer.findings(j)]
        return Report(
            revision=snapshot.revision,
            profile=profile,
            findings=tuple(sorted((replace(f, points=gains.points(f)) for f in findings), key=self._order(view))),
            score=numbers,
            suppressed=tuple(f for j in active.values() for f in explainer.suppressed(j)),
            blocked=_places(view, active, "blocked"),
            open_questions=_places(view, active, "unknown"),
            seen=tuple(dict.fromkeys(judge.seen)),
            notices=suppressions.notices(active),
        )

    def _order(self, view: PipelineView) -> Callable[[Finding], tuple[int, int, int]]:
        def key(finding: Finding) -> tuple[int, int, int]:
            place = view.index.get(finding.anchor, len(view.ids))
            return SEVERITIES.index(finding.severity), self._rank[finding.code], place

        return key


def _places(view: PipelineView, judgements: Mapping[str, Judgement], state: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, judgement in judgements.items():
        mask = 0
        for group in judgement.groups:
            mask |= getattr(group.verdict, state)
            if group.no_source == state and group.train is not None:
                mask |= 1 << group.train
        if mask:
            found[code] = tuple(map(view.name, bits(mask)))
    return found
