"""What speaks for a kind, and what else was seen while looking for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.recognition.files import FileSignal
from designer.recognition.signals import Signal

RUN, NAME, FILES = SOURCES = ("run", "name", "files")
_NAME_ORDER = 10_000.0  # names come after all commands, files after names


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a kind.

    Args:
        kind: slug.
        strength: how much.
        reason: for people.
        order: place of the command in its script; names come after all commands.
        source: what it was seen in: something that runs, a name, or the files that it reads and writes.
        forgiven: the failure of this command stops nothing.
        attributes: what the signal sets.
    """

    kind: str
    strength: float
    reason: str
    order: float = 0
    source: str = RUN
    forgiven: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def run(cls, signal: Signal, share: float, reason: str, order: float) -> Evidence:
        """Something that runs."""
        return cls(signal.kind, signal.strength * share, reason, order, attributes=signal.attributes)

    @classmethod
    def named(cls, signal: Signal, share: float, reason: str) -> Evidence:
        """Only a name."""
        return cls(signal.kind, signal.strength * share, reason, _NAME_ORDER, NAME, attributes=signal.attributes)

    @classmethod
    def of_files(cls, signal: FileSignal, reason: str) -> Evidence:
        """What it reads and writes."""
        return cls(signal.kind, signal.strength, reason, _NAME_ORDER + 1, FILES)

    @property
    def is_run(self) -> bool:
        """Whether it is something that runs."""
        return self.source == RUN


@dataclass(slots=True)
class Found:
    """All that was collected about one step.

    Args:
        evidence: what speaks for kinds.
        around: all that is known of it as one text, for signals that look around.
        text: what it runs, printed text and comments gone.
        runs: number of commands that are neither noise nor set-up.
        prepares: whether something only prepares the machine.
        decides: whether it can fail by itself, though it runs nothing.
        is_named_setup: whether its name says that it prepares.
    """

    evidence: list[Evidence] = field(default_factory=list)
    around: str = ""
    text: str = ""
    runs: int = 0
    prepares: bool = False
    decides: bool = False
    is_named_setup: bool = False

    @property
    def strongest_run(self) -> float:
        """How clearly something that runs speaks for any kind."""
        return max((e.strength for e in self.evidence if e.is_run), default=0)
