"""All linters, found by their files."""

from __future__ import annotations

import designer.linters
from designer.linters.linter import Linter
from designer.registry import discover


def load_linters() -> dict[str, Linter]:
    """The linters by the name of their program."""
    found = discover(designer.linters, "LINTER", Linter).values()  # type: ignore[type-abstract]
    return {linter.slug: linter for linter in found}
