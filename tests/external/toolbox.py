"""The outside tools, a project to run them on, and what they said."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUBS = Path(__file__).parent / "stubs"
HOW_TO_GET = (
    "make the tools environment: 'python3 run.py test' does it, or "
    "'python3 -m venv .tools && .tools/bin/pip install --require-hashes -r tests/external/requirements.lock'"
)
_USES = re.compile(r"uses:\s*([A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+)@([0-9a-f]{40})")


@dataclass(frozen=True)
class Done:
    """What a program said and how it ended."""

    code: int
    text: str


@dataclass(frozen=True)
class Tools:
    """The programs of the tools environment, run in a home of their own without the settings of this machine."""

    folder: Path
    home: Path

    def path(self, name: str) -> Path:
        """A program; the test fails with what to do when it is not there."""
        program = self.folder / "bin" / name
        if not program.exists():
            pytest.fail(f"{name} is not in {self.folder}: {HOW_TO_GET}", pytrace=False)
        return program

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k in ("LANG", "TMPDIR", "SSL_CERT_FILE")}
        return {
            **kept,
            "PATH": f"{STUBS / 'bin'}:{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "DVC_SITE_CACHE_DIR": str(self.home / ".dvc-site"),
            "DVC_NO_ANALYTICS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **(more or {}),
        }

    def run(self, name: str, *words: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> Done:
        """Runs a program to its end."""
        done = subprocess.run(
            [str(self.path(name)), *map(str, words)],
            cwd=cwd,
            env=self.environment(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=280,
        )
        return Done(done.returncode, done.stdout)

    def git(self, *words: str, cwd: Path) -> None:
        subprocess.run(["git", *words], cwd=cwd, env=self.environment(), check=True, capture_output=True)


@dataclass
class Project:
    """A repository with an export in it."""

    tools: Tools
    folder: Path
    artifacts: Path = field(init=False)

    def __post_init__(self) -> None:
        self.artifacts = self.folder.parent / f"{self.folder.name}-artifacts"

    def begin(self) -> Project:
        """Makes a repository of the folder, with DVC and a first commit."""
        self.tools.git("init", "--quiet", "--initial-branch", "main", cwd=self.folder)
        self.tools.git("remote", "add", "origin", "https://github.com/example/project.git", cwd=self.folder)
        assert self.tools.run("dvc", "init", "--quiet", cwd=self.folder).code == 0
        self.commit()
        return self

    def commit(self) -> None:
        self.tools.git("add", "--all", cwd=self.folder)
        self.tools.git("commit", "--quiet", "--message", "a state", cwd=self.folder)

    @property
    def workflows(self) -> list[Path]:
        return sorted((self.folder / ".github" / "workflows").glob("*.yml"))

    def replace(self, path: str, old: str, new: str) -> None:
        """Changes a file; there must be something to change."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def dvc(self, *words: str) -> Done:
        return self.tools.run("dvc", *words, cwd=self.folder)

    def act(self, event: str, workflow: Path, *words: str, settings: Mapping[str, str] | None = None) -> Run:
        """Runs a workflow on this machine; actions are replaced by stubs, nothing is installed or downloaded."""
        arguments: list[str | Path] = [event, "--workflows", workflow, "--json", "--concurrent-jobs", "2"]
        # No servers of act: the stubs keep artifacts in a folder, and a fixed port would let two runs clash.
        arguments += ["--defaultbranch", "main", "--no-cache-server", *self._stubs(workflow)]
        given = {
            "ARTIFACT_STORE": str(self.artifacts),
            "STUB_LOG": str(self.artifacts / "log.txt"),
            "PIP_DRY_RUN": "1",
            "PIP_NO_INDEX": "1",
            **(settings or {}),
        }
        for name, value in given.items():
            arguments += ["--env", f"{name}={value}"]
        self.artifacts.mkdir(exist_ok=True)
        done = self.tools.run("act", *arguments, "-s", "GITHUB_TOKEN=stub", *words, cwd=self.folder)
        return Run.of(done)

    def _stubs(self, workflow: Path) -> list[str]:
        found: list[str] = []
        for name, commit in sorted(set(_USES.findall(workflow.read_text(encoding="utf-8")))):
            if name == "actions/checkout":  # done by act itself
                continue
            stub = STUBS / name.replace("/", "+").lower()
            assert (stub / "action.yml").exists(), f"there is no stub for {name} in {STUBS}"
            found += ["--local-repository", f"{name}@{commit}={stub}"]
        return found

    @property
    def stub_log(self) -> str:
        """What the stubs were asked to do outside of the project."""
        log = self.artifacts / "log.txt"
        return log.read_text(encoding="utf-8") if log.exists() else ""


@dataclass(frozen=True)
class Run:
    """A run of a workflow: job -> result, and all that was printed."""

    code: int
    jobs: dict[str, str]
    steps: dict[tuple[str, str], str]
    text: str

    @classmethod
    def of(cls, done: Done) -> Run:
        jobs: dict[str, str] = {}
        steps: dict[tuple[str, str], str] = {}
        text = []
        for line in done.text.splitlines():
            entry = _object(line)
            job = str(entry.get("jobID", ""))
            text.append(f"[{job}] {entry.get('msg', line)}".rstrip())
            if "jobResult" in entry:
                jobs[job] = entry["jobResult"]
            if "stepResult" in entry and entry.get("stage") == "Main":
                steps[job, str((entry.get("stepID") or [""])[0])] = entry["stepResult"]
        return cls(done.code, jobs, steps, "\n".join(text))


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
