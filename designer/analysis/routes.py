"""The way to the next level: the fewest offered fixes, found and checked on a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from designer.analysis.analyzer import Analyzer, Judged
from designer.analysis.finding import Finding
from designer.analysis.fixes import EVERY_SAFETY, SAFE, apply_fix
from designer.analysis.maturity import Maturity
from designer.analysis.rulebook import Profile
from designer.analysis.score import passes
from designer.analysis.standing import CORE_STEPS
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot

MOST_FIXES: Final = 24
_MOST_TO_THIN: Final = 12  # of longer routes nobody would notice one fix too many, and trying takes its square


@dataclass(frozen=True, slots=True)
class Route:
    """Fixes in the order in which they are to be applied.

    Args:
        is_complete: whether they reach the goal; else they get as near as offered fixes do.
        left: rules of the goal that do not hold behind these fixes.
        is_cut: whether more fixes would follow: it became too long, or took too long.
    """

    fixes: tuple[Finding, ...]
    is_complete: bool
    left: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def risky(self) -> tuple[Finding, ...]:
        """Fixes that change how the pipeline works."""
        return tuple(f for f in self.fixes if f.autofix and f.autofix.safety not in SAFE)

    @property
    def told(self) -> str:
        """``3 fixes, 1 of them changes how the pipeline works``, or what no offered fix satisfies."""
        count = len(self.fixes)
        words = f"{count} fix{'es' if count != 1 else ''}"
        if not (self.is_complete or self.is_cut):
            left = f"no offered fix satisfies {', '.join(self.left)}"
            return f"{words}, then {left}" if count else left
        risky = f", {len(self.risky)} of them change{'s' * (len(self.risky) == 1)} how the pipeline works"
        return f"{words}{risky if self.risky else ''}{', and more behind them' if self.is_cut else ''}"

    @property
    def length(self) -> tuple[bool, int, int]:
        """What a better route has less of."""
        return not self.is_complete, len(self.fixes), len(self.risky)


class Router:
    """Looks for routes from one pipeline.

    Args:
        go_on: asked before each fix; when it says no, the route ends there.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        snapshot: Snapshot,
        profile: str | Profile,
        go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        self._analyzer = analyzer
        self._snapshot = snapshot
        self._profile = profile
        self._go_on = go_on

    def routes(self, maturity: Maturity) -> dict[str, Route]:
        """By maturity model the route to its next level; none for models whose top is reached."""
        found = {}
        for ladder in maturity.ladders:
            if ladder.next is not None:
                wanted = [s.code for rung in ladder.rungs[: ladder.next.number + 1] for s in rung.standings]
                found[ladder.name] = self.route(wanted)
        return found

    def route_of_tests(self, maturity: Maturity) -> tuple[str, Route] | None:
        """Of the lowest section of the ML Test Score the test that takes the fewest fixes, with its route."""
        options = [
            (test.name, self.route([s.code for s in test.standings]))
            for test in maturity.test_score.lowest.tests
            if test.points < 1
        ]
        return min((o for o in options if o[1].fixes), key=lambda o: o[1].length, default=None)

    def route(self, codes: Sequence[str]) -> Route:
        """The fixes after which all of some rules hold, or as many of them as can."""
        pipeline = Pipeline(self._snapshot)
        done: list[Finding] = []
        tried: set[str] = set()
        while True:
            judged = self._judged(pipeline)
            lacking = _lacking(judged, codes)
            offered = (f for f in self._offered(judged, lacking) if str(f) not in tried)
            finding = next(offered, None)
            is_cut = finding is not None and (len(done) >= MOST_FIXES or not self._go_on())
            if not lacking or finding is None or is_cut:
                break
            tried.add(str(finding))
            if self._applied(pipeline, finding):
                done.append(finding)
        route = Route(tuple(done), not lacking, tuple(lacking), is_cut)
        return self._thinned(route, codes) if route.is_complete else route

    # ------------------------------------------------------------------ inside
    def _judged(self, pipeline: Pipeline) -> Judged:
        """All rules count, whatever the profile shows."""
        judged = self._analyzer.judge(pipeline.snapshot(), self._profile)
        return replace(judged, active=judged.judge.judgements)

    def _applied(self, pipeline: Pipeline, finding: Finding) -> bool:
        try:
            apply_fix(pipeline, self._analyzer.catalog, finding)
        except EditRefused:
            return False
        return True

    def _offered(self, judged: Judged, lacking: Sequence[str]) -> Iterator[Finding]:
        """Fixes that lead on: what other rules stand on first, then what settles most, then what is safest."""
        codes = self._roots(judged, lacking)
        rules = self._analyzer.rulebook.rules
        wanted = set(lacking)

        def worth(code: str) -> tuple[bool, int, int]:
            fix = rules[code].autofix
            settled = len(wanted.intersection(fix.settles)) if fix else 0
            return code != CORE_STEPS, -settled, EVERY_SAFETY.index(fix.safety) if fix else len(EVERY_SAFETY)

        for code in sorted(codes, key=worth):
            yield from (f for f in judged.findings(code) if f.autofix)

    def _roots(self, judged: Judged, lacking: Iterable[str]) -> list[str]:
        """The rules that have to be mended first so that some others can hold."""
        found: list[str] = []
        todo = list(lacking)
        for code in todo:  # grows while it is walked
            judgement = judged.active.get(code)
            if judgement is None or passes(judgement, judged.view.lines):
                continue
            if judgement.violations or any(True for _ in judgement.failing()):
                found.append(code)
            else:
                todo.extend(c for c in (*judgement.rule.requires, CORE_STEPS) if c not in todo)
        return found

    def _thinned(self, route: Route, codes: Sequence[str]) -> Route:
        """The route without fixes that others made needless."""
        fixes = list(route.fixes)
        if not 1 < len(fixes) <= _MOST_TO_THIN:
            return route
        for fix in route.fixes:
            shorter = [f for f in fixes if f is not fix]
            if not self._go_on():
                break
            if self._reaches(shorter, codes):
                fixes = shorter
        return replace(route, fixes=tuple(fixes))

    def _reaches(self, fixes: Iterable[Finding], codes: Sequence[str]) -> bool:
        pipeline = Pipeline(self._snapshot)
        for finding in fixes:
            now: Mapping[str, Finding] = {str(f): f for f in self._judged(pipeline).findings(finding.code)}
            if str(finding) not in now or not self._applied(pipeline, now[str(finding)]):
                return False
        return not _lacking(self._judged(pipeline), codes)


def _lacking(judged: Judged, codes: Iterable[str]) -> list[str]:
    lines = judged.view.lines
    return [code for code in codes if code not in judged.active or not passes(judged.active[code], lines)]
