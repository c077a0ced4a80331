"""What the recogniser knows: signals that speak for kinds, facts, and programs that run something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.recognition.calls import Launchers
from designer.recognition.files import Files
from designer.recognition.patterns import Pattern
from designer.recognition.words import Phrases

PLACES: Final = ("command", "action", "words", "called", "name", "code")
FACT_PLACES: Final = ("text", "action", "variables", "name")


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that speaks for a kind.

    Args:
        id: its name in the data file.
        place: where it looks, one of `PLACES`.
        kind: slug of the kind it speaks for; empty when the phrase only hides shorter ones.
        strength: how much it says; 3 alone is enough to be sure.
        attributes: facts that hold where it is found and its kind is taken.
        is_setup: it shows that the machine is prepared and no work is done.
        where: what the whole text must match as well.
        named: what the step's own name must match as well.
        programs: its phrases of one word.
        hosted: on which machines it counts: those of the service that go away (true), others (false), or all.
        stage: whether it counts for stages with files (true), for everything else (false), or always.
    """

    id: str
    place: str
    kind: str = ""
    strength: float = 0.0
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_setup: bool = False
    where: Pattern | None = None
    named: Pattern | None = None
    programs: frozenset[str] = frozenset()
    hosted: bool | None = None
    stage: bool | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Attributes that a text shows whatever spoke for the kind.

    Args:
        id: its name in the data file.
        kinds: kinds that have these attributes; empty for every kind.
        place: ``text`` (command, name, inputs), ``action`` or ``variables``.
        pattern: what is looked for.
        attributes: what it sets.
    """

    id: str
    kinds: frozenset[str]
    place: str
    pattern: Pattern
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signals:
    """Everything that the data file says.

    Args:
        phrases: signals by place, found by their phrases.
        files: what the files that are read and written speak for.
        facts: attributes that texts show.
        launchers: programs that run something else.
        secrets: what tells passwords from other settings.
        prints: programs that only print or compare; a step of nothing else is a placeholder.
        looks: programs that only look at files or make room for them.
        hands_on: what is in a line that hands values on to later steps.
        forgiving: options by which a check does not fail.
        leading: kinds that a script of several things is for, and how clearly its commands must say so.
        following: kinds that go before or behind what a script is for.
        all: every signal, in the order of the file.
    """

    phrases: Mapping[str, Phrases[Signal]]
    files: Files
    facts: tuple[Fact, ...]
    launchers: Launchers
    secrets: Mapping[str, Pattern]
    prints: frozenset[str]
    looks: frozenset[str]
    hands_on: Pattern
    forgiving: Pattern
    leading: Mapping[str, float]
    following: frozenset[str]
    all: tuple[Signal, ...]
