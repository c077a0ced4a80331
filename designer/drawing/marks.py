"""What a picture shows of an analysis. The reports of the analyzer have this form; nothing here depends on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from designer.drawing.ghost_places import GhostLike


class GhostMark(GhostLike, Protocol):
    """A missing step as it is drawn."""

    @property
    def title(self) -> str: ...


class FindingMark(Protocol):
    """One finding: its badge counts at ``steps``."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def ghost(self) -> GhostMark | None: ...


class ScoreMark(Protocol):
    """Points from 0 to 100; None where nothing was assessed."""

    @property
    def overall(self) -> int | None: ...
    @property
    def grade(self) -> str: ...
    @property
    def principles(self) -> Mapping[str, int | None]: ...


class ReportMark(Protocol):
    """Findings and score of one pipeline."""

    @property
    def findings(self) -> Sequence[FindingMark]: ...
    @property
    def by_step(self) -> Mapping[str, Sequence[FindingMark]]: ...
    @property
    def score(self) -> ScoreMark: ...


def worst(findings: Sequence[FindingMark]) -> str:
    """The gravest severity among findings, of which there is at least one."""
    return min((f.severity for f in findings), key=("error", "warning", "info").index)
