from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from designer.main import main
from tests.external.toolbox import HOW_TO_GET, ROOT, Project, Tools

SAMPLES = ROOT / "samples"
# What a run leaves behind and what belongs to this machine; the rest of a sample is copied.
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".pytest_cache", "data", "models", "reports", "build", "mlflow.db")


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    folder = Path(os.environ.get("MLOPS_DESIGNER_TOOLS") or ROOT / ".tools")
    if not folder.is_dir():
        pytest.fail(f"there are no tools at {folder}: {HOW_TO_GET}", pytrace=False)
    home = tmp_path_factory.mktemp("home")
    (home / ".config" / "act").mkdir(parents=True)
    (home / ".config" / "act" / "actrc").write_text("-P ubuntu-latest=-self-hosted\n")
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Test\n\temail = test@example.org\n[advice]\n\tdetachedHead = false\n"
    )
    return Tools(folder, home)


def export(design: Path, folder: Path) -> None:
    """Both exports with the starter files, as a person would write them into an empty project."""
    for target in ("github", "dvc"):
        assert main(["export", str(design), "--to", target, "-o", str(folder), "--starter"]) == 0


@pytest.fixture(scope="session")
def fixed_lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The design of the lesson after `mlops-designer fix --all`."""
    design = tmp_path_factory.mktemp("fixed") / "lesson.mlops.yaml"
    shutil.copyfile(SAMPLES / "lesson" / "lesson.mlops.yaml", design)
    assert main(["fix", str(design), "--all"]) in (0, 1)  # 1: questions remain that only a person can answer
    return design


@pytest.fixture
def lesson(tools: Tools, fixed_lesson: Path, tmp_path: Path) -> Project:
    """A fresh repository with the exports of the mended lesson."""
    folder = tmp_path / "lesson"
    folder.mkdir()
    export(fixed_lesson, folder)
    return Project(tools, folder).begin()


@pytest.fixture
def digits(tools: Tools, tmp_path: Path) -> Project:
    """A fresh repository with the digits sample as it stands."""
    shutil.copytree(SAMPLES / "digits", tmp_path / "digits", ignore=LEFT_BEHIND)
    return Project(tools, tmp_path / "digits").begin()
