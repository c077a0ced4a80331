"""What is selected and what has the keyboard's attention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from designer.model.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of what is selected, in the order of selecting."""

    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.links or self.notes or self.frames)

    def toggled(self, part: str, key: str) -> Selection:
        """With one thing more or one less.

        Args:
            part: ``steps``, ``links``, ``notes`` or ``frames``.
        """
        keys: tuple[str, ...] = getattr(self, part)
        rest = tuple(k for k in keys if k != key)
        return replace(self, **{part: rest if key in keys else (*keys, key)})

    def holds(self, part: str, key: str) -> bool:
        return key in getattr(self, part)

    def joined(self, other: Selection) -> Selection:
        """With all that another one holds."""
        return Selection(
            _union(self.steps, other.steps),
            _union(self.links, other.links),
            _union(self.notes, other.notes),
            _union(self.frames, other.frames),
        )

    def existing(self, pipeline: Pipeline) -> Selection:
        """Without what is no longer there."""
        return Selection(
            tuple(k for k in self.steps if k in pipeline.steps),
            tuple(k for k in self.links if k in pipeline.links),
            tuple(k for k in self.notes if k in pipeline.notes),
            tuple(k for k in self.frames if k in pipeline.frames),
        )

    def with_framed_steps(self, pipeline: Pipeline) -> tuple[str, ...]:
        """The steps, those in the selected frames included."""
        framed = (s for f in self.frames if f in pipeline.frames for s in pipeline.frames[f].steps)
        return tuple(dict.fromkeys((*self.steps, *framed)))

    @property
    def last(self) -> tuple[str, str] | None:
        """Part and id of what was selected last, steps before all others."""
        for part in ("steps", "links", "notes", "frames"):
            keys = getattr(self, part)
            if keys:
                return part, keys[-1]
        return None


def _union(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
