"""https://dvc.org: runs the stages of a dvc.yaml in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from designer.errors import DocumentError
from designer.programs.dvc import TITLE, URL, WAYS
from designer.programs.running import Output
from designer.runners.runner import Call, Runner, Unit
from designer.yaml_tree.tree import parse

FILE: Final = "dvc.yaml"
_STARTED: Final = re.compile(r"^(?:Running stage|Stage) '([^'@]+)(?:@[^']*)?'", re.MULTILINE)
_FAILED: Final = re.compile(r"failed to (?:reproduce|run)[^']*'([^'@]+)(?:@[^']*)?'")
_LACKING: Final = (
    (
        re.compile(r"Cannot connect to the Docker daemon|docker: (?:command )?not found|docker.sock: connect:"),
        "a command needs Docker, which is not running here or cannot be reached",
    ),
    (
        re.compile(r"Temporary failure in name resolution|Could not resolve host|Network is unreachable"),
        "a command needs the network, which cannot be reached from here",
    ),
)


class _Dvc(Runner):
    title = TITLE
    url = URL
    ways = WAYS

    def preparations(self, program: Path) -> tuple[tuple[str, ...], ...]:
        return ((str(program), "init", "--quiet"), (str(program), "config", "core.analytics", "false"))

    def calls(self, program: Path, files: Mapping[str, str], scratch: Path) -> list[Call]:
        # What fails ends only what waits for it.
        return [Call((str(program), "repro", "--keep-going"), FILE)] if FILE in files else []

    def causes(self, output: Output) -> Mapping[str, str]:
        said = f"{output.text}\n{output.errors}"
        lacking = [text for pattern, text in _LACKING if pattern.search(said)]
        return {name: "; ".join(lacking) for name in _FAILED.findall(said)} if lacking else {}

    def units(self, call: Call, output: Output, files: Mapping[str, str]) -> list[Unit]:
        said = f"{output.text}\n{output.errors}"
        failed = set(_FAILED.findall(said))
        started = list(dict.fromkeys(_STARTED.findall(output.text)))
        if output.problem and started:
            failed.add(started[-1])  # it was running when it was ended
        try:
            tree = parse(files[call.path], call.path)
        except DocumentError:
            return []
        known = [name for name in started if tree.has(("stages", name))]
        return [Unit(name, call.path, *tree.lines(("stages", name)), name not in failed) for name in known]


RUNNER = _Dvc()
