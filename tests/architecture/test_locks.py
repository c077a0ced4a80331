"""The locks hold every dependency with hashes, agree with each other, and work with any package index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/external/requirements.lock")
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)( ;.*?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", re.M
)


def pins(path: Path) -> dict[str, set[str]]:
    """Versions by name; a package may have one for each range of Pythons."""
    found: dict[str, set[str]] = {}
    for name, version, *_ in PINNED.findall(path.read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_version_with_hashes(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    rest = PINNED.sub("", text)
    assert not [line for line in rest.splitlines() if line.strip() and not line.strip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(root: Path, lock: str) -> None:
    assert not re.search(r"https?://|file:|--index|--extra-index|--find-links", (root / lock).read_text("utf-8"))


def test_the_locks_hold_what_pyproject_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = pins(root / "requirements.lock"), pins(root / "requirements-dev.lock")
    wanted = [(runtime, text) for text in project["project"]["dependencies"]]
    wanted += [(dev, text) for text in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])]
    for lock, text in wanted:
        requirement = Requirement(text)
        versions = lock.get(canonicalize_name(requirement.name), set())
        assert any(requirement.specifier.contains(version) for version in versions), text


def test_people_run_what_the_tests_ran(root: Path) -> None:
    runtime, dev = pins(root / "requirements.lock"), pins(root / "requirements-dev.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_every_outside_tool_is_locked(root: Path) -> None:
    folder = root / "tests" / "external"
    lines = (folder / "requirements.in").read_text(encoding="utf-8").splitlines()
    asked = {canonicalize_name(line.partition("#")[0].strip()) for line in lines if not line.startswith("#")}
    assert asked <= set(pins(folder / "requirements.lock"))
