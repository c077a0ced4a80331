"""Times of the analyzer and of "fix all", without a window.

    python benchmarks/analysis.py --n 100,1000 --json out/analysis.json

Runs on one core. Median and 95th percentile of the process's CPU time and of wall time, in milliseconds. Pipelines are
copies of the lesson, in which nearly everything is missing, and of a template: as it is, with a quarter of its steps
and facts missing, and the latter one behind the other.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from designer.analysis.fixes import apply_fix
from designer.commands.steps import set_attributes
from designer.drawing.layout import placed
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.session.templates import load_templates
from designer.storage.document import Document, parse_document

DAMAGE = 0.25
SEED = 7


def template(services: Services, slug: str) -> Snapshot:
    """The pipeline of a template."""
    return parse_document(load_templates()[slug].text, slug, services.catalog).snapshot


def copies(start: Snapshot, number: int, *, damage: float = 0.0, chained: bool = False) -> Snapshot:
    """Copies of a pipeline side by side, or one behind the other, until there are so many steps."""
    chance = random.Random(SEED)
    steps: dict[str, Step] = {}
    links: list[Link] = []
    last, copy = "", 0
    while len(steps) < number:
        kept = [s for s in start.steps.values() if chance.random() >= damage][: number - len(steps)]
        for step in kept:
            facts = {k: v for k, v in step.attributes.items() if chance.random() >= damage}
            name = f"{step.id}_{copy}"
            steps[name] = Step(name, step.kind, step.title, frozen(facts))
        between = [replace(k, source=f"{k.source}_{copy}", target=f"{k.target}_{copy}") for k in start.links.values()]
        links += [k for k in between if k.source in steps and k.target in steps]
        if kept and chained:
            links += [Link(last, f"{kept[0].id}_{copy}")] if last else []
            last = f"{kept[-1].id}_{copy}"
        copy += 1
    return placed(Snapshot(steps=steps, links={k.id: k for k in links}, facts=start.facts, revision=1))


def measured(work: Callable[[], object], repeats: int, limit: float) -> dict[str, Any]:
    """Median and 95th percentile of a piece of work, after one run to warm up."""
    wall: list[float] = []
    cpu: list[float] = []
    end = time.perf_counter() + limit
    work()
    while len(wall) < repeats and (time.perf_counter() < end or not wall):
        gc.collect()
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - start) * 1e3)
        cpu.append((time.process_time() - used) * 1e3)
    return {
        "cpu_median": round(float(np.median(cpu)), 2),
        "cpu_p95": round(float(np.percentile(cpu, 95)), 2),
        "wall_median": round(float(np.median(wall)), 2),
        "wall_p95": round(float(np.percentile(wall, 95)), 2),
        "repeats": len(wall),
    }


class Bench:
    """One pipeline and what is done with it."""

    def __init__(self, services: Services, snapshot: Snapshot, repeats: int, limit: float) -> None:
        self.services, self.snapshot = services, snapshot
        self.repeats, self.limit = repeats, limit

    def run(self) -> dict[str, Any]:
        report = self.services.analyzer.analyze(self.snapshot)
        result: dict[str, Any] = {
            "steps": len(self.snapshot.steps),
            "links": len(self.snapshot.links),
            "findings": len(report.findings),
            "analyze": self.series(lambda: self.services.analyzer.analyze(self.snapshot)),
            "edit": self.series(self.edits()),
        }
        fixable = next((f for f in report.findings if f.autofix), None)
        if fixable is not None:
            board = Pipeline(self.snapshot)
            result["fix"] = self.series(lambda: self.fix(board, fixable))
            done: list[int] = []
            result["fix_all"] = self.series(lambda: done.append(self.fix_all()))
            result["fixed"] = done[0]
        return result

    def series(self, work: Callable[[], object]) -> dict[str, Any]:
        return measured(work, self.repeats, self.limit)

    def edits(self) -> Callable[[], object]:
        """A change of one fact, the picture of the pipeline for the other thread, and the analysis of it."""
        board, number = Pipeline(self.snapshot), 0
        names = list(board.steps)

        def edit() -> None:
            nonlocal number
            number += 1
            set_attributes(board, names[number % len(names)], {"owner": f"person {number}"})
            self.services.analyzer.analyze(board.snapshot())

        return edit

    def fix(self, board: Pipeline, finding: Any) -> None:
        """One fix, taken back by an exception."""
        try:
            with board.edit("Try"):
                apply_fix(board, self.services.catalog, finding)
                raise _Undo
        except _Undo:
            pass

    def fix_all(self) -> int:
        return len(Session(self.services, Document(self.snapshot, "")).fix_all())


class _Undo(Exception):
    """Ends an edit so that it is rolled back."""


def workloads(services: Services, numbers: list[int]) -> dict[str, Snapshot]:
    """The pipelines by name."""
    whole = template(services, "online")
    lesson = template(services, "lesson")
    found = {"lesson": lesson}
    for number in numbers:
        found[f"lessons {number}"] = copies(lesson, number)
        found[f"ordinary {number}"] = copies(whole, number)
        found[f"damaged {number}"] = copies(whole, number, damage=DAMAGE)
        found[f"chained {number}"] = copies(whole, number, damage=DAMAGE, chained=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="100,1000", help="numbers of steps, separated by commas")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("--repeats", type=int, default=30, help="repeats of each piece of work")
    parser.add_argument("--limit", type=float, default=6.0, help="most seconds for each piece of work")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    services = load_services()
    results = {}
    for name, snapshot in workloads(services, [int(n) for n in options.n.split(",")]).items():
        row = results[name] = Bench(services, snapshot, options.repeats, options.limit).run()
        print(f"\n{name}: {row['steps']} steps, {row['links']} links, {row['findings']} findings")
        for key, times in row.items():
            if isinstance(times, dict):
                print(
                    f"  {key:12} CPU {times['cpu_median']:8.2f} / {times['cpu_p95']:8.2f}   "
                    f"wall {times['wall_median']:8.2f} / {times['wall_p95']:8.2f} ms"
                )
        sys.stdout.flush()
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
