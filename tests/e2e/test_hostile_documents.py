"""Every broken or hostile document ends in one clear line and exit code 2, soon, and nothing is executed."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from designer.errors import DocumentError
from designer.main import main
from designer.steps.catalog import load_catalog
from designer.storage.document import read_document
from tests.e2e.hostile_documents import MAKERS

CATALOG = load_catalog()
LIMIT = 5.0  # seconds of one core, however busy the machine is with other things
# In a process of their own: one of each sort, and those that could bring a process down.
ALONE = [
    "missing", "folder", "pipe", "no-permission", "fifty-megabytes", "utf-16", "control-00", "python-tag", "deep-lists",
    "alias-bomb", "just-too-many-steps", "just-too-many-values", "id-with-new-lines", "fact-of-wrong-type",
]  # fmt: skip

# Everything is imported before the other user, who may not see the library, takes over.
AS_SOMEBODY_ELSE = """
import io, os, sys
import designer.session.opening  # what is imported on the way may lie where only root may read
from designer.main import main
usual, sys.stdin = sys.stdout, io.TextIOWrapper(io.BytesIO(b"steps: {}"))
sys.stdout = io.StringIO()
main(["check", "-"])
sys.stdout = usual
os.setuid(65534)
sys.exit(main(["check", sys.argv[1]]))
"""


def as_somebody_else(name: str) -> bool:
    """Root may read everything: that document is opened by another user."""
    return name == "no-permission" and os.getuid() == 0


def clear_line(said: str, path: Path) -> str:
    lines = said.splitlines()
    assert len(lines) == 1, said[:2000]
    assert str(path) in lines[0]
    assert len(lines[0]) < 1200
    assert lines[0].isprintable()
    assert "mistake in the program" not in lines[0]
    return lines[0]


def test_there_are_enough_of_them() -> None:
    assert len(MAKERS) >= 60


@pytest.mark.parametrize("name", [n for n in MAKERS if not as_somebody_else(n)])
def test_a_hostile_document_ends_in_one_clear_line(name: str, tmp_path: Path) -> None:
    path = MAKERS[name](tmp_path)
    started = time.process_time()
    with pytest.raises(DocumentError) as caught:
        read_document(path, CATALOG)
    assert time.process_time() - started < LIMIT
    clear_line(str(caught.value), path)
    assert not (tmp_path / "owned").exists()
    assert not Path("owned").exists()


@pytest.mark.parametrize("name", [n for n in MAKERS if not as_somebody_else(n)])
def test_the_command_line_says_it_and_exits_with_2(name: str, tmp_path: Path) -> None:
    path = MAKERS[name](tmp_path)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["check", str(path)])
    assert code == 2
    assert out.getvalue() == ""
    clear_line(err.getvalue(), path)


@pytest.mark.parametrize("name", ALONE)
def test_a_process_of_its_own_survives_it(name: str, tmp_path: Path) -> None:
    path = MAKERS[name](tmp_path)
    command = [sys.executable, "-m", "designer", "check", str(path)]
    if as_somebody_else(name):
        for folder in (tmp_path, *list(tmp_path.parents)[:3]):
            folder.chmod(folder.stat().st_mode | 0o055)
        command = [sys.executable, "-c", AS_SOMEBODY_ELSE, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "XDG_CONFIG_HOME": str(tmp_path)}
    before = os.times()
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < LIMIT
    assert (done.returncode, done.stdout) == (2, "")
    clear_line(done.stderr, path)
    assert not (tmp_path / "owned").exists()
