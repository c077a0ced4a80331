"""Finds out what a file or folder is, and opens it when it belongs to other people's files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.session.services import Services
from designer.session.source import Source
from designer.session.tree import ENDINGS, Tree, recognised, root_of
from designer.storage.file_access import read_text
from designer.storage.overlay import Overlay
from designer.storage.sidecar import Sidecar, is_sidecar, parse_sidecar
from designer.targets.imported import KEPT, REFUSED, Remark, SourceFile
from designer.targets.importer import Importer
from designer.targets.repository import Repository, read_repository

ENDING: Final = ENDINGS[0]
WHOLE_FOLDER: Final = "."
NOT_RUN: Final = "it is not run where it stands, so it is left out: a copy, a template or an example"


class NothingKnown(DocumentError):
    """No file in a folder has a format that can be read."""


def open_source(services: Services, path: Path) -> Source | None:
    """Opens a file of a format that can be read, a folder of such files, or the file beside them.

    Returns:
        None for everything else: it may be a document of this program.

    Raises:
        DocumentError: it is one of these and cannot be read; says where and what to do.
    """
    path = path.absolute()
    if path.is_dir():
        return _folder(services, path, path)
    text = read_text(path)
    if path.name.endswith(ENDINGS) and is_sidecar(text):
        return _from_sidecar(services, path, parse_sidecar(text, str(path)))
    if path.name.endswith(ENDINGS):
        return None
    importer = recognised(services.importers.values(), _named(path, text))
    return None if importer is None else _one_file(services, path, importer, path)


def documents_in(folder: Path) -> list[Path]:
    """The documents of this program in a folder and in the folders below it that are not hidden.

    Raises:
        DocumentError: there is too much in it.
    """
    tree = Tree(folder.absolute())
    return [folder.joinpath(*PurePosixPath(name).parts) for name in tree.documents()]


def reread(source: Source) -> Source:
    """What the files and the file beside them say now. Raises DocumentError."""
    again = open_source(source.services, source.path)
    if again is None:
        raise DocumentError("it is not what it was", path=str(source.path), advice="Open it again.")
    return again


def _named(path: Path, text: str) -> SourceFile:
    """A file for the question what it is: with the last folders of its path, as formats know files by them."""
    return SourceFile("/".join(path.parts[-3:]), text)


def _one_file(services: Services, path: Path, importer: Importer, opened: Path) -> Source:
    tree = Tree(root_of(path, importer))
    file = tree.file(tree.relative(path))
    beside = PurePosixPath(file.path)
    sidecar_path = str(importer.folder_beside(beside) / f"{beside.stem}{ENDING}")
    source = _source(services, opened, tree, [(importer, file)], sidecar_path)
    if not source.base.parts:
        refused = source.base.remarks[0]
        raise DocumentError(refused.message, path=str(path), line=refused.line, advice=refused.advice)
    return source


def _folder(services: Services, folder: Path, opened: Path) -> Source:
    tree = Tree(folder)
    files, unreadable = [], []
    for name in tree.candidates(services.importers.values()):
        try:
            file = tree.file(name)
        except DocumentError as e:
            unreadable.append(Remark(REFUSED, name, e.line, e.message, advice=e.advice))
            continue
        importer = recognised(services.importers.values(), file)
        if importer is not None:
            files.append((importer, file))
    resting = _resting(files)
    told = [*unreadable, *resting.values()]
    source = _source(services, opened, tree, [f for f in files if f[1].path not in resting], ENDING, is_folder=True)
    if not source.base.parts:
        raise _nothing_readable(folder, services, [*told, *source.base.remarks])
    return replace(source, base=replace(source.base, remarks=(*told, *source.base.remarks)))


def _resting(files: Iterable[tuple[Importer, SourceFile]]) -> dict[str, Remark]:
    """Files that nothing runs where they stand, as others of their format stand where they are run."""
    live = {importer.slug for importer, file in files if importer.is_live(file.path)}
    asleep = ((i, f.path) for i, f in files if i.slug in live and not i.is_live(f.path))
    return {path: Remark(KEPT, path, 1, NOT_RUN, advice="Open it alone to look at it.") for importer, path in asleep}


def _nothing_readable(folder: Path, services: Services, remarks: Iterable[Remark]) -> DocumentError:
    """Names the first file that was refused, or what would be known."""
    message, refused = "nothing in this folder can be read", [r for r in remarks if r.status == REFUSED]
    if not refused:
        names = ", ".join(importer.title for importer in services.importers.values())
        return NothingKnown(message, path=str(folder), advice=f"Known are: pipelines (*.mlops.yaml), {names}.")
    first, more = refused[0], f", and {len(refused) - 1} more" if len(refused) > 1 else ""
    place = f"{first.path}, line {first.line}" if first.line else first.path
    return DocumentError(f"{message}: {first.message} ({place}{more})", path=str(folder), advice=first.advice)


def _from_sidecar(services: Services, path: Path, sidecar: Sidecar) -> Source:
    """Opens the files that a sidecar is about."""
    targets = [path.parent / name for name in sidecar.sources]
    for name in sidecar.sources:
        if PurePosixPath(name).is_absolute() or os.path.normpath(name).startswith(".."):
            message, advice = f"the source {name!r} lies outside of its folder", "Move this file, or correct the path."
            raise DocumentError(message, path=str(path), field="sources", advice=advice)
    if sidecar.sources == (WHOLE_FOLDER,):
        return _folder(services, path.parent, path)
    there = [t for t in targets if t.is_file()]
    if not there:
        gone = ", ".join(sidecar.sources)
        advice = "Put it back, or correct 'sources'; what is kept here about it is untouched."
        raise DocumentError(f"the file it describes is gone: {gone}", path=str(path), field="sources", advice=advice)
    return _listed(services, path, there)


def _listed(services: Services, path: Path, targets: Sequence[Path]) -> Source:
    known = []
    for target in targets:
        importer = recognised(services.importers.values(), _named(target, read_text(target)))
        if importer is None:
            raise DocumentError("no known format", path=str(target), advice="Correct 'sources' in the file beside it.")
        known.append((importer, target))
    tree = Tree(root_of(targets[0], known[0][0]))
    files = [(importer, tree.file(tree.relative(target))) for importer, target in known]
    return _source(services, path, tree, files, tree.relative(path))


def _source(
    services: Services,
    opened: Path,
    tree: Tree,
    files: Sequence[tuple[Importer, SourceFile]],
    sidecar_path: str,
    *,
    is_folder: bool = False,
) -> Source:
    beside = tree.path_of(sidecar_path)
    folder = PurePosixPath(sidecar_path).parent
    relative = [os.path.relpath(file.path, folder).replace(os.sep, "/") for _, file in files]
    sidecar = Sidecar((WHOLE_FOLDER,) if is_folder else tuple(relative), Overlay())
    if os.path.lexists(beside):
        text = read_text(beside)
        if not is_sidecar(text):
            message, advice = "it is in the way of what is kept beside the files", "Move it away or rename it."
            raise DocumentError(message, path=str(beside), advice=advice)
        sidecar = parse_sidecar(text, str(beside))
    start = Source(services, opened, tree, Repository(Snapshot()), sidecar_path, sidecar, is_folder)
    base = read_repository(files, start.around({}), is_whole=is_folder)
    if sidecar.text:
        sidecar.check(base.snapshot, str(beside), services.catalog)
    return replace(start, base=base)
