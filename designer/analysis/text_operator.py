"""The operator that asks what the texts of a step show, and the words in which findings tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.analysis.condition import Conditions, parse_conditions, words
from designer.analysis.finding import Excerpt
from designer.analysis.operator import Operator, Question
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView
from designer.recognition.hazards.hazard import Hazard
from designer.recognition.hazards.notes import SET_UP

_LISTED: Final = 3
_NAMES: Final = {"command": "its command", "action": "its action", "inputs": "its input", "variables": "its variable"}


@dataclass(frozen=True, slots=True)
class FreeOf(Operator):
    """The texts of the anchor show nothing of some kinds.

    Args:
        kinds: of hazards.
        unless: stated facts that count more than any text: where all of them hold, nothing is asked.
        unstated: attributes that count more than any text as soon as they are stated, whatever they say.
    """

    sight = Sight.STEP

    kinds: tuple[str, ...]
    unless: Conditions = ()
    unstated: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> FreeOf:
        """Reads ``{free_of: [kind, ..], unless: {..}, unstated: [attribute, ..]}``.

        Raises:
            ValueError: another key, or no kind.
        """
        if set(data) - {"free_of", "unless", "unstated"} or not words(data.get("free_of")):
            raise ValueError(f"{dict(data)!r} says not of what a text must be free")
        unless = parse_conditions(data.get("unless", {}))
        return cls(words(data["free_of"]), unless, words(data.get("unstated", ())))

    def proves(self, question: Question) -> int:
        return question.anchors & ~self._shown(question)

    def refutes(self, question: Question) -> int:
        return question.anchors & self._shown(question)

    def _shown(self, question: Question) -> int:
        view = question.view
        found = view.texts.showing_among(question.anchors, *self.kinds)
        if found and self.unless:
            found &= ~view.among(found, self.unless)
        for name in self.unstated if found else ():
            found &= ~view.stated_among(found, name)
        return found

    def lack(self, question: Question) -> str:
        anchor = question.anchor
        return told(question.view.texts.of(anchor, *self.kinds))


def kinds_in(operator: Operator) -> tuple[str, ...]:
    """The kinds of hazards that an operator, or a part of it, asks for."""
    own = operator.kinds if isinstance(operator, FreeOf) else ()
    return (*own, *(kind for part in operator.parts_inside() for kind in kinds_in(part)))


def shows_a_fault(view: PipelineView, needs: Operator, anchor: int) -> bool:
    """Whether it is a text, and not only what is stated, that makes an operator fail at a step."""
    if isinstance(needs, FreeOf):
        return not needs.proves(Question(view, 1 << anchor, view.real))
    return any(shows_a_fault(view, part, anchor) for part in needs.parts_inside())


def excerpts(view: PipelineView, anchor: int, kinds: tuple[str, ...]) -> tuple[Excerpt, ...]:
    """The pieces of a step's texts that show hazards, credentials masked."""
    found = view.texts.of(anchor, *dict.fromkeys(kinds)) if kinds else ()
    return tuple(Excerpt(SET_UP if h.field == SET_UP else h.place, h.line, h.text, h.match.signal) for h in found)


def told(hazards: tuple[Hazard, ...]) -> str:
    """Hazards as the end of a sentence: where each stands and what it is."""
    parts = [f"{_place(h)}: {h.match.says} ({h.text})" for h in hazards[:_LISTED]]
    more = len(hazards) - _LISTED
    return "; ".join(parts) + (f"; and {more} more" if more > 0 else "")


def _place(hazard: Hazard) -> str:
    if hazard.field == SET_UP:
        return f"line {hazard.line} of the file, in {hazard.key}"
    name = f"{_NAMES.get(hazard.field, hazard.field)} {hazard.key}".rstrip()
    return f"line {hazard.line} of {name}" if hazard.field == "command" else f"in {name}"
