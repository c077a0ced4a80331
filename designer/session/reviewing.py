"""Maturity and what-if for a session, as jobs for any thread."""

from __future__ import annotations

from collections.abc import Callable

from designer.analysis.review import Review, review
from designer.analysis.waiver import without_waivers
from designer.analysis.what_if.ask import what_if
from designer.analysis.what_if.consequences import Consequences
from designer.model.snapshot import Snapshot
from designer.session.session import Session


def _judged(session: Session) -> Snapshot:
    snapshot = session.pipeline.snapshot()
    return without_waivers(snapshot) if session.ignores_waivers else snapshot


def later_review(session: Session, go_on: Callable[[], bool] = lambda: True) -> Callable[[], Review]:
    """Takes the state now, reviews it when called; ``go_on`` as for `review`."""
    services, snapshot, configured, folder = session.services, _judged(session), session.configured, session.folder

    def job() -> Review:
        profile = configured.of(snapshot.facts, folder).profile
        return review(services.analyzer, snapshot, profile, services.maturity_book, go_on)

    return job


def later_what_if(session: Session, step: str, event: str) -> Callable[[], Consequences | None]:
    """Takes the state now, answers when called; None when the step is gone by now."""
    services, snapshot, configured, folder = session.services, _judged(session), session.configured, session.folder

    def job() -> Consequences | None:
        if step not in snapshot.steps:
            return None
        return what_if(services.analyzer, snapshot, step, event, configured.of(snapshot.facts, folder).profile)

    return job
