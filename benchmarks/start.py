"""How long the program takes to start: a check of the lesson, and the empty window until its first findings.

    python benchmarks/start.py --repeats 9 --json out/start.json

Each run is a process of its own, files already in the system's memory. Median wall time and CPU time in milliseconds;
for the window also the time from the start of the process until its first picture is painted.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
# The program itself, with a look at the clock when the canvas has painted for the first time.
FIRST_PAINT = """
import sys, time
from designer.gui.canvas.canvas import Canvas
from designer.main import main
paint = Canvas.paintEvent
def first(self, event):
    paint(self, event)
    print(time.time(), flush=True)
    Canvas.paintEvent = paint
Canvas.paintEvent = first
sys.exit(main(["--smoke"]))
"""
RUNS = {
    "python": ["-c", "pass"],
    "check": ["-m", "designer", "check", str(LESSON)],
    "window": ["-m", "designer", "--smoke"],
    "first_paint": ["-c", FIRST_PAINT],
}


def run(arguments: list[str]) -> dict[str, float]:
    """One process: its wall time and CPU time, and the moment of the first picture if it tells that."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    before, began, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {"wall": wall, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}
    if FIRST_PAINT in arguments:
        found["paint"] = float(done.stdout.split()[0]) - began
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9, help="processes of each kind")
    parser.add_argument("--json", type=Path, help="file for the results")
    options = parser.parse_args()
    results = {}
    for name, arguments in RUNS.items():
        run(arguments)  # warms the system's memory
        rows = [run(arguments) for _ in range(options.repeats)]
        results[name] = {key: round(statistics.median(row[key] for row in rows) * 1e3, 1) for key in rows[0]}
        print(f"{name:12} " + "   ".join(f"{key} {value:7.1f} ms" for key, value in results[name].items()), flush=True)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
