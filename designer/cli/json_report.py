"""A report as plain data for other programs; format 1."""

from __future__ import annotations

from typing import Any

from designer.analysis.finding import Finding
from designer.analysis.report import Report


def file_entry(path: str, report: Report) -> dict[str, Any]:
    """What ``check --format json`` says about one file."""
    score = report.score
    return {
        "path": path,
        "profile": report.profile,
        "score": {"overall": score.overall, "grade": score.grade, "principles": dict(score.principles)},
        "findings": [finding_entry(f) for f in report.findings],
    }


def finding_entry(finding: Finding) -> dict[str, Any]:
    """One finding; ``autofix`` is null when only a person can fix it."""
    autofix = finding.autofix
    return {
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
