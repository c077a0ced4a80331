"""All runners, found by their files."""

from __future__ import annotations

import designer.runners
from designer.registry import discover
from designer.runners.runner import Runner


def load_runners() -> dict[str, Runner]:
    """The runners by the name of their program."""
    found = discover(designer.runners, "RUNNER", Runner).values()  # type: ignore[type-abstract]
    return {runner.slug: runner for runner in found}
