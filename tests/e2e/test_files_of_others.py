"""Files of other people with the program as people start it: real processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.test_command_line import WITHOUT_QT, program
from tests.unit.session.files import RELEASE, contents, stages, workflow


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    workflow(tmp_path, RELEASE)
    stages(tmp_path)
    return tmp_path


def test_every_command_takes_them_without_qt_and_changes_none(repository: Path) -> None:
    before = contents(repository)
    path = str(repository / ".github" / "workflows" / "ci.yml")
    code = WITHOUT_QT.format(modules={"PySide6", "shiboken6"})
    for argv in (
        ["import", path],
        ["import", str(repository), "--format", "json"],
        ["check", path, str(repository), "--fail-on", "never"],
        ["fix", "--all", "--diff", path],
        ["export", path, "--to", "dvc"],
        ["export", str(repository / "dvc.yaml"), "--to", "github"],
        ["render", str(repository)],
        ["roundtrip", str(repository)],
    ):
        done = program(*argv, code=code)
        assert done.returncode == 0, (argv, done.stderr)
        assert done.stdout
    assert contents(repository) == before


def test_checking_a_workflow_loads_neither_networkx_nor_numpy(repository: Path) -> None:
    modules = {"PySide6", "shiboken6", "networkx", "numpy"}
    path = str(repository / ".github" / "workflows" / "ci.yml")
    done = program("check", path, code=WITHOUT_QT.format(modules=modules))
    assert (done.returncode, done.stderr) == (1, "")


def test_edits_are_tried_and_told_by_their_exit_code(repository: Path) -> None:
    done = program("roundtrip", "--edit", "--no-tools", str(repository))
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("\n2 identical, 0 same, 0 different, 0 refused, 0 crashed\n")


# What would happen if opening a file did anything but read it.
HOSTILE = """\
stages:
  train:
    cmd: touch {canary}
    deps: ['$(touch {canary})', '`touch {canary}`', ../../../../etc/passwd, '|touch {canary}']
    params:
      - {pipe}:
      - link.yaml:
      - /etc/hostname:
vars: [../outside.yaml, link.yaml]
"""


def test_reading_runs_nothing_and_stays_in_its_folder(tmp_path: Path) -> None:
    canary, root = tmp_path / "canary", tmp_path / "project"
    (tmp_path / "outside.yaml").write_text("secret: outside-value\n")
    root.mkdir()
    (root / "dvc.yaml").write_text(HOSTILE.format(canary=canary, pipe="pipe.yaml"))
    os.mkfifo(root / "pipe.yaml")
    (root / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    hooks = root / ".git" / "hooks"
    hooks.mkdir(parents=True)
    (root / ".git" / "config").write_text(f"[core]\n  fsmonitor = touch {canary}\n")
    for command in (["import"], ["check", "--fail-on", "never"], ["roundtrip", "--edit", "--no-tools"]):
        for path in (root, root / "dvc.yaml"):
            done = program(*command, str(path))
            assert done.stderr.count("\n") <= 1
            assert "Traceback" not in done.stderr
            assert "outside-value" not in done.stdout + done.stderr
    assert not canary.exists()


@pytest.mark.parametrize(
    "text",
    [
        "jobs: !!python/object/apply:os.system ['touch canary']\non: push\n",
        "on: push\njobs: &a {x: *a}\n",
        "on: push\njobs:\n" + "  " * 400 + "x: 1\n",
        "on: push\njobs: [" * 300,
        "\x00on: push\njobs:\n",
        "on: push\njobs:\n\ta: 1\n",
        "on: push\njobs: 3\n",
        "on: push\njobs: {a: 3, b: [], c: null, '': {}, 'x y': {steps: 7}}\n",
    ],
    ids=["tag", "recursion", "deep", "nested", "control", "tab", "number", "odd"],
)
def test_hostile_files_end_in_one_line_or_are_read(tmp_path: Path, text: str) -> None:
    path = workflow(tmp_path, text)
    for argv in (["import", str(path)], ["check", str(path), "--fail-on", "never"]):
        done = program(*argv)
        assert done.returncode in (0, 1, 2)
        assert "this is a mistake in the program" not in done.stderr
        if done.returncode == 2:
            assert done.stderr.count("\n") == 1
    assert program("roundtrip", str(path)).stdout.endswith("0 crashed\n")
    assert not (tmp_path / "canary").exists()
