"""How the steps of one snapshot became those of the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import is_not
from typing import Final

from designer.model.step import Step

_MOST: Final = 64  # changes that are followed one by one; beyond that everything is read anew


@dataclass(frozen=True, slots=True)
class StepChange:
    """What an edit did to the steps; the others kept their order.

    Args:
        removed: places of old steps that are gone, the last first.
        added: places of new steps, the first first.
        changed: places of steps that are another record under the same name.
    """

    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()

    @property
    def keeps_places(self) -> bool:
        """Whether every step stands where it stood."""
        return not self.removed and not self.added

    def carried(self, mask: int) -> int:
        """An old set of steps with their new places, without what was added or changed."""
        for place in self.removed:
            mask = mask & (1 << place) - 1 | mask >> place + 1 << place
        for place in self.added:
            mask = mask & (1 << place) - 1 | mask >> place << place + 1
        for place in self.changed:
            mask &= ~(1 << place)
        return mask


def change_between(old: Mapping[str, Step], new: Mapping[str, Step]) -> StepChange | None:
    """What was done between two states of the steps; None when it was much, or when steps changed their order."""
    before, after = tuple(old), tuple(new)
    if before == after:
        changed = _different(tuple(old.values()), tuple(new.values()))
        return StepChange(changed=changed) if len(changed) <= _MOST else None
    removed = [i for i, name in enumerate(before) if name not in new]
    added = [i for i, name in enumerate(after) if name not in old]
    if len(removed) + len(added) > _MOST:
        return None
    rest = [name for name in before if name in new]
    if rest != [name for name in after if name in old]:
        return None
    changed = tuple(i for i, name in enumerate(after) if name in old and old[name] is not new[name])
    return StepChange(tuple(reversed(removed)), tuple(added), changed) if len(changed) <= _MOST else None


def _different(before: Sequence[Step], after: Sequence[Step]) -> tuple[int, ...]:
    return tuple(i for i, differs in enumerate(map(is_not, before, after)) if differs)
