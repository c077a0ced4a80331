"""Whether DVC itself accepts folders with a dvc.yaml; run by the Python of the tools environment, which has DVC.

Reads one folder a line and writes one JSON object a line: ``error``, null or what DVC complains about when it loads all
stages and makes the graph of them, and ``stages``, what the templates of each became. No stage is run.
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

from dvc.dvcfile import load_file  # noqa: E402  analytics and logging are switched off before DVC is imported
from dvc.repo import Repo  # noqa: E402


def answer(folder: Path) -> dict[str, Any]:
    if not (folder / ".dvc").is_dir():
        Repo.init(str(folder), no_scm=True, force=True).close()
    try:
        with Repo(str(folder)) as repo:
            list(repo.index.graph.edges)
            os.chdir(folder)
            return {"error": None, "stages": load_file(repo, "dvc.yaml").resolver.resolve()["stages"]}
    except Exception as error:  # whatever it is: DVC does not accept the file
        return {"error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(answer(Path(line.rstrip("\n")).resolve())), flush=True)
