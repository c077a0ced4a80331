"""Which lines of the files say what earned a merit: taken away, these lines are others or gone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Final

from designer.analysis.merits import Merit
from designer.errors import DesignerError
from designer.model.snapshot import Snapshot
from designer.session.services import Services
from designer.session.sides import OWN, Fact, Region, Side, differing, sides_of, without
from designer.session.source import Source
from designer.storage.overlay import apply
from designer.targets.evidence import EXPORTED, pipeline_evidence, step_evidence

PATIENCE: Final = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Trace:
    """What a merit leaves in the files.

    Args:
        is_shown: whether it leaves anything.
        why: how that is known, a sentence.
        where: the lines.
    """

    is_shown: bool
    why: str
    where: tuple[Region, ...] = ()


class Traces:
    """Answers for one pipeline; remembers what was taken away.

    Args:
        sides: what the pipeline is in files.
        patience: seconds for taking away and writing again.
        stop: set when nobody wants the answer any more.
    """

    def __init__(
        self,
        services: Services,
        source: Source | None,
        snapshot: Snapshot,
        sides: Sequence[Side],
        patience: float = PATIENCE,
        stop: Event | None = None,
    ) -> None:
        self._services = services
        self._source = source
        self._snapshot = snapshot
        self._sides = sides
        self._stop = stop
        self._known: dict[tuple[frozenset[Fact], frozenset[str]], tuple[Region, ...]] = {}
        self._end = time.monotonic() + patience
        self._own = _OpenedFiles(source, snapshot, sides) if source is not None else None

    def of(self, merit: Merit) -> Trace:
        """The lines that say a merit."""
        if self._own is not None:
            return self._own.of(merit)
        facts, steps = frozenset(merit.facts), frozenset(() if merit.facts else merit.steps)
        if (facts, steps) not in self._known and time.monotonic() > self._end:
            return self._by_table(merit)
        where = self._regions(facts, steps)
        if not where:
            return Trace(False, f"{_named(merit)} {'is' if _is_one(merit) else 'are'} only stated here")
        silent = [f for f in merit.facts if len(merit.facts) > 1 and not self._regions(frozenset([f]), frozenset())]
        more = f"; only stated: {_facts(silent)}" if silent else ""
        return Trace(True, f"without {_named(merit)} the files say something else{more}", where)

    def _regions(self, facts: frozenset[Fact], steps: frozenset[str]) -> tuple[Region, ...]:
        key = (facts, steps)
        if key not in self._known:
            stopped = self._stop is not None and self._stop.is_set()
            self._known[key] = () if stopped else self._taken_away(facts, steps)
        return self._known[key]

    def _taken_away(self, facts: Iterable[Fact], steps: frozenset[str]) -> tuple[Region, ...]:
        try:
            other = sides_of(self._services, self._source, without(self._snapshot, list(facts), steps))
        except DesignerError:
            other = ()
        found = differing(self._sides, other)
        own = tuple(r for side in self._sides for step in steps for r in side.regions(step))
        return own if found and own else found  # a step that goes takes more than its own lines along

    def _by_table(self, merit: Merit) -> Trace:
        """For large pipelines: what is known of attributes in general; the lines are those of the steps."""
        steps, catalog = self._snapshot.steps, self._services.catalog
        shown = [
            (owner, name)
            for owner, name in merit.facts
            if (step_evidence(catalog.like(steps[owner]), name) if owner in steps else pipeline_evidence(name))
            == EXPORTED
        ]
        owners = [owner for owner, _ in shown] if merit.facts else list(merit.steps)
        where = tuple(r for side in self._sides for step in dict.fromkeys(owners) for r in side.regions(step))
        if where or shown:
            return Trace(True, f"{_named(merit)}: facts of this kind are written into the files", where)
        return Trace(False, f"{_named(merit)} {'is' if _is_one(merit) else 'are'} only stated here")


class _OpenedFiles:
    """What the files of others say themselves; what stands beside them is only stated."""

    def __init__(self, source: Source, snapshot: Snapshot, sides: Sequence[Side]) -> None:
        written = source.written(snapshot)
        names = apply(written.sidecar.overlay, written.base.snapshot).names
        self._base = {names[i]: step for i, step in written.base.snapshot.steps.items() if i in names}
        self._beside = {names[i]: changes for i, changes in written.sidecar.overlay.steps.items() if i in names}
        self._facts = written.base.snapshot.facts
        self._facts_beside = written.sidecar.overlay.facts
        self._side = next(side for side in sides if side.slug == OWN)

    def of(self, merit: Merit) -> Trace:
        facts = [f for f in merit.facts if self._says(f)]
        steps = [s for s in merit.steps if s in self._base] if not merit.facts else []
        if not facts and not steps:
            where = "beside the files" if self._is_beside(merit) else "here"
            return Trace(False, f"{_named(merit)} {'is' if _is_one(merit) else 'are'} only stated {where}")
        owners = dict.fromkeys([*(owner for owner, _ in facts), *steps])
        regions = [r for owner in owners for r in self._lines(owner)]
        silent = [f for f in merit.facts if f not in facts]
        more = f"; only stated: {_facts(silent)}" if silent else ""
        return Trace(True, f"the opened files say it{more}", tuple(dict.fromkeys(regions)))

    def _says(self, fact: Fact) -> bool:
        owner, name = fact
        if owner in self._base:
            return name not in self._beside.get(owner, {}) and self._base[owner].get(name) is not None
        return name not in self._facts_beside and self._facts.get(name) is not None

    def _is_beside(self, merit: Merit) -> bool:
        told = [name in self._beside.get(owner, self._facts_beside) for owner, name in merit.facts]
        return any(told) or any(step not in self._base for step in merit.steps)

    def _lines(self, owner: str) -> tuple[Region, ...]:
        own = self._side.regions(owner)
        if own:
            return own
        # Facts of the pipeline, and of steps that follow from others, stand somewhere in the files as a whole.
        return tuple(Region(OWN, path, 1, text.count("\n") + 1) for path, text in self._side.files.items())


def _named(merit: Merit) -> str:
    if merit.facts:
        return _facts(merit.facts)
    return " and ".join(merit.steps[:3]) + (" and others" if len(merit.steps) > 3 else "")


def _is_one(merit: Merit) -> bool:
    return len(merit.facts or merit.steps) == 1


def _facts(facts: Sequence[Fact]) -> str:
    shown = [f"{name} of {owner}" for owner, name in facts[:3]]
    return " and ".join(shown) + (" and others" if len(facts) > 3 else "")
