"""How each rule stands in one pipeline, in one word: what the list of rules shows beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from designer.analysis.analyzer import Judged
from designer.analysis.builtin import GraphCheck
from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.analysis.rulebook import Profile, RuleBook
from designer.analysis.verdict import Judgement

OPEN: Final = "open"
WAIVED: Final = "waived"
WAITING: Final = "waiting"
QUESTION: Final = "not visible"
HOLDS: Final = "holds"
NOTHING: Final = "not asked"
OFF: Final = "off"
FAILED: Final = "failed"
WORDS: Final = (OPEN, WAITING, QUESTION, WAIVED, HOLDS, NOTHING, OFF, FAILED)
MEANINGS: Final[Mapping[str, str]] = {
    OPEN: "It found something.",
    WAIVED: "What it found was waived.",
    WAITING: "Another rule must hold first.",
    QUESTION: "The files do not show it.",
    HOLDS: "It holds.",
    NOTHING: "There is nothing here that it could be asked of.",
    OFF: "It does not count in this profile.",
    FAILED: "It failed and was left out.",
}


@dataclass(frozen=True, slots=True)
class RuleState:
    """How one rule stands.

    Args:
        word: one of `WORDS`.
        findings: what it found, open ones only.
        places: where it waits or cannot be seen.
    """

    word: str
    findings: tuple[Finding, ...] = ()
    places: tuple[str, ...] = ()


def rule_states(judged: Judged, report: Report, profile: Profile, book: RuleBook) -> dict[str, RuleState]:
    """The state of every rule of a book; ``judged`` and ``report`` are of the same snapshot."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.code, []).append(finding)
    waived = {finding.code for finding in report.waived}
    states = {}
    for code, rule in book.rules.items():
        if code in found:
            states[code] = RuleState(OPEN, tuple(found[code]))
        elif code in judged.judge.failures:
            states[code] = RuleState(FAILED)
        elif code not in judged.active:
            states[code] = RuleState(NOTHING if profile.has(rule) else OFF)
        elif code in report.blocked:
            states[code] = RuleState(WAITING, places=report.blocked[code])
        elif code in report.open_questions:
            states[code] = RuleState(QUESTION, places=report.open_questions[code])
        elif code in waived:
            states[code] = RuleState(WAIVED)
        else:
            states[code] = RuleState(HOLDS if _holds(judged.active[code], judged.view.scope) else NOTHING)
    return states


def _holds(judgement: Judgement, scope: str) -> bool:
    if isinstance(judgement.rule.checks[scope], GraphCheck):
        return True  # it was asked of the whole pipeline and found nothing
    return any(group.verdict.holds | group.verdict.attested for group in judgement.groups)
