"""What speaks for a kind, and what else was seen while looking for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.recognition.signals import Signal

_NAME_ORDER = 10_000.0  # names come after all commands


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a kind.

    Args:
        kind: slug.
        strength: how much.
        reason: for people.
        order: place of the command in its script; names come after all commands.
        is_named: it is only a name, nothing that runs.
        forgiven: the failure of this command stops nothing.
        attributes: what the signal sets.
    """

    kind: str
    strength: float
    reason: str
    order: float = 0
    is_named: bool = False
    forgiven: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def run(cls, signal: Signal, share: float, reason: str, order: float) -> Evidence:
        """Something that runs."""
        return cls(signal.kind, signal.strength * share, reason, order, attributes=signal.attributes)

    @classmethod
    def named(cls, signal: Signal, share: float, reason: str) -> Evidence:
        """Only a name."""
        return cls(signal.kind, signal.strength * share, reason, _NAME_ORDER, True, attributes=signal.attributes)


@dataclass(slots=True)
class Found:
    """All that was collected about one step.

    Args:
        evidence: what speaks for kinds.
        text: what it runs, printed text and comments gone.
        runs: number of commands that are neither noise nor set-up.
        prepares: whether something only prepares the machine.
        is_named_setup: whether its name says that it prepares.
    """

    evidence: list[Evidence] = field(default_factory=list)
    text: str = ""
    runs: int = 0
    prepares: bool = False
    is_named_setup: bool = False

    @property
    def strongest_run(self) -> float:
        """How clearly something that runs speaks for any kind."""
        return max((e.strength for e in self.evidence if not e.is_named), default=0)
