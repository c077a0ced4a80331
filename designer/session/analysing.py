"""Judging what a session holds, with the configuration that applies to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.analysis.memory import Memory
from designer.analysis.report import Report
from designer.analysis.rule_state import RuleState, rule_states
from designer.analysis.waiver import without_waivers

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
        return replace(report, problems=(*map(str, told), *report.problems)).prepared()

    return judge


def later_states(session: Session) -> Callable[[], dict[str, RuleState]]:
    """A job for any thread: how every rule stands in what the session holds now."""
    analyzer, configured = session.services.analyzer, session.configured
    snapshot, folder, ignore = session.pipeline.snapshot(), session.folder, session.ignores_waivers

    def states() -> dict[str, RuleState]:
        profile = configured.of(snapshot.facts, folder).profile
        judged_snapshot = without_waivers(snapshot) if ignore else snapshot
        report = analyzer.analyze(judged_snapshot, profile)
        return rule_states(analyzer.judge(judged_snapshot, profile), report, profile, analyzer.rulebook)

    return states
