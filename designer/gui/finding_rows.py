"""The findings of a report in the order of the list; worked out in the analyzer's thread, as there may be thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.report import Report
from designer.analysis.rulebook import OWN
from designer.analysis.waiver import PRINCIPLE as WAIVERS
from designer.pace import breathe

PRINCIPLES: Final = ("reproducibility", "automation", "scalability", "monitoring", "security")
GROUPS: Final = (*PRINCIPLES, "structure", OWN, WAIVERS)

Key = tuple[str, ...]
Group = tuple[str, bool]  # its name, and whether it is the waived findings of that name


def key_of(finding: Finding) -> Key:
    """What makes two findings the same one after an edit: rule, place, model line, missing kind, waived or not."""
    kind = finding.ghost.kind if finding.ghost else ""
    waived = finding.waived.code if finding.waived else ""
    return (finding.code, finding.at, finding.line, kind, finding.about, waived)


def group_of(finding: Finding) -> str:
    """The group of the list that a finding stands in."""
    return finding.principle if finding.principle in GROUPS else OWN


@dataclass(frozen=True)
class FindingRows:
    """What the list shows.

    Args:
        found: open findings in their order.
        waived: those that somebody waived, each place of a rule once.
        by_key: both.
        places: of the open ones among each other.
        groups: what stands below each heading; none of them is empty.
        severities: number of open findings of each.
        safe: number of open ones with a fix that only adds or states something.
        fixable: number of open ones with any fix.
    """

    found: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    by_key: Mapping[Key, Finding] = field(default_factory=dict)
    places: Mapping[Key, int] = field(default_factory=dict)
    groups: Mapping[Group, tuple[Finding, ...]] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    safe: int = 0
    fixable: int = 0

    @property
    def number(self) -> int:
        """Of all rows."""
        return len(self.found) + len(self.waived)


NO_ROWS: Final = FindingRows()


def rows_of(report: Report) -> FindingRows:
    """The findings of a report as the list shows them."""
    found = _by_group(report.findings)
    waived = tuple({key_of(f): f for f in _by_group(report.waived)}.values())
    places: dict[Key, int] = {}
    for place, finding in enumerate(found):
        breathe()
        places.setdefault(key_of(finding), place)
    fixes = [f.autofix.safety for f in found if f.autofix]
    return FindingRows(
        found,
        waived,
        {**{key_of(f): f for f in waived}, **{key: found[place] for key, place in places.items()}},
        places,
        {**_grouped(found, is_waived=False), **_grouped(waived, is_waived=True)},
        Counter(f.severity for f in found),
        sum(safety in SAFE for safety in fixes),
        len(fixes),
    )


def _by_group(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    known = {name: number for number, name in enumerate(GROUPS)}
    return tuple(sorted(findings, key=lambda f: known.get(f.principle, len(known))))


def _grouped(findings: Iterable[Finding], *, is_waived: bool) -> dict[Group, tuple[Finding, ...]]:
    found: dict[Group, list[Finding]] = {}
    for finding in findings:
        found.setdefault((group_of(finding), is_waived), []).append(finding)
    return {group: tuple(rows) for group, rows in found.items()}
