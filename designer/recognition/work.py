"""What the recogniser is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Work:
    """What is known about a step before its kind is.

    Args:
        command: shell text that it runs.
        action: ``owner/name@ref`` of an action that it calls.
        name: what its author calls it; the name of its job or stage where it has none.
        inputs: parameters of the action.
        variables: environment variables it sees, of its job and file too.
        inherited: names of those variables that belong to its job or file: their values are not its own.
        hosted: whether it runs on a machine of the service that goes away after the run.
        shell: program that reads the command, where the file names one.
        consumes: paths of files that it reads.
        produces: paths of files that it writes.
    """

    command: str = ""
    action: str = ""
    name: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()
    hosted: bool = True
    shell: str = ""
    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()

    @property
    def is_stage(self) -> bool:
        """Whether its files are known: it is a stage of data work, not a job of a service."""
        return bool(self.consumes or self.produces)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a step seems to be.

    Args:
        kind: slug of a step kind; ``other`` when nothing speaks for any.
        confidence: ``high``, ``medium`` or ``low``.
        attributes: facts that its text shows: ``blocking: false``, ``tracked: true``, ``stub: true`` ...
        is_setup: it only prepares the machine (checkout, install, log in); such steps are folded away.
        reasons: what spoke for it, in words for people.
    """

    kind: str
    confidence: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_setup: bool = False
    reasons: tuple[str, ...] = ()
