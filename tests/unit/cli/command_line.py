"""The whole command line in this process, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

from designer.cli.main import run
from designer.cli.terminal import Terminal
from designer.session.services import load_services
from tests.unit.plan.drawn import IMPROVED

__all__ = ["IMPROVED", "LESSON", "CommandLine"]

LESSON = """\
pipeline: {name: Lesson, scope: online, repo: false}
steps:
  train: {kind: train, runs_on: local, automated: false, tracked: false}
  deploy: {kind: deploy, automated: false, method: copy, platform: server}
links: [train -> deploy]
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@dataclass
class CommandLine:
    """The whole command line in this process, with texts for its streams."""

    width: int = 80
    colour: bool = False
    windows: list[tuple[tuple[Path, ...], bool]] = field(default_factory=list)
    pictures: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(self, *argv: str | Path, stdin: str | bytes = "") -> Outcome:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        source, out, err = TextIOWrapper(BytesIO(data)), StringIO(), StringIO()
        terminal = Terminal(source, out, err, self.width, self.colour, self.colour)
        code = run([str(a) for a in argv], load_services, self.open_window, self.save_picture, terminal)
        return Outcome(code, out.getvalue(), err.getvalue())

    def open_window(self, paths: Sequence[Path], smoke: bool) -> int:
        self.windows.append((tuple(paths), smoke))
        return 0

    def save_picture(self, *picture: Any) -> None:
        self.pictures.append(picture)
