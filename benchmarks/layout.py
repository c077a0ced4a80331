"""How the tidy layout does: time, crossings beside those of Graphviz, and how far cards move after a small change.

    python benchmarks/layout.py --n 100,1000,10000 --files ../corpus --json out/layout.json

Crossings are those of straight lines between the centres of cards. Those of ``dot`` are counted when it is on PATH.
Movement: one step is added to a tidied drawing, which is tidied again; cards behind the new one do not count, since
they have to make room for it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import hypot
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from designer.drawing.layout import placed
from designer.drawing.tidying import tidy
from designer.errors import DesignerError
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Link, Step
from designer.session.services import Services, load_services
from designer.session.session import Session

SEED = 5
LINKS_A_STEP = 1.5
TRIALS = 20
DOT_SECONDS = 60
DOT_UP_TO = 1000


def workflow(number: int) -> Snapshot:
    """Chains that part and meet again, mostly by short hops; ids say nothing about the order."""
    rng = np.random.default_rng(SEED)
    width = max(3, int(number**0.5 * 0.9))
    pairs = {(max(0, i - int(rng.geometric(1 / width)) - 1), i) for i in range(1, number)}
    while len(pairs) < number * LINKS_A_STEP:
        i = int(rng.integers(2, number))
        pairs.add((max(0, i - int(rng.geometric(0.7 / width)) - 1), i))
    names = [f"s{i}" for i in rng.permutation(number)]
    links = [Link(names[a], names[b]) for a, b in sorted(pairs)]
    steps = {f"s{i}": Step(f"s{i}", "script") for i in range(number)}
    return Snapshot(steps=steps, links={k.id: k for k in links}, revision=1)


def crossings(places: Mapping[str, Position], links: Iterable[tuple[str, str]]) -> int:
    """Pairs of straight lines that cross; those that share an end never do."""
    number = {step: i for i, step in enumerate(places)}
    ends = np.array([(number[a], number[b]) for a, b in links if a != b], np.int64).reshape(-1, 2)
    at = np.array(list(places.values()), float)
    total = 0
    for i in range(len(ends) - 1):
        rest = ends[i + 1 :]
        a, b = at[ends[i]]
        c, d = at[rest[:, 0]], at[rest[:, 1]]
        apart = ~np.isin(rest, ends[i]).any(1)
        total += int(((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0) & apart).sum())
    return total


def _side(a: Any, b: Any, c: Any) -> Any:
    return np.sign((b - a)[..., 0] * (c - a)[..., 1] - (b - a)[..., 1] * (c - a)[..., 0])


def flow(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(k.source, k.target) for k in snapshot.links.values() if k.is_flow]


def of_dot(snapshot: Snapshot) -> dict[str, Position] | None:
    """The places that Graphviz gives; None without it or when it takes too long."""
    if shutil.which("dot") is None or len(snapshot.steps) > DOT_UP_TO:
        return None
    lines = [f'"{s}" [shape=box, fixedsize=true, width=2.78, height=1];' for s in snapshot.steps]
    lines += [f'"{a}" -> "{b}";' for a, b in flow(snapshot)]
    text = "digraph { rankdir=LR; nodesep=0.55; ranksep=1.25;\n" + "\n".join(lines) + "}"
    try:
        done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, timeout=DOT_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("node ")]
    return {row[1].strip('"'): (float(row[2]), -float(row[3])) for row in rows}


def tidied(snapshot: Snapshot) -> Snapshot:
    start = placed(snapshot)
    return replace(start, positions=tidy(start).steps)


def movement(snapshot: Snapshot) -> dict[str, float]:
    """Mean and median way of cards that have nothing to do with a step that was added, over several trials."""
    chance = np.random.default_rng(SEED)
    start = tidied(snapshot)
    links = list(start.links.values())
    ways: list[float] = []
    still: list[float] = []
    for trial in range(TRIALS):
        link = links[int(chance.integers(len(links)))]
        added = [Link(link.source, "new"), Link("new", link.target)][: 1 + trial % 2]
        changed = replace(
            start,
            steps={**start.steps, "new": Step("new", "script")},
            links={**start.links, **{k.id: k for k in added}},
        )
        behind = _behind(changed, "new")
        after = tidy(placed(changed)).steps
        moved = [hypot(after[s][0] - x, after[s][1] - y) for s, (x, y) in start.positions.items() if s not in behind]
        ways += moved
        still += [way < 1 for way in moved]
    return {
        "mean": round(statistics.fmean(ways), 1),
        "median": statistics.median(ways),
        "still %": round(100 * statistics.fmean(still), 1),
    }


def _behind(snapshot: Snapshot, start: str) -> set[str]:
    after: dict[str, list[str]] = {}
    for a, b in flow(snapshot):
        after.setdefault(a, []).append(b)
    found, todo = {start}, [start]
    while todo:
        for step in after.get(todo.pop(), ()):
            if step not in found:
                found.add(step)
                todo.append(step)
    return found


def measured(snapshot: Snapshot) -> dict[str, Any]:
    bare = replace(snapshot, positions={})
    start = time.process_time()
    places = placed(bare).positions
    seconds = time.process_time() - start
    links = flow(snapshot)
    row: dict[str, Any] = {"steps": len(snapshot.steps), "links": len(links), "seconds": round(seconds, 3)}
    again = placed(bare)
    start = time.process_time()
    tidy(again)
    row["again s"] = round(time.process_time() - start, 3)
    if len(links) < 20_000:
        row["crossings"] = crossings(places, links)
    theirs = of_dot(snapshot)
    if theirs:
        row["dot"] = crossings(theirs, links)
    return row


def opened(services: Services, folder: Path, number: int) -> dict[str, Snapshot]:
    """The files below a folder with most links, largest first."""
    found: dict[str, Snapshot] = {}
    for path in sorted(p for p in folder.rglob("*.y*ml") if p.is_file()):
        try:
            snapshot = Session.open(services, path).pipeline.snapshot()
        except DesignerError:
            continue
        found[path.as_posix().removeprefix(folder.as_posix())] = replace(snapshot, frames={})
    return dict(sorted(found.items(), key=lambda item: -len(flow(item[1])))[:number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", default="100,1000")
    parser.add_argument("--files", type=Path)
    parser.add_argument("--most", type=int, default=20, help="files looked at")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: dict[str, Any] = {}
    for number in map(int, options.n.split(",") if options.n else ()):
        rows[f"workflow {number}"] = measured(workflow(number))
        if number <= DOT_UP_TO:
            rows[f"workflow {number}"]["moved"] = movement(workflow(number))
    if options.files:
        for name, snapshot in opened(load_services(), options.files, options.most).items():
            rows[name] = measured(snapshot)
    for name, row in rows.items():
        print(f"{name[-60:]:60} {row}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
