"""What DVC itself makes of folders with dvc.yaml files; run by the Python of the tools environment, which has DVC.

Reads one folder a line and writes one JSON object a line: stages (file, name) and edges from the stage that goes first
to the one that waits for it (null where DVC refuses the graph), or the error. No stage is run, and no dvc.lock is
looked at when there is none in the folder.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

os.environ["DVC_NO_ANALYTICS"] = "1"
logging.disable(logging.CRITICAL)

from dvc.dvcfile import ProjectFile  # noqa: E402  analytics and logging are switched off before DVC is imported
from dvc.repo import Repo  # noqa: E402

Edge = list[list[str]]


def graph_of(folder: Path) -> dict[str, Any]:
    """The stages of all dvc.yaml files in a folder and below, resolved, and DVC's graph of them."""
    if not (folder / ".dvc").is_dir():
        Repo.init(str(folder), no_scm=True, force=True).close()
    with Repo(str(folder)) as repo:
        names = {s: [Path(s.path).relative_to(folder).as_posix(), getattr(s, "name", "")] for s in repo.index.stages}
        edges: list[Edge] | None
        try:
            edges = sorted([names[before], names[after]] for after, before in repo.index.graph.edges)
        except Exception:  # two stages with one result, a circle: the stages are known all the same
            edges = None
        return {"stages": sorted(names.values()), "edges": edges}


def answer(folder: Path) -> dict[str, Any]:
    schema = ProjectFile.SCHEMA
    try:
        return graph_of(folder)
    except Exception as error:  # whatever DVC raises is its answer
        refusal = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"
    ProjectFile.SCHEMA = staticmethod(lambda data: data)  # files with keys of older versions still resolve
    try:
        return graph_of(folder)
    except Exception:  # the first refusal says more
        return {"error": refusal}
    finally:
        ProjectFile.SCHEMA = schema


for line in sys.stdin:
    print(json.dumps(answer(Path(line.rstrip("\n")).resolve())), flush=True)
