"""An immutable picture of a pipeline with a revision, for work elsewhere: analysis, export, drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.model.step import NO_ATTRIBUTES, Frame, Link, Note, Step

Position = tuple[float, float]
Bends = tuple[Position, ...]
"""Points that a link passes on its way, in order, in canvas units."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a pipeline held at one revision. The mappings are never changed after they are handed out.

    Args:
        steps: by id, in the order of the document.
        links: by id (``a -> b``), in the order of the document.
        facts: attributes of the pipeline itself: ``scope``, ``repo``, ``triggers`` ...
        positions: top-left corner of a step's card in canvas units; steps never placed are missing.
        bends: by link id, of links that somebody bent.
        revision: grows with every change of the pipeline.
    """

    steps: Mapping[str, Step] = field(default_factory=lambda: NO_ATTRIBUTES)
    links: Mapping[str, Link] = field(default_factory=lambda: NO_ATTRIBUTES)
    facts: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    notes: Mapping[str, Note] = field(default_factory=lambda: NO_ATTRIBUTES)
    frames: Mapping[str, Frame] = field(default_factory=lambda: NO_ATTRIBUTES)
    positions: Mapping[str, Position] = field(default_factory=lambda: NO_ATTRIBUTES)
    bends: Mapping[str, Bends] = field(default_factory=lambda: NO_ATTRIBUTES)
    revision: int = 0

    @property
    def name(self) -> str:
        return str(self.facts.get("name") or "")
