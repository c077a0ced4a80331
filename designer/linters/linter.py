"""What a linter is: a program of others that reads files of a format and says what is wrong with them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from designer.programs.running import Output

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
UNREAD: Final = "not-read"
"""Code of a finding that says that the linter could not look at the file."""

_VERSION: Final = re.compile(r"\d+(\.\d+)+[0-9A-Za-z.+-]*")


@dataclass(frozen=True, slots=True)
class LinterFinding:
    """One thing that a linter found.

    Args:
        tool: slug of the linter.
        code: its own name for the matter.
        severity: ``error``, ``warning`` or ``info``.
        message: its own words.
        path: of the file, relative to the folder that was linted.
        line: 1-based; None when it is about the whole file.
        column: 1-based; None when nobody knows.
        url: where more is said; empty without such a page.
        refuses: whether the format's own program refuses the whole file because of it.
    """

    tool: str
    code: str
    severity: str
    message: str
    path: str
    line: int | None = None
    column: int | None = None
    url: str = ""
    refuses: bool = False


class Linter(ABC):
    """A program. It says how to call it and what its answer means; it does not call it, and holds no state."""

    title: str
    """What people call it."""
    ways: Mapping[str, str]
    """How to get it: system or installer -> one line to type."""
    url: str
    """Its home."""
    is_judge = False
    """Whether an error means that the format's own program refuses the whole file."""
    is_optional = False
    """Whether files count as linted without it."""
    version_words: tuple[str, ...] = ("--version",)
    helpers: tuple[str, ...] = ()
    """Slugs of other linters that it calls itself where they are there."""
    batch = 200
    """Files for one call at most."""

    @property
    def slug(self) -> str:
        """The program's name on PATH: that of the plug-in's file."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    def version(self, output: Output) -> str:
        """The version in the answer to `version_words`; empty when it says none."""
        match = _VERSION.search(output.text) or _VERSION.search(output.errors)
        return match[0] if match else ""

    @abstractmethod
    def reads(self, path: str, text: str) -> bool:
        """Whether it has to do with a file."""

    def along(self, path: str) -> tuple[str, ...]:
        """Other files that it reads together with a file, where they are there."""
        return ()

    def cuttings(self, path: str, text: str) -> Mapping[str, str]:
        """Files to be made of a file that it cannot read itself: path -> text; none for most."""
        return {}

    def is_whole(self, path: str) -> bool:
        """Whether it reads a file itself where nothing was cut out of it."""
        return True

    @abstractmethod
    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        """The command line that lints files.

        Args:
            program: the program.
            files: paths relative to the folder it runs in; cuttings instead of the files that they are made of.
            helpers: those of `helpers` that are there.
        """

    def standard_input(self, files: Sequence[str]) -> str:
        """What it reads."""
        return ""

    @abstractmethod
    def findings(self, output: Output, files: Mapping[str, str]) -> Iterable[LinterFinding]:
        """What it found, in the order of its answer.

        Args:
            output: of a run that ended by itself.
            files: path -> text of the files of that run, the cut ones themselves.

        Raises:
            ValueError: the answer is none that can be understood; LookupError and TypeError count as that, too.
        """

    def finding(self, code: str, severity: str, message: str, path: str, line: int | None = None) -> LinterFinding:
        """A finding of this linter without a column and a page."""
        refuses = self.is_judge and severity == ERROR
        return LinterFinding(self.slug, code, severity, message, path, line, refuses=refuses)
