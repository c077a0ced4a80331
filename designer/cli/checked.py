"""What `check` found in all its FILEs: what every format of a report is written from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.analysis.rule import SEVERITIES, Rule
from designer.analysis.rulebook import RuleBook
from designer.cli.documents import Read, shown_path
from designer.cli.named import Named
from designer.errors import DesignerError
from designer.session.configuration import Configuration
from designer.session.configuration_keys import CONFIDENCES, NEVER, OVERALL

if TYPE_CHECKING:
    from designer.analysis.maturity import Maturity
    from designer.model.snapshot import Snapshot
    from designer.session.baseline import Baseline, Entry
    from designer.steps.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands.

    Args:
        path: as people type it.
        line: 1-based.
        absolute: the same file, wherever the program was started.
    """

    path: str
    line: int
    absolute: str

    @classmethod
    def of(cls, place: tuple[Path, int]) -> Spot:
        path, line = place
        return cls(shown_path(path), line, os.path.abspath(path))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A score that is lower than asked for."""

    name: str
    value: int
    least: int

    def __str__(self) -> str:
        return f"{self.name} is {self.value}, and must be at least {self.least}"


@dataclass(frozen=True)
class Checked:
    """One FILE.

    Args:
        name: as it was typed.
        report: what the analyzer says, whatever is shown of it.
        findings: those that are shown and count, worst first.
        known: those that are in the baseline.
        hidden: how many are below the least confidence.
        gone: entries of the baseline that do not exist any more.
        judged: what was judged where that differs from what was read.
        maturity: works out the levels with what earned them; few formats tell that.
    """

    name: str
    found: Read
    report: Report
    configuration: Configuration
    rulebook: RuleBook
    catalog: Catalog
    findings: tuple[Finding, ...]
    known: tuple[Finding, ...] = ()
    hidden: int = 0
    gone: tuple[Entry, ...] = ()
    judged: Snapshot | None = None
    maturity: Callable[[], Maturity] | None = None

    @property
    def label(self) -> str:
        """What a reader elsewhere calls it: the name of the folder instead of a dot."""
        return os.path.basename(os.path.abspath(self.name)) if self.name in (os.curdir, os.pardir) else self.name

    def by_rule(self) -> list[tuple[Finding, ...]]:
        """The findings that count, those of one rule and severity together, in the order of their first."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.code, finding.severity), []).append(finding)
        return [tuple(group) for group in groups.values()]

    @cached_property
    def named(self) -> Named:
        """Says places with the titles that cards show."""
        return Named(self.found.snapshot.steps)

    def place(self, finding: Finding) -> Spot | None:
        """Where the card of a finding stands; None where nobody can tell."""
        place = self.found.place(finding)
        return Spot.of(place) if place else None

    def nearest(self, finding: Finding) -> Spot | None:
        """The same, or where the file says something about the whole pipeline; None for standard input."""
        return self.place(finding) or (Spot.of(self.found.start) if self.found.start else None)

    def rule(self, finding: Finding) -> Rule | None:
        return self.rulebook.rules.get(finding.code)

    def is_preview(self, finding: Finding) -> bool:
        """Whether it is of a new rule, which fails no check unless its whole code is selected."""
        rule = self.rule(finding)
        return bool(rule and rule.is_preview) and finding.code not in self.configuration.picked

    def shown_severity(self, finding: Finding) -> str:
        """How grave other programs shall take it: what fails no check here fails none there."""
        return SEVERITIES[-1] if self.is_preview(finding) else finding.severity

    def counts(self, finding: Finding, least: str) -> bool:
        """Whether a finding is at or above a severity."""
        return (
            least != NEVER
            and not self.is_preview(finding)
            and SEVERITIES.index(finding.severity) <= SEVERITIES.index(least)
        )

    @cached_property
    def active(self) -> Mapping[str, Rule]:
        """The rules that apply, by code."""
        profile = self.configuration.profile
        return {code: rule for code, rule in sorted(self.rulebook.rules.items()) if profile.has(rule)}

    @cached_property
    def questions(self) -> Mapping[tuple[str, ...], tuple[Rule, ...]]:
        """Places -> the rules that the files cannot answer there; most of them are asked of the same places."""
        found: dict[tuple[str, ...], list[Rule]] = {}
        for code, places in sorted(self.report.open_questions.items()):
            if code in self.rulebook.rules:
                found.setdefault(tuple(places), []).append(self.rulebook.rules[code])
        return {places: tuple(rules) for places, rules in found.items()}

    @cached_property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Scores that are too low; what was not assessed is not too low."""
        score = self.report.score
        values = {**score.principles, OVERALL: score.overall}
        asked = ((name, values.get(name), least) for name, least in self.configuration.fail_under.items())
        return tuple(Shortfall(n, value, least) for n, value, least in asked if value is not None and value < least)

    @property
    def fails(self) -> bool:
        """Whether it makes the exit code 1."""
        least = self.configuration.fail_on
        return bool(self.shortfalls) or any(self.counts(f, least) for f in self.findings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All FILEs.

    Args:
        errors: FILEs that could not be read.
        version: of the program.
    """

    files: tuple[Checked, ...]
    errors: tuple[DesignerError, ...] = ()
    version: str = ""
    root: Path = field(default_factory=Path.cwd)

    def findings(self) -> Iterator[tuple[Checked, Finding]]:
        """All that count, file by file, worst first."""
        return ((checked, finding) for checked in self.files for finding in checked.findings)


def sorted_out(
    name: str,
    found: Read,
    report: Report,
    configuration: Configuration,
    rulebook: RuleBook,
    catalog: Catalog,
    baseline: Baseline | None,
) -> Checked:
    """What is shown of a report: sure enough, and not in the baseline."""
    least = CONFIDENCES.index(configuration.min_confidence)
    sure = [f for f in report.findings if CONFIDENCES.index(f.confidence) >= least]
    known = [f for f in sure if baseline and baseline.knows(name, f)]
    return Checked(
        name,
        found,
        report,
        configuration,
        rulebook,
        catalog,
        tuple(f for f in sure if f not in known),
        tuple(known),
        len(report.findings) - len(sure),
        baseline.gone(name, report.findings) if baseline else (),
    )
