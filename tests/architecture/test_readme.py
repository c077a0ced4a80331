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


@pytest.mark.parametrize(
    ("drawn", "picture"),
    [("lesson/lesson.mlops.yaml", "lesson/lesson.svg"), ("repository", "repository/repository.svg")],
)
def test_the_pictures_in_the_readme_are_what_the_program_draws(
    root: Path, tmp_path: Path, drawn: str, picture: str
) -> None:
    now = tmp_path / "now.svg"
    assert main(["render", str(root / "samples" / drawn), "-o", str(now)]) == 0
    assert now.read_text(encoding="utf-8") == (root / "samples" / picture).read_text(encoding="utf-8"), (
        f"draw it again: mlops-designer render samples/{drawn} -o samples/{picture}"
    )


def test_the_changelog_has_this_version(root: Path) -> None:
    assert f"\n## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
