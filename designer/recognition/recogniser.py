"""Guesses the kind of a step and some facts about it from what it runs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from designer.recognition.evidence import RUN, SOURCES, Evidence, Found
from designer.recognition.facts import Facts
from designer.recognition.placeholders import is_placeholder
from designer.recognition.reader import Reader
from designer.recognition.signal_file import SignalFile
from designer.recognition.signals import Signals
from designer.recognition.work import Guess, Work
from designer.resources import resource

if TYPE_CHECKING:
    from designer.recognition.hazards.finder import HazardFinder

__all__ = ["Guess", "Recogniser", "Work", "load_recogniser"]

UNKNOWN: Final = "other"
HIGH: Final = 3.0
MEDIUM: Final = 2.0
SURE: Final = 2.6  # a command this clear is work whatever the step is called
LEAD: Final = 0.7  # what a script of several things is for counts more
_REASONS: Final = 3
_OF_ANY: Final = ("secrets", "pinned", "permissions")
_TELLS: Final = "it only looks, prints or hands values on"


class Recogniser:
    """Signals applied to texts. Pure and thread-safe."""

    def __init__(self, signals: Signals) -> None:
        self._reader = Reader(signals)
        self._facts = Facts(signals)
        self._leading, self._following = signals.leading, signals.following

    @cached_property
    def hazards(self) -> HazardFinder:
        """Looks through texts for what harms a release; its data file is read at first use."""
        from designer.recognition.hazards.finder import load_finder

        return load_finder()

    def recognise(self, work: Work) -> Guess:
        """The kind with the strongest evidence."""
        found = self._reader.read(work)
        kind, strength = self._strongest(found)
        is_setup = not found.runs and (found.prepares or not kind)
        is_setup = is_setup or (found.is_named_setup and found.strongest_run < SURE)
        speaking = [e for e in found.evidence if e.kind == kind]
        attributes = self._facts.of(work, found, kind or UNKNOWN, speaking)
        if not found.runs and not is_setup and not found.decides:
            if not is_placeholder(work):
                return Guess(UNKNOWN, "low", {k: v for k, v in attributes.items() if k in _OF_ANY}, reasons=(_TELLS,))
            if kind not in ("", UNKNOWN):
                attributes["stub"] = True
        if is_setup and not kind:
            strength = HIGH
        confidence = "high" if strength >= HIGH else "medium" if strength >= MEDIUM else "low"
        return Guess(kind or UNKNOWN, confidence, attributes, is_setup, _reasons(speaking))

    def named(self, name: str) -> str:
        """The kind that a name alone speaks for, as people name jobs; empty when it says nothing."""
        found = self._reader.read(Work(name=name))
        return "" if found.is_named_setup else self._strongest(found)[0]

    def _strongest(self, found: Found) -> tuple[str, float]:
        """The kind that most speaks for: what runs, what it is called, its files; of equals the first one."""
        best: dict[tuple[str, str], float] = {}
        first: dict[str, float] = {}
        for e in found.evidence:
            first[e.kind] = min(e.order, first.get(e.kind, e.order))
            best[e.kind, e.source] = max(e.strength, best.get((e.kind, e.source), 0))
        sums = {kind: sum(best.get((kind, source), 0) for source in SOURCES) for kind in first}
        ahead = self._ahead(found, {k: strength for (k, source), strength in best.items() if source == RUN})
        kind = max(sums, key=lambda k: (round(sums[k] + ahead.get(k, 0), 3), -first[k]), default="")
        return kind, sums.get(kind, 0)

    def _ahead(self, found: Found, running: dict[str, float]) -> dict[str, float]:
        """How much the kinds of a script of several things gain or lose: it trains, and pulls and pushes for that."""
        commands = {e.order for e in found.evidence if e.is_run}
        if len(running) < 2 or len(commands) < 2:
            return {}
        leading = {k: LEAD for k, enough in self._leading.items() if running.get(k, 0) >= enough}
        return leading | dict.fromkeys(self._following, -LEAD)


def _reasons(evidence: list[Evidence]) -> tuple[str, ...]:
    strongest = sorted(evidence, key=lambda e: (-e.strength, e.order))
    return tuple(dict.fromkeys(e.reason for e in strongest))[:_REASONS]


def load_recogniser() -> Recogniser:
    """The recogniser with the signals of ``resources/signals.yaml``.

    Raises:
        ResourceError: the file is wrong.
    """
    return Recogniser(SignalFile(resource("signals.yaml")).read())
