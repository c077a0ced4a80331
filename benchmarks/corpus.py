"""Other people's files for the benchmarks: a folder with MANIFEST.tsv, and reading its files as the program does."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog
from designer.targets.catalog import load_importers
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Surroundings
from designer.targets.repository import read_repository


@dataclass(frozen=True)
class Entry:
    """One file with what belongs beside it.

    Args:
        kind: slug of its format.
        repository: owner and name.
        path: in its repository.
        commit: that it was taken from.
        domain: ``ml`` or ``general``.
        file: where it is here.
        companions: path in the repository and file of what it refers to; no lock files.
    """

    kind: str
    repository: str
    path: str
    commit: str
    domain: str
    file: Path
    companions: tuple[tuple[str, Path], ...] = ()


def entries(corpus: Path, kind: str, parts: Sequence[str] = ()) -> Iterator[Entry]:
    """The files of a kind; paths are those in their repository."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = [r for r in csv.DictReader(manifest, delimiter="\t") if r["kind"] == kind]
    beside: dict[str, list[tuple[str, Path]]] = {}
    for row in rows:
        if row["role"] == "companion" and not row["path"].endswith(".lock"):
            beside.setdefault(row["file"].split("/")[1], []).append((row["path"], corpus / row["file"]))
    for row in rows:
        if row["role"] == "main" and (not parts or any(p in row["file"] for p in parts)):
            folder = row["file"].split("/")[1]
            what = (kind, row["repo"], row["path"], row["commit"], row["domain"])
            yield Entry(*what, corpus / row["file"], tuple(beside.get(folder, ())))


class Reader:
    """Imports files as the program does, without a window."""

    def __init__(self) -> None:
        self.catalog, self.recogniser, self.importers = load_catalog(), load_recogniser(), load_importers()

    def read(self, kind: str, path: str, root: Path) -> Imported:
        """Reads one file of a folder.

        Raises:
            DesignerError: it cannot be loaded.
        """
        return self.importers[kind].read(SourceFile(path, text_of(root / path)), self._around(root))

    def shown(self, kind: str, path: str, root: Path, *, is_whole: bool) -> Snapshot:
        """What is shown of one file, opened as all there is or without the others of its folder. Raises as `read`."""
        file = SourceFile(path, text_of(root / path))
        found = read_repository([(self.importers[kind], file)], self._around(root), is_whole=is_whole)
        if not found.parts:
            raise DocumentError(found.remarks[0].message, path=path, line=found.remarks[0].line)
        return found.snapshot

    def _around(self, root: Path) -> Surroundings:
        def neighbour(other: str) -> str | None:
            file = (root / other).resolve()
            return text_of(file) if file.is_relative_to(root.resolve()) and file.is_file() else None

        return Surroundings(self.catalog, self.recogniser, neighbour)


def text_of(file: Path) -> str:
    """The text with its line ends as they are."""
    return file.read_bytes().decode("utf-8")


def laid_out(entry: Entry, root: Path) -> str:
    """Copies a file and its companions to where they stand in their repository; tells the path of the file."""
    path = entry.path
    if entry.kind == "dvc" and Path(path).name != "dvc.yaml":  # DVC reads no other name
        path = (Path(path).parent / Path(path).stem / "dvc.yaml").as_posix()
    for name, source in ((path, entry.file), *entry.companions):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / name)
    return path
