"""All targets and importers, found by their folders."""

from __future__ import annotations

import designer.targets
from designer.registry import discover
from designer.targets.importer import Importer
from designer.targets.target import Target


def load_targets() -> dict[str, Target]:
    """The targets by slug, in the order people choose from."""
    found = discover(designer.targets, "TARGET", Target).values()  # type: ignore[type-abstract]
    return {t.slug: t for t in sorted(found, key=lambda t: (t.order, t.slug))}


def load_importers() -> dict[str, Importer]:
    """The importers by slug, in the order in which they are asked whether they know a file."""
    found = discover(designer.targets, "IMPORTER", Importer).values()  # type: ignore[type-abstract]
    return {i.slug: i for i in sorted(found, key=lambda i: (i.order, i.slug))}
