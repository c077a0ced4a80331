"""Times of the analyzer: an edit of a large pipeline, a large pipeline from the start, fixes, and the window meanwhile.

    python benchmarks/analysis.py                          # edits of 1,000 steps, 10,000 steps from the start
    python benchmarks/analysis.py --shapes damaged --n 100,1000 --profiles regulated --json out/analysis.json
    python benchmarks/analysis.py --fixes --window

Runs on one core. Milliseconds of the process's CPU time (the machine may be busy) and of wall time. An edit is the
snapshot for the other thread and the whole report, findings and points included, as the window gets it; it is judged
with the memory of the state before. Shapes: see `benchmarks.shapes`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.shapes import shapes
from designer.analysis.fixes import apply_fix
from designer.analysis.memory import Memory
from designer.analysis.report import Report
from designer.commands.steps import add_step, change_id, delete, set_attributes
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import Document

EDIT_LIMIT: Final = 10.0  # milliseconds, median
COLD_LIMIT: Final = 1000.0
SEED: Final = 3


class Clock:
    """CPU and wall time of some runs."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def run(self, work: Callable[[], Any]) -> Any:
        """Runs a piece of work and notes how long it took."""
        gc.collect()
        start, used = time.perf_counter(), time.process_time()
        found = work()
        self.cpu.append((time.process_time() - used) * 1e3)
        self.wall.append((time.perf_counter() - start) * 1e3)
        return found

    def figures(self) -> dict[str, float]:
        """Medians and 95th percentiles."""
        return {
            f"{name} {word}": round(float(np.percentile(times, share)), 2)
            for name, times in (("cpu", self.cpu), ("wall", self.wall))
            for word, share in (("median", 50), ("p95", 95))
        }


class Edits:
    """One pipeline that is edited again and again, each time judged anew.

    Args:
        repeats: edits of each kind.
    """

    def __init__(self, services: Services, snapshot: Snapshot, profile: str, repeats: int) -> None:
        self._services = services
        self._snapshot = snapshot
        self._profile = profile
        self._repeats = repeats
        self._chance = random.Random(SEED)
        self.makers: dict[str, Callable[[Pipeline, int], None]] = {
            "set a text": self._text,
            "set a fact": self._fact,
            "add a link": self._link,
            "add a step": self._step,
            "delete a step": self._delete,
            "rename a step": self._rename,
        }

    def times(self, name: str) -> Clock:
        """How long the judging after each edit of one kind takes."""
        board, memory, clock = Pipeline(self._snapshot), Memory(), Clock()
        self._judged(board, memory)
        for number in range(self._repeats):
            self.makers[name](board, number)
            clock.run(lambda: self._judged(board, memory))
        return clock

    def _judged(self, board: Pipeline, memory: Memory) -> Report:
        return self._services.analyzer.analyze(board.snapshot(), self._profile, memory=memory)

    def _some(self, board: Pipeline) -> str:
        return self._chance.choice(list(board.steps))

    def _text(self, board: Pipeline, number: int) -> None:
        set_attributes(board, self._some(board), {"owner": f"person {number}"})

    def _fact(self, board: Pipeline, number: int) -> None:
        step = board.steps[self._some(board)]
        kind = self._services.catalog.kind(step.kind)
        known = [n for n, f in kind.fields.items() if f.type.base == "bool"] or ["automated"]
        name = self._chance.choice(known)
        set_attributes(board, step.id, {name: step.get(name) is not True})

    def _link(self, board: Pipeline, number: int) -> None:
        while True:
            source, target = self._some(board), self._some(board)
            try:
                with board.edit("Link") as edit:
                    edit.put_link(Link(source, target))
                return
            except EditRefused:
                continue

    def _step(self, board: Pipeline, number: int) -> None:
        add_step(board, self._services.catalog, self._chance.choice(["train", "deploy", "evaluate", "monitor"]))

    def _delete(self, board: Pipeline, number: int) -> None:
        delete(board, [self._some(board)])

    def _rename(self, board: Pipeline, number: int) -> None:
        change_id(board, self._some(board), f"renamed_{number}")


def edits(services: Services, snapshot: Snapshot, profile: str, repeats: int) -> dict[str, dict[str, float]]:
    """The times of each kind of edit, and of all together."""
    bench, every, found = Edits(services, snapshot, profile, repeats), Clock(), {}
    for name in bench.makers:
        clock = bench.times(name)
        found[name] = clock.figures()
        every.cpu += clock.cpu
        every.wall += clock.wall
    return {**found, "all edits": every.figures()}


def cold(services: Services, snapshot: Snapshot, profile: str, repeats: int) -> dict[str, float]:
    """A report without any memory."""
    clock = Clock()
    for _ in range(repeats):
        clock.run(lambda: services.analyzer.analyze(snapshot, profile))
    return clock.figures()


class _Undo(Exception):
    """Ends an edit so that it is rolled back."""


def fixes(services: Services, snapshot: Snapshot, repeats: int) -> dict[str, dict[str, float]]:
    """One fix, taken back by an exception, and "fix all"."""
    fixable = next((f for f in services.analyzer.analyze(snapshot).findings if f.autofix), None)
    if fixable is None:
        return {}
    board, one, every = Pipeline(snapshot), Clock(), Clock()

    def fix() -> None:
        try:
            with board.edit("Try"):
                apply_fix(board, services.catalog, fixable)
                raise _Undo
        except _Undo:
            return

    for _ in range(repeats):
        one.run(fix)
    every.run(lambda: Session(services, Document(snapshot, "")).fix_all())
    return {"one fix": one.figures(), "fix all": every.figures()}


def window(services: Services, snapshot: Snapshot, repeats: int) -> dict[str, dict[str, float]]:
    """Gaps between the beats of an event loop while edits are judged in the worker beside it, and without any."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from designer.gui.bridge import Bridge

    application = QCoreApplication.instance() or QCoreApplication([])
    session = Session(services, Document(snapshot, ""))
    bridge = Bridge(session)
    bridge.wait_idle()
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(1)
    found = {}
    for name, judges in (("idle", False), ("while judging", True)):
        gaps: list[float] = []
        for number in range(repeats):
            if judges:
                set_attributes(session.pipeline, next(iter(snapshot.steps)), {"owner": f"person {number}"})
            beats.clear()
            end = time.perf_counter() + 0.2  # the pause before a report, and the report
            while time.perf_counter() < end:
                application.processEvents()
            gaps += [(after - before) * 1e3 for before, after in pairwise(beats)]
        found[name] = {"median": _rounded(gaps, 50), "p99": _rounded(gaps, 99), "longest": _rounded(gaps, 100)}
    timer.stop()
    bridge.close()
    return found


def _rounded(times: Sequence[float], share: float) -> float:
    return round(float(np.percentile(times, share)), 2)


def _show(name: str, times: dict[str, float], limit: float | None = None) -> None:
    shown = "   ".join(f"{key} {value:8.2f}" for key, value in times.items())
    mark = "" if limit is None else "  ok" if times["cpu median"] <= limit else f"  <- over {limit:.0f} ms"
    print(f"  {name:14} {shown}{mark}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="1000", help="numbers of steps for edits, separated by commas")
    parser.add_argument("--cold", default="10000", help="numbers of steps for reports from the start")
    parser.add_argument("--shapes", default="", help="names of shapes, separated by commas; all if none")
    parser.add_argument("--profiles", default="classroom,regulated")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("--repeats", type=int, default=20, help="repeats of each piece of work")
    parser.add_argument("--fixes", action="store_true", help="fixes, too")
    parser.add_argument("--window", action="store_true", help="beats of an event loop, too")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    services = load_services()
    results: dict[str, Any] = {}
    known = shapes(services)
    for name in given.shapes.split(",") if given.shapes else known:
        for number in _numbers(given.n):
            snapshot = known[name](number)
            for profile in given.profiles.split(","):
                count = len(services.analyzer.analyze(snapshot, profile).findings)
                print(f"\n{name}, {number} steps, {len(snapshot.links)} links, {profile}: {count} findings")
                row = results[f"{name} {number} {profile}"] = edits(services, snapshot, profile, given.repeats)
                for key, times in row.items():
                    _show(key, times, EDIT_LIMIT)
            for key, times in fixes(services, snapshot, given.repeats).items() if given.fixes else ():
                _show(key, times)
            for key, times in window(services, snapshot, given.repeats).items() if given.window else ():
                _show(key, times)
        for number in _numbers(given.cold):
            snapshot = known[name](number)
            for profile in given.profiles.split(","):
                times = results[f"{name} {number} {profile}"] = cold(services, snapshot, profile, 3)
                print(f"\n{name}, {number} steps from the start, {profile}")
                _show("report", times, COLD_LIMIT)
    print(f"\nmost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(results, indent=1))


def _numbers(text: str) -> Iterable[int]:
    return [int(number) for number in text.split(",") if number and int(number)]


if __name__ == "__main__":
    main()
