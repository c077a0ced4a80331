"""Runs a program of others to its end: bounded in time and output, stopped when nobody wants the answer any more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO, Any, Final

from designer.programs.finding import trusted_entries

PATIENCE: Final = 60.0  # seconds
MOST_BYTES: Final = 8_000_000
_TURN: Final = 0.02  # seconds between two looks
_GRACE: Final = 5.0  # seconds for a stopped program to go

# What programs need to start and to find themselves; tokens, secrets and settings of other things stay here.
_KEPT: Final = {
    *("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP"),
    *("SYSTEMROOT", "WINDIR", "PATHEXT", "COMSPEC", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"),
    *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "PYENV_ROOT", "ASDF_DIR", "ASDF_DATA_DIR"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
}
_ALWAYS: Final = {"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Output:
    """What a program said.

    Args:
        code: its exit code; None when it did not end by itself.
        text: standard output.
        errors: standard error.
        problem: why there is no proper end: too slow, too much, stopped, cannot be started.
    """

    code: int | None
    text: str = ""
    errors: str = ""
    problem: str = ""


def reduced_environment(forbidden: Sequence[Path] = ()) -> dict[str, str]:
    """The part of this process's environment that a program gets; PATH without entries that depend on the folder.

    Args:
        forbidden: folders whose programs are not trusted: what a program starts itself must not come from there.
    """
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    return {**kept, **_ALWAYS, "PATH": os.pathsep.join(map(str, trusted_entries(forbidden)))}


def run(
    command: Sequence[str],
    folder: Path,
    *,
    standard_input: str = "",
    environment: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
    stop: Event | None = None,
) -> Output:
    """Runs a program in a folder; all its children go with it.

    Args:
        command: an absolute program and its words; no shell sees them.
        folder: a folder of our own.
        standard_input: what it reads.
        environment: instead of `reduced_environment`.
        patience: seconds until it is stopped.
        stop: set by another thread when nobody wants the answer any more.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(standard_input.encode())
        given.seek(0)
        try:
            process = subprocess.Popen(
                list(command),
                cwd=folder,
                env=dict(environment) if environment is not None else reduced_environment(),
                stdin=given,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError as e:
            return Output(None, problem=f"cannot be started ({e.strerror or e})")
        problem = _watch(process, (out, err), patience, stop)
        return Output(None if problem else process.returncode, _text(out), _text(err), problem)


def _watch(process: subprocess.Popen[Any], files: Sequence[IO[bytes]], patience: float, stop: Event | None) -> str:
    """Waits for the end; the reason when the program had to be stopped."""
    end = time.monotonic() + patience
    problem = ""
    while not problem:
        try:
            process.wait(_TURN)
            break
        except subprocess.TimeoutExpired:
            problem = _reason(end, files, patience, stop)
    _end(process)
    return problem


def _reason(end: float, files: Sequence[IO[bytes]], patience: float, stop: Event | None) -> str:
    if stop is not None and stop.is_set():
        return "was stopped"
    if time.monotonic() > end:
        return f"did not end within {patience:g} seconds"
    if any(os.fstat(file.fileno()).st_size > MOST_BYTES for file in files):
        return f"wrote more than {MOST_BYTES // 1_000_000} MB"
    return ""


def _end(process: subprocess.Popen[Any]) -> None:
    """Ends a program and what it started; children of one that has ended may still be there."""
    if os.name == "nt":
        if process.poll() is None:
            process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(MOST_BYTES).decode("utf-8", "replace")
