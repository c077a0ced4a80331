"""Asks what would happen."""

from __future__ import annotations

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import DEFAULT_PROFILE, Profile
from designer.analysis.view import PipelineView
from designer.analysis.what_if.consequences import DRIFTS, EVENTS, FAILS, REMOVED, Consequences
from designer.analysis.what_if.drifts import Drift
from designer.analysis.what_if.fails import Failure
from designer.analysis.what_if.removed import Removal
from designer.model.snapshot import Snapshot


def what_if(
    analyzer: Analyzer, snapshot: Snapshot, step: str, event: str = FAILS, profile: str | Profile = DEFAULT_PROFILE
) -> Consequences:
    """What would happen.

    Args:
        step: id of a step of the snapshot.
        event: ``fails``, ``removed`` or ``drifts``.
        profile: decides which findings and scores count when a step is removed.

    Raises:
        KeyError: there is no such step.
        ValueError: there is no such event.
    """
    view = PipelineView(snapshot, analyzer.catalog)
    number = view.index[step]
    if event == FAILS:
        return Failure(view, number).consequences()
    if event == REMOVED:
        return Removal(analyzer, view, number, profile).consequences()
    if event == DRIFTS:
        return Drift(view, number).consequences()
    raise ValueError(f"{event!r} is none of {', '.join(EVENTS)}")
