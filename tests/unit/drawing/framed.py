"""Pipelines as they are read from files of others: frames of files with frames of jobs in them."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import strategies as st

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Area
from designer.drawing.grouping import grouping
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Step


def opened(files: list[list[tuple[int, bool]]], links: list[tuple[int, int]] = ()) -> Snapshot:  # type: ignore[assignment]
    """Files with jobs, each a number of steps and whether it is collapsed; a job of one step has no frame.

    Args:
        links: (job, job) by their numbers in all files.
    """
    steps: dict[str, Step] = {}
    frames: dict[str, Frame] = {}
    found: list[Link] = []
    jobs: list[list[str]] = []
    for f, file in enumerate(files):
        in_file: list[str] = []
        for count, closed in file:
            job = f"job{len(jobs)}"
            names = [f"{job}_{i}" for i in range(count)]
            steps |= {n: Step(n, "train") for n in names}
            found += [Link(a, b) for a, b in pairwise(names)]
            if count > 1:
                extra = {"role": "job", "collapsed": True} if closed else {"role": "job"}
                frames[job] = Frame(job, job, tuple(names), extra)
            jobs.append(names)
            in_file += names
        frames[f"file{f}"] = Frame(f"file{f}", f"f{f}.yml", tuple(in_file), {"role": "file"})
    found += [Link(jobs[a][-1], jobs[b][0]) for a, b in links if a < b < len(jobs)]
    return Snapshot(steps=steps, links={k.id: k for k in found}, frames=frames)


snapshots = st.tuples(
    st.lists(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=5), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=10),
).map(lambda drawn: opened(*drawn))


def overlapping(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Cards, boxes and frames that lie on each other without being inside one another."""
    groups = grouping(snapshot.frames, snapshot.positions)
    areas: dict[str, Area] = {
        s: (*p, CARD_WIDTH, CARD_HEIGHT) for s, p in snapshot.positions.items() if s not in groups.homes
    }
    areas |= {i: (*box.place, CARD_WIDTH, CARD_HEIGHT) for i, box in groups.boxes.items()}
    areas |= groups.areas
    return [
        (a, b)
        for (a, one), (b, two) in combinations(areas.items(), 2)
        if touch(one, two)
        and not (a in groups.areas and within(two, one))
        and not (b in groups.areas and within(one, two))
    ]


def touch(a: Area, b: Area) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def within(inner: Area, outer: Area) -> bool:
    """Inside, and below the title."""
    return (
        inner[0] > outer[0]
        and inner[1] >= outer[1] + 28
        and inner[0] + inner[2] < outer[0] + outer[2]
        and inner[1] + inner[3] < outer[1] + outer[3]
    )
