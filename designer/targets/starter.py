"""Files that make a first run green: scripts for the steps, tests, a Dockerfile, requirements with exact versions.

They are a start, made to be replaced: nobody's existing file is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from designer.plan.plan import MONITOR, Plan
from designer.resources import resource
from designer.targets.dockerfile.sparing import spared

FOLDER: Final = "pipeline"
IMAGE_FILE: Final = "Dockerfile"
_ALWAYS: Final = ("pipeline/project.py", "requirements.txt", "requirements.lock")
_TESTS: Final = ("pipeline/run_tests.py", "pipeline/train.py")
_CALLED: Final = re.compile(r"\bpipeline/[a-z_]+\.py\b")


def starter_files(plan: Plan) -> Mapping[str, str]:
    """Relative posix path -> text, only what this plan's commands use."""
    root = resource("starter")
    wanted = dict.fromkeys([*sorted(p.name for p in root.glob(".*ignore")), *_ALWAYS])
    for stage in plan.stages.values():
        wanted.update(dict.fromkeys(() if stage.own_command else stage.scripts))
        for line in (*stage.commands, *stage.effects):
            wanted.update(dict.fromkeys(_CALLED.findall(line)))
    if any(s.can("tests_code") and not s.own_command for s in plan.stages.values()):
        wanted.update(dict.fromkeys(_TESTS))
    if any(w.name == MONITOR for w in plan.workflows):
        wanted[f"{FOLDER}/last_release.py"] = None
    if plan.facts.get("notify_on_failure") is True:
        wanted[f"{FOLDER}/notify.py"] = None
    files: dict[str, str] = {}
    for path in sorted(wanted):
        files.update(_texts(root, path))
    files.update(_requirements(plan))
    if IMAGE_FILE in files:
        builders = [s.id for s in plan.stages.values() if s.extra.get("builds_image")]
        files[IMAGE_FILE] = spared(files[IMAGE_FILE], plan.spared(builders))
    return dict(sorted(files.items()))


def requirements_file(requirement: str) -> str:
    """Name of the file with the requirements of a tool, made from the name of its package."""
    match = re.match(r"[a-z0-9]+", requirement.lower())
    return f"requirements-{match[0] if match else 'tool'}.txt"


def _texts(root: Path, path: str) -> dict[str, str]:
    """A starter file, or all files of a starter folder; nothing when the path is the author's own."""
    source = root / path
    if source.is_dir():
        found = sorted(p for p in source.rglob("*") if p.is_file() and p.suffix != ".pyc")
        return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in found}
    return {path: source.read_text(encoding="utf-8")} if source.is_file() else {}


def _requirements(plan: Plan) -> dict[str, str]:
    wanted: dict[str, dict[str, None]] = {}
    for stage in plan.stages.values():
        if stage.requires:
            wanted.setdefault(requirements_file(stage.requires[0]), {}).update(dict.fromkeys(stage.requires))
    return {path: "".join(f"{r}\n" for r in sorted(found)) for path, found in wanted.items()}
