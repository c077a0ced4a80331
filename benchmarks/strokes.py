"""Frame times of a board with many pen strokes, beside the same board without them, in one process.

    python benchmarks/strokes.py --n 50000 --strokes 500

All strokes lie in the middle of the drawing, in one screen at 100 %: nowhere can there be more of them in view.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks import canvas as bench
from designer.drawing.strokes import PENS, stroke
from designer.model.snapshot import Snapshot
from designer.model.step import INK, Note


def drawn(snapshot: Snapshot, number: int) -> Snapshot:
    """The drawing with strokes of about forty points each on its middle."""
    rng = np.random.default_rng(bench.SEED)
    places = np.array(list(snapshot.positions.values()))
    middle = (places.min(0) + places.max(0)) / 2
    turns, notes = np.linspace(0, 6, 200), {}
    for i in range(number):
        corner = middle + rng.uniform((-760, -420), (500, 340))
        way = np.stack([45 * turns + 15 * np.sin(5 * turns + i), 40 * np.sin(2 * turns + i % 7) + 40], 1)
        made = stroke([tuple(p) for p in corner + way + rng.normal(0, 0.3, way.shape)], 1.0)
        pen = tuple(PENS)[i % len(PENS)]
        x, y, width, height = made.area
        notes[f"stroke_{i}"] = Note(f"stroke_{i}", "", x, y, width, height, pen, form=INK, ink=made.ink)
    return replace(snapshot, notes=notes)


class Strokes(bench.Bench):
    """The workloads that strokes take part in."""

    def run(self) -> dict[str, Any]:
        canvas = self.canvas
        canvas.fit_all()
        self.settle()
        fit = canvas.view.scale
        self.series("pan_fit", lambda f: self.pan(7 if f % 40 < 20 else -7, 4))
        for name, scale in (("25", 0.25), ("100", 1.0)):
            self.at(scale)
            self.series(f"pan_{name}", lambda f: self.pan(17, 9 if f % 20 < 10 else -9))
        self.at(0.5)
        self.series("zoom", lambda f: canvas.zoom_by(1.04 if f // 30 % 2 == 0 else 1 / 1.04), 58)
        self.at(1.0)
        self.series("hover", lambda f: self.mouse(bench.QEvent.Type.MouseMove, (300 + 9 * f, 300 + 3 * f)))
        for tool in ("pen", "eraser"):
            canvas.take_tool(tool)
            way = self.gesture((400, 300), lambda f: (400 + 6 * f, 300 + 30 * np.sin(f / 5)))
            self.series(tool, way)
            self.end((800, 300))
        canvas.take_tool("select")
        start = self.middle_card()
        self.series("drag_100", self.gesture(start, lambda f: (start[0] + 3 * (f % 30), start[1] + 2 * (f % 20))))
        self.end(start)
        if self.session.pipeline.notes:
            self.all_strokes()
        self.at(fit)
        self.result["rss_mb"] = round(bench.memory())
        return self.result

    def all_strokes(self) -> None:
        """Drags every stroke at once."""
        canvas = self.canvas
        notes = tuple(self.session.pipeline.notes)
        canvas.select(notes=notes)
        first = self.session.pipeline.notes[notes[-1]]
        near = [(first.x + dx, first.y + dy) for dx in range(0, 200, 2) for dy in range(0, 90, 2)]
        at = next(p for p in near if canvas.hit(*p).part == "notes" and not canvas.hit(*p).spot)
        start = canvas.view.to_view(*at)
        self.series("drag_all", self.gesture(start, lambda f: (start[0] + 3 * (f % 30), start[1] + 2 * (f % 20))))
        self.end(start)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=50_000, help="steps")
    parser.add_argument("--strokes", type=int, default=500)
    parser.add_argument("--frames", type=int, default=60, help="frames a workload")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    QApplication(sys.argv[:1])
    plain = bench.drawing
    without = Strokes(options.n, options.frames, 6.0).run()
    bench.drawing = lambda kinds, number: drawn(plain(kinds, number), options.strokes)  # type: ignore[assignment]
    there = Strokes(options.n, options.frames, 6.0).run()
    print(f"{options.n} steps; CPU ms a frame, median / p95: without strokes, with {options.strokes}")
    for name, row in there.items():
        if isinstance(row, dict):
            other = without.get(name, {"cpu_median": float("nan"), "cpu_p95": float("nan")})
            print(
                f"  {name:10} {other['cpu_median']:6.2f} / {other['cpu_p95']:6.2f}    "
                f"{row['cpu_median']:6.2f} / {row['cpu_p95']:6.2f}"
            )


if __name__ == "__main__":
    main()
