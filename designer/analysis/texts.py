"""What the texts of steps show, remembered for as long as a step stays the same record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Final

from designer.model.step import Step
from designer.recognition.hazards.data import DataNames
from designer.recognition.hazards.finder import FIELDS, HazardFinder, load_finder
from designer.recognition.hazards.hazard import Hazard

Shown = Mapping[str, tuple[Hazard, ...]]
_KEPT: Final = 20_000  # steps that are remembered; then everything is forgotten at once
NOTHING: Final[Shown] = {}


class TextReader:
    """Looks through the texts of steps. Any number of threads may ask: what is remembered is only ever added to.

    The data file is read when the first text has to be looked through.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Step, Shown]] = {}

    @cached_property
    def _finder(self) -> HazardFinder:
        return load_finder()

    @property
    def data_names(self) -> DataNames:
        """Tells test data from training data by the names of files."""
        return self._finder.data_names

    def shown_by(self, step: Step) -> Shown:
        """What the texts of a step show, by kind of hazard.

        Raises:
            ResourceError: the data file is wrong.
        """
        known = self._known.get(id(step))
        if known is not None and known[0] is step:
            return known[1]
        found: dict[str, tuple[Hazard, ...]] = {}
        for hazard in self._finder.find(step.attributes):
            found[hazard.kind] = (*found.get(hazard.kind, ()), hazard)
        if len(self._known) >= _KEPT:
            self._known = {}
        self._known[id(step)] = (step, found or NOTHING)
        return found or NOTHING


class Texts:
    """What the texts of one pipeline show.

    Args:
        steps: in the order of the view.
        speaking: numbers of the steps that state any text.
        reader: looks through texts; None for nobody.
    """

    def __init__(self, steps: Iterable[Step], speaking: frozenset[int], reader: TextReader | None) -> None:
        self._of: dict[int, Shown] = {}
        self._masks: dict[str, int] = {}
        self._reader = reader
        if reader is None or not speaking:
            return
        for i, step in enumerate(steps):
            shown = reader.shown_by(step) if i in speaking else NOTHING
            if shown:
                self._of[i] = shown
                for kind in shown:
                    self._masks[kind] = self._masks.get(kind, 0) | 1 << i

    @property
    def data_names(self) -> DataNames:
        """Tells test data from training data by the names of files."""
        return (self._reader or TextReader()).data_names

    def showing(self, *kinds: str) -> int:
        """Steps whose texts show hazards of one of these kinds."""
        found = 0
        for kind in kinds:
            found |= self._masks.get(kind, 0)
        return found

    def showing_among(self, steps: int, *kinds: str) -> int:
        """Those of some steps whose texts show hazards of one of these kinds."""
        return steps & self.showing(*kinds)

    def of(self, step: int, *kinds: str) -> tuple[Hazard, ...]:
        """The hazards of one step, of these kinds, in the order of the kinds."""
        shown = self._of.get(step, NOTHING)
        return tuple(hazard for kind in kinds for hazard in shown.get(kind, ()))


def with_texts(column: Callable[[str], Iterable[tuple[int, object]]]) -> frozenset[int]:
    """Numbers of the steps that state any of the attributes with texts.

    Args:
        column: each step that states an attribute, with the value.
    """
    return frozenset(i for field in FIELDS for i, _ in column(field))
