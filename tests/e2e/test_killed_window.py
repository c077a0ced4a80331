"""The program is killed while work is not saved; the next one that starts offers it, and it comes back whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = """\
# The churn model
pipeline: {name: churn}
steps:
  data: {kind: data_source}   # from the warehouse
  train: {kind: train}
links: [data -> train]
"""
# The real program; once its window is there, somebody acts in it.
PROGRAM = """
import json, sys
from PySide6.QtCore import QTimer
from designer.commands import steps
from designer.gui import app
from designer.main import main

open_first = app.open_first

def open_and_act(desktop, *paths):
    open_first(desktop, *paths)
    QTimer.singleShot(0, lambda: act(desktop, desktop.windows[0]))

app.open_first = open_and_act
"""
EDIT_AND_WAIT = """
def act(desktop, window):
    window.desk.session.run(steps.rename, "train", "Fit the model")
    print("edited", flush=True)

main(sys.argv[1:])
"""
RECOVER_AND_SAVE = """
def act(desktop, window):
    offered = window.bar.message
    window.bar.press("Recover")
    session = window.desk.session
    step = session.pipeline.steps["train"]
    facts = {"offered": offered, "title": step.title, "path": str(session.path), "dirty": window.isWindowModified()}
    window.registry.trigger("file.save")
    print(json.dumps({**facts, "dirty_when_saved": window.isWindowModified()}), flush=True)
    desktop.close_all()

raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE")}
    return {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}


def start(code: str, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM + code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def wait_for_text(folder: Path, words: str, program: subprocess.Popen[str]) -> None:
    """Until the program has kept a document with those words; it must not end before."""
    while not any(words in path.read_text(encoding="utf-8") for path in folder.glob("*.mlops.yaml")):
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(0.01)


def test_work_of_a_killed_program_comes_back_at_the_next_start(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "churn.mlops.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    kept = tmp_path / "state" / "mlops-designer" / "recovery"
    with start(EDIT_AND_WAIT, environment, str(path)) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "edited\n"
        wait_for_text(kept, "Fit the model", program)
        program.send_signal(signal.SIGKILL)
    assert path.read_text(encoding="utf-8") == DOCUMENT

    with start(RECOVER_AND_SAVE, environment) as again:
        output, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    facts = json.loads(output)
    assert "churn has changes that were not saved" in facts["offered"]
    assert (facts["title"], facts["path"]) == ("Fit the model", str(path))
    assert (facts["dirty"], facts["dirty_when_saved"]) == (True, False)
    saved = path.read_text(encoding="utf-8")
    assert saved.startswith("# The churn model\n") and "# from the warehouse" in saved and "Fit the model" in saved
    assert list(kept.iterdir()) == []
