"""https://check-jsonschema.readthedocs.io: workflows against the JSON Schema that it brings along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.linters.files import is_workflow, line_at, trees
from designer.linters.linter import ERROR, UNREAD, Linter, LinterFinding
from designer.programs.running import Output

_PART: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[['\"]([^\]]*)['\"]\]")


class _CheckJsonschema(Linter):
    title = "check-jsonschema"
    url = "https://check-jsonschema.readthedocs.io"
    ways: Mapping[str, str] = {
        "uv": "uv tool install check-jsonschema",
        "pipx": "pipx install check-jsonschema",
        "macOS": "brew install check-jsonschema",
    }
    is_judge = True
    is_optional = True  # the schema lags behind GitHub, and actionlint knows all that it knows

    def reads(self, path: str, text: str) -> bool:
        return is_workflow(path)

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        return [str(program), "--builtin-schema", "vendor.github-workflows", "--output-format", "json", *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        if output.code not in (0, 1):
            raise ValueError(output.errors.strip() or f"exit code {output.code}")
        found: dict[str, Any] = json.loads(output.text)
        for entry in found["errors"]:
            best = entry.get("best_deep_match") or entry.get("best_match") or entry
            path = str(entry["filename"]).replace("\\", "/")
            message = f"{best['path'].removeprefix('$').lstrip('.')}: {best['message']}".removeprefix(": ")
            yield self.finding("schema", ERROR, message, path, _line(files.get(path, ""), path, best["path"]))
        for entry in found.get("parse_errors", ()):
            yield self.finding(UNREAD, ERROR, str(entry["message"]), str(entry["filename"]).replace("\\", "/"))


def _line(text: str, path: str, place: str) -> int | None:
    parts = [int(m[2]) if m[2] else m[1] or m[3] for m in _PART.finditer(place)]
    return next((line for tree in trees(path, text) if (line := line_at(tree, parts))), None)


LINTER = _CheckJsonschema()
