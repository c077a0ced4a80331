"""What diagrams and lists of other people say: boxes with words in them, and arrows. Made a pipeline of here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.graph_queries import reachable
from designer.model.snapshot import Snapshot
from designer.model.step import FEEDBACK, Frame, Link, Note, Step, free_id
from designer.recognition.plain_words import PlainWords
from designer.recognition.recogniser import UNKNOWN
from designer.targets.imported import GUESSED, KEPT, Group, Imported, Place, Remark
from designer.targets.importer import Surroundings

MAX_BOXES: Final = 2_000
MAX_ARROWS: Final = 6_000
_TITLE: Final = 70  # letters of a title; longer ones are shortened and stand in the description
_SHORT_ID: Final = 24
_WHEN: Final = {
    "success": frozenset(["yes", "y", "ok", "pass", "passed", "success", "good", "true", "accepted", "approved"]),
    "failure": frozenset(["no", "n", "fail", "failed", "fails", "failure", "error", "bad", "false", "rejected"]),
    "always": frozenset(("always",)),
}


class NothingDrawn(DocumentError):
    """A text that could have been a diagram or a list, and is none: no mistake of anybody."""


@dataclass(frozen=True, slots=True)
class Box:
    """One step.

    Args:
        title: its words.
        line: 1-based, where it stands first.
        hint: a word for its shape, for when its own words say nothing.
        details: further words about it.
        name: what its author calls it, where that is no mere letter.
    """

    title: str
    line: int
    hint: str = ""
    details: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One link; a weak one gives way where both together would close a circle."""

    source: str
    target: str
    line: int
    text: str = ""
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A titled area around boxes."""

    title: str
    boxes: tuple[str, ...]


@dataclass(slots=True)
class Sketch:
    """Everything that a text draws, boxes by the key that arrows name.

    Args:
        absent: lines that say what there is not.
        ignored: lines that were not understood, with what they are.
    """

    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def imported(sketch: Sketch, path: str, around: Surroundings) -> Imported:
    """The pipeline of a sketch: kinds guessed from words, arrows that close a circle as feedback.

    Raises:
        DocumentError: there is too much in it.
    """
    if len(sketch.boxes) > MAX_BOXES or len(sketch.arrows) > MAX_ARROWS:
        message = f"more than {MAX_BOXES:,} steps or {MAX_ARROWS:,} links"
        raise DocumentError(message, path=path, advice="Take a part of it.")
    words, hide = PlainWords(around.catalog, around.recogniser), around.recogniser.hazards.hide
    steps: dict[str, Step] = {}
    names: dict[str, str] = {}
    guesses: list[Remark] = []
    for key, box in sketch.boxes.items():
        step = _step(replace(box, title=hide(box.title), details=hide(box.details)), words, steps)
        steps[step.id] = step
        names[key] = step.id
        kind = around.catalog.kind(step.kind).title
        guesses.append(Remark(GUESSED, path, box.line, f"{step.label!r} is taken for: {kind}", step.id))
    told = [Remark(KEPT, path, line, text) for line, text in sketch.ignored]
    told += [Remark(GUESSED, path, line, text) for line, text in sketch.remarks]
    links, circles = _links(sketch.arrows, names)
    told += [Remark(GUESSED, path, line, text) for line, text in circles]
    snapshot = Snapshot(steps, links, {}, _notes(sketch.absent, hide), _frames(sketch.areas, names, hide))
    places = {names[key]: (Place(path, (), box.line, box.line),) for key, box in sketch.boxes.items()}
    groups = tuple(Group(step, (step,), (), 1, found[0]) for step, found in places.items())
    return Imported(snapshot, places, groups, (*told, *guesses))


def _step(box: Box, words: PlainWords, taken: Mapping[str, Step]) -> Step:
    said = words.read(box.title)
    kind = said.kind if said.kind != UNKNOWN or not box.hint else words.read(box.hint).kind
    facts: dict[str, Any] = {**said.attributes, "description": box.details}
    title = box.title
    if len(title) > _TITLE:
        title = title[:_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
        facts["description"] = f"{box.title}\n{box.details}".strip()
    new = free_id(box.name or _name(box.title, kind), taken)
    return Step(new, kind, title, {name: value for name, value in facts.items() if value != ""})


def _name(title: str, kind: str) -> str:
    """An id that people can read: the words when they are few, else what it is."""
    plain = "_".join(re.findall(r"[a-z0-9]+", title.casefold()))
    if plain and len(plain) <= _SHORT_ID:
        return plain
    return kind if kind != UNKNOWN or not plain else "_".join(plain.split("_")[:3])


def _links(arrows: Iterable[Arrow], names: Mapping[str, str]) -> tuple[dict[str, Link], list[tuple[int, str]]]:
    """Links by id; what closes a circle starts a later run. Weak arrows come last, so that they are the ones."""
    links: dict[str, Link] = {}
    after: dict[str, list[str]] = {}
    told: list[tuple[int, str]] = []
    for arrow in sorted(arrows, key=lambda a: a.is_weak):
        source, target = names[arrow.source], names[arrow.target]
        if source == target:
            told.append((arrow.line, f"{source} cannot be linked to itself; the link was left out"))
            continue
        link = Link(source, target, when=_when(arrow.text))
        if link.id in links:
            continue
        if source in reachable([target], after):
            link = Link(source, target, FEEDBACK)
            if not arrow.is_weak:
                told.append((arrow.line, f"the link from {source} to {target} closes a circle: it became feedback"))
        else:
            after.setdefault(source, []).append(target)
        links[link.id] = link
    return links, told


def _when(text: str) -> str:
    word = text.strip(" .!?").casefold()
    return next((when for when, words in _WHEN.items() if word in words), "success")


def is_outcome(text: str) -> bool:
    """Whether the words on an arrow say under which outcome it is taken."""
    word = text.strip(" .!?").casefold()
    return any(word in words for words in _WHEN.values())


def _notes(absent: list[str], hide: Any) -> dict[str, Note]:
    if not absent:
        return {}
    text = "\n".join(["Said to be missing", *(f"- {hide(line)}" for line in absent)])
    return {"missing": Note("missing", text, width=300.0, height=60.0 + 36.0 * len(absent))}


def _frames(areas: Iterable[Area], names: Mapping[str, str], hide: Any) -> dict[str, Frame]:
    frames: dict[str, Frame] = {}
    for area in areas:
        inside = tuple(dict.fromkeys(names[key] for key in area.boxes if key in names))
        if inside:
            new = free_id("frame", frames)
            frames[new] = Frame(new, hide(area.title)[:_TITLE], inside)
    return frames
