"""All targets, found by their folders."""

from __future__ import annotations

import designer.targets
from designer.registry import discover
from designer.targets.target import Target


def load_targets() -> dict[str, Target]:
    """The targets by slug."""
    return {t.slug: t for t in discover(designer.targets, "TARGET", Target).values()}  # type: ignore[type-abstract]
