"""Judging what a session holds, with the configuration that applies to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.analysis.memory import Memory
from designer.analysis.report import Report

if TYPE_CHECKING:
    from designer.session.session import Session


def later_report(session: Session, memory: Memory | None = None) -> Callable[[], Report]:
    """A job for any thread: takes the state now; reads configuration files and judges when called.

    Settings and rules of people that are wrong are left out and told in the report.

    Args:
        memory: of this session's last report; only one job at a time may use it.
    """
    own = session.services.own_rules
    analyzer, configured = session.services.analyzer, session.configured
    snapshot, folder, ignore = session.pipeline.snapshot(), session.folder, session.ignores_waivers

    def judge() -> Report:
        configuration = configured.of(snapshot.facts, folder)
        report = analyzer.analyze(snapshot, configuration.profile, ignore_waivers=ignore, memory=memory)
        told = (*configuration.problems, *(own.problems if own else ()))
        return replace(report, problems=(*map(str, told), *report.problems))

    return judge
