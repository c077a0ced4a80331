"""A report as plain data for other programs; format 1, described by resources/schema/check.schema.json.

Keys are only ever added to a format.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from designer.analysis.finding import Finding
from designer.cli import personal_section
from designer.cli.checked import Checked, Outcome
from designer.cli.command import PROGRAM
from designer.cli.show_config import settings_data
from designer.cli.terminal import Terminal
from designer.errors import DesignerError

FORMAT: Final = 1


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes one JSON object."""
    data = {
        "format": FORMAT,
        "program": {"name": PROGRAM, "version": outcome.version},
        "files": [file_entry(checked) for checked in outcome.files],
        "errors": [error_entry(e) for e in outcome.errors],
    }
    terminal.line(json.dumps(data, indent=2))


def file_entry(checked: Checked) -> dict[str, Any]:
    """What is said about one file."""
    report = checked.report
    score = report.score
    questions = {code: list(places) for code, places in report.open_questions.items()}
    return {
        "path": checked.name,
        "profile": report.profile,
        "score": {"overall": score.overall, "grade": score.grade, "principles": dict(score.principles)},
        "findings": [finding_entry(checked, f) for f in checked.findings],
        "waived": [_waived_entry(checked, f) for f in report.waived],
        "known": [finding_entry(checked, f) for f in checked.known],
        "hidden": checked.hidden,
        **({"not_visible": questions} if questions else {}),
        **personal_section.data(report.personal),
        "questions": [
            {"code": code, "title": checked.rulebook.rules[code].title, "at": places}
            for code, places in sorted(questions.items())
            if code in checked.rulebook.rules
        ],
        "notices": list(report.problems),
        "blocked": {code: list(places) for code, places in sorted(report.blocked.items())},
        "levels": dict(score.levels),
        "ml_test_score": score.ml_test_score,
        "shortfalls": [{"score": s.name, "value": s.value, "least": s.least} for s in checked.shortfalls],
        "baseline_gone": [{"code": e.code, "at": e.at, "fingerprint": e.fingerprint} for e in checked.gone],
        "configuration": settings_data(checked.configuration),
        "fails": checked.fails,
    }


def finding_entry(checked: Checked, finding: Finding) -> dict[str, Any]:
    """One finding; ``autofix`` is null when only a person can fix it, ``place`` is there where a file shows it."""
    autofix, place = finding.autofix, checked.place(finding)
    url = next((url for _, url in finding.references if url.startswith("https://")), None)
    return {
        "code": finding.code,
        "name": finding.name,
        "title": finding.title,
        "principle": finding.principle,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "preview": checked.is_preview(finding),
        "at": finding.at,
        "anchor": finding.anchor or None,
        "steps": list(finding.steps),
        "highlight": {"steps": list(finding.steps), "links": list(finding.links)},
        "message": finding.message,
        "risk": finding.risk,
        "fix": finding.fix,
        "autofix": {"title": autofix.title, "safety": autofix.safety} if autofix else None,
        "ghost": _ghost(checked, finding),
        "points": finding.points,
        "blocks": list(finding.blocks),
        "evidence": [{"field": e.field, "line": e.line, "text": e.text, "signal": e.signal} for e in finding.excerpts],
        "url": url,
        "references": [{"title": title, "url": address} for title, address in finding.references],
        "fingerprint": finding.fingerprint,
        **({"place": {"path": place.path, "line": place.line}} if place else {}),
    }


def _ghost(checked: Checked, finding: Finding) -> dict[str, Any] | None:
    """The missing step, or link when its kind is empty."""
    ghost, rule = finding.ghost, checked.rule(finding)
    if ghost is None:
        return None
    return {
        "kind": ghost.kind,
        "title": ghost.title,
        "place": rule.ghost.place if rule and rule.ghost else None,
        "before": list(ghost.before),
        "after": list(ghost.after),
    }


def _waived_entry(checked: Checked, finding: Finding) -> dict[str, Any]:
    waiver = finding.waived
    texts: Sequence[tuple[str, str]] = (
        [("as", waiver.kind), ("reason", waiver.reason), ("owner", waiver.owner), ("until", waiver.until)]
        if waiver
        else []
    )
    return {**finding_entry(checked, finding), "suppressed": {key: text or None for key, text in texts}}


def error_entry(error: DesignerError) -> dict[str, Any]:
    """A file that could not be read."""
    return {
        "path": error.path,
        "line": error.line,
        "field": error.field,
        "message": error.message,
        "advice": error.advice,
    }
