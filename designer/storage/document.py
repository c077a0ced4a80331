"""The document file: text to snapshot and back, untouched parts byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.steps.catalog import Catalog
from designer.storage.checking import check_fields
from designer.storage.entries import NotPatchable
from designer.storage.file_access import read_text
from designer.storage.migrations import FORMAT
from designer.storage.patching import patched, same
from designer.storage.reading import SECTIONS, DocumentReader
from designer.storage.writing import document_data, whole_text

_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Document:
    """What a document held when it was read.

    Args:
        snapshot: its pipeline.
        text: its text, with byte order mark and line ends as they were.
        path: its file, None when it has none yet.
        lines: the line of each step, by id; that of the facts of the whole pipeline under an empty name.
    """

    snapshot: Snapshot
    text: str
    path: Path | None = None
    lines: Mapping[str, int] = field(default_factory=lambda: NO_ATTRIBUTES, compare=False)

    @property
    def data(self) -> bytes:
        """The bytes of its file."""
        return self.text.encode("utf-8")


def read_document(path: Path, catalog: Catalog) -> Document:
    """Opens a document file.

    Raises:
        DocumentError: it cannot be read or is no valid document; names file, line, field and what to do.
    """
    return parse_document(read_text(path), str(path), catalog, path)


def parse_document(text: str, source: str, catalog: Catalog, path: Path | None = None) -> Document:
    """Reads a document's text.

    Args:
        text: the whole file.
        source: its name, for messages.
        catalog: the kinds whose facts are checked; unknown kinds and unknown facts are kept as they are.
        path: its file, if it has one.

    Raises:
        DocumentError: no valid document; names line, field and what to do.
    """
    if not text.strip(_MARK + " \t\r\n"):
        raise DocumentError("the file is empty", path=source, advice="A pipeline document has a 'steps:' section.")
    parsed = yaml_io.parse(text, source)
    reader = DocumentReader(parsed, source)
    version = reader.version
    try:
        snapshot = reader.snapshot()
        check_fields(snapshot, catalog, reader)
    except DocumentError as e:
        raise (reader.newer(e) if version > FORMAT else e) from None
    return Document(snapshot, text, path, _lines(parsed, snapshot))


def _lines(parsed: yaml_io.Parsed, snapshot: Snapshot) -> dict[str, int]:
    stand = {"": parsed.keys.get(("pipeline",)), **{s: parsed.keys.get(("steps", s)) for s in snapshot.steps}}
    return {name: span.line for name, span in stand.items() if span}


def write_document(snapshot: Snapshot, previous: Document | None = None) -> str:
    """The text of a document.

    Args:
        snapshot: what it shall hold.
        previous: what it held before: parts that did not change, comments and unknown keys are taken from its text.
    """
    new = document_data(snapshot)
    if previous is None:
        return whole_text(new)
    old = document_data(previous.snapshot)
    if _is_same_document(old, new):
        return previous.text
    return _rewritten(previous.text, old, new)


def fragment_text(fragment: Snapshot) -> str:
    """An excerpt of a pipeline as the text of a small document, for the clipboard."""
    return write_document(fragment)


def parse_fragment(text: str, catalog: Catalog) -> Snapshot:
    """The pipeline in a clipboard text: a fragment or a whole document.

    Raises:
        DocumentError: the text is neither.
    """
    return parse_document(text, "clipboard", catalog).snapshot


def _rewritten(text: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    mark = _MARK if text.startswith(_MARK) else ""
    lines = text.removeprefix(_MARK)
    has_crlf = "\r\n" in lines and lines.count("\r\n") == lines.count("\n")
    if has_crlf:
        lines = lines.replace("\r\n", "\n")
    parsed = yaml_io.parse(lines, "")
    result = _patched_or_none(lines, parsed, old, new)
    if result is None:
        result = whole_text(_with_unknown_sections(new, parsed.data))
    return mark + (result.replace("\n", "\r\n") if has_crlf else result)


def _patched_or_none(text: str, parsed: yaml_io.Parsed, old: dict[str, Any], new: dict[str, Any]) -> str | None:
    """The patched text, but only if it really says what it shall."""
    try:
        result = patched(text, parsed, old, new)
        again = DocumentReader(yaml_io.parse(result, ""), "").snapshot()
    except (NotPatchable, DocumentError):
        return None
    return result if _is_same_document(document_data(again), new) else None


def _is_same_document(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return same(a, b) and list(a["steps"]) == list(b["steps"])


def _with_unknown_sections(new: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Sections that this program does not know go on living, before the layout at the end."""
    kept = {k: v for k, v in before.items() if k not in SECTIONS}
    result = {**new, "format": max(new["format"], before.get("format", 1)), **kept}
    if "layout" in result:
        result["layout"] = result.pop("layout")
    return result
