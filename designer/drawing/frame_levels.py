"""Which cards and frames stand directly in which frame, and which links run between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.drawing.frame_tree import FILE, ROLE, nesting
from designer.model.snapshot import Snapshot

GROUND: Final = ""
"""Stands for the whole drawing where otherwise the id of a frame does."""
_BESIDE_FILES: Final = "\n"  # no frame has such an id


@dataclass(slots=True)
class Level:
    """What stands directly in a frame: steps by their ids, frames as ``[id]``.

    Args:
        units: in order.
        frames: the frame of each unit that is one.
        flow: (source, target) of flow links between two units.
        feedback: the same of feedback links.
        linked_outside: units with links that leave the frame, once for each.
        has_files: whether the units are opened files.
    """

    units: list[str] = field(default_factory=list)
    frames: dict[str, str] = field(default_factory=dict)
    flow: list[tuple[str, str]] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)
    linked_outside: list[str] = field(default_factory=list)
    has_files: bool = False


class FrameLevels:
    """The levels of a pipeline. Of two frames that share steps without one holding the other, the first has them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._levels: dict[str, Level] = {GROUND: Level()}
        self._paths = _paths(snapshot)
        for step, path in self._paths.items():
            self._enter(step, path)
        for link in snapshot.links.values():
            self._add_link(link.source, link.target, is_flow=link.is_flow)
        ground = self._levels[GROUND]
        ground.has_files = _BESIDE_FILES in ground.frames.values() or any(
            snapshot.frames[i].extra.get(ROLE) == FILE for i in ground.frames.values()
        )

    def of(self, frame_id: str) -> Level:
        return self._levels[frame_id]

    def _enter(self, step: str, path: tuple[str, ...]) -> None:
        level = self._levels[GROUND]
        for frame_id in path:
            unit = f"[{frame_id}]"
            if unit not in level.frames:
                level.units.append(unit)
                level.frames[unit] = frame_id
            level = self._levels.setdefault(frame_id, Level())
        level.units.append(step)

    def _add_link(self, source: str, target: str, *, is_flow: bool) -> None:
        if source not in self._paths or target not in self._paths:
            return
        one, other = self._paths[source], self._paths[target]
        same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        level = self._levels[one[same - 1] if same else GROUND]
        ends = _unit(one, same, source), _unit(other, same, target)
        (level.flow if is_flow else level.feedback).append(ends)
        if is_flow:
            for path, step in ((one, source), (other, target)):
                for depth in range(same, len(path)):
                    self._levels[path[depth]].linked_outside.append(_unit(path, depth + 1, step))


def _unit(path: tuple[str, ...], depth: int, step: str) -> str:
    return f"[{path[depth]}]" if depth < len(path) else step


def _paths(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """The frames round each step, outer ones first."""
    inner = nesting(snapshot.frames.values())
    parent = {inside: frame for frame, found in inner.items() for inside in found}
    paths: dict[str, tuple[str, ...]] = dict.fromkeys(snapshot.steps, ())
    for frame_id in inner:
        for step in snapshot.frames[frame_id].steps:
            path = paths.get(step)
            if path is not None and (path[-1] if path else None) == parent.get(frame_id):
                paths[step] = (*path, frame_id)
    outer = {path[0] for path in paths.values() if path}
    if not any(snapshot.frames[i].extra.get(ROLE) == FILE for i in outer):
        return paths
    return {
        step: path if path and _is_file(snapshot, path[0]) else (_BESIDE_FILES, *path) for step, path in paths.items()
    }


def _is_file(snapshot: Snapshot, frame_id: str) -> bool:
    return snapshot.frames[frame_id].extra.get(ROLE) == FILE
