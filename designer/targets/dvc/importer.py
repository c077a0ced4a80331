"""dvc.yaml as a source: read as DVC reads it, edited in place."""

from __future__ import annotations

from posixpath import basename
from typing import Final

from designer.model.snapshot import Snapshot
from designer.targets.dvc.reading import reader
from designer.targets.dvc.reading.portable import portable
from designer.targets.importer import Imported, Importer, Portable, SourceFile, Surroundings

FILE: Final = "dvc.yaml"


class DvcImporter(Importer):
    """Reads and edits dvc.yaml, and files that are called ``something.dvc.yaml``."""

    slug = "dvc"
    title = "DVC"
    order = 20
    names = (FILE, f"*.{FILE}")
    root_marks = (".dvc", ".git")

    def recognises(self, file: SourceFile) -> bool:
        name = basename(file.path)
        return name == FILE or name.endswith(f".{FILE}")

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        return reader.read(file, around)

    def portable(self, file: SourceFile, base: Imported, now: Snapshot, around: Surroundings) -> Portable:
        return portable(file, now, around)
