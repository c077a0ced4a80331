"""Several files of other people on one canvas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePosixPath
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES, Frame, Link, Step, free_id
from designer.steps.catalog import Catalog
from designer.targets.board import Side
from designer.targets.crossings import crossed
from designer.targets.file_links import FileUse
from designer.targets.ignore_comments import read_waived
from designer.targets.imported import REFUSED, Group, Imported, Place, Reference, Remark, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.targets.unproven import asked_of_code

_MANY_CARDS: Final = 12
_FEW_CARDS: Final = 2  # in one frame, that are shown all the same
_OF_A_MODEL: Final = ("trains", "provides_model")
_PURPOSES: Final = ("online", "batch", "training")
_JOINED: Final = ("triggers", "branches", "models", "external")
# Facts of a file that its steps carry on a canvas of several files, under the name that steps have for it.
_INHERITED: Final = {"origin": "origin", "triggers": "triggers", "branches": "push_branches"}


@dataclass(frozen=True, slots=True)
class Part:
    """One file and what was read from it."""

    importer: Importer
    file: SourceFile
    imported: Imported


@dataclass(frozen=True, slots=True)
class Repository(Imported):
    """What was read from one file or several.

    Args:
        parts: by path, the files that could be read.
        names: (path, id of a step in that file alone) -> its id on the common canvas.
        frame_names: (path, id of a frame in that file alone) -> its id on the common canvas.
    """

    parts: Mapping[str, Part] = field(default_factory=lambda: NO_ATTRIBUTES)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    frame_names: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_repository(
    files: Iterable[tuple[Importer, SourceFile]], around: Surroundings, *, is_whole: bool = True
) -> Repository:
    """Reads files and puts them on one canvas; what cannot be loaded is told as a refused remark.

    One file alone is left as it is. Of several, each has a frame around its steps.

    Args:
        is_whole: whether these are all files there are; otherwise the pipeline is partial: steps may stand elsewhere.
            So is one that neither makes nor releases a model: that of a library, or made by scripts nobody sees here.
    """
    parts, refused = [], []
    for importer, file in files:
        try:
            parts.append(Part(importer, file, read_waived(importer, file, around)))
        except DocumentError as e:
            refused.append(Remark(REFUSED, file.path, e.line, e.message, advice=e.advice))
    found = _alone(parts[0]) if len(parts) == 1 and not refused else _joined(parts, refused, around)
    if is_whole and _is_about_a_model(found.snapshot, around.catalog):
        texts = {path: part.file.text for path, part in found.parts.items()}
        return replace(found, snapshot=asked_of_code(found.snapshot, found.places, texts, around))
    return replace(found, snapshot=replace(found.snapshot, facts={**found.snapshot.facts, "partial": True}))


def _is_about_a_model(snapshot: Snapshot, catalog: Catalog) -> bool:
    """Whether a model is made there, fetched, or released for everybody."""
    real = [step for step in snapshot.steps.values() if not step.get("stub")]
    releases = [s for s in real if catalog.can(s, "deploys") and s.get("environment") in (None, "prod")]
    return bool(releases) or any(catalog.can(step, c) for step in real for c in _OF_A_MODEL)


def _alone(part: Part) -> Repository:
    read, path = part.imported, part.file.path
    names = {(path, step): step for step in read.snapshot.steps}
    frame_names = {(path, frame): frame for frame in read.snapshot.frames}
    known = {f.name: getattr(read, f.name) for f in fields(Imported)}
    return Repository(**known, parts={path: part}, names=names, frame_names=frame_names)


def _joined(parts: Sequence[Part], refused: Sequence[Remark], around: Surroundings) -> Repository:
    names = _names(parts)
    facts = _facts(parts)
    steps: dict[str, Step] = {}
    links: dict[str, Link] = {}
    frames: dict[str, Frame] = {}
    frame_names: dict[tuple[str, str], str] = {}
    places: dict[str, tuple[Place, ...]] = {}
    groups: list[Group] = []
    references: list[Reference] = []
    files: dict[str, FileUse] = {}
    sides: list[Side] = []
    remarks = list(refused)
    for part in parts:
        path, read = part.file.path, part.imported
        ids = {step: names[path, step] for step in read.snapshot.steps}
        sides.append(Side(part.importer, part.file, read, ids))
        steps.update({ids[s.id]: _on_canvas(s, ids[s.id], read, facts) for s in read.snapshot.steps.values()})
        for link in read.snapshot.links.values():
            moved = replace(link, source=ids[link.source], target=ids[link.target])
            links[moved.id] = moved
        frame_names.update(_add_frames(part, ids, frames))
        places.update({ids[s]: p for s, p in read.places.items() if s in ids})
        files.update({ids[s]: use for s, use in read.files.items() if s in ids})
        references += [replace(r, step=ids.get(r.step, r.step) if r.step else None) for r in read.references]
        groups += [replace(g, steps=tuple(ids.get(s, s) for s in g.steps)) for g in read.groups]
        remarks += [replace(r, step=ids.get(r.step, r.step) if r.step else None) for r in read.remarks]
    drawn = Snapshot(steps=steps, links=links, facts=facts, frames=_overview(frames, len(steps)))
    snapshot, told = crossed(drawn, sides, around.catalog)
    remarks += told
    return Repository(
        snapshot,
        places,
        tuple(groups),
        tuple(remarks),
        files={step: use for step, use in files.items() if step in snapshot.steps},
        references=tuple(references),
        parts={part.file.path: part for part in parts},
        names={key: step for key, step in names.items() if step in snapshot.steps},
        frame_names=frame_names,
    )


def _on_canvas(step: Step, name: str, read: Imported, facts: Mapping[str, Any]) -> Step:
    """A step with what its own file says of all its steps, where other files say something else."""
    own = read.snapshot.facts
    inherited = {
        attribute: own[fact]
        for fact, attribute in _INHERITED.items()
        if fact in own and own[fact] != facts.get(fact) and step.get(attribute) is None
    }
    return replace(step, id=name).with_attributes(inherited)


def _names(parts: Sequence[Part]) -> dict[tuple[str, str], str]:
    """Ids that no other file uses stay; the others begin with the name of their file."""
    uses = Counter(step for part in parts for step in part.imported.snapshot.steps)
    taken = {step: None for step, count in uses.items() if count == 1}
    names = {}
    for part in parts:
        path = part.file.path
        for step in part.imported.snapshot.steps:
            name = step if uses[step] == 1 else free_id(f"{PurePosixPath(path).stem}_{step}", taken)
            taken[name] = None
            names[path, step] = name
    return names


def _add_frames(part: Part, ids: Mapping[str, str], frames: dict[str, Frame]) -> dict[tuple[str, str], str]:
    """Adds a frame around the file and the file's own ones; returns what these are called."""
    path = part.file.path
    extra: dict[str, Any] = {"role": "file", "path": path}
    name = free_id(PurePosixPath(path).stem, frames)
    frames[name] = Frame(name, path, tuple(ids.values()), extra)
    names = {}
    for frame in part.imported.snapshot.frames.values():
        inside = free_id(frame.id, frames)
        frames[inside] = replace(frame, id=inside, steps=tuple(ids[s] for s in frame.steps))
        names[path, frame.id] = inside
    return names


def _overview(frames: Mapping[str, Frame], cards: int) -> dict[str, Frame]:
    """The frames of a canvas with many cards: longer jobs are collapsed, so that it can be seen as a whole."""
    if cards <= _MANY_CARDS:
        return dict(frames)
    return {
        f.id: replace(f, extra={**f.extra, "collapsed": True})
        if f.extra.get("role") != "file" and len(f.steps) > _FEW_CARDS
        else f
        for f in frames.values()
    }


def _facts(parts: Sequence[Part]) -> dict[str, Any]:
    """Facts of the first file that states them; lists are joined, and the widest purpose counts for all."""
    facts: dict[str, Any] = {}
    stated = [p.imported.snapshot.facts for p in parts if not p.importer.is_description]
    for own in stated or [p.imported.snapshot.facts for p in parts]:
        for name, value in own.items():
            if name == "suppress" and name in facts:
                facts[name] = [*facts[name], *value]
            elif name in _JOINED and isinstance(value, list) and isinstance(facts.get(name), list):
                facts[name] = list(dict.fromkeys([*facts[name], *value]))
            else:
                facts.setdefault(name, value)
    facts.pop("name", None)  # that of one file is not that of all
    if any("triggers" not in p.imported.snapshot.facts for p in parts):
        facts.pop("triggers", None)  # what starts one file does not start what is run by hand
        facts.pop("branches", None)
    purposes = [p for p in _PURPOSES if p in [own.get("scope") for own in stated]]
    return {**facts, "scope": purposes[0]} if purposes else facts
