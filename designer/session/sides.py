"""What a pipeline looks like in files: the exports of a document, or the opened files as they would be saved."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.pace import breathe
from designer.plan.planner import make_plan
from designer.session.rewriting import Written
from designer.session.services import Services
from designer.session.source import Source
from designer.storage.overlay import apply
from designer.targets.target import Emission, TextSpan

OWN: Final = ""
"""Slug of the side that the opened files are."""
OWN_TITLE: Final = "Opened files"


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of a file of one side, 1-based and inclusive."""

    side: str
    path: str
    first_line: int
    last_line: int

    def meets(self, side: str, path: str, line: int) -> bool:
        """Whether a line is one of these."""
        return (side, path) == (self.side, self.path) and self.first_line <= line <= self.last_line


@dataclass(frozen=True, slots=True)
class Side:
    """One set of files that says the pipeline.

    Args:
        slug: of the target; `OWN` for opened files.
        title: what people call it.
        files: text by path.
        spans: step id -> its lines.
        beside: texts that the files mention and that are not part of it.
        linters: path -> programs that read the file; without an entry each program decides by name and text.
        units: lines that several steps share, such as the head of a job, with these steps.
    """

    slug: str
    title: str
    files: Mapping[str, str]
    spans: Mapping[str, tuple[TextSpan, ...]]
    beside: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    linters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)
    units: tuple[tuple[TextSpan, tuple[str, ...]], ...] = ()
    _lines: dict[str, list[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def regions(self, step: str) -> tuple[Region, ...]:
        """Where a step stands."""
        return tuple(Region(self.slug, s.path, s.first_line, s.last_line) for s in self.spans.get(step, ()))

    def owners(self, path: str, line: int) -> list[str]:
        """The steps that a line belongs to, those with the fewest lines around it first."""
        found = [
            (span.last_line - span.first_line, step)
            for step, spans in self.spans.items()
            for span in spans
            if span.has(path, line)
        ]
        return [step for _, step in sorted(found, key=lambda pair: pair[0])]

    def unit_at(self, path: str, line: int) -> tuple[str, ...]:
        """The steps that share a line; none for lines of the whole file."""
        hits = [(span.last_line - span.first_line, steps) for span, steps in self.units if span.has(path, line)]
        return min(hits)[1] if hits else ()

    def text_of(self, step: str) -> str:
        """All lines of a step, file by file."""
        return "\n".join(
            f"{span.path}\n" + "\n".join(self._lines_of(span.path)[span.first_line - 1 : span.last_line])
            for span in self.spans.get(step, ())
        )

    def _lines_of(self, path: str) -> list[str]:
        if path not in self._lines:
            self._lines[path] = self.files.get(path, "").split("\n")
        return self._lines[path]


def sides_of(services: Services, source: Source | None, snapshot: Snapshot) -> tuple[Side, ...]:
    """The files that say a pipeline; targets that cannot write it are left out."""
    if source is not None:
        return (_own_side(source, snapshot),)
    try:
        plan = make_plan(snapshot, services.catalog)
    except ExportError:
        return ()
    found = []
    for target in services.targets.values():
        try:
            emission = target.emit(plan)
        except ExportError:
            continue
        found.append(_side(target.slug, target.title, emission))
    return tuple(found)


def _side(slug: str, title: str, emission: Emission) -> Side:
    return Side(slug, title, emission.files, emission.spans)


def _own_side(source: Source, snapshot: Snapshot) -> Side:
    written = source.written(snapshot)
    spans = {s: tuple(TextSpan(p.path, p.first_line, p.last_line) for p in ps) for s, ps in written.places.items()}
    linters = {path: part.importer.linters for path, part in source.base.parts.items()}
    texts = {name: source.tree.neighbour(name) for name in source.tree.mentioned if name not in written.texts}
    beside = {name: text for name, text in texts.items() if text is not None}
    return Side(OWN, OWN_TITLE, written.texts, spans, beside, linters, tuple(_units(written)))


def _units(written: Written) -> Iterator[tuple[TextSpan, tuple[str, ...]]]:
    """The jobs or stages of the files that would be written, with their steps on the canvas."""
    names = apply(written.sidecar.overlay, written.base.snapshot).names
    for path, part in written.base.parts.items():
        for group in part.imported.groups:
            common = (written.base.names.get((path, local), "") for local in group.steps)
            steps = tuple(names[i] for i in common if i in names)
            if steps:
                yield TextSpan(path, group.place.first_line, group.place.last_line), steps


# ---------------------------------------------------------------------- what a fact or a step leaves in them
Fact = tuple[str, str]
"""A step, or ``pipeline``, and one of its attributes."""


def without(snapshot: Snapshot, facts: Collection[Fact] = (), steps: Collection[str] = ()) -> Snapshot:
    """A pipeline that does not state some facts, and does not have some steps."""
    gone = set(steps)
    left = {i: s for i, s in snapshot.steps.items() if i not in gone}
    for owner, name in facts:
        if owner in left:
            left[owner] = left[owner].with_attributes({name: None})
    own = {name for owner, name in facts if owner not in snapshot.steps}
    links = {i: k for i, k in snapshot.links.items() if not {k.source, k.target} & gone}
    return replace(snapshot, steps=left, links=links, facts={k: v for k, v in snapshot.facts.items() if k not in own})


def differing(before: Sequence[Side], after: Sequence[Side]) -> tuple[Region, ...]:
    """The lines of some sides that are others, or not there, in the same sides of another pipeline."""
    others = {side.slug: side for side in after}
    found: list[Region] = []
    for side in before:
        other = others.get(side.slug)
        for path, text in side.files.items():
            new = other.files.get(path, "") if other else ""
            if new != text:
                found += [Region(side.slug, path, *lines) for lines in changed_lines(text, new)]
    return tuple(found)


def changed_lines(old: str, new: str) -> Iterator[tuple[int, int]]:
    """First and last line of every piece of the old text that the new one says differently or not at all.

    Where the new text only has more, the line of the old one in front of it.
    """
    before, after = old.split("\n"), new.split("\n")
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    for tag, first, last, _, _ in _Matcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield (start + first + 1, start + last) if last > first else (max(start + first, 1), max(start + first, 1))


class _Places(dict[str, list[int]]):
    """Where lines stand; who compares long texts asks for it once for every line."""

    def get(self, line: str, default: Any = None) -> Any:
        breathe()
        return super().get(line, default)


class _Matcher(difflib.SequenceMatcher[str]):
    b2j: dict[str, list[int]]

    def set_seq2(self, b: Sequence[str]) -> None:
        super().set_seq2(b)
        self.b2j = _Places(self.b2j)
