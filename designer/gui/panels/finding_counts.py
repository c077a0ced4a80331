"""What the findings of a pipeline amount to, in one sentence."""

from __future__ import annotations

from designer.analysis.finding import Finding
from designer.analysis.report import Report


def summary(found: tuple[Finding, ...], has_steps: bool, report: Report | None = None) -> str:
    """The sentence above the list: how many of each severity, or why there are none."""
    if not has_steps:
        return "The pipeline is empty."
    if not found:
        return _praise(report)
    counts = [(sum(f.severity == s for f in found), s) for s in ("error", "warning")]
    counts.append((sum(f.severity == "info" for f in found), "hint"))
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n)


def _praise(report: Report | None) -> str:
    if report is None or not (report.open_questions or report.score.overall is None):
        return "Nothing is missing. Every principle is met."
    if report.score.overall is None:
        return "The files show too little of a model's pipeline to judge it."
    return "Nothing is missing of what the files can show."
