"""A report as plain data for other programs; format 1."""

from __future__ import annotations

from typing import Any

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.cli.text_report import Locate, nowhere


def file_entry(path: str, report: Report, locate: Locate = nowhere) -> dict[str, Any]:
    """What ``check --format json`` says about one file."""
    score = report.score
    questions = {code: list(places) for code, places in report.open_questions.items()}
    return {
        "path": path,
        "profile": report.profile,
        "score": {"overall": score.overall, "grade": score.grade, "principles": dict(score.principles)},
        "findings": [finding_entry(f, locate(f)) for f in report.findings],
        **({"not_visible": questions} if questions else {}),
    }


def finding_entry(finding: Finding, place: tuple[str, int] | None = None) -> dict[str, Any]:
    """One finding; ``autofix`` is null when only a person can fix it, ``place`` is there for files of others."""
    autofix = finding.autofix
    entry = {
        "code": finding.code,
        "name": finding.name,
        "principle": finding.principle,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "at": finding.at,
        "steps": list(finding.steps),
        "message": finding.message,
        "risk": finding.risk,
        "fix": finding.fix,
        "autofix": {"title": autofix.title, "safety": autofix.safety} if autofix else None,
        "points": finding.points,
    }
    return {**entry, "place": {"path": place[0], "line": place[1]}} if place else entry
