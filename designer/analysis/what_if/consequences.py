"""What an answer to "what if" is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from designer.analysis.view import PipelineView

FAILS: Final = "fails"
REMOVED: Final = "removed"
DRIFTS: Final = "drifts"
EVENTS: Final = (FAILS, REMOVED, DRIFTS)
_TOLD: Final = 4  # steps at each end of a long way

ORIGIN: Final = "origin"
STOPS: Final = "stops"
RUNS: Final = "runs"
DANGER: Final = "danger"
HEARS: Final = "hears"
NOTICES: Final = "notices"
AGAIN: Final = "again"
OPENS: Final = "opens"
CLOSES: Final = "closes"
LOWER: Final = "lower"
HIGHER: Final = "higher"
GAP: Final = "gap"
FINE: Final = "fine"
NOTE: Final = "note"
SIGNS: Final[Mapping[str, str]] = {
    ORIGIN: "it starts here",
    STOPS: "stops",
    RUNS: "runs anyway",
    DANGER: "danger",
    HEARS: "hears of it",
    NOTICES: "notices it",
    AGAIN: "trains again",
    OPENS: "opens",
    CLOSES: "closes",
    LOWER: "lower",
    HIGHER: "higher",
    GAP: "missing",
    FINE: "in order",
    NOTE: "note",
}
"""What a sentence is about, and what stands on a card, in words."""


_MARKED: Final = re.compile("\x02([^\x03]*)\x03")


def plain(sentence: str) -> str:
    """A sentence with the ids of its steps."""
    return _MARKED.sub(r"\1", sentence)


def titled(sentence: str, title: Callable[[str], str]) -> str:
    """A sentence with what people read for its steps."""
    found = _MARKED.sub(lambda match: title(match[1]), sentence).replace(" -> ", " → ").replace(" ~> ", " ↺ ")
    return found[:1].upper() + found[1:]


def marked(name: str) -> str:
    """The id of a step inside a sentence, so that it is not taken for a word."""
    return f"\x02{name}\x03"


def said(view: PipelineView, step: int) -> str:
    """A step inside a sentence."""
    return marked(view.name(step))


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that follows from the pipeline.

    Args:
        sign: one of `SIGNS`.
        sentence: with marked ids; `plain` and `titled` make it readable.
        steps: ids of the steps that prove it, in the order of their path where it is one.
        links: ids of the links of that path.
        code: the rule that asks for what is missing.
    """

    sign: str
    sentence: str
    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    code: str = ""

    @property
    def text(self) -> str:
        """The sentence with ids."""
        return plain(self.sentence)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences about one question."""

    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """The answer.

    Args:
        event: ``fails``, ``removed`` or ``drifts``.
        gist: the answer in one sentence with marked ids.
        marks: step -> the sign to show on its card.
    """

    step: str
    event: str
    gist: str
    groups: tuple[Group, ...]
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The answer in one sentence."""
        return plain(self.gist)

    @property
    def question(self) -> str:
        words = {
            FAILS: f"{self.step} fails",
            REMOVED: f"{self.step} is removed",
            DRIFTS: f"the data of {self.step} drifts",
        }
        return f"What if {words[self.event]}?"

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for group in self.groups for claim in group.claims)


def on_way(view: PipelineView, sign: str, text: str, way: Iterable[int], code: str = "") -> Claim:
    """A claim proven by a way along links; of two links between the same steps the flow link counts."""
    steps = tuple(way)
    reach = view.reach
    known = (reach.flow.get(arrow) or reach.feedback.get(arrow) for arrow in pairwise(steps))
    return Claim(sign, text, tuple(map(view.name, steps)), tuple(link.id for link in known if link), code)


def arrows(view: PipelineView, way: Iterable[int]) -> str:
    """``train -> eval -> deploy``; a feedback link is ``~>``, and of a long way both ends are told."""
    steps = tuple(way)
    if len(steps) > 2 * _TOLD:
        left = f"{len(steps) - 2 * _TOLD} more steps"
        return f"{arrows(view, steps[:_TOLD])} -> {left} -> {arrows(view, steps[-_TOLD:])}"
    text = said(view, steps[0]) if steps else ""
    for a, b in pairwise(steps):
        text += f" {'->' if (a, b) in view.reach.flow else '~>'} {said(view, b)}"
    return text


def listed(names: Iterable[str], most: int = 8) -> str:
    """``a, b and c``; of many ``a, b, c and 9 more``."""
    found = list(names)
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def groups(*rows: tuple[str, Iterable[Claim]]) -> tuple[Group, ...]:
    """Groups with something in them."""
    found = (Group(title, tuple(claims)) for title, claims in rows)
    return tuple(group for group in found if group.claims)
