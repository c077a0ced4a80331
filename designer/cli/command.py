"""What every sub-command gets and offers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from designer.cli.terminal import Terminal
from designer.errors import DesignerError

if TYPE_CHECKING:
    from designer.session.services import Services

OK: Final = 0
FOUND: Final = 1
BAD_INPUT: Final = 2
PROGRAM: Final = "mlops-designer"
STDIN: Final = "-"
PROFILE_HELP: Final = "set of rules that applies (default: as configured, else classroom)"
FILE_HELP: Final = "document, workflow, dvc.yaml or folder; - for standard input"


class UsageError(DesignerError):
    """The command line was used wrongly."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the composition root hands to the command line.

    Args:
        terminal: where to read and write.
        load_services: reads kinds, rules and targets; takes the folder of the document, and policy files.
        open_window: shows documents, or nothing, in a window, which closes at once if True; returns an exit code.
        save_picture: writes a bitmap or a PDF: path, snapshot, catalog, theme, report, whether links are straight.
    """

    terminal: Terminal
    load_services: Callable[..., Services]
    open_window: Callable[[Sequence[Path], bool], int]
    save_picture: Callable[..., None]


class SubCommand(Protocol):
    """A module in this package: one sub-command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: Any, context: Context) -> int: ...
