"""From a snapshot to plain data and to YAML text, one fact a line, in a stable order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from designer import yaml_io
from designer.model.snapshot import Bends, Position, Snapshot
from designer.model.step import Frame, Note, Step
from designer.pace import breathe
from designer.storage.link_text import format_link
from designer.storage.migrations import FORMAT

LINE_WIDTH: Final = 110
# Words that no YAML reader takes for anything but text; everything else goes through the library.
_SAFE: Final = re.compile(r"[^\W\d][\w./-]*(?: [\w./+\U0001F300-\U0001FAFF-]+| [-~]> [\w-]+)*\Z")
_RESERVED: Final = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_LONG_KEY: Final = 100  # longer ones, and those of several lines, need YAML's explicit key form


def document_data(snapshot: Snapshot) -> dict[str, Any]:
    """The plain data of a document: the same for equal snapshots, what is usual left out."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "pipeline": plain(snapshot.facts),
        "steps": {s.id: _step_data(s) for s in snapshot.steps.values()},
        "links": [format_link(k) for k in snapshot.links.values()],
        "notes": {n.id: note_data(n) for n in snapshot.notes.values()},
        "frames": {f.id: frame_data(f) for f in snapshot.frames.values()},
        "layout": layout_data(snapshot.positions, snapshot.bends),
    }
    return {name: value for name, value in data.items() if value or name == "steps"}


def _step_data(step: Step) -> dict[str, Any]:
    breathe()
    data = {"kind": plain(step.kind)}
    if step.title:
        data["title"] = plain(step.title)
    data.update(plain(step.attributes))
    return data


def note_data(note: Note) -> dict[str, Any]:
    """A note as plain data, without what is usual."""
    usual = Note(note.id)
    data: dict[str, Any] = {"form": plain(note.form)} if note.form != usual.form else {}
    if note.text or note.has_words:
        data["text"] = plain(note.text)
    data["at"] = pair((note.x, note.y))
    if (note.width, note.height) != (usual.width, usual.height):
        data["size"] = pair((note.width, note.height))
    if note.colour != usual.colour:
        data["colour"] = plain(note.colour)
    stated = {name: plain(getattr(note, name)) for name in ("ink", "author", "step", "resolved")}
    return {**data, **{name: value for name, value in stated.items() if value}, **plain(note.extra)}


def frame_data(frame: Frame) -> dict[str, Any]:
    """A frame as plain data."""
    title = {"title": plain(frame.title)} if frame.title else {}
    return {**title, "steps": list(frame.steps), **plain(frame.extra)}


def layout_data(positions: Mapping[str, Position], bends: Mapping[str, Bends]) -> dict[str, Any]:
    """Where cards stand and which points links pass, as plain data."""
    return {**{s: pair(p) for s, p in positions.items()}, **{k: [pair(p) for p in b] for k, b in bends.items()}}


def pair(place: Position) -> list[int | float]:
    """A place as two numbers."""
    return [_number(v) for v in place]


def _number(value: float) -> int | float:
    """Hundredths of a canvas unit are more than any screen shows."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def plain(value: Any) -> Any:
    """Dictionaries, lists and scalars only; a lone surrogate, which no file can hold, becomes a question mark."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {plain(str(k)): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def whole_text(data: Mapping[str, Any]) -> str:
    """The text of a document from its plain data."""
    return "".join(entry_text(key, value) for key, value in data.items())


def entry_text(key: str, value: Any, indent: int = 0) -> str:
    """``key: value`` as lines of YAML, indented by a number of spaces."""
    breathe()
    pad = " " * indent
    if len(key) > _LONG_KEY or not key.isprintable() or _has_lines(value):
        return indented(yaml_io.block({key: value}), pad)
    head = f"{pad}{scalar_text(key)}:"
    if isinstance(value, dict) and value:
        return f"{head}\n" + "".join(entry_text(k, v, indent + 2) for k, v in value.items())
    if isinstance(value, list) and not fits_one_line(value, len(head)):
        return f"{head}\n" + "".join(item_text(v, indent + 2) for v in value)
    return f"{head} {flow_text(value)}\n"


def item_text(value: Any, indent: int) -> str:
    """One item of a block list."""
    return f"{' ' * indent}- {scalar_text(value) if isinstance(value, str) else flow_text(value)}\n"


def flow_text(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar_text(value)
    if isinstance(value, list) and all(type(v) is int or (isinstance(v, str) and _is_safe(v)) for v in value):
        return f"[{', '.join(map(str, value))}]"
    return yaml_io.flow(value)


def scalar_text(text: str) -> str:
    """A text on one line, in quotes where it needs them."""
    return text if _is_safe(text) else yaml_io.flow(text)


def _is_safe(text: str) -> bool:
    return bool(_SAFE.match(text)) and text.lower() not in _RESERVED


def fits_one_line(items: list[Any], before: int) -> bool:
    """Whether a list is short and flat enough to stand on the line of its key."""
    if any(isinstance(i, dict) for i in items) or any(_is_link(i) for i in items):
        return not items
    return before + len(flow_text(items)) <= LINE_WIDTH


def _is_link(item: Any) -> bool:
    return isinstance(item, str) and (" -> " in item or " ~> " in item)


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def indented(text: str, pad: str) -> str:
    """Every line that is not empty moved to the right."""
    return "".join(pad + line if line.strip() else line for line in text.splitlines(keepends=True)) if pad else text
