"""Workflow files that people already have: read as pipelines, changed in place.

Every importer is asked whether it knows a file, so what reads and edits is imported only when it is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from designer.model.snapshot import Snapshot
from designer.targets.imported import Imported, Patched, Portable, SourceFile, Trial
from designer.targets.importer import Importer, Surroundings

_KEYS: Final = (re.compile(r"^(on|'on'|\"on\")\s*:", re.MULTILINE), re.compile(r"^jobs\s*:", re.MULTILINE))


class GitHubWorkflows(Importer):
    """Reads and patches workflow files."""

    slug = "github"
    title = "GitHub Actions"
    called = "a GitHub Actions workflow"
    order = 10
    hidden_folders = (".github",)
    root_marks = (".github", ".git")
    linters = ("actionlint", "zizmor", "check-jsonschema")

    def recognises(self, file: SourceFile) -> bool:
        path = PurePosixPath(file.path)
        if path.suffix not in (".yml", ".yaml"):
            return False
        return is_in_workflows(path) or all(key.search(file.text) for key in _KEYS)

    def is_live(self, path: str) -> bool:
        return PurePosixPath(path).parent.parts == (".github", "workflows")

    def path_of_text(self, text: str) -> str | None:
        return ".github/workflows/text.yml" if all(key.search(text) for key in _KEYS) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        from designer.targets.github_actions.reading.reader import read

        return read(file, around)

    def patch(self, file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
        from designer.targets.github_actions.editing.patching import patch

        return patch(file, base, wanted, around)

    def trials(self, file: SourceFile, base: Imported, around: Surroundings) -> Iterable[Trial]:
        from designer.targets.github_actions.editing.trials import trials

        return trials(file, base)

    def touched(self, file: SourceFile, base: Imported, wanted: Snapshot) -> tuple[tuple[int, int], ...]:
        from designer.targets.github_actions.editing.touching import touched

        return touched(file, base, wanted)

    def portable(self, file: SourceFile, base: Imported, now: Snapshot, around: Surroundings) -> Portable:
        from designer.targets.github_actions.reading.portable import portable

        return portable(now)

    def folder_beside(self, path: PurePosixPath) -> PurePosixPath:
        return path.parent.parent if is_in_workflows(path) else path.parent

    def shared(self, step_id: str, base: Imported) -> tuple[str, ...]:
        group = next((g for g in base.groups if step_id in g.steps), None)
        return group.steps if group and len(group.steps) > 1 else ()


def is_in_workflows(path: PurePosixPath) -> bool:
    """Whether GitHub takes every YAML file in its folder for a workflow."""
    return path.parent.parts[-2:] == (".github", "workflows")
