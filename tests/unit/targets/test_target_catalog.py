"""All targets are found by their folders."""

from __future__ import annotations

from designer.targets.catalog import load_targets


def test_targets_are_known_by_their_slugs() -> None:
    assert set(load_targets()) == {"dvc", "github"}
