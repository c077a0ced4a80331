"""From parsed YAML to a snapshot: the structure of a document, whatever its kinds and fields mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.snapshot import Bends, Snapshot
from designer.model.step import COMMENT, INK, STEP_ID, TEXT, Frame, Link, Note, Step, frozen
from designer.storage.link_text import FORM, parse_link, shortened
from designer.storage.migrations import FORMAT, migrate
from designer.yaml_io import Parsed, Path

UNKNOWN_KIND: Final = "other"
SECTIONS: Final = ("format", "pipeline", "steps", "links", "notes", "frames", "layout")
MAX_STEPS: Final = 100_000
MAX_LINKS: Final = 400_000
MAX_PLACE: Final = 1e9
MAX_BENDS: Final = 200
_DRAWN: Final = (TEXT, INK, COMMENT)
_DRAWN_WORDS: Final = ("form", "ink", "author", "step")
_INK: Final = re.compile(r"[A-Za-z0-9_-]{0,100000}\Z")
_ID_ADVICE: Final = "Use letters, digits, _ and -, starting with a letter or _."
_START_ADVICE: Final = "A pipeline document has a 'steps:' section."


class DocumentReader:
    """Builds the snapshot of one parsed document and knows where everything in it stands."""

    def __init__(self, parsed: Parsed, source: str) -> None:
        self.parsed = parsed
        self.source = source

    def fail(self, message: str, at: Path, advice: str = "") -> DocumentError:
        """An error about the value at a path of keys."""
        name = ".".join(shortened(str(part)) for part in at) or None
        return DocumentError(message, path=self.source, line=self.parsed.line(at), field=name, advice=advice)

    @property
    def version(self) -> int:
        """The ``format`` of the document; what does not say it has the first one."""
        version = self._top().get("format", 1)
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            raise self.fail("must be a whole number from 1 on", ("format",), f"Write 'format: {FORMAT}'.")
        return version

    def snapshot(self) -> Snapshot:
        """The document as a snapshot. One of a newer format is read as if it were of this one.

        Raises:
            DocumentError: the structure is wrong; names line, field and what to do.
        """
        data = migrate(self._top(), self.version)
        steps = self._steps(data)
        links = self._links(data, steps)
        return Snapshot(
            steps=steps,
            links=links,
            facts=self._facts(data),
            notes={n: self._note(n, v) for n, v in self._section(data, "notes").items()},
            frames={n: self._frame(n, v, steps) for n, v in self._section(data, "frames").items()},
            positions=self._positions(data, steps),
            bends=self._bends(data, links),
        )

    def newer(self, error: DocumentError) -> DocumentError:
        """What to say when a document of a newer format makes no sense here."""
        message = f"format {self.version} was written by a newer version of the program, and {error.message}"
        advice = f"Update the program: this one knows format {FORMAT}."
        return DocumentError(message, path=self.source, line=error.line, field=error.field, advice=advice)

    def _top(self) -> dict[str, Any]:
        data = self.parsed.data
        if data is None:
            raise self.fail("the document is empty", (), _START_ADVICE)
        if not isinstance(data, dict):
            raise self.fail("this is not a pipeline document", (), _START_ADVICE)
        if "steps" not in data:
            raise self.fail("this is not a pipeline document: it has no 'steps'", (), _START_ADVICE)
        return data

    def _section(self, data: Mapping[str, Any], name: str) -> dict[str, Any]:
        return self._mapping(data.get(name), (name,))

    def _mapping(self, value: Any, at: Path) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fail("must be a mapping of keys to values", at, "Write one 'key: value' on each line.")
        if "<<" in value:
            raise self.fail("merge keys are not supported", (*at, "<<"), "Write the values out.")
        return value

    def _facts(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in self._section(data, "pipeline").items() if v is not None}

    def _steps(self, data: Mapping[str, Any]) -> dict[str, Step]:
        section = self._section(data, "steps")
        if len(section) > MAX_STEPS:
            raise self.fail(f"more than {MAX_STEPS:,} steps", ("steps",), "Split the pipeline.")
        return {step_id: self._step(step_id, value) for step_id, value in section.items()}

    def _step(self, step_id: str, value: Any) -> Step:
        at = ("steps", step_id)
        self._check_id(step_id, at, "step")
        attributes = dict(self._mapping(value, at))
        kind = attributes.pop("kind", None)
        title = attributes.pop("title", None)
        if kind is not None and not (isinstance(kind, str) and kind):
            raise self.fail("must be the name of a step kind", (*at, "kind"), "Write for example 'kind: train'.")
        if title is not None and not isinstance(title, str):
            raise self.fail("must be text", (*at, "title"), "Put quotes around it.")
        facts = {k: v for k, v in attributes.items() if v is not None}
        return Step(step_id, kind or UNKNOWN_KIND, title or "", frozen(facts))

    def _check_id(self, name: str, at: Path, what: str) -> None:
        if not STEP_ID.match(name):
            raise self.fail(f"is not a {what} id", at, _ID_ADVICE)

    def _links(self, data: Mapping[str, Any], steps: Mapping[str, Step]) -> dict[str, Link]:
        section = data.get("links")
        if section is None:
            return {}
        if not isinstance(section, list):
            raise self.fail("must be a list of links", ("links",), FORM)
        if len(section) > MAX_LINKS:
            raise self.fail(f"more than {MAX_LINKS:,} links", ("links",), "Split the pipeline.")
        links: dict[str, Link] = {}
        for index, value in enumerate(section):
            link = self._link(value, ("links", index), steps)
            if link.id in links:
                raise self.fail(f"the link {link.id} stands twice", ("links", index), "Remove one of the two.")
            links[link.id] = link
        return links

    def _link(self, value: Any, at: Path, steps: Mapping[str, Step]) -> Link:
        if not isinstance(value, str):
            raise self.fail("a link must be text", at, FORM)
        try:
            link = parse_link(value)
        except ValueError as e:
            raise self.fail(str(e), at, FORM) from None
        for end in (link.source, link.target):
            if end not in steps:
                raise self.fail(f"there is no step {end!r}", at, "Correct the name or add the step.")
        if link.source == link.target and not link.is_flow:
            raise self.fail(f"{link.source} cannot be linked to itself", at, "Remove the link.")
        return link

    def _note(self, note_id: str, value: Any) -> Note:
        at = ("notes", note_id)
        self._check_id(note_id, at, "note")
        rest = dict(self._mapping(value, at))
        usual = Note(note_id)
        text, colour = (self._text(rest.pop(name, None), (*at, name)) for name in ("text", "colour"))
        drawn = self._drawn(rest, at) if rest.get("form") in _DRAWN else {}
        x, y = self._pair(rest.pop("at", None), (*at, "at"), (usual.x, usual.y))
        width, height = self._pair(rest.pop("size", None), (*at, "size"), (usual.width, usual.height))
        if width <= 0 or height <= 0:
            raise self.fail("must be larger than nothing", (*at, "size"), "Write for example 'size: [220, 120]'.")
        return Note(note_id, text, x, y, width, height, colour or usual.colour, frozen(rest), **drawn)

    def _drawn(self, rest: dict[str, Any], at: Path) -> dict[str, Any]:
        """What only texts, strokes and comments hold, taken out of the rest: on a sticky note it means nothing."""
        found: dict[str, Any] = {name: self._text(rest.pop(name, None), (*at, name)) for name in _DRAWN_WORDS}
        resolved = rest.pop("resolved", None)
        if resolved is not None and not isinstance(resolved, bool):
            raise self.fail("must be true or false", (*at, "resolved"), "Write 'resolved: true' when it is settled.")
        if not _INK.match(found["ink"]):
            raise self.fail("is not a stroke", (*at, "ink"), "Write letters, digits, _ and - only.")
        return {**found, "resolved": bool(resolved)}

    def _frame(self, frame_id: str, value: Any, steps: Mapping[str, Step]) -> Frame:
        at = ("frames", frame_id)
        self._check_id(frame_id, at, "frame")
        rest = dict(self._mapping(value, at))
        title = self._text(rest.pop("title", None), (*at, "title"))
        members = rest.pop("steps", None) or []
        where = (*at, "steps")
        if not isinstance(members, list) or not all(isinstance(m, str) for m in members):
            raise self.fail("must be a list of step ids", where, "Write for example 'steps: [train, evaluate]'.")
        for index, member in enumerate(members):
            if member not in steps:
                raise self.fail(f"there is no step {member!r}", (*where, index), "Correct the name or add the step.")
        return Frame(frame_id, title, tuple(dict.fromkeys(members)), frozen(rest))

    def _positions(self, data: Mapping[str, Any], steps: Mapping[str, Step]) -> dict[str, tuple[float, float]]:
        section = self._section(data, "layout")
        # Places of steps that are gone are left alone: they do no harm.
        there = {s: v for s, v in section.items() if s in steps and v is not None and not _is_link(s)}
        return {s: self._pair(v, ("layout", s), (0.0, 0.0)) for s, v in there.items()}

    def _bends(self, data: Mapping[str, Any], links: Mapping[str, Link]) -> dict[str, Bends]:
        section = self._section(data, "layout")
        return {k: self._points(v, ("layout", k)) for k, v in section.items() if k in links and v and _is_link(k)}

    def _points(self, value: Any, at: Path) -> Bends:
        if not isinstance(value, list) or len(value) > MAX_BENDS:
            raise self.fail(f"must be a list of up to {MAX_BENDS} places", at, "Write for example '[[120, 80]]'.")
        return tuple(self._pair(v, (*at, i), (0.0, 0.0)) for i, v in enumerate(value))

    def _text(self, value: Any, at: Path) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fail("must be text", at, "Put quotes around it.")
        return value

    def _pair(self, value: Any, at: Path, usual: tuple[float, float]) -> tuple[float, float]:
        if value is None:
            return usual
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_place, value)):
            raise self.fail("must be two numbers", at, "Write for example '[120, 80]'.")
        return float(value[0]), float(value[1])


def _is_link(key: str) -> bool:
    """Whether a key of the layout names a link, not a step."""
    return " -> " in key or " ~> " in key


def _is_place(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= MAX_PLACE
