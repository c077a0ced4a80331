"""Places of findings in words: titles instead of ids."""

from __future__ import annotations

from collections.abc import Mapping

from designer.model.step import Step

_ARROWS = (("=>", "→"), (" ~> ", "↺"), (" -> ", "→"))


def place_name(steps: Mapping[str, Step], at: str) -> str:
    """What people call a step, a link, a path or the whole pipeline."""
    for mark, arrow in _ARROWS:
        if mark in at:
            ends = [steps[s].label if s in steps else s for s in at.split(mark, 1)]
            return f" {arrow} ".join(ends)
    if at in steps:
        return steps[at].label
    return "The whole pipeline" if at == "pipeline" else at
