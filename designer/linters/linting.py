"""Lints files with one linter: on copies in a temporary folder, one call for many files."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import Event

from designer.linters.linter import UNREAD, Linter, LinterFinding
from designer.programs.finding import Found, find_program
from designer.programs.running import PATIENCE, reduced_environment, run

VERSION_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Present:
    """A linter that is there.

    Args:
        linter: the plug-in.
        program: where it stands.
        version: empty when it does not say.
        helpers: other programs that it calls itself.
        forbidden: folders from which nothing is run, also not by the linter.
    """

    linter: Linter
    program: Path
    version: str
    helpers: Mapping[str, Path]
    forbidden: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class LintRun:
    """What one linter said about some files.

    Args:
        read: paths of the files that it really looked at.
        findings: what it found.
        problem: why it did not come to an end; the files of that call are not read.
    """

    read: frozenset[str]
    findings: tuple[LinterFinding, ...]
    problem: str = ""


def present(linter: Linter, forbidden: Sequence[Path] = (), stop: Event | None = None) -> Present | Found:
    """A linter with its version, or why it cannot be used."""
    found = find_program(linter.slug, forbidden)
    if found.path is None:
        return found
    helpers = {name: path for name in linter.helpers if (path := find_program(name, forbidden).path)}
    with tempfile.TemporaryDirectory() as folder:
        asked = [str(found.path), *linter.version_words]
        environment = reduced_environment(forbidden)
        output = run(asked, Path(folder), environment=environment, patience=VERSION_PATIENCE, stop=stop)
    if output.problem:
        return Found(None, output.problem)
    return Present(linter, found.path, linter.version(output), helpers, tuple(forbidden))


def lint(
    here: Present,
    files: Mapping[str, str],
    wanted: Collection[str] | None = None,
    *,
    patience: float = PATIENCE,
    stop: Event | None = None,
) -> LintRun:
    """Lints some files.

    Args:
        here: the linter.
        files: path -> text; those not wanted are only laid beside the others, for what these mention.
        wanted: paths; None for those that the linter reads by its own judgement.
        patience: seconds for each call.
        stop: set when nobody wants the answer any more.
    """
    linter = here.linter
    if wanted is None:
        wanted = [path for path, text in files.items() if linter.reads(path, text)]
    waiting = list(wanted)
    read: set[str] = set()
    found: list[LinterFinding] = []
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mlops-lint-") as name:
        folder = Path(name)
        laid = laid_out(folder, files) if wanted else frozenset()
        for start in range(0, len(waiting), linter.batch):
            part = [path for path in waiting[start : start + linter.batch] if path in laid]
            one = _call(here, folder, {path: files[path] for path in part}, patience, stop)
            read |= one.read
            found += one.findings
            problems += [one.problem] * bool(one.problem)
    read |= {other for path in tuple(read) for other in linter.along(path) if other in files}
    return LintRun(frozenset(read), tuple(found), "; ".join(dict.fromkeys(problems)))


def laid_out(folder: Path, files: Mapping[str, str]) -> frozenset[str]:
    """Writes files below a folder; those whose paths would leave it are left out."""
    done = set()
    for path, text in files.items():
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or PurePosixPath(path).is_absolute() or any(c in path for c in "\\:\0\n"):
            continue
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "replace"))
        done.add(path)
    return frozenset(done)


def _call(here: Present, folder: Path, files: Mapping[str, str], patience: float, stop: Event | None) -> LintRun:
    linter = here.linter
    asked: list[str] = []
    cut: dict[str, str] = {}
    for path, text in files.items():
        pieces = linter.cuttings(path, text)
        cut.update(pieces)
        asked += pieces or ([path] if linter.is_whole(path) else [])
    laid_out(folder, cut)
    if not asked:
        return LintRun(frozenset(files), ())
    command = linter.command(here.program, asked, here.helpers)
    if not command:
        return LintRun(frozenset(), (), "is there, but not the Python that it belongs to")
    given, environment = linter.standard_input(asked), reduced_environment(here.forbidden)
    output = run(command, folder, standard_input=given, environment=environment, patience=patience, stop=stop)
    if output.problem:
        return LintRun(frozenset(), (), output.problem)
    try:
        found = tuple(linter.findings(output, files))
    except (ValueError, LookupError, TypeError) as e:
        reason = " ".join(str(e).split())[:300]
        return LintRun(frozenset(), (), f"gave an answer that cannot be understood ({reason})")
    unread = {finding.path for finding in found if finding.code == UNREAD}
    return LintRun(frozenset(files) - unread, found)
