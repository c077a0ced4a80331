"""The formats of a report: one module each, found by its name, loaded when it is asked for.

Each has ``write(outcome, terminal)``.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from designer.cli.checked import Outcome
from designer.cli.terminal import Terminal

USUAL = "text"


class Format(Protocol):
    """A module of this package."""

    def write(self, outcome: Outcome, terminal: Terminal) -> None: ...


def names() -> list[str]:
    """All formats, the usual one first."""
    found = [info.name for info in pkgutil.iter_modules(__path__)]
    return sorted(found, key=lambda name: (name != USUAL, name))


def load(name: str) -> Format:
    """One of `names`."""
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))
