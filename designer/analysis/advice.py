"""The cheapest next step: offered fixes that were tried on a copy, so that what is promised has been seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.fixes import EVERY_SAFETY, apply_fix
from designer.analysis.report import Report
from designer.analysis.rulebook import Profile
from designer.analysis.score import Score
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot

STRUCTURE: Final = "structure"
_TRIES: Final = 6  # fixes that are tried for the whole; the estimates are good, so the best is among the first
_TRIES_OF_PRINCIPLE: Final = 3
_LEAST: Final = 0.05  # points that are no gain


@dataclass(frozen=True, slots=True)
class NextStep:
    """One fix and what it was seen to bring.

    Args:
        closed: ``CODE@place`` of the findings that it removes.
        opened: of those that it lays open.
    """

    finding: Finding
    before: Score
    after: Score
    closed: tuple[str, ...]
    opened: tuple[str, ...]

    @property
    def gain(self) -> float:
        """Points of the whole."""
        return (self.after.exact_overall or 0.0) - (self.before.exact_overall or 0.0)

    def gain_of(self, principle: str) -> float:
        """Points of one principle."""
        return (self.after.exact.get(principle) or 0.0) - (self.before.exact.get(principle) or 0.0)

    @property
    def rank(self) -> tuple[float, float, int]:
        """What the best step has most of: points of the whole, points of all principles, safety."""
        both = sum(self.gain_of(name) for name in self.before.exact)
        return round(self.gain, 6), round(both, 6), -_risk(self.finding)


@dataclass(frozen=True, slots=True)
class Advice:
    """The best next step for the whole and for each principle that can still gain something."""

    best: NextStep | None
    principles: Mapping[str, NextStep] = field(default_factory=dict)


class Trials:
    """Tries fixes of one report on copies of the pipeline; each fix once.

    Args:
        go_on: asked before each try; when it says no, what is known by then counts.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        snapshot: Snapshot,
        profile: str | Profile,
        report: Report,
        go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        self._analyzer = analyzer
        self._snapshot = snapshot
        self._profile = profile
        self._report = report
        self._go_on = go_on
        self._known: dict[tuple[str, str], NextStep | None] = {}

    def advice(self) -> Advice:
        """The best of everything."""
        found = {}
        for name, value in self._report.score.exact.items():
            if value is not None and value < 100 - _LEAST:
                step = self.best_of(name)
                if step is not None:
                    found[name] = step
        return Advice(self.best(), found)

    def best(self, tries: int = _TRIES) -> NextStep | None:
        """The fix that raises the whole most; None when none raises anything."""
        offered = [f for f in self._report.findings if f.autofix]
        roots = [f for f in offered if f.principle == STRUCTURE]
        others = sorted((f for f in offered if f.principle != STRUCTURE), key=lambda f: (-f.points, _risk(f)))
        steps = list(self._tried([*roots[:2], *others[:tries]]))
        best = max(steps, key=lambda s: s.rank, default=None)
        if best is None or best.rank[:2] > (_LEAST, 0.0) or best.rank[1] > _LEAST:
            return best
        return next((s for s in steps if s.finding.principle == STRUCTURE), None)

    def best_of(self, principle: str) -> NextStep | None:
        """The fix of a principle's own findings that raises it most; None when none does."""
        offered = [f for f in self._report.findings if f.autofix and f.principle == principle]
        weights = {code: rule.weight for code, rule in self._report.score.rules.items()}
        offered.sort(key=lambda f: (-f.points, -weights.get(f.code, 0), _risk(f)))
        steps = [s for s in self._tried(offered[:_TRIES_OF_PRINCIPLE]) if s.gain_of(principle) > _LEAST]
        return max(steps, key=lambda s: (round(s.gain_of(principle), 6), s.rank), default=None)

    def _tried(self, findings: Iterable[Finding]) -> Iterator[NextStep]:
        for finding in findings:
            key = (str(finding), finding.line)
            if key not in self._known:
                if self._known and not self._go_on():
                    return
                self._known[key] = self._try(finding)
            step = self._known[key]
            if step is not None:
                yield step

    def _try(self, finding: Finding) -> NextStep | None:
        pipeline = Pipeline(self._snapshot)
        try:
            apply_fix(pipeline, self._analyzer.catalog, finding)
        except EditRefused:
            return None
        before, after = self._report, self._analyzer.analyze(pipeline.snapshot(), self._profile)
        known, found = before.keys, after.keys
        return NextStep(
            finding,
            before.score,
            after.score,
            closed=tuple(str(f) for f in before.findings if str(f) not in found),
            opened=tuple(str(f) for f in after.findings if str(f) not in known),
        )


def _risk(finding: Finding) -> int:
    return EVERY_SAFETY.index(finding.autofix.safety) if finding.autofix else len(EVERY_SAFETY)
