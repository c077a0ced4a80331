"""dvc.yaml as a source: read as DVC reads it, edited in place.

Every importer is asked whether it knows a file, so what reads and edits is imported only when it is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename
from typing import Final

from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.targets.imported import Imported, Patched, Portable, SourceFile, Trial
from designer.targets.importer import Importer, Surroundings
from designer.targets.records import FilesAround
from designer.targets.target import TextSpan

FILE: Final = "dvc.yaml"
_STAGES: Final = re.compile(r"^stages[ \t]*:(?!\s*(?:#[^\n]*\n\s*)*[\[-])", re.MULTILINE)  # a list is another format


class DvcImporter(Importer):
    """Reads and edits dvc.yaml, and files that are called ``something.dvc.yaml``."""

    slug = "dvc"
    title = "DVC"
    called = "a dvc.yaml"
    order = 20
    names = (FILE, f"*.{FILE}")
    root_marks = (".dvc", ".git")
    linters = ("dvc", "shellcheck")

    def recognises(self, file: SourceFile) -> bool:
        name = basename(file.path)
        return name == FILE or name.endswith(f".{FILE}")

    def path_of_text(self, text: str) -> str | None:
        return FILE if _STAGES.search(text) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        from designer.targets.dvc.reading.reader import read

        return read(file, around)

    def portable(self, file: SourceFile, base: Imported, now: Snapshot, around: Surroundings) -> Portable:
        from designer.targets.dvc.reading.portable import portable

        return portable(file, now, around)

    def runs(self, step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
        from designer.targets.dvc.reading.repro import stages_run

        return stages_run(step, file, read)

    def patch(self, file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
        from designer.targets.dvc.editing.patching import patch

        return patch(file, base, wanted, around)

    def recorded(self, file: SourceFile, around: FilesAround) -> tuple[TextSpan, ...]:
        from designer.targets.dvc import lock

        return lock.recorded(file.path, file.text, around)

    def trials(self, file: SourceFile, base: Imported, around: Surroundings) -> Iterable[Trial]:
        from designer.targets.dvc.editing.trials import trials

        return trials(file, base)

    def touched(self, file: SourceFile, base: Imported, wanted: Snapshot) -> tuple[tuple[int, int], ...]:
        from designer.targets.dvc.editing.touching import touched

        return touched(file, base, wanted)
