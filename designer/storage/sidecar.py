"""The file beside other people's files: what those cannot say about the pipeline, and nothing else.

``format``, ``sources`` (paths relative to it) and the sections of an `Overlay`. What did not change keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer import yaml_io
from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import STEP_ID, Link
from designer.steps.catalog import Catalog
from designer.storage.checking import check_facts
from designer.storage.entries import NotPatchable
from designer.storage.link_text import FORM, format_link, parse_link
from designer.storage.migrations import FORMAT
from designer.storage.overlay import Overlay, step_data, step_of
from designer.storage.patching import patched, same
from designer.storage.reading import DocumentReader
from designer.storage.writing import frame_data, layout_data, note_data, plain, whole_text
from designer.yaml_io import Path

_SECTIONS: Final = (
    *("format", "sources", "pipeline", "steps", "removed", "added"),
    *("links", "unlinked", "notes", "frames", "layout"),
)
_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar holds.

    Args:
        sources: paths of the files it is about, relative to its own folder.
        overlay: what it adds to them.
        text: its text, with byte order mark and line ends as they are; empty when there is no file yet.
    """

    sources: tuple[str, ...]
    overlay: Overlay
    text: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """The plain data of its file: the same for equal contents, in whichever order they were made."""
        overlay = self.overlay
        data = {
            "format": FORMAT,
            "sources": list(self.sources),
            "pipeline": plain(overlay.facts),
            "steps": {i: plain(changes) for i, changes in overlay.steps.items()},
            "removed": sorted(overlay.removed),
            "added": {i: plain(step_data(step)) for i, step in overlay.added.items()},
            "links": sorted(map(format_link, overlay.links.values())),
            "unlinked": sorted(overlay.unlinked),
            "notes": {n.id: note_data(n) for n in overlay.notes.values()},
            "frames": {i: plain(changes) for i, changes in overlay.frames.items()},
            "layout": layout_data(overlay.positions, overlay.bends),
        }
        return {name: value for name, value in data.items() if value}

    def check(self, base: Snapshot, source: str, catalog: Catalog) -> None:
        """Compares every corrected fact with its type, now that the kinds in the files are known.

        Raises:
            DocumentError: the first that does not fit, with line, field and what would fit.
        """
        reader = _reader(self.text, source)
        check_facts(_stated(self.overlay.facts), catalog.pipeline_fields, ("pipeline",), reader)
        for name, changes in self.overlay.steps.items():
            there = base.steps.get(name)
            kind = str(changes.get("kind") or (there.kind if there else "other"))
            check_facts(_stated(changes), catalog.fields(kind), ("steps", name), reader)
        for step in self.overlay.added.values():
            check_facts(step.attributes, catalog.fields(step.kind), ("added", step.id), reader)


def _stated(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes without those that take something back."""
    return {name: value for name, value in changes.items() if value is not None}


def is_sidecar(text: str) -> bool:
    """Whether a text could be a sidecar: it has a list of sources on its top level."""
    return any(line.startswith(("sources:", _MARK + "sources:")) for line in text.splitlines())


def parse_sidecar(text: str, source: str) -> Sidecar:
    """Reads a sidecar.

    Raises:
        DocumentError: no valid sidecar; names line, field and what to do.
    """
    reader = _reader(text, source)
    version = reader.version
    try:
        return Sidecar(reader.sources(), reader.overlay(), text)
    except DocumentError as e:
        raise (reader.newer(e) if version > FORMAT else e) from None


def sidecar_text(sidecar: Sidecar, previous: Sidecar | None) -> str:
    """The text of a sidecar; empty when it has nothing to say and can go.

    Args:
        previous: what it held before: unchanged parts, comments and unknown keys are taken from its text.
    """
    old_text = previous.text if previous else ""
    if not old_text:
        return "" if sidecar.overlay.is_empty else whole_text(sidecar.data)
    assert previous is not None
    old, new = previous.data, sidecar.data
    if same(old, new):
        return old_text
    unknown = _unknown(old_text)
    if sidecar.overlay.is_empty and not unknown:
        return ""
    has_crlf = "\r\n" in old_text and old_text.count("\r\n") == old_text.count("\n")
    mark = _MARK if old_text.startswith(_MARK) else ""
    lines = old_text.removeprefix(_MARK).replace("\r\n", "\n") if has_crlf else old_text.removeprefix(_MARK)
    text = _patched_or_none(lines, old, new) or whole_text({**new, **unknown})
    return mark + (text.replace("\n", "\r\n") if has_crlf else text)


def _reader(text: str, source: str) -> _Reader:
    return _Reader(yaml_io.parse(text, source), source)


def _unknown(text: str) -> dict[str, Any]:
    data = yaml_io.load(text, "")
    return {k: v for k, v in data.items() if k not in _SECTIONS}


def _patched_or_none(text: str, old: dict[str, Any], new: dict[str, Any]) -> str | None:
    """The patched text, but only if it really says what it shall."""
    try:
        result = patched(text, yaml_io.parse(text, ""), old, new)
        return result if same(parse_sidecar(result, "").data, new) else None
    except (NotPatchable, DocumentError):
        return None


class _Reader(DocumentReader):
    """Reads the sections of a sidecar; those that a document has too are read in the same way."""

    def _top(self) -> dict[str, Any]:
        data = self.parsed.data
        if not isinstance(data, dict) or "sources" not in data:
            raise self.fail("this describes no files: it has no 'sources'", (), "Write 'sources: [dvc.yaml]'.")
        return data

    def sources(self) -> tuple[str, ...]:
        """Paths, relative to the folder of the sidecar."""
        found = self._texts("sources", "Write for example 'sources: [pipeline.yaml]'.")
        if not found:
            raise self.fail("names no file", ("sources",), "Write for example 'sources: [pipeline.yaml]'.")
        return found

    def overlay(self) -> Overlay:
        """What is to be laid over the files."""
        data = self._top()
        added = {i: step_of(i, self._facts_of(("added", i), v)) for i, v in self._section(data, "added").items()}
        anything = _Anything()
        return Overlay(
            facts=dict(self._section(data, "pipeline")),
            steps={i: self._changes(i, v) for i, v in self._section(data, "steps").items()},
            removed=self._texts("removed", "Write the ids of steps."),
            added=added,
            links=self._all_links(),
            unlinked=self._texts("unlinked", FORM),
            notes={n: self._note(n, v) for n, v in self._section(data, "notes").items()},
            frames={n: self._frame_changes(n, v) for n, v in self._section(data, "frames").items()},
            positions=self._positions(data, anything),
            bends=self._bends(data, anything),
        )

    def _facts_of(self, at: Path, value: Any) -> dict[str, Any]:
        self._check_id(str(at[-1]), at, "step")
        facts = dict(self._mapping(value, at))
        for name, form in (("kind", "'kind: train'"), ("title", "'title: Train'"), ("id", "'id: train'")):
            if facts.get(name) is not None and not isinstance(facts[name], str):
                raise self.fail("must be text", (*at, name), f"Write for example {form}.")
        return facts

    def _changes(self, name: str, value: Any) -> dict[str, Any]:
        changes = self._facts_of(("steps", name), value)
        if "id" in changes and not STEP_ID.match(changes["id"] or ""):
            raise self.fail("is not a step id", ("steps", name, "id"), "Use letters, digits, _ and -.")
        return changes

    def _all_links(self) -> dict[str, Link]:
        """Links by id; their ends are looked for when the files have been read."""
        links = {}
        for index, text in enumerate(self._texts("links", FORM)):
            try:
                link = parse_link(text)
            except ValueError as e:
                raise self.fail(str(e), ("links", index), FORM) from None
            links[link.id] = link
        return links

    def _frame_changes(self, name: str, value: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        frame = frame_data(self._frame(name, value, _Anything()))
        stated = self._mapping(value, ("frames", name))
        return {k: frame.get(k) for k in stated}

    def _texts(self, section: str, advice: str) -> tuple[str, ...]:
        value = self._top().get(section)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.fail("must be a list", (section,), advice)
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise self.fail("must be text", (section, index), advice)
        return tuple(value)


class _Anything(dict[str, Any]):
    """A table that has every step: which there are is known only when the files have been read."""

    def __contains__(self, key: object) -> bool:
        return True
