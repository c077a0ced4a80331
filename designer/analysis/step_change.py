"""How the steps of one snapshot became those of the next, and the places that they keep meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from operator import is_not
from typing import Final, TypeVar

from designer.analysis.bit_sets import members
from designer.model.step import Step

T = TypeVar("T")
NOBODY: Final = Step("", "")
"""Stands at a place that a step has left."""
_MOST: Final = 64  # changes that are followed one by one; beyond that everything is read anew


@dataclass(frozen=True)
class StepChange:
    """What an edit did; a step that was renamed was removed and added.

    Args:
        removed: places that steps have left.
        added: places of new steps.
        changed: places of steps that are another record under the same name.
    """

    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()

    @property
    def keeps_names(self) -> bool:
        """Whether the same steps are there."""
        return not self.removed and not self.added

    @cached_property
    def places(self) -> int:
        """All places at which something happened."""
        return members((*self.removed, *self.added, *self.changed))


@dataclass(frozen=True, slots=True)
class Places:
    """Where steps stand, in the order of the document.

    Args:
        ids: of the steps; empty where none stands any more.
        records: of the steps.
        index: place by id, in the order of the document.
    """

    ids: tuple[str, ...]
    records: tuple[Step, ...]
    index: Mapping[str, int]

    @property
    def everything(self) -> int:
        """All places at which a step stands."""
        empty = len(self.ids) - len(self.index)
        full = (1 << len(self.ids)) - 1
        return full & ~members(i for i, name in enumerate(self.ids) if not name) if empty else full

    @classmethod
    def of(cls, steps: Mapping[str, Step]) -> Places:
        """Steps one behind the other."""
        return cls(tuple(steps), tuple(steps.values()), dict(zip(steps, count(), strict=False)))

    def after(self, steps: Mapping[str, Step]) -> tuple[Places, StepChange] | None:
        """The places after an edit; None when much was done, or when there is no place that keeps the order."""
        if tuple(steps) == tuple(self.index):
            places, fresh, removed = list(self.index.values()), list[int](), list[int]()
        else:
            found = self._kept(steps)
            if found is None:
                return None
            places, fresh = found
            removed = [place for name, place in self.index.items() if name not in steps]
        if len(fresh) + len(removed) > _MOST or places[-1:] > [2 * len(steps) + _MOST]:
            return None
        size = max(len(self.ids), places[-1] + 1 if places else 0)
        records = _laid_out(steps.values(), places, size, NOBODY)
        differing = [p for p, differs in enumerate(map(is_not, self.records, records)) if differs]
        changed = [p for p in differing if records[p] is not NOBODY and p not in fresh]
        if len(changed) > _MOST:
            return None
        change = StepChange(tuple(removed), tuple(fresh), tuple(changed))
        if change.keeps_names:
            return Places(self.ids, records, self.index), change
        return Places(_laid_out(steps, places, size, ""), records, dict(zip(steps, places, strict=True))), change

    def _kept(self, steps: Mapping[str, Step]) -> tuple[list[int], list[int]] | None:
        """A place for each step, and the new ones among them: these get free places between their neighbours."""
        places = [self.index.get(name, -1) for name in steps]
        new = [i for i, place in enumerate(places) if place < 0]
        known = [place for place in places if place >= 0]
        if len(new) > _MOST or sorted(known) != known:
            return None
        taken = set(known)
        for i in new:
            place = next(p for p in count(places[i - 1] + 1 if i else 0) if p not in taken)
            if next((p for p in places[i + 1 :] if p >= 0), place + 1) <= place:
                return None
            taken.add(place)
            places[i] = place
        return places, [places[i] for i in new]


def _laid_out(rows: Iterable[T], places: Sequence[int], size: int, nothing: T) -> tuple[T, ...]:
    found = [nothing] * size
    for place, row in zip(places, rows, strict=True):
        found[place] = row
    return tuple(found)
