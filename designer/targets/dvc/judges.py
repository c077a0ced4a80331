"""DVC as a judge: its own reading of a dvc.yaml and the graph of its stages; no stage is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from designer.targets.judge import Judge, interpreter

# Run by the Python that DVC is installed for: one start for many files instead of a second for each.
_SCRIPT: Final = """
import logging, os, sys
os.environ["DVC_NO_ANALYTICS"] = "1"
logging.disable(logging.CRITICAL)
from dvc.repo import Repo
for line in sys.stdin:
    file = line.rstrip("\\n")
    folder = root = os.path.dirname(file)
    while not os.path.exists(os.path.join(root, ".root")) and os.path.dirname(root) != root:
        root = os.path.dirname(root)
    try:
        if not os.path.isdir(os.path.join(root, ".dvc")):
            Repo.init(root, no_scm=True, force=True).close()
        with Repo(root) as repo:
            repo.index.graph
            list(repo.stage.load_all(file))
    except Exception as error:
        print("refused", file, flush=True)
"""


class DvcItself(Judge):
    """https://dvc.org"""

    program = "dvc"

    def command(self, program: Path, files: Sequence[str]) -> list[str]:
        return [interpreter(program), "-c", _SCRIPT]

    def standard_input(self, files: Sequence[str]) -> str:
        return "".join(f"{file}\n" for file in files)

    def refused(self, output: str, files: Sequence[str]) -> frozenset[str]:
        return frozenset(line.removeprefix("refused ") for line in output.splitlines() if line.startswith("refused "))
