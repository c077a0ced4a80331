"""Which step, and which of its facts, a line of an exported or opened file comes from."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Event
from typing import Final

from designer.errors import DesignerError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.session.services import Services
from designer.session.sides import Region, Side, differing, sides_of, without
from designer.session.source import Source

COMMAND: Final = "command"
PATIENCE: Final = 10.0  # seconds
_TRIES: Final = 40  # facts of one step that are taken away to see whether a line goes with them
_NEVER_WRITTEN: Final = frozenset({"suppress", "origin", "confidence", "implicit", "owner", "model"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from.

    Args:
        step: id; None for lines that belong to the whole pipeline.
        field: the attribute; empty when it is the step, or the pipeline, as a whole.
    """

    step: str | None
    field: str = ""


class Blame:
    """Answers for one pipeline and its files; remembers what it tried.

    Args:
        patience: seconds for taking facts away and writing again; after that only the step of a line is told.
        stop: set when nobody wants the answer any more.
    """

    def __init__(
        self,
        services: Services,
        source: Source | None,
        snapshot: Snapshot,
        patience: float = PATIENCE,
        stop: Event | None = None,
    ) -> None:
        self._services = services
        self._source = source
        self._snapshot = snapshot
        self._left = patience
        self._stop = stop
        self._tried: dict[tuple[str, ...], list[tuple[str, tuple[Region, ...]]]] = {}

    @cached_property
    def _sides(self) -> tuple[Side, ...]:
        return sides_of(self._services, self._source, self._snapshot)

    def origin(self, side: Side, path: str, line: int | None) -> Origin:
        """The step and the field of a line; without a line, of the file as a whole."""
        owners = self._owners_of_file(side, path) if line is None else side.owners(path, line)
        if line is None:
            return Origin(owners[0] if owners else None)
        for step in owners:
            field = self._field(side, path, line, step)
            if field:
                return Origin(step, field)
        shared = () if owners else side.unit_at(path, line)
        if shared:
            return Origin(shared[0], self._traced_field(side, path, line, shared))
        return Origin(owners[0] if owners else None)

    @staticmethod
    def _owners_of_file(side: Side, path: str) -> list[str]:
        """The step that a whole file belongs to, where it is only one."""
        found = [step for step, spans in side.spans.items() if any(span.path == path for span in spans)]
        return found if len(found) == 1 else []

    def _field(self, side: Side, path: str, line: int, step_id: str) -> str:
        step = self._snapshot.steps.get(step_id)
        if step is None:
            return ""
        lines = side.files[path].split("\n")
        for span in side.spans[step_id]:
            if span.path == path and line in _lines_of_command(step, lines, span.first_line, span.last_line):
                return COMMAND
        return self._traced_field(side, path, line, (step_id,))

    def _traced_field(self, side: Side, path: str, line: int, steps: tuple[str, ...]) -> str:
        """The stated fact that goes with the fewest lines, this one among them; empty when there is none."""
        traces = [(name, at) for name, at in self._traced(side, path, steps) if line in at]
        return min(traces, key=lambda trace: len(trace[1]))[0] if traces else ""

    def _traced(self, side: Side, path: str, steps: tuple[str, ...]) -> Iterator[tuple[str, frozenset[int]]]:
        """Each fact of some steps with the lines of a file of this side that are others without it."""
        for name, regions in self._without_each(steps):
            here = [r for r in regions if (r.side, r.path) == (side.slug, path)]
            yield name, frozenset(n for r in here for n in range(r.first_line, r.last_line + 1))

    def _without_each(self, steps: tuple[str, ...]) -> list[tuple[str, tuple[Region, ...]]]:
        if steps not in self._tried:
            self._tried[steps] = list(self._try_each(steps))
        return self._tried[steps]

    def _try_each(self, steps: tuple[str, ...]) -> Iterator[tuple[str, tuple[Region, ...]]]:
        stated = self._snapshot.steps[steps[0]].attributes
        for name in [name for name in stated if name not in _NEVER_WRITTEN][:_TRIES]:
            others = [without(self._snapshot, [(step, name) for step in steps])]
            if self._source is not None and isinstance(stated[name], str):  # some facts are needed by their files
                others.append(self._with(steps, name, f"{stated[name]}-x"))
            for other in others:
                if self._left <= 0 or (self._stop is not None and self._stop.is_set()):
                    return
                start = time.monotonic()
                try:
                    yield name, differing(self._sides, sides_of(self._services, self._source, other))
                except DesignerError:
                    continue  # the file cannot do without it: nothing is learned
                finally:
                    self._left -= time.monotonic() - start

    def _with(self, steps: tuple[str, ...], name: str, value: str) -> Snapshot:
        changed = {i: self._snapshot.steps[i].with_attributes({name: value}) for i in steps}
        return replace(self._snapshot, steps={**self._snapshot.steps, **changed})


def _lines_of_command(step: Step, lines: list[str], first: int, last: int) -> range:
    """The lines of a span that say the step's own command, with the line of the key in front of a block."""
    text = step.get(COMMAND)
    if not isinstance(text, str) or not text.strip():
        return range(0)
    wanted = [_bare(line) for line in text.strip("\n").split("\n")]
    shown = [_bare(line) for line in lines[first - 1 : last]]
    for start in range(len(shown) - len(wanted) + 1):
        if shown[start : start + len(wanted)] == wanted:
            return range(first + start - 1, first + start + len(wanted))
        if len(wanted) == 1 and wanted[0] in shown[start]:
            return range(first + start, first + start + 1)
    return range(0)


def _bare(line: str) -> str:
    """A line without what quoting adds in one format or another."""
    return line.strip().replace("\\", "")
