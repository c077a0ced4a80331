"""Programs of others are found on PATH only, and never run away with the program."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from designer.programs.finding import find_program
from designer.programs.running import MOST_BYTES, reduced_environment, run


def script(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


# ---------------------------------------------------------------------- finding
def test_the_first_absolute_entry_that_has_the_program_counts(tmp_path: Path) -> None:
    first, second = script(tmp_path / "a" / "lint"), script(tmp_path / "b" / "lint")
    assert find_program("lint", path=f"{tmp_path}/none:{first.parent}:{second.parent}").path == first


def test_the_current_folder_and_relative_entries_are_never_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "lint")
    script(tmp_path / "bin" / "lint")
    monkeypatch.chdir(tmp_path)
    found = find_program("lint", path=os.pathsep.join(["", ".", "bin", "./bin"]))
    assert (found.path, found.reason) == (None, "is not on PATH")


def test_a_program_of_the_opened_folder_is_not_run_and_the_next_one_is_taken(tmp_path: Path) -> None:
    theirs, mine = script(tmp_path / "opened" / "bin" / "lint"), script(tmp_path / "mine" / "lint")
    both = f"{theirs.parent}:{mine.parent}"
    assert find_program("lint", [tmp_path / "opened"], both).path == mine
    found = find_program("lint", [tmp_path / "opened"], str(theirs.parent))
    assert found.path is None
    assert "nothing there is run" in found.reason


def test_a_link_that_leads_into_the_opened_folder_counts_as_standing_there(tmp_path: Path) -> None:
    theirs = script(tmp_path / "opened" / "evil")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "lint").symlink_to(theirs)
    assert find_program("lint", [tmp_path / "opened"], str(tmp_path / "bin")).path is None


def test_a_file_that_cannot_be_run_is_no_program(tmp_path: Path) -> None:
    script(tmp_path / "lint").chmod(0o644)
    assert find_program("lint", path=str(tmp_path)).path is None


# ---------------------------------------------------------------------- running
def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_program_says_comes_back_with_its_exit_code(tmp_path: Path) -> None:
    code = "import sys; print(sys.stdin.read().upper()); print('oh', file=sys.stderr); sys.exit(3)"
    output = run(python(code), tmp_path, standard_input="words")
    assert (output.code, output.text.strip(), output.errors.strip(), output.problem) == (3, "WORDS", "oh", "")


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    child = "import time, pathlib; time.sleep(3); pathlib.Path('alive').touch()"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    start = time.monotonic()
    output = run(python(code), tmp_path, patience=0.5)
    assert output.problem == "did not end within 0.5 seconds"
    assert output.code is None
    assert time.monotonic() - start < 3
    assert not (tmp_path / "alive").exists()


def test_a_program_that_writes_without_end_is_ended(tmp_path: Path) -> None:
    output = run(python("while True: print('x' * 100000)"), tmp_path)
    assert output.problem.startswith("wrote more than")
    assert len(output.text) <= MOST_BYTES


def test_another_thread_can_stop_it(tmp_path: Path) -> None:
    stop = threading.Event()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    output = run(python("import time; time.sleep(30)"), tmp_path, stop=stop)
    timer.join()
    assert output.problem == "was stopped"


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    assert "cannot be started" in run([str(tmp_path / "none")], tmp_path).problem


def test_what_a_program_starts_itself_does_not_come_from_the_opened_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, ours = tmp_path / "opened", tmp_path / "ours"
    script(opened / ".venv" / "bin" / "helper", "#!/bin/sh\necho theirs\n")
    script(ours / "helper", "#!/bin/sh\necho ours\n")
    lint = script(ours / "lint", "#!/bin/sh\nhelper\n")
    monkeypatch.setenv("PATH", os.pathsep.join([str(opened / ".venv" / "bin"), str(ours), "/usr/bin", "/bin"]))
    output = run([str(lint)], tmp_path, environment=reduced_environment([opened]))
    assert output.text == "ours\n"


def test_secrets_and_relative_entries_of_path_stay_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "bin", str(tmp_path)]))
    given = reduced_environment()
    assert given["PATH"] == str(tmp_path)
    assert "secret" not in given.values()
