"""Parts of fixes that mend the waivers themselves."""

from __future__ import annotations

from designer.analysis.fix_work import Work
from designer.analysis.repair import Operation
from designer.commands import waivers


def remove_waiver(work: Work, operation: Operation) -> None:
    """``remove_waiver``: takes back the waiver that the finding is about."""
    waivers.remove_waiver(work.pipeline, work.finding.at, operation["row"], work.finding.about)
