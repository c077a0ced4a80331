"""The core and the command line work where Qt cannot be imported, and start without what they do not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BLOCK_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, NoQt())
"""

IMPORT_ALL = """
import importlib, pkgutil, designer
for info in pkgutil.walk_packages(designer.__path__, "designer."):
    if not info.name.startswith("designer.gui") and info.name != "designer.__main__":
        importlib.import_module(info.name)
"""

OPEN_EMPTY_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
from pathlib import Path
from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.session.services import load_services
Desktop(load_services(), Appearance(application), Path(sys.argv[1])).open_window()
application.processEvents()
print("networkx" in sys.modules)
"""


def run(code: str, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )


def test_everything_but_the_window_can_be_imported(root: Path) -> None:
    done = run(BLOCK_QT + IMPORT_ALL, root)
    assert done.returncode == 0, done.stderr


def test_the_command_line_checks_the_lesson(root: Path) -> None:
    lesson = "samples/lesson/lesson.mlops.yaml"
    call = "from designer.main import main\nsys.exit(main(sys.argv[1:]))"
    done = run(BLOCK_QT + call, root, "check", lesson, "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    assert "REP" in done.stdout


def test_the_command_line_asks_for_qt_only_when_it_draws_pixels(root: Path, tmp_path: Path) -> None:
    lesson = str(root / "samples/lesson/lesson.mlops.yaml")
    call = "from designer.main import main\nsys.exit(main(sys.argv[1:]))"
    picture = tmp_path / "lesson.svg"
    done = run(BLOCK_QT + call, root, "render", lesson, "-o", str(picture))
    assert done.returncode == 0, done.stderr
    assert picture.read_text(encoding="utf-8").startswith(("<?xml", "<svg"))


def test_an_empty_window_opens_before_the_graph_library_is_loaded(root: Path, tmp_path: Path) -> None:
    done = run(OPEN_EMPTY_WINDOW, root, str(tmp_path / "settings.json"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "False"
