"""What the documents say is still so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from designer import __version__
from designer.cli.main import COMMANDS
from designer.main import main

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "samples/README.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(root: Path, name: str) -> None:
    path = root / name
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (path.parent / link).exists()]


def test_the_readme_names_every_command(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert not [name for name in COMMANDS if f"`mlops-designer {name}" not in text]


def test_the_picture_in_the_readme_is_what_the_program_draws(root: Path, tmp_path: Path) -> None:
    lesson = root / "samples" / "lesson"
    drawn = tmp_path / "lesson.svg"
    assert main(["render", str(lesson / "lesson.mlops.yaml"), "-o", str(drawn)]) == 0
    assert drawn.read_text(encoding="utf-8") == (lesson / "lesson.svg").read_text(encoding="utf-8"), (
        "draw it again: mlops-designer render samples/lesson/lesson.mlops.yaml -o samples/lesson/lesson.svg"
    )


def test_the_changelog_has_this_version(root: Path) -> None:
    assert f"\n## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
