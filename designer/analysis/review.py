"""Everything about the maturity of a pipeline in one go: where it stands, what comes next, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designer.analysis.advice import Advice, Trials
from designer.analysis.analyzer import Analyzer
from designer.analysis.maturity import Maturity, maturity_of
from designer.analysis.maturity_book import MaturityBook
from designer.analysis.report import Report
from designer.analysis.routes import Route, Router
from designer.analysis.rulebook import Profile
from designer.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Review:
    """What `review` found.

    Args:
        revision: of the snapshot.
        report: what the advice is measured against.
        routes: by maturity model the way to its next level.
        easiest_test: of the lowest section of the ML Test Score the test that takes the fewest fixes, with them.
    """

    revision: int
    report: Report
    book: MaturityBook
    maturity: Maturity
    advice: Advice
    routes: Mapping[str, Route]
    easiest_test: tuple[str, Route] | None


def review(
    analyzer: Analyzer,
    snapshot: Snapshot,
    profile: str | Profile,
    book: MaturityBook,
    go_on: Callable[[], bool] = lambda: True,
) -> Review:
    """Reviews one snapshot.

    Args:
        go_on: asked again and again; when it says no, advice and routes end with what is known by then.
    """
    report = analyzer.analyze(snapshot, profile)
    maturity = maturity_of(analyzer.judge(snapshot, profile), analyzer.rulebook, book)
    router = Router(analyzer, snapshot, profile, go_on)
    return Review(
        snapshot.revision,
        report,
        book,
        maturity,
        Trials(analyzer, snapshot, profile, report, go_on).advice(),
        router.routes(maturity),
        router.route_of_tests(maturity),
    )
