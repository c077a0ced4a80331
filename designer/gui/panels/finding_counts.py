"""What the findings of a pipeline amount to, in one sentence."""

from __future__ import annotations

from designer.analysis.report import Report
from designer.gui.finding_rows import FindingRows


def summary(rows: FindingRows, has_steps: bool, report: Report | None = None) -> str:
    """The sentence above the list: how many of each severity, or why there are none."""
    if not has_steps:
        return "The pipeline is empty."
    if report is None:
        return "Being checked…"
    waived = _waived(report)
    if not rows.found:
        return _praise(report) + (f" {waived}." if waived else "")
    counts = [(rows.severities.get(s, 0), s) for s in ("error", "warning")]
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n]
    hints = rows.severities.get("info", 0)
    open_ = ", ".join([*parts, f"{hints} info"] if hints else parts)
    return f"{open_}; {waived}" if waived else open_


def _waived(report: Report | None) -> str:
    """``3 waived: 1 accepted, 2 elsewhere``, or ``1 waived``: the cards say how."""
    kinds = {f.waived.kind for f in (report.waived if report else ()) if f.waived}
    if report is None or not kinds:
        return ""
    return report.waived_told if len(kinds) > 1 else f"{len(report.waived)} waived"


def _praise(report: Report) -> str:
    if report.waived and report.score.overall is not None:
        return "Nothing is open."
    if not (report.open_questions or report.score.overall is None):
        return "Nothing is missing. Every principle is met."
    if report.score.overall is None:
        return "The files show too little of a model's pipeline to judge it."
    return "Nothing is missing of what the files can show."
