"""Steps, links, notes and frames: frozen records with ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

STEP_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}\Z")
PIPELINE: Final = "pipeline"
"""Stands for the whole pipeline where otherwise the id of a step does."""
FLOW: Final = "flow"
FEEDBACK: Final = "feedback"
WHEN: Final = ("success", "always", "failure")
CARRIES: Final = ("any", "data", "control")
PAPER, TEXT, INK, COMMENT = "note", "text", "ink", "comment"
_EMPTY: Final = {INK: "Drawing", TEXT: "Empty text", COMMENT: "Empty comment"}
NO_ATTRIBUTES: Final[Mapping[str, Any]] = MappingProxyType({})


def frozen(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """A read-only copy; records share it, so nobody may change it."""
    return MappingProxyType(dict(attributes)) if attributes else NO_ATTRIBUTES


def _freeze(record: Any, name: str) -> None:
    """Makes a record independent of the mapping it was built from."""
    value = getattr(record, name)
    if not isinstance(value, MappingProxyType):
        object.__setattr__(record, name, frozen(value))


@dataclass(frozen=True, slots=True)
class Step:
    """One box.

    Args:
        id: unique in the pipeline, matches `STEP_ID`; the same name in every target.
        kind: slug of a `StepKind`; may be unknown to this program.
        title: what people read; empty means the id made readable.
        attributes: every other fact, known or not: ``tracked: true``, ``command``, ``tool`` ...
    """

    id: str
    kind: str
    title: str = ""
    attributes: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)

    def __post_init__(self) -> None:
        _freeze(self, "attributes")

    def get(self, name: str, default: Any = None) -> Any:
        return self.attributes.get(name, default)

    def with_attributes(self, changes: Mapping[str, Any]) -> Step:
        """A copy with some attributes set; the value None removes one."""
        merged = {k: v for k, v in {**self.attributes, **changes}.items() if v is not None}
        return replace(self, attributes=frozen(merged))

    @property
    def label(self) -> str:
        """The title, or the id made readable: ``load_data`` is shown as ``Load data``."""
        if self.title:
            return self.title
        words = self.id.replace("_", " ").replace("-", " ").strip() or self.id
        return words[0].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Link:
    """A directed connection between two steps.

    Args:
        source: step id it starts at.
        target: step id it ends at.
        type: ``flow`` (the target waits for the source; acyclic) or ``feedback`` (starts a later run).
        when: ``success``, ``always`` or ``failure``: under which outcome of the source the target may start.
        carries: ``any``, ``data`` or ``control`` (order only).
    """

    source: str
    target: str
    type: str = FLOW
    when: str = "success"
    carries: str = "any"

    @property
    def id(self) -> str:
        """``a -> b`` or ``a ~> b``: at most one link of each type joins two steps."""
        return f"{self.source} {'~>' if self.type == FEEDBACK else '->'} {self.target}"

    @property
    def is_flow(self) -> bool:
        return self.type == FLOW


@dataclass(frozen=True, slots=True)
class Note:
    """A thing on the board that never affects the graph. Sizes and places are in canvas units, to the hundredth.

    Args:
        colour: name of a paper, or of a pen: never a value.
        form: `PAPER` (a sticky note), `TEXT` (without a box), `INK` (a pen stroke) or `COMMENT`.
        ink: the points of a stroke, as `drawing.strokes` writes them.
        author: who wrote a comment.
        step: the step that a comment is pinned to: it goes where that goes.
        resolved: whether a comment needs no answer any more.
    """

    id: str
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 220.0
    height: float = 120.0
    colour: str = "yellow"
    extra: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    form: str = PAPER
    ink: str = ""
    author: str = ""
    step: str = ""
    resolved: bool = False

    def __post_init__(self) -> None:
        _freeze(self, "extra")
        for name in ("x", "y", "width", "height"):
            object.__setattr__(self, name, round(float(getattr(self, name)), 2))

    @property
    def is_drawn(self) -> bool:
        """Whether it was drawn or written on the board itself: what an eraser takes away."""
        return self.form in (TEXT, INK)

    @property
    def has_words(self) -> bool:
        """Whether it holds a text that people write."""
        return self.form != INK

    @property
    def is_resizable(self) -> bool:
        """Whether its corner can be dragged."""
        return self.form not in (INK, COMMENT)

    @property
    def takes_room(self) -> bool:
        """Whether cards keep clear of it: strokes are drawn round cards and comments lie on them."""
        return self.form not in (INK, COMMENT)

    @property
    def word(self) -> str:
        """What things of its form are called."""
        return {INK: "drawing"}.get(self.form, self.form)

    @property
    def label(self) -> str:
        """What it is called in lists: its first line."""
        first = " ".join(self.text.strip().partition("\n")[0].split())
        return first or _EMPTY.get(self.form, "Empty note")


@dataclass(frozen=True, slots=True)
class Frame:
    """A titled area around steps, for people and environments. Its place follows from its steps."""

    id: str
    title: str = ""
    steps: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)

    def __post_init__(self) -> None:
        _freeze(self, "extra")


def free_id(wanted: str, taken: Mapping[str, Any] | frozenset[str]) -> str:
    """``wanted``, or ``wanted_2``, ``wanted_3`` ... when it is taken; made a legal id first."""
    base = re.sub(r"[^A-Za-z0-9_-]+", "_", wanted).strip("_-")[:80] or "step"
    if not (base[0].isalpha() or base[0] == "_"):
        base = f"step_{base}"
    return next(name for name in _numbered(base) if name not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}_{number}"
        number += 1
