"""Frame times of the real canvas: findings, missing steps, labels and a selection are on.

    python benchmarks/canvas.py --n 100,1000,10000,50000 --json out/canvas.json

Runs on one core, each size in a process of its own, with no display unless QT_QPA_PLATFORM says otherwise. For each
workload: median and 95th percentile of the CPU time of the process and of the window's thread, and of wall time, in
milliseconds a frame. Gestures are real pointer events. Memory is the most that the whole process, Python and Qt
included, ever had until the gestures were done; new reports come after that, as only they need several at once.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.analysis.finding import Autofix, Finding, Ghost
from designer.analysis.report import Report
from designer.analysis.score import Score
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, STRIDE_X, STRIDE_Y
from designer.drawing.theme import load_theme
from designer.gui.canvas.canvas import Canvas
from designer.model.snapshot import Snapshot
from designer.model.step import FEEDBACK, FLOW, Frame, Link, Step
from designer.session.services import load_services
from designer.session.session import Session
from designer.storage.document import Document

LINKS_A_STEP = 1.5
GHOSTS = 40
JOB = 8  # steps in a frame
SEED = 7


def drawing(kinds: list[str], number: int) -> Snapshot:
    """A pipeline of a size, laid out on a wide board."""
    rng = np.random.default_rng(SEED)
    rows = max(1, round((number * STRIDE_X / STRIDE_Y * 9 / 16) ** 0.5))
    column, row = np.arange(number) // rows, np.arange(number) % rows
    x = column * STRIDE_X + rng.integers(-18, 18, number)
    y = row * STRIDE_Y + rng.integers(-10, 10, number)
    names = [f"step_{i}" for i in range(number)]
    chosen = rng.choice(kinds, number)
    steps = {
        n: Step(n, str(k), f"{str(k).replace('_', ' ').capitalize()} {i}")
        for i, (n, k) in enumerate(zip(names, chosen, strict=True))
    }
    links: dict[str, Link] = {}
    for source in rng.integers(0, number, int(number * LINKS_A_STEP)).tolist():
        hop = 1 if rng.random() < 0.8 else int(rng.integers(2, 5))
        aside = int(np.clip(row[source] + round(rng.normal(0, 2)), 0, rows - 1))
        target = int((column[source] + hop) * rows + aside)
        if source < target < number:
            when = "always" if rng.random() < 0.05 else "success"
            link = Link(names[source], names[target], FLOW, when)
        elif source - rows > 0 and rng.random() < 0.2:
            link = Link(names[source], names[int(source - rows)], FEEDBACK)
        else:
            continue
        links[link.id] = link
    positions = {n: (float(a), float(b)) for n, a, b in zip(names, x, y, strict=True)}
    return Snapshot(steps=steps, links=links, positions=positions, revision=1)


def opened(snapshot: Snapshot) -> Snapshot:
    """The same as if it were read from files: guesses, variants, frames of jobs, every third one collapsed."""
    names = list(snapshot.steps)
    steps = dict(snapshot.steps)
    for i, name in enumerate(names):
        facts = {"confidence": ("high", "medium", "low")[i % 3]} | ({"matrix": {"a": [1, 2]}} if i % 5 == 0 else {})
        steps[name] = steps[name].with_attributes(facts)
    jobs = [names[i : i + JOB] for i in range(0, len(names), JOB)]
    frames = {
        f"job_{i}": Frame(
            f"job_{i}", f"Job {i}", tuple(job), {"role": "job"} | ({"collapsed": True} if i % 3 == 0 else {})
        )
        for i, job in enumerate(jobs)
    }
    frames["file"] = Frame("file", "ci.yml", tuple(names), {"role": "file"})
    return replace(snapshot, steps=steps, frames=frames)


def report(snapshot: Snapshot, seed: int, share: float) -> Report:
    """Findings at a share of the steps, some with a missing step."""
    rng = np.random.default_rng(seed)
    findings, names = [], list(snapshot.steps)
    for number, name in enumerate(names):
        for _ in range(int(rng.integers(1, 4)) if rng.random() < share else 0):
            severity = str(rng.choice(["error", "warning", "info"]))
            ghost = Ghost("validate_data", "Validate data", after=(name,)) if number < GHOSTS else None
            findings.append(
                Finding(
                    "XXX001",
                    "bench",
                    "A finding",
                    "automation",
                    severity,
                    "high",
                    name,
                    (name,),
                    (),
                    "m",
                    "r",
                    "f",
                    autofix=Autofix("Add it", "safe"),
                    ghost=ghost,
                    anchor=name,
                )
            )
    return Report(1, "classroom", tuple(findings), Score(None, "n/a", {}))


class Quiet(QObject):
    """The signals of the bridge without the analyzer, whose time is measured elsewhere."""

    changed = Signal(object)
    report_ready = Signal(object)
    report = None

    def __init__(self, session: Session) -> None:
        super().__init__()
        session.pipeline.subscribe(self.changed.emit)


class Counting(Canvas):
    """Counts its frames."""

    frames = 0

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        self.frames += 1


class Bench:
    """One canvas and the workloads on it."""

    def __init__(self, number: int, frames: int, limit: float, *, framed: bool = False, found: float = 0.33) -> None:
        self.frames, self.limit = frames, limit
        services = load_services()
        self.snapshot = drawing(list(services.catalog.kinds), number)
        if framed:
            self.snapshot = opened(self.snapshot)
        self.session = Session(services, Document(self.snapshot, ""))
        self.bridge = Quiet(self.session)
        gc.disable()  # as in the program, where `gui/garbage` looks after it
        before, start, used = memory(), time.perf_counter(), time.process_time()
        self.canvas = Counting(self.session, self.bridge, load_theme("light"))  # type: ignore[arg-type]
        build, build_cpu = time.perf_counter() - start, time.process_time() - used
        gc.enable()
        start = time.perf_counter()
        self.found = found
        self.bridge.report_ready.emit(self.report(0))
        rng = np.random.default_rng(SEED)
        self.canvas.select(steps=[f"step_{i}" for i in rng.choice(number, max(1, number // 20), False)])
        self.canvas.resize(1600, 900)
        start = time.perf_counter()
        self.canvas.show()
        self.frame()
        self.result: dict[str, Any] = {
            "n": number,
            "links": len(self.snapshot.links),
            "build_ms": round(build * 1e3, 1),
            "build_cpu_ms": round(build_cpu * 1e3, 1),
            "first_frame_ms": round((time.perf_counter() - start) * 1e3, 1),
            "build_mb": round(memory() - before, 1),
        }

    def report(self, seed: int) -> Report:
        """A report as the worker hands it over."""
        return report(self.snapshot, seed, self.found).prepared()

    def frame(self, limit: float = 2.0) -> None:
        """Runs the event loop until one more frame was painted, or nothing is left to paint."""
        start, end = self.canvas.frames, time.perf_counter() + limit
        idle = 0
        while self.canvas.frames == start and time.perf_counter() < end and idle < 8:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            idle += self.canvas.is_sharp

    def settle(self) -> None:
        end = time.perf_counter() + 10
        self.frame()
        while not self.canvas.is_sharp and time.perf_counter() < end:
            self.frame()

    def series(self, name: str, step: Callable[[int], object], frames: int | None = None) -> None:
        """Measures one workload after two frames to warm up."""
        wall, cpu, own = [], [], []
        painted = self.canvas.frames
        end = time.perf_counter() + self.limit
        gc.collect()
        gc.disable()
        for number in range((frames or self.frames) + 2):
            start, used, mine = time.perf_counter(), time.process_time(), time.thread_time()
            step(number)
            self.frame()
            if number >= 2:
                wall.append((time.perf_counter() - start) * 1e3)
                cpu.append((time.process_time() - used) * 1e3)
                own.append((time.thread_time() - mine) * 1e3)
            if time.perf_counter() > end and len(wall) >= 3:
                break
        gc.enable()
        self.result[name] = {
            "cpu_median": round(float(np.median(cpu)), 2),
            "cpu_p95": round(float(np.percentile(cpu, 95)), 2),
            "thread_median": round(float(np.median(own)), 2),
            "thread_p95": round(float(np.percentile(own, 95)), 2),
            "wall_median": round(float(np.median(wall)), 2),
            "wall_p95": round(float(np.percentile(wall, 95)), 2),
            "frames": len(wall),
            "painted": self.canvas.frames - painted,
        }

    # ------------------------------------------------------------------ workloads
    def run(self) -> dict[str, Any]:
        canvas = self.canvas
        canvas.fit_all()
        self.settle()
        fit = canvas.view.scale
        self.series("pan_fit", lambda f: self.pan(7 if f % 40 < 20 else -7, 4 if f % 40 < 20 else -4))
        canvas.fit_all()
        self.settle()
        factor = (1.0 / fit) ** (1 / 30) if fit < 1 else 1.03
        self.series("zoom", lambda f: canvas.zoom_by(factor if f // 30 % 2 == 0 else 1 / factor), 58)
        self.at(fit)
        band = self.gesture(self.empty_place(), lambda f: (300 + 16 * (f % 60), 250 + 8 * (f % 60)))
        self.series("band_fit", band, 30)
        self.end((900, 500))
        for name, scale in (("fit", fit), ("50", 0.5), ("100", 1.0)):
            self.at(scale)
            if name != "fit":
                self.series(f"pan_{name}", lambda f: self.pan(17, 9 if f % 20 < 10 else -9))
            self.at(scale)
            start = self.middle_card()
            self.series(
                f"drag_{name}", self.gesture(start, lambda f, s=start: (s[0] + 3 * (f % 30), s[1] + 2 * (f % 20)))
            )
            self.end(start)
        self.result["rss_mb"] = round(memory())
        reports = [self.report(seed) for seed in range(4)]
        for name, scale in (("fit", fit), ("50", 0.5), ("100", 1.0)):
            self.at(scale)
            self.series(f"restyle_{name}", lambda f: self.bridge.report_ready.emit(reports[f % 4]), 8)
        return self.result

    def pan(self, dx: int, dy: int) -> None:
        self.canvas.view.pan(dx, dy)
        self.canvas.refresh()

    def at(self, scale: float) -> None:
        """The middle of the drawing at a zoom, sharp."""
        left, top, right, bottom = self.canvas.scene.columns.bounds() or (0, 0, 1, 1)
        self.canvas.view.scale = scale
        self.canvas.view.centre((left + right) / 2, (top + bottom) / 2, 1600, 900)
        self.canvas.refresh()
        self.settle()

    def empty_place(self) -> tuple[float, float]:
        """A pixel near the top left corner where a rubber band may begin."""
        places = ((float(x), float(y)) for x in range(120, 400, 7) for y in range(120, 400, 3))
        hit, to_scene = self.canvas.hit, self.canvas.view.to_scene
        return next(p for p in places if hit(*to_scene(*p)).part in ("", "links"))

    def middle_card(self) -> tuple[float, float]:
        """A pixel on the card next to the middle of the view."""
        columns, (x, y) = self.canvas.scene.columns, self.canvas.view_centre()
        steps = columns.steps
        row = int(np.nanargmin(np.hypot(steps["x"] - x, steps["y"] - y)))
        place = float(steps["x"][row]) + CARD_WIDTH * 0.7, float(steps["y"][row]) + CARD_HEIGHT * 0.7
        self.canvas.choose(type(self.canvas.selection)())
        return self.canvas.view.to_view(*place)

    def gesture(self, start: tuple[float, float], path: Callable[[int], tuple[float, float]]) -> Callable[[int], None]:
        """A drag that begins with its first step."""

        def step(number: int) -> None:
            if number == 0:
                self.mouse(QEvent.Type.MouseButtonPress, start)
            self.mouse(QEvent.Type.MouseMove, path(number))

        return step

    def end(self, at: tuple[float, float]) -> None:
        self.canvas.escape()
        self.mouse(QEvent.Type.MouseButtonRelease, at)
        self.settle()

    def mouse(self, kind: QEvent.Type, at: tuple[float, float]) -> None:
        point, left = QPointF(*at), Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
        where = QPointF(self.canvas.mapToGlobal(point.toPoint()))
        event = QMouseEvent(kind, point, where, button, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas, event)


def memory() -> float:
    """Memory of the process in MB, the largest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(number: int, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one size, in a process that has done nothing else."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    application = QApplication(sys.argv[:1])
    bench = Bench(number, options.frames, options.limit, framed=options.framed, found=options.found)
    return bench.run() | {"platform": application.platformName()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", default="100,1000,10000,50000", help="numbers of steps, separated by commas")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("--frames", type=int, default=60, help="frames a workload")
    parser.add_argument("--limit", type=float, default=6.0, help="most seconds a workload")
    parser.add_argument("--framed", action="store_true", help="as read from files: frames, guesses, variants")
    parser.add_argument("--found", type=float, default=0.33, help="share of the steps that have findings")
    options = parser.parse_args()
    sizes = [int(n) for n in options.n.split(",")]
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        results = list(alone.map(measured, sizes, [options] * len(sizes)))
    for result in results:
        print(
            f"\n{result['n']} steps, {result['links']} links: "
            f"build CPU {result['build_cpu_ms']} wall {result['build_ms']} ms, "
            f"first frame {result['first_frame_ms']} ms, memory {result['rss_mb']} MB"
        )
        for name, row in result.items():
            if isinstance(row, dict):
                print(
                    f"  {name:12} CPU {row['cpu_median']:6.2f} / {row['cpu_p95']:6.2f}   "
                    f"window's thread {row['thread_median']:6.2f} / {row['thread_p95']:6.2f}   "
                    f"wall {row['wall_median']:6.2f} / {row['wall_p95']:6.2f} ms"
                )
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps({"results": results}, indent=1))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
