"""One thing a pipeline lacks: where, why that is a risk, and how to mend it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer.analysis.waiver import Waiver
from designer.model.step import FLOW


@dataclass(frozen=True, slots=True)
class Autofix:
    """An edit that is offered.

    Args:
        title: what it does, as a command.
        safety: ``safe``, ``canvas-safe`` or ``unsafe``.
        operations: its parts as the rule states them.
    """

    title: str
    safety: str
    operations: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Ghost:
    """A missing step, drawn where it belongs; ``kind`` is empty for a missing link.

    Args:
        title: what people read on it.
        before: steps that it would stand before.
        after: steps that it would stand after.
        link: type of a missing link.
    """

    kind: str
    title: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    link: str = FLOW


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a step's text that shows what a finding says.

    Args:
        field: the attribute it stands in, such as ``command``.
        line: 1-based line inside that text.
        text: what stands there; credentials are masked.
        signal: name of the pattern that found it.
    """

    field: str
    line: int
    text: str
    signal: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Args:
        code: of the rule.
        at: a step id, a link (``a ~> b``), two ends (``eval=>deploy``) or ``pipeline``.
        steps: ids of the steps to highlight: where it is, and one full path that shows it.
        links: ids of the links to highlight.
        message: what is wrong here, naming steps.
        risk: what can happen.
        fix: what to do about it.
        points: how much the overall score would gain.
        bypass: links of the path on which something is missing.
        references: title and URL each.
        anchor: id of the step that is judged; empty for the pipeline or a link.
        others: ids of further steps it is about: the train step of a source, the release of a gate.
        line: the model line it is about, when there are several.
        excerpts: pieces of the step's own text that show it.
        blocks: codes of the rules that are not judged there before this one is mended.
        about: what else tells it from others of its rule at the same place: the code that a faulty waiver is of.
    """

    code: str
    name: str
    title: str
    principle: str
    severity: str
    confidence: str
    at: str
    steps: tuple[str, ...]
    links: tuple[str, ...]
    message: str
    risk: str
    fix: str
    autofix: Autofix | None = None
    points: float = 0.0
    ghost: Ghost | None = None
    bypass: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    waived: Waiver | None = None
    anchor: str = ""
    others: tuple[str, ...] = ()
    line: str = ""
    excerpts: tuple[Excerpt, ...] = ()
    blocks: tuple[str, ...] = ()
    about: str = ""

    @property
    def fingerprint(self) -> str:
        """What makes two findings the same one in two reports: rule, place, model line. Renaming others keeps it."""
        parts = (self.code, self.at, self.line, *((self.about,) if self.about else ()))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.code}@{self.at}"
