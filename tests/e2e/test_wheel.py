"""What people get from an installation: the wheel, alone, in an environment that never saw this checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"

OPEN_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.session.services import load_services
desktop = Desktop(load_services(), Appearance(application), Path("settings.json"))
window = desktop.open_window(desktop.session(Path(sys.argv[1])))
window.resize(1200, 800)
application.processEvents()
picture = window.grab().toImage()
print(len({picture.pixel(x, y) for x in range(0, 1200, 7) for y in range(0, 800, 7)}))
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment.update(QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(cwd / "config"))
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel; the libraries it needs are borrowed, so no network is."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index"]
    done = run(*pip, "--disable-pip-version-check", wheel, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    place = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    Path(place, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def test_the_wheel_holds_every_data_file_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    missing = {f"designer/_resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in data} - names
    assert not missing
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"designer"}
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_command_runs_from_the_wheel_and_not_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import designer; print(designer.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(installed.parent)


def test_the_installed_command_checks_the_lesson(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "mlops-designer", "check", LESSON, "--format", "json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    (lesson,) = json.loads(done.stdout)["files"]
    assert {finding["principle"] for finding in lesson["findings"]} >= {"reproducibility", "automation", "monitoring"}


def test_the_installed_command_exports_the_lesson(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "mlops-designer", "export", LESSON, "--to", "github", "-o", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "site" / ".github" / "workflows").glob("*.yml"))


def test_the_installed_command_brings_style_sheets_hazards_levels_and_a_policy_to_start_from(
    installed: Path, tmp_path: Path
) -> None:
    command = installed / "mlops-designer"
    for words in (
        ("check", LESSON, "--format", "html", "-o", "page.html", "--fail-on", "never"),
        ("rules", "--new-policy", "mlops-policy.yaml"),
        ("rules", "--test", "mlops-policy.yaml"),
        ("rules", "SEC001", "--format", "html", "-o", "rule.html"),
        ("levels", LESSON),
    ):
        done = run(command, *words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stderr)
    assert "<style>" in (tmp_path / "page.html").read_text() and "<style>" in (tmp_path / "rule.html").read_text()


@pytest.mark.gui
def test_the_installed_window_shows_the_lesson(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "python", "-c", OPEN_WINDOW, LESSON, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 20, "the window is empty"


@pytest.mark.gui
def test_the_installed_command_opens_a_window_and_leaves_in_order(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "mlops-designer", "--smoke", LESSON, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
