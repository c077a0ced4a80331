"""What became of one rule: for each anchor whether it holds. Sets are ints, bit i is step i of the view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from designer.analysis.bit_sets import bits, union
from designer.analysis.builtin import Violation
from designer.analysis.rule import Rule
from designer.analysis.waiver import Waiver


@dataclass(slots=True)
class Verdict:
    """Anchors of one group and what was found about each; no anchor is in two of the sets but ``anchors``.

    Args:
        anchors: all steps judged.
        holds: the rule is met.
        half: met, but every witness is done by hand; a part of ``holds``.
        blocked: another rule must hold first.
        unknown: not visible in an import.
        later: a part of ``unknown``: another question must be answered first.
        seen: could have been not visible, and was seen all the same.
        accepted: fails, and somebody lives with it.
        attested: fails here, and is done elsewhere.
        left_out: makes no sense here.
    """

    anchors: int
    holds: int = 0
    half: int = 0
    blocked: int = 0
    unknown: int = 0
    accepted: int = 0
    attested: int = 0
    left_out: int = 0
    later: int = 0
    seen: int = 0

    def updated(self, standing: int, anew: Verdict) -> Verdict:
        """The same with what stands of it, and what was found about the others."""
        return Verdict(
            self.anchors & standing | anew.anchors,
            self.holds & standing | anew.holds,
            self.half & standing | anew.half,
            self.blocked & standing | anew.blocked,
            self.unknown & standing | anew.unknown,
            self.accepted & standing | anew.accepted,
            self.attested & standing | anew.attested,
            self.left_out & standing | anew.left_out,
            self.later & standing | anew.later,
            self.seen & standing | anew.seen,
        )

    def of_releases(self, releases: int, origins_of: Callable[[int], int]) -> Verdict:
        """This one, about train steps, as one about the releases that come from them.

        Args:
            origins_of: the train steps of a release.
        """
        found, missing = Verdict(0), self.fails | self.blocked | self.accepted
        for release in bits(releases):
            origins = origins_of(release) & self.anchors
            bit = 1 << release
            found.anchors |= bit if origins else 0
            if origins & missing:
                found.blocked |= bit
            elif origins & self.unknown:
                found.unknown |= bit
            elif origins & (self.attested | self.left_out):
                found.left_out |= bit
            elif origins:
                found.holds |= bit
        return found

    @property
    def judged(self) -> int:
        """Anchors that count in the score."""
        return self.anchors & ~(self.unknown | self.left_out)

    def state_of(self, anchor: int) -> str:
        """Why an anchor is not judged: ``blocked``, ``unknown`` or ``left_out``; empty when nothing is in the way."""
        if self.blocked >> anchor & 1:
            return "blocked"
        return "unknown" if self.unknown >> anchor & 1 else "left_out" if self.left_out >> anchor & 1 else ""

    @property
    def fails(self) -> int:
        """Anchors with a finding to show."""
        return self.judged & ~(self.holds | self.blocked | self.accepted | self.attested)


@dataclass(slots=True)
class Group:
    """A verdict over steps, or over the sources of one train step.

    Args:
        train: the train step whose sources these are; None when the anchors are steps themselves.
        no_source: for a train step without a source, how that counts: ``blocked``, ``unknown`` or ``left_out``.
    """

    verdict: Verdict
    train: int | None = None
    no_source: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Steps at which a rule waits: for another rule, for an answer, for an answer to another question first."""

    blocked: int
    unknown: int
    later: int


@dataclass
class Judgement:
    """Everything found about one rule.

    Args:
        groups: verdicts of a merit rule or of a demerit rule on single steps.
        candidates: for facet rules the best candidate of each anchor.
        violations: places where a check of the whole graph fails, without those somebody waived.
        accepted: whether a waived violation still counts, because it was only accepted.
        hidden: anchors (with the train step of a source) at which somebody waived the finding.
        hidden_violations: violations that somebody waived.
        is_open: whether what it is about may stand in a part that was not seen; then nothing to judge is no zero.
    """

    rule: Rule
    groups: list[Group] = field(default_factory=list)
    candidates: dict[int, int] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    accepted: bool = False
    hidden: list[tuple[int, int | None, Waiver]] = field(default_factory=list)
    hidden_violations: list[tuple[Violation, Waiver]] = field(default_factory=list)
    is_open: bool = False

    @cached_property
    def waiting(self) -> Waiting:
        """The steps at which the rule is not judged; for a train step without a source, that step."""
        blocked = unknown = later = 0
        for group in self.groups:
            verdict = group.verdict
            blocked |= verdict.blocked
            unknown |= verdict.unknown
            later |= verdict.later & verdict.unknown
            if group.no_source and group.train is not None:
                blocked |= 1 << group.train if group.no_source == "blocked" else 0
                unknown |= 1 << group.train if group.no_source == "unknown" else 0
                later |= 1 << group.train if group.no_source == "unknown" else 0
        return Waiting(blocked, unknown, later)

    @cached_property
    def places(self) -> int:
        """All steps that are judged; sources and the train steps that they are judged for."""
        trains = (1 << group.train for group in self.groups if group.train is not None)
        return union(group.verdict.anchors for group in self.groups) | union(trains)

    @property
    def is_violated(self) -> bool:
        """Whether a demerit or structure rule fails somewhere, accepted or not."""
        if self.violations or self.accepted:
            return True
        return any(g.verdict.fails | g.verdict.accepted for g in self.groups)

    def failing(self) -> Iterator[tuple[Group, int]]:
        """Groups with the anchors at which they fail."""
        for group in self.groups:
            if group.verdict.fails:
                yield group, group.verdict.fails

    @property
    def step_verdict(self) -> Verdict:
        """The verdict over steps; empty for rules about sources or the whole graph."""
        if len(self.groups) == 1 and self.groups[0].train is None:
            return self.groups[0].verdict
        return next((g.verdict for g in self.groups if g.train is None), Verdict(0))
