"""A rule: what it asks, why, how to mend it, and the cases that prove it. The data stands in resources/rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from designer.analysis.case import Cases
from designer.analysis.check_language import Check
from designer.analysis.condition import Conditions
from designer.analysis.finding import Autofix

SCOPES = ("training", "batch", "online")
SEVERITIES = ("error", "warning", "info")
CONFIDENCES = ("high", "medium", "low")
SAFETIES = ("safe", "canvas-safe", "unsafe")
PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
PLACEHOLDERS: Final = ("step", "title", "kind", "lack")


@dataclass(frozen=True)
class AutofixRule:
    """How a finding is mended by an edit.

    Args:
        title: what the edit does, as a command.
        safety: ``safe`` (only adds steps or order), ``canvas-safe`` (states a design decision) or ``unsafe``.
        operations: the parts of the edit, as `fixes` reads them.
        settles: dependent rules that the same edit satisfies.
    """

    title: str
    safety: str
    operations: tuple[Mapping[str, Any], ...]
    settles: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What each operation does, in one word."""
        return tuple(next(iter(operation)) for operation in self.operations)

    @cached_property
    def as_stated(self) -> Autofix:
        """The edit where nothing in it depends on the place."""
        return Autofix(self.title, self.safety, self.operations)


@dataclass(frozen=True, slots=True)
class GhostRule:
    """The missing step, or link when ``kind`` is empty, and where it belongs."""

    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        code: never reused, such as ``REP001``.
        name: the same in words.
        title: what is wrong when it fails, as a sentence.
        principle: which of the principles it serves; ``structure`` is not scored.
        tier: ``core``, ``standard`` or ``strict``.
        severity: ``error``, ``warning`` or ``info``; profiles may raise it.
        confidence: ``high``, ``medium`` or ``low``.
        type: ``merit`` earns points, ``demerit`` only costs them, ``structure`` is not scored.
        checks: what is asked, by scope of the pipeline; no entry means it does not apply.
        applies_when: facts of the pipeline under which it counts at all.
        requires: rules that must hold at the same step first.
        blind_in: origins in which silence means "not visible".
        linters: what linters of others call the same matter: tool -> codes; waiving the rule spares them, too.
        is_preview: new: it is shown and earns or costs nothing yet.
        is_scored: whether it may earn or cost points.
        source: the file or distribution of a rule that people added; empty for one of the program's own.
        message: what is said at a place, with ``{step}``, ``{title}``, ``{kind}`` and ``{lack}``; empty for the usual.
        manual_half: whether witnesses done by hand earn half.
        holds_when: the condition in words.
        highlight: what is marked: anchor, candidate, link, path, pipeline or witness.
        risk: what can happen.
        fix: what to do about it.
        references: keys of the reference list.
        shows: kinds of hazards in the texts of the step judged that show the fault besides what the check asks.
        cases: pipelines by ``fail``, ``pass`` and ``near_miss``; each has an entry, which may be empty.
    """

    code: str
    name: str
    title: str
    principle: str
    tier: str
    severity: str
    confidence: str
    type: str
    checks: Mapping[str, Check]
    holds_when: str
    risk: str
    fix: str
    highlight: str = "anchor"
    ghost: GhostRule | None = None
    autofix: AutofixRule | None = None
    applies_when: Conditions = ()
    requires: tuple[str, ...] = ()
    blind_in: tuple[str, ...] = ()
    manual_half: bool = False
    linters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_preview: bool = False
    shows: tuple[str, ...] = ()
    is_scored: bool = True
    source: str = ""
    message: str = ""
    references: tuple[tuple[str, str], ...] = ()
    cases: Cases = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it can change the score."""
        return self.is_scored and not self.is_preview

    def told(self, at: str, title: str, kind: str, lack: str) -> str:
        """What it says at a place, in its own words."""
        known = {"step": at, "title": title, "kind": kind, "lack": lack}
        return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), self.message)
