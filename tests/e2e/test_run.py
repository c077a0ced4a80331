"""``run.py``: environments from locks, and what happens on machines that lack something."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that run.py takes for the checkout, with an empty lock, so that nothing has to be fetched."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "empty.lock").write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", folder)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # no uv: the way that works everywhere
    return folder


def test_an_environment_is_made_once_and_then_left_alone(checkout: Path, capfd) -> None:
    environment = run.Environment(".venv")
    environment.ensure(checkout / "empty.lock")
    assert environment.works()
    assert "Setting up .venv from empty.lock" in capfd.readouterr().err
    environment.ensure(checkout / "empty.lock")
    assert capfd.readouterr().err == ""


def test_setting_up_compiles_the_program_for_a_python_that_writes_nothing(checkout: Path, monkeypatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    module = checkout / "designer" / "start.py"
    module.parent.mkdir()
    module.write_text("ready = True\n", encoding="utf-8")
    run.Environment(".venv").ensure(checkout / "empty.lock")
    assert list(module.parent.glob("__pycache__/start.*.pyc"))


def test_a_changed_lock_is_installed_again(checkout: Path, capfd) -> None:
    environment = run.Environment(".venv")
    environment.ensure(checkout / "empty.lock")
    (checkout / "empty.lock").write_text("# something else\n", encoding="utf-8")
    capfd.readouterr()
    environment.ensure(checkout / "empty.lock")
    assert "Setting up" in capfd.readouterr().err


def test_a_broken_environment_is_made_anew(checkout: Path) -> None:
    environment = run.Environment(".venv")
    environment.ensure(checkout / "empty.lock")
    environment.python.unlink()
    environment.python.write_text("broken", encoding="utf-8")
    environment.ensure(checkout / "empty.lock")
    assert environment.works()


def test_a_lock_that_cannot_be_installed_leaves_no_stamp(checkout: Path) -> None:
    (checkout / "empty.lock").write_text("no-such-package==1.0\n", encoding="utf-8")  # no hash: refused at once
    environment = run.Environment(".venv")
    with pytest.raises(SystemExit, match=r"pip could not install empty\.lock"):
        environment.ensure(checkout / "empty.lock")
    assert not environment.stamp.exists()


def test_who_is_not_root_is_told_the_line_to_type(monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    assert not run.install_packages(["libgl1", "libegl1"], "Qt needs system libraries")
    assert "sudo apt-get install -y --no-install-recommends libgl1 libegl1" in capfd.readouterr().err


def test_what_qt_shows_windows_by_is_loaded_for_a_try() -> None:
    assert run.qt_problem(sys.executable, "xcb") == ""
    assert "libqscreen_of_nobody.so" in run.qt_problem(sys.executable, "screen_of_nobody")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ["xcb"]),
        ({"QT_QPA_PLATFORM": "xcb"}, ["xcb"]),
        ({"WAYLAND_DISPLAY": "w"}, []),
        ({"QT_QPA_PLATFORM": "offscreen"}, []),
    ],
)
def test_x_is_tried_where_a_window_will_stand_on_it(variables, expected, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run.window_platforms() == expected


@pytest.fixture
def lesson(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout with the program and the lesson; its out folder."""
    (checkout / "designer").symlink_to(ROOT / "designer")
    shutil.copytree(ROOT / "samples" / "lesson", checkout / "samples" / "lesson")
    monkeypatch.setattr(run, "LESSON", checkout / "samples" / "lesson" / "lesson.mlops.yaml")
    monkeypatch.chdir(checkout)
    return checkout / "out"


def test_without_a_display_the_lesson_is_shown_in_the_terminal(lesson: Path, capfd) -> None:
    assert run.show_lesson_in_terminal(sys.executable) == 0
    shown = capfd.readouterr().out
    assert all(code in shown for code in ("REP001", "AUT002", "SCA001", "MON001", "SEC002"))
    written = {path.relative_to(lesson).as_posix() for path in lesson.rglob("*")}
    assert {"lesson.svg", "lesson/dvc.yaml", "lesson/.github/workflows/ml-pipeline.yml"} <= written


def test_the_second_time_replaces_what_the_first_time_wrote(lesson: Path) -> None:
    stale = lesson / "lesson" / "dvc.yaml"
    stale.parent.mkdir(parents=True)
    stale.write_text("stages: {}\n", encoding="utf-8")
    assert run.show_lesson_in_terminal(sys.executable) == 0
    assert "train" in stale.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"DISPLAY": ":0"}, False), ({"WAYLAND_DISPLAY": "w"}, False), ({"QT_QPA_PLATFORM": "vnc"}, False)],
)
def test_a_display_is_known_by_its_variables(variables, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run.no_display() is expected


def test_a_command_is_forwarded_with_its_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd) -> None:
    monkeypatch.chdir(tmp_path)
    assert run.designer(sys.executable, "check", "not-there.mlops.yaml") == 2
    assert "not-there.mlops.yaml" in capfd.readouterr().err
