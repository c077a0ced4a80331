"""The folder that other people's files stand in: what may be read of it, and nothing outside of it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Final

from designer.errors import DocumentError
from designer.recognition.folder_code import FolderCode
from designer.storage.file_access import digest_of, read_text
from designer.storage.sidecar import is_sidecar
from designer.targets.imported import SourceFile
from designer.targets.importer import Importer

ENDINGS: Final = (".mlops.yaml", ".mlops.yml")  # files of this program
MAX_FILES: Final = 2_000  # worth a look in one folder
MAX_ENTRIES: Final = 200_000
# Code of others and results, never a project's own description; some hold tens of thousands of files.
_SKIPPED: Final = frozenset({"node_modules", "site-packages", "__pycache__", "venv", "vendor", "mlruns"})


def root_of(path: Path, importer: Importer) -> Path:
    """The folder that the paths in a file are relative to: its repository, else the folder it stands in.

    Only whether a mark of the format exists is looked at. A file that names ``../params.yaml`` gets it where that is
    still inside of the repository.
    """
    for folder in path.absolute().parents:
        if any(os.path.lexists(folder / mark) for mark in importer.root_marks):
            return folder
    return path.absolute().parent


class Tree:
    """Reads text files below a root. What leaves it, by ``..`` or a symbolic link, is not there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real_root = Path(os.path.realpath(root))
        self._texts: dict[str, str | None] = {}
        self._listed: list[str] | None = None
        self._names: tuple[str, ...] = ()
        self.code = FolderCode(lambda: self._names, self._read_inside)

    def path_of(self, relative: str) -> Path:
        return self.root.joinpath(*PurePosixPath(relative).parts)

    def relative(self, path: Path) -> str:
        """The posix path of a file below the root."""
        return path.relative_to(self.root).as_posix()

    def file(self, relative: str) -> SourceFile:
        """A file that somebody asked for; its name may be a symbolic link. Raises DocumentError."""
        return SourceFile(relative, read_text(self.path_of(relative)))

    def neighbour(self, relative: str) -> str | None:
        """The text of a file that another file mentions; None when it is not inside, missing or no text.

        It is read once: everything that is made of one reading sees the same text.
        """
        name = os.path.normpath(relative).replace(os.sep, "/") if "\0" not in relative else ".."
        if name not in self._texts:
            self._texts[name] = self._read_inside(name)
        return self._texts[name]

    def with_texts(self, texts: Mapping[str, str]) -> Tree:
        """The same tree after some files got other texts."""
        tree = Tree(self.root)
        tree._listed, tree._names, tree.code = self._listed, self._names, self.code
        tree._texts = {**self._texts, **{path: text for path, text in texts.items() if path in self._texts}}
        return tree

    @property
    def mentioned(self) -> dict[str, str | None]:
        """Digests of the neighbours that were asked for; None for those that are not there."""
        return {name: None if text is None else digest_of(text.encode()) for name, text in self._texts.items()}

    def _read_inside(self, name: str) -> str | None:
        if name.startswith(("..", "/")) or PurePosixPath(name).is_absolute() or Path(name).is_absolute():
            return None
        real = Path(os.path.realpath(self.path_of(name)))
        if not self.contains(real):
            return None
        try:
            return read_text(real)
        except DocumentError:
            return None

    def contains(self, real: Path) -> bool:
        """Whether a resolved path lies inside of the root."""
        return self._real_root in real.parents

    def candidates(self, importers: Collection[Importer]) -> list[str]:
        """Paths of the files below the root whose names some format uses, without our own, in a stable order.

        Raises:
            DocumentError: too many; a smaller folder has to be opened.
        """
        patterns = {pattern for importer in importers for pattern in importer.names}
        hidden = {folder for importer in importers for folder in importer.hidden_folders}
        self._names = tuple(self._walk(hidden))
        files = (path for path in self._names if not path.endswith(ENDINGS))
        found = [p for p in files if any(fnmatch(p.rpartition("/")[2], pattern) for pattern in patterns)]
        if len(found) > MAX_FILES:
            message = f"more than {MAX_FILES:,} files that could be pipelines"
            raise DocumentError(message, path=str(self.root), advice="Open one of its folders.")
        self._listed = self._listed or sorted(found)
        return sorted(found)

    def documents(self) -> list[str]:
        """Paths of the documents of this program below the root; sidecars and hidden folders are left out."""
        found = [p for p in self._walk(()) if p.endswith(ENDINGS) and p.rpartition("/")[2][:1] != "."]
        return sorted(p for p in found if not is_sidecar(self._read_inside(p) or ""))

    def has_other_files(self, importers: Collection[Importer]) -> bool:
        """Whether files came or went since they were first listed; False when they never were."""
        return self._listed is not None and Tree(self.root).candidates(importers) != self._listed

    def _walk(self, hidden: Collection[str]) -> Iterator[str]:
        count = 0
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(n for n in names if (n in hidden or n[:1] != ".") and n not in _SKIPPED)
            count += len(files) + len(names)
            if count > MAX_ENTRIES:
                message = f"more than {MAX_ENTRIES:,} files and folders"
                raise DocumentError(message, path=str(self.root), advice="Open one of its folders.")
            for name in files:
                path = Path(folder, name)
                if path.is_file() and self.contains(Path(os.path.realpath(path))):
                    yield self.relative(path)


def recognised(importers: Iterable[Importer], file: SourceFile) -> Importer | None:
    """The format of a file; None when nobody knows it."""
    return next((importer for importer in importers if importer.recognises(file)), None)
