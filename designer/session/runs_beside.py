"""Runs that other programs recorded beside the files: dvc.lock, say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from designer.session.services import Services
from designer.session.sides import OWN, Side
from designer.session.source import Source
from designer.session.tree import Tree
from designer.targets.imported import SourceFile
from designer.targets.records import FilesAround
from designer.targets.target import TextSpan

_MOST_BYTES: Final = 100_000_000  # larger files are taken for unchanged: nobody waits for their digest


class RunsBeside:
    """What the records in the folder of a document, or of opened files, prove.

    Args:
        folder: None for a document without a file: nothing is proven then.
    """

    def __init__(self, services: Services, source: Source | None, folder: Path | None, sides: Sequence[Side]) -> None:
        self._services = services
        self._source = source
        self._sides = sides
        self._tree = source.tree if source is not None else Tree(folder) if folder is not None else None

    def tool(self, side: Side, step: str) -> str:
        """What proves the run of a step with the text that it has now; empty when nothing does."""
        spans = side.spans.get(step, ())
        own = [span for span in spans if span.path in self._paths.get(side.slug, frozenset())]
        recorded = self._recorded.get(side.slug, ())
        proven = own and all(any(r.covers(span) for r in recorded) for span in own)
        return "the record of its last run beside the files" if proven else ""

    @cached_property
    def _recorded(self) -> Mapping[str, tuple[TextSpan, ...]]:
        """Side -> lines that a record proves."""
        if self._tree is None:
            return {}
        around = FilesAround(self._text, self._md5)
        return {side.slug: tuple(self._of(side, around)) for side in self._sides}

    @cached_property
    def _paths(self) -> Mapping[str, frozenset[str]]:
        """Side -> files in which a record proves something."""
        return {slug: frozenset(span.path for span in spans) for slug, spans in self._recorded.items()}

    def _of(self, side: Side, around: FilesAround) -> list[TextSpan]:
        if side.slug != OWN:
            return list(self._services.targets[side.slug].recorded(side.files, around))
        parts = self._source.base.parts if self._source is not None else {}
        files = ((parts[path].importer, SourceFile(path, text)) for path, text in side.files.items() if path in parts)
        return [span for importer, file in files for span in importer.recorded(file, around)]

    def _text(self, path: str) -> str | None:
        return self._tree.neighbour(path) if self._tree is not None else None

    def _md5(self, path: str) -> str | None:
        if self._tree is None or path.startswith(("..", "/")):
            return None
        file = self._tree.path_of(path)
        try:
            real = file.resolve()
            if not real.is_file() or not self._tree.contains(real) or real.stat().st_size > _MOST_BYTES:
                return None
            return hashlib.md5(real.read_bytes(), usedforsecurity=False).hexdigest()
        except OSError:
            return None
