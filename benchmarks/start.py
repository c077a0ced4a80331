"""How long the program takes to start: checks of files, and the empty window until its first findings.

    python benchmarks/start.py --repeats 9 --json out/start.json
    python benchmarks/start.py .github/workflows/ci.yml --repeats 20     # beside actionlint and zizmor, in turns

Each run is a process of its own, files already in the system's memory, compiled as an installed program is. Median wall
time and CPU time in milliseconds; for the window also the time from the start of the process until its first picture is
painted. Given workflow files, or else one of the samples, are checked in turns by this program, actionlint and zizmor
(without its questions to the network) from .tools/bin.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools" / "bin"
WORKFLOW = ROOT / "samples" / "repository" / ".github" / "workflows" / "drift.yml"
LIMIT = 400.0  # milliseconds of a check of one workflow
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
    "lesson": ["-m", "designer", "check", str(LESSON)],
    "window": ["-m", "designer", "--smoke"],
    "first_paint": ["-c", FIRST_PAINT],
}


def run(command: Sequence[str], compiled: Path) -> dict[str, float]:
    """One process: its wall time and CPU time, and the moment of the first picture if it tells that."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    before, began, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {"wall": wall, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}
    if FIRST_PAINT in command:
        found["paint"] = float(done.stdout.split()[0]) - began
    return found


def medians(commands: Mapping[str, Sequence[str]], repeats: int, compiled: Path) -> dict[str, dict[str, float]]:
    """Some commands in turns, so that whatever else the machine does meets them all."""
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for number in range(repeats + 1):
        for name, command in commands.items():
            row = run(command, compiled)
            rows[name] += [row] if number else []  # the first one warms the system's memory
    return {
        name: {key: round(statistics.median(row[key] for row in found) * 1e3, 1) for key in found[0]}
        for name, found in rows.items()
    }


def side_by_side(path: Path) -> dict[str, Sequence[str]]:
    """A check of one workflow by each program that is there."""
    others = {"actionlint": ("-shellcheck=", "-pyflakes="), "zizmor": ("--offline", "--no-progress")}
    found: dict[str, Sequence[str]] = {"check": (sys.executable, "-m", "designer", "check", str(path))}
    there = {name: words for name, words in others.items() if (TOOLS / name).exists()}
    return {**found, **{name: (str(TOOLS / name), *words, str(path)) for name, words in there.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9, help="processes of each kind")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("files", type=Path, nargs="*", help="workflow files")
    options = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    runs = {f"{path.name}: {n}": c for path in options.files or [WORKFLOW] for n, c in side_by_side(path).items()}
    with tempfile.TemporaryDirectory() as compiled:
        if not options.files:
            results |= medians(
                {n: (sys.executable, *words) for n, words in RUNS.items()}, options.repeats, Path(compiled)
            )
        results |= medians(runs, options.repeats, Path(compiled))
    for name, found in results.items():
        slow = "  <- too long" if name.endswith(": check") and found["wall"] > LIMIT else ""
        print(f"{name:24} " + "   ".join(f"{key} {value:7.1f} ms" for key, value in found.items()) + slow)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
