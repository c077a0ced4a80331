"""What a runner is: a program that runs files of a format where somebody asks for it, and says what succeeded."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from designer.programs.running import Output


@dataclass(frozen=True, slots=True)
class Call:
    """One command of a run.

    Args:
        command: program and words.
        path: the file that it runs.
    """

    command: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a file that has run: a job, a stage.

    Args:
        first_line: 1-based, in the file that was run.
        last_line: inclusive.
    """

    name: str
    path: str
    first_line: int
    last_line: int
    succeeded: bool


class Runner(ABC):
    """A program. It says how to call it and what its answer means; it does not call it, and holds no state."""

    title: str
    url: str
    ways: Mapping[str, str]
    version_words: tuple[str, ...] = ("--version",)

    @property
    def slug(self) -> str:
        """The program's name on PATH: that of the plug-in's file."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    def preparations(self, program: Path) -> tuple[tuple[str, ...], ...]:
        """Commands that make a repository ready for it."""
        return ()

    @abstractmethod
    def calls(self, program: Path, files: Mapping[str, str], scratch: Path) -> list[Call]:
        """The commands that run some exported files; none when it has nothing to do with them.

        Args:
            files: path -> text.
            scratch: a folder for what it keeps while it runs.
        """

    def log(self, output: Output) -> list[str]:
        """What it printed, for people."""
        return [line for line in (*output.text.splitlines(), *output.errors.splitlines()) if line.strip()]

    def causes(self, output: Output) -> Mapping[str, str]:
        """Names of parts that failed -> why, as far as it is known: above all what this machine lacks."""
        return {}

    @abstractmethod
    def units(self, call: Call, output: Output, files: Mapping[str, str]) -> list[Unit]:
        """What has run, as far as the answer tells."""
