"""All targets, found by their folders."""

from __future__ import annotations

import designer.targets
from designer.registry import discover
from designer.targets.target import Target


def load_targets() -> dict[str, Target]:
    """The targets by slug, in the order people choose from."""
    found = discover(designer.targets, "TARGET", Target).values()  # type: ignore[type-abstract]
    return {t.slug: t for t in sorted(found, key=lambda t: (t.order, t.slug))}
