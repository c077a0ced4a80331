"""A view of one step and its own links, for what may be taken over after an edit elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from designer.analysis.condition import Conditions
from designer.analysis.step_sets import LINKS
from designer.analysis.texts import Texts
from designer.analysis.view import PipelineView
from designer.model.step import Step
from designer.recognition.hazards.hazard import Hazard

_GROWING: Final = "assessed"  # a fact of the pipeline that many edits change; no text tells it
_OF_ONE_STEP: Final = ("triggers", "branches", "push_branches")  # questions that its own record answers


class TooFar(Exception):
    """Something else than the step and its own links was asked for."""


@dataclass(frozen=True, slots=True)
class Looks:
    """All that a glimpse of a step shows.

    Args:
        record: the step itself.
        before: ids of the steps that it waits for.
        after: ids of the steps that wait for it.
        is_on_circle: whether it lies on a circle of flow links.
        is_lost: whether nothing says which of several model lines it serves.
    """

    record: Step
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_on_circle: bool
    is_lost: bool

    def same(self, other: Looks) -> bool:
        """Whether both are of the very same record, too: 1 and true are equal and read differently."""
        return self.record is other.record and self == other


def looks_of(view: PipelineView, step: int) -> Looks:
    """How a step looks now."""
    return Looks(
        view.records[step],
        view.before_it(step),
        view.after_it(step),
        view.is_on_circle(step),
        view.lines.is_lost(step),
    )


class GlimpsedTexts:
    """What the texts of one step show."""

    def __init__(self, texts: Texts, step: int) -> None:
        self._texts = texts
        self._step = step

    def showing_among(self, steps: int, *kinds: str) -> int:
        """The step if its texts show one of these kinds.

        Raises:
            TooFar: other steps were asked about.
        """
        if steps & ~(1 << self._step):
            raise TooFar("steps")
        return self._texts.showing_among(steps, *kinds)

    def of(self, step: int, *kinds: str) -> tuple[Hazard, ...]:
        """The hazards of the step.

        Raises:
            TooFar: another step was asked for.
        """
        if step != self._step:
            raise TooFar(f"step {step}")
        return self._texts.of(step, *kinds)


class Glimpse:
    """Answers those questions of a view that one step and the facts of the pipeline answer, and refuses all others.

    What is written with it stays true as long as the step has the same `Looks`, whatever happens elsewhere.
    """

    def __init__(self, view: PipelineView, step: int, looks: Looks) -> None:
        self._view = view
        self._step = step
        self._looks = looks
        self.catalog = view.catalog
        self.real = view.real & 1 << step

    def __getattr__(self, name: str) -> Callable[[int], tuple[str, ...]]:
        if name not in _OF_ONE_STEP:
            raise TooFar(name)
        asked: Callable[[int], tuple[str, ...]] = getattr(self._view, name)
        return lambda step: asked(self._step) if self._own(step) else ()

    @property
    def scope(self) -> str:
        """The scope of the pipeline."""
        return self._view.scope

    def name(self, step: int) -> str:
        return self._own(step).record.id

    def record(self, step: int) -> Step:
        self._own(step)
        return self._view.record(self._step)

    def own(self, step: int, name: str) -> Any:
        return self._view.own(self._step, name) if self._own(step) else None

    def value(self, step: int, name: str) -> Any:
        return self._view.value(self._step, name) if self._own(step) else None

    def among(self, steps: int, conditions: Conditions) -> int:
        return self._view.among(self._only(steps), conditions)

    def stated_among(self, steps: int, name: str) -> int:
        return self._view.stated_among(self._only(steps), name)

    def fact(self, name: str) -> Any:
        if name == _GROWING:
            raise TooFar(name)
        return self._view.fact(name)

    def before_it(self, step: int) -> tuple[str, ...]:
        return self._linked(step).before

    def after_it(self, step: int) -> tuple[str, ...]:
        return self._linked(step).after

    def is_on_circle(self, step: int) -> bool:
        return self._linked(step).is_on_circle

    def is_lost(self, step: int) -> bool:
        return self._linked(step).is_lost

    def proof_of_line(self, steps: int) -> int:
        if steps == 1 << self._step and (self._view.lines.is_single or self._looks.record.get("model")):
            return self._view.proof_of_line(steps)
        raise TooFar("model lines")

    @property
    def texts(self) -> GlimpsedTexts:
        """What the texts of the step show."""
        return GlimpsedTexts(self._view.texts, self._step)

    def _only(self, steps: int) -> int:
        if steps & ~(1 << self._step):
            raise TooFar("steps")
        return steps

    def _linked(self, step: int) -> Looks:
        self._view.asked.add(LINKS)
        return self._own(step)

    def _own(self, step: int) -> Looks:
        if step != self._step:
            raise TooFar(f"step {step}")
        return self._looks
