"""actionlint and the JSON Schema of workflows as judges."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from designer.targets.judge import Judge


class Actionlint(Judge):
    """https://github.com/rhysd/actionlint, without the linters of scripts that it can call."""

    program = "actionlint"

    def command(self, program: Path, files: Sequence[str]) -> list[str]:
        return [str(program), "-shellcheck=", "-pyflakes=", "-no-color", "-oneline", *files]

    def refused(self, output: str, files: Sequence[str]) -> frozenset[str]:
        return frozenset(file for file in files if f"\n{file}:" in f"\n{output}")


class WorkflowSchema(Judge):
    """The schema that comes with check-jsonschema."""

    program = "check-jsonschema"

    def command(self, program: Path, files: Sequence[str]) -> list[str]:
        return [str(program), "--builtin-schema", "vendor.github-workflows", "-o", "json", *files]

    def refused(self, output: str, files: Sequence[str]) -> frozenset[str]:
        found: dict[str, Any] = json.loads(output)
        wrong = [*found.get("errors", ()), *found.get("parse_errors", ())]
        return frozenset(entry["filename"] for entry in wrong)
