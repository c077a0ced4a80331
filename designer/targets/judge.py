"""Programs of others that accept or refuse a file of a format; asked only when somebody wants their opinion."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path


class Judge(ABC):
    """One program. It says how to call it and what its answer means; it does not call it."""

    program: str
    """Its name on PATH."""

    @abstractmethod
    def command(self, program: Path, files: Sequence[str]) -> list[str]:
        """The command line that judges several files at once."""

    def standard_input(self, files: Sequence[str]) -> str:
        """What it reads."""
        return ""

    @abstractmethod
    def refused(self, output: str, files: Sequence[str]) -> frozenset[str]:
        """The files that it complains about."""


def interpreter(program: Path) -> str:
    """The program that runs a script, from its first line; empty when it is none."""
    with program.open("rb") as file:
        line = file.readline(500).decode("utf-8", "replace")
    return line.removeprefix("#!").strip() if line.startswith("#!/") else ""
