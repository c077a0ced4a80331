"""A file changed on disk while it is open: the pipeline follows, or both sides' edits are brought together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from designer import yaml_io
from designer.drawing.layout import placed
from designer.model.changes import FACTS, FRAMES, LINKS, NOTES, STEPS
from designer.model.snapshot import Bends, Position, Snapshot
from designer.model.step import Frame, Step, frozen
from designer.session.matching import renamed, renaming, same_steps
from designer.session.source import Source
from designer.storage.link_text import format_link
from designer.storage.overlay import ASSESSED, step_data, step_of
from designer.storage.patching import same
from designer.storage.writing import frame_data, note_data, plain

_TABLES: Final = (STEPS, LINKS, NOTES, FRAMES, FACTS)
_WORDS: Final = {STEPS: "Step", LINKS: "Link", NOTES: "Note", FRAMES: "Frame", FACTS: "Pipeline"}
_QUIET: Final = ("confidence", "setup")  # follow from the rest: nobody is asked about them
_LONG: Final = 200
REMOVED: Final = "removed"
ABSENT: Final = "not there"


@dataclass(frozen=True, slots=True)
class MergeStep:
    """One difference that the file on disk brings.

    Args:
        what: what it is about: ``Step Train model: command``.
        base: what was read before anything was edited; ``not there`` for what is new.
        mine: what stands here; ``removed`` when it is gone.
        theirs: what stands on disk.
        is_conflict: whether it was edited here, too; then somebody has to choose.
        key: table, id and field; the field is empty for a whole row.
    """

    what: str
    base: str
    mine: str
    theirs: str
    is_conflict: bool
    key: tuple[str, str, str]


@dataclass(frozen=True)
class Merge:
    """The pipeline as it was read, as it is here, and as it is on disk, all with the ids of the last.

    Args:
        base: as it was read.
        mine: as it is here.
        theirs: as it is on disk, with the places of cards that were here.
        source: what was read from disk.
        names: id of a step here -> its id in all of these.
        was_automatic: whether the places of the cards were chosen by nobody.
    """

    base: Snapshot
    mine: Snapshot
    theirs: Snapshot
    source: Source
    names: Mapping[str, str]
    was_automatic: bool

    @cached_property
    def steps(self) -> tuple[MergeStep, ...]:
        """What would be taken from disk, in the order of the pipeline; conflicts among it."""
        return tuple(
            _told(table, row, field, values, self._holder(table, row), clash)
            for table, row, field, values, clash in self._differences()
            if field not in _QUIET
        )

    @property
    def conflicts(self) -> tuple[MergeStep, ...]:
        return tuple(step for step in self.steps if step.is_conflict)

    def result(self, keep_mine: Collection[tuple[str, str, str]] = ()) -> Snapshot:
        """The pipeline with both sides' edits.

        Args:
            keep_mine: keys of the steps for which what stands here counts; for the others what is on disk.
        """
        taken = {step.key for step in self.steps if step.key not in keep_mine}
        taken |= {(t, row, field) for t, row, field, _, clash in self._differences() if field in _QUIET and not clash}
        tables = {table: self._merged(table, taken) for table in _TABLES}
        steps = {i: step_of(i, row) for i, row in tables[STEPS].items()}
        everything = {**self.mine.links, **self.theirs.links}
        links = {i: _link(everything[i], row) for i, row in tables[LINKS].items()}
        links = {i: k for i, k in links.items() if {k.source, k.target} <= steps.keys()}
        notes = {**self.theirs.notes, **self.mine.notes}
        facts = {name: row[""] for name, row in tables[FACTS].items()}
        both = (*self.theirs.facts.get(ASSESSED, ()), *self.mine.facts.get(ASSESSED, ()))
        merged = Snapshot(
            steps=steps,
            links=links,
            notes={i: self._side(i, taken).notes.get(i, notes[i]) for i in tables[NOTES]},
            frames={i: _frame(i, row, steps) for i, row in tables[FRAMES].items()},
            facts={**facts, **({ASSESSED: list(dict.fromkeys(both))} if both else {})},
            positions={i: p for i, p in {**self.theirs.positions, **self.mine.positions}.items() if i in steps},
            bends={i: b for i, b in {**self.theirs.bends, **self.mine.bends}.items() if i in links},
        )
        return placed(merged)

    # ------------------------------------------------------------------ inside
    def _side(self, note: str, taken: Collection[tuple[str, str, str]]) -> Snapshot:
        return self.theirs if (NOTES, note, "") in taken else self.mine

    def _holder(self, table: str, row: str) -> Snapshot:
        """One of the three that has a row."""
        return next(s for s in (self.theirs, self.mine, self.base) if row in getattr(s, table))

    def _differences(self) -> Iterator[tuple[str, str, str, tuple[Any, Any, Any], bool]]:
        """Table, row, field, what was, is here and is there, and whether both were edited: for edits on disk."""
        for table in _TABLES:
            base, mine, theirs = (_rows(s, table) for s in (self.base, self.mine, self.theirs))
            for row in dict.fromkeys([*mine, *theirs]):
                b, m, t = base.get(row), mine.get(row), theirs.get(row)
                whole = b is None or m is None or t is None
                for field in [""] if whole and table != FACTS else dict.fromkeys([*(m or {}), *(t or {})]):
                    values = (b, m, t) if whole and table != FACTS else tuple(_get(x, field) for x in (b, m, t))
                    if not same(values[1], values[2]) and not same(values[0], values[2]):
                        yield table, row, field, values, not same(values[0], values[1])

    def _merged(self, table: str, taken: Collection[tuple[str, str, str]]) -> dict[str, dict[str, Any]]:
        """The rows as they are here, with what is taken from disk."""
        mine, theirs = _rows(self.mine, table), _rows(self.theirs, table)
        result: dict[str, dict[str, Any]] = {}
        for row in dict.fromkeys([*theirs, *mine]):
            if (table, row, "") in taken and table != FACTS:
                merged = theirs.get(row)
            elif row in mine:
                merged = dict(mine[row])
                for field in {*merged, *theirs.get(row, {})}:
                    if (table, row, field) in taken:
                        merged[field] = theirs.get(row, {}).get(field)
            else:
                merged = {f: v for f, v in theirs[row].items() if (table, row, f) in taken} or None
            if merged is not None and any(v is not None for v in merged.values()):
                result[row] = {f: v for f, v in merged.items() if v is not None}
        return result


def merge(base: Source, mine: Snapshot, theirs: Source) -> Merge:
    """Compares what was read, what it has become here, and what stands on disk now."""
    names = same_steps(base, theirs)
    taken = theirs.snapshot.steps
    of_base = renaming(base.snapshot, names, taken)
    of_mine = renaming(mine, {i: n for i, n in of_base.items() if i in mine.steps}, taken)
    here = renamed(mine, of_mine)
    shown = replace(theirs.snapshot, positions=_positions(base, here, theirs), bends=_bends(base, here, theirs))
    automatic = base.is_automatic(mine.positions)
    return Merge(renamed(base.snapshot, of_base), here, placed(shown), theirs, of_mine, automatic)


def _positions(base: Source, mine: Snapshot, theirs: Source) -> dict[str, Position]:
    """Cards stay where they are, unless somebody else moved them in the file beside."""
    stated = theirs.sidecar.overlay.positions
    places = {i: p for i, p in mine.positions.items() if i in theirs.snapshot.steps}
    return {**places, **stated} if stated != base.sidecar.overlay.positions else places


def _bends(base: Source, mine: Snapshot, theirs: Source) -> dict[str, Bends]:
    """Links keep their bends, unless somebody else changed those in the file beside."""
    stated = theirs.sidecar.overlay.bends
    bends = mine.bends if stated == base.sidecar.overlay.bends else stated
    return {i: b for i, b in bends.items() if i in theirs.snapshot.links}


def _rows(snapshot: Snapshot, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table as plain data."""
    if table == STEPS:
        return {i: plain(step_data(s)) for i, s in snapshot.steps.items()}
    if table == LINKS:
        return {i: {"when": k.when, "carries": k.carries} for i, k in snapshot.links.items()}
    if table == NOTES:
        return {i: {"": note_data(n)} for i, n in snapshot.notes.items()}
    if table == FRAMES:
        return {i: frame_data(f) for i, f in snapshot.frames.items()}
    return {name: {"": plain(value)} for name, value in snapshot.facts.items() if name != ASSESSED}


def _link(link: Any, row: Mapping[str, Any]) -> Any:
    return replace(link, when=row["when"], carries=row["carries"])


def _frame(name: str, row: Mapping[str, Any], steps: Mapping[str, Step]) -> Frame:
    inside = tuple(s for s in row.get("steps") or () if s in steps)
    rest = {k: v for k, v in row.items() if k not in ("title", "steps")}
    return Frame(name, row.get("title") or "", inside, frozen(rest))


def _get(row: Mapping[str, Any] | None, field: str) -> Any:
    return None if row is None else row.get(field)


def _told(
    table: str, row: str, field: str, values: tuple[Any, Any, Any], where: Snapshot, is_conflict: bool
) -> MergeStep:
    name = where.steps[row].label if table == STEPS else row
    what = f"{_WORDS[table]} {name}" + (f": {field.replace('_', ' ')}" if field else "")
    base, *sides = (_link_text(where, row, v) if table == LINKS and v is not None else _text(v) for v in values)
    before = ABSENT if values[0] is None else base
    here = ABSENT if values[0] is None and values[1] is None else sides[0]
    return MergeStep(what, before, here, sides[1], is_conflict, (table, row, field))


def _link_text(where: Snapshot, row: str, value: Any) -> str:
    return format_link(_link(where.links[row], value)) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return REMOVED
    text = value if isinstance(value, str) else yaml_io.flow(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."
