"""Runs the exports of a document in a temporary folder, when somebody asks for it, and remembers what succeeded."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from designer.linters.linting import laid_out
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.plan.planner import make_plan
from designer.programs.finding import find_program
from designer.programs.running import reduced_environment, run
from designer.runners.catalog import load_runners
from designer.runners.runner import Runner, Unit
from designer.session.run_store import RunRecord, RunStore
from designer.session.services import Services
from designer.session.sides import Side, sides_of, without
from designer.targets.starter import starter_files

PATIENCE: Final = 1800.0  # seconds for one call of one program
_SETTING_UP: Final = 180.0
_TOLD: Final = 12  # last lines of a run that failed
_VERSION: Final = re.compile(r"\d+(\.\d+)+\S*")
_PASSED_ON: Final = ("PIP_", "UV_INDEX", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")  # how packages are found here
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What one program did.

    Args:
        title: of the program, with its version.
        ran: steps that succeeded.
        failed: steps that did not.
        problem: why it could not run, or ended early.
        log: the last lines of a run in which something failed.
        ways: how to get it when it is missing.
        causes: steps that failed -> why, as far as it is known.
    """

    title: str
    ran: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    problem: str = ""
    log: str = ""
    ways: tuple[str, ...] = ()
    causes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class TrialRun:
    """A run of all exports.

    Args:
        left_out: steps that act on something outside with a command of their own; they are never run.
    """

    outcomes: tuple[RunOutcome, ...]
    left_out: tuple[str, ...]


def acts_outside(services: Services, snapshot: Snapshot) -> tuple[str, ...]:
    """The steps that a trial leaves out: they would really deploy, notify or publish by a person's own command."""
    stages = make_plan(snapshot, services.catalog).stages.values()
    return tuple(s.id for s in stages if (not s.repeatable and s.own_command) or s.action)


def try_run(
    services: Services, snapshot: Snapshot, store: RunStore, forbidden: Sequence[Path] = (), tell: Tell | None = None
) -> TrialRun:
    """Exports into a temporary folder with starter files, and runs what is there with the programs on PATH.

    Args:
        store: remembers what succeeded, by its text.
        forbidden: folders whose programs are not run.
        tell: hears what is going on, a line at a time.

    Raises:
        ExportError: there is nothing to export.
        SaveError: the runs cannot be remembered.
    """
    tell = tell or (lambda _: None)
    left_out = acts_outside(services, snapshot)
    tried = without(snapshot, (), left_out)
    sides = sides_of(services, None, tried)
    starter = starter_files(make_plan(tried, services.catalog))
    with tempfile.TemporaryDirectory(prefix="mlops-run-") as name:
        bench = _Bench(Path(name), tell)
        outcomes = []
        for runner in load_runners().values():
            for side in sides:
                found = bench.run(runner, side, starter, forbidden)
                if found is not None:
                    outcome, steps = found
                    if steps:
                        record = RunRecord(outcome.title, datetime.now().isoformat(timespec="seconds"))
                        store.add(side, steps, record)
                    outcomes.append(outcome)
    return TrialRun(tuple(outcomes), left_out)


class _Bench:
    """A temporary folder with a home, a Python environment and a repository for each program."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        self._folder = folder
        self._tell = tell
        self._home = folder / "home"
        self._home.mkdir()
        self._has_python = False

    def run(
        self, runner: Runner, side: Side, starter: Mapping[str, str], forbidden: Sequence[Path]
    ) -> tuple[RunOutcome, tuple[str, ...]] | None:
        """Runs one side with one program; None when it has nothing to do with it."""
        scratch = self._folder / f"{runner.slug}-{side.slug}"
        if not runner.calls(Path(runner.slug), side.files, scratch):
            return None
        found = find_program(runner.slug, forbidden)
        if found.path is None:
            ways = tuple(f"{way} ({system})" for system, way in runner.ways.items())
            return RunOutcome(runner.title, problem=found.reason, ways=ways), ()
        project = scratch / "project"
        project.mkdir(parents=True)
        laid_out(project, {**starter, **side.files})
        environment = self._environment(forbidden)
        version = run([str(found.path), *runner.version_words], scratch, environment=environment, patience=_SETTING_UP)
        match = _VERSION.search(version.text) or _VERSION.search(version.errors)
        title = f"{runner.title} {match[0] if match else ''}".strip()
        problem = self._begin(project, runner.preparations(found.path), environment, forbidden)
        if problem:
            return RunOutcome(title, problem=problem), ()
        units: list[Unit] = []
        logs: list[str] = []
        problems: list[str] = []
        causes: dict[str, str] = {}
        for call in runner.calls(found.path, side.files, scratch):
            self._tell(f"{title} runs {call.path}")
            output = run(call.command, project, environment=environment, patience=PATIENCE)
            done = runner.units(call, output, side.files)
            units += done
            for name, text in runner.causes(output).items():
                of_it = [unit for unit in done if unit.name == name and not unit.succeeded]
                causes.update(dict.fromkeys(_steps(side, of_it), text))
            problems += [output.problem] * bool(output.problem)
            if output.code != 0:
                logs += runner.log(output)[-_TOLD:]
        ran = _steps(side, [u for u in units if u.succeeded])
        failed = _steps(side, [u for u in units if not u.succeeded])
        ran = tuple(step for step in ran if step not in failed)
        return RunOutcome(title, ran, failed, "; ".join(problems), "\n".join(logs), causes=causes), ran

    def _begin(
        self,
        project: Path,
        preparations: Sequence[Sequence[str]],
        environment: Mapping[str, str],
        forbidden: Sequence[Path],
    ) -> str:
        """Makes a repository with one commit; why that does not work."""
        git = find_program("git", forbidden)
        if git.path is None:
            return f"needs Git, which {git.reason}"
        start = [
            ("init", "--quiet", "--initial-branch", "main"),
            ("remote", "add", "origin", "https://github.com/example/project.git"),
        ]
        end = [("add", "--all"), ("commit", "--quiet", "--message", "Export")]
        commands: list[tuple[str, ...]] = [(str(git.path), *words) for words in start]
        commands += [tuple(words) for words in preparations]
        commands += [(str(git.path), *words) for words in end]
        for command in commands:
            output = run(command, project, environment=environment, patience=_SETTING_UP)
            if output.code != 0:
                said = output.problem or output.errors.strip().splitlines()[-1:] or output.code
                return f"cannot begin: {Path(command[0]).name} {command[1]} ({said})"
        return ""

    def _environment(self, forbidden: Sequence[Path]) -> dict[str, str]:
        """A home without credentials, and a Python environment that packages may be installed into."""
        self._make_python(forbidden)
        passed = {k: v for k, v in os.environ.items() if k.upper().startswith(_PASSED_ON)}
        who = {"NAME": "MLOps Designer", "EMAIL": "nobody@example.org"}
        git = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        base = reduced_environment(forbidden)
        scripts = self._folder / "python" / ("Scripts" if os.name == "nt" else "bin")
        home = {"HOME": str(self._home), "USERPROFILE": str(self._home), "XDG_CONFIG_HOME": str(self._home / ".config")}
        path = os.pathsep.join([str(scripts), base["PATH"]])
        return {**base, **passed, **git, **home, "PATH": path, "DVC_NO_ANALYTICS": "1", "GIT_TERMINAL_PROMPT": "0"}

    def _make_python(self, forbidden: Sequence[Path]) -> None:
        """A Python of our own that sees the packages of the one on PATH: nothing is installed into that one."""
        if self._has_python:
            return
        self._has_python = True
        settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "act", "actrc")
        if settings.is_file():  # a person's own choices for act: images, replaced actions
            (self._home / ".config" / "act").mkdir(parents=True)
            shutil.copyfile(settings, self._home / ".config" / "act" / "actrc")
        python = next((p for n in ("python3", "python") if (p := find_program(n, forbidden).path)), None)
        if python is None:
            return
        self._tell("A Python environment for the run is made")
        folder = self._folder / "python"
        run([str(python), "-m", "venv", str(folder)], self._folder, patience=_SETTING_UP)
        asked = run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], self._folder)
        for packages in folder.glob("lib/python*/site-packages"):
            (packages / "beside.pth").write_text(asked.text.strip() + "\n", encoding="utf-8")


def _steps(side: Side, units: Sequence[Unit]) -> tuple[str, ...]:
    """The steps that stand in some units of a side."""
    found = {
        step: None
        for unit in units
        for step, spans in side.spans.items()
        if any(
            span.path == unit.path and unit.first_line <= span.first_line and span.last_line <= unit.last_line
            for span in spans
        )
    }
    return tuple(found)
