"""Everything the analyzer has to say about one revision of a pipeline."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from designer.analysis.finding import Finding
from designer.analysis.personal_data import NO_PERSONAL_DATA, PersonalData
from designer.analysis.rule import SEVERITIES
from designer.analysis.score import Score


@dataclass(frozen=True)
class Badges:
    """How many findings the steps have, and how grave the worst is; arrays, so that a large picture changes at once.

    Args:
        steps: ids of the steps that have findings.
        gravity: of the worst finding of each: 1 info, 2 warning, 3 error.
        counts: number of findings of each.
    """

    steps: tuple[str, ...]
    gravity: array[int]
    counts: array[int]


@dataclass(frozen=True)
class Report:
    """The result of an analysis.

    Args:
        revision: of the snapshot that was judged.
        profile: name of the profile.
        findings: what is open, worst first; waived ones are not among them.
        waived: findings that somebody accepted, attested or declared not applicable.
        blocked: by code the places where a rule waits for another one.
        open_questions: by code the places an import cannot show; to be answered by a person.
        later_questions: those of them that must wait until a question of a rule that comes first is answered.
        seen: ``CODE@step`` of facts an import did show; whoever edits an import adds them to ``assessed``.
        personal: where personal data is and where it ends up.
        problems: settings of the analysis, and rules that people added, that were left out because they are wrong or
            fail, a sentence each.
    """

    revision: int
    profile: str
    findings: tuple[Finding, ...]
    score: Score
    waived: tuple[Finding, ...] = ()
    blocked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    later_questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    personal: PersonalData = NO_PERSONAL_DATA
    problems: tuple[str, ...] = ()

    @cached_property
    def by_step(self) -> Mapping[str, tuple[Finding, ...]]:
        """Findings by the step their badge stands on: where they are, else the first step that shows them."""
        return _by_step(self.findings)

    @cached_property
    def badges(self) -> Badges:
        """The same in numbers."""
        rank = {name: len(SEVERITIES) - i for i, name in enumerate(SEVERITIES)}
        rows = self.by_step.values()
        gravity = array("q", [max(rank[f.severity] for f in findings) for findings in rows])
        return Badges(tuple(self.by_step), gravity, array("q", map(len, rows)))

    @cached_property
    def ghosted(self) -> tuple[Finding, ...]:
        """Findings of something that can be drawn where it is missing."""
        return tuple(f for f in self.findings if f.ghost is not None)

    def prepared(self) -> Report:
        """This report, with everything worked out that a picture asks for: the window should not wait for that."""
        assert self.badges is not None
        assert self.waived_by_step is not None
        assert self.ghosted is not None
        return self

    @cached_property
    def waived_by_step(self) -> Mapping[str, tuple[Finding, ...]]:
        """The same for the findings that somebody waived."""
        return _by_step(self.waived)

    @property
    def waived_told(self) -> str:
        """``3 waived: 1 accepted, 2 elsewhere``; empty when nothing was."""
        kinds = Counter(f.waived.kind.replace("_", " ") for f in self.waived if f.waived)
        parts = ", ".join(f"{number} {word}" for word, number in sorted(kinds.items()))
        return f"{len(self.waived)} waived: {parts}" if self.waived else ""

    @property
    def keys(self) -> frozenset[str]:
        """``CODE@place`` of every open finding."""
        return frozenset(map(str, self.findings))


def _by_step(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        step = finding.anchor or (finding.steps[0] if finding.steps else "")
        if step:
            found.setdefault(step, []).append(finding)
    return {step: tuple(rows) for step, rows in found.items()}
