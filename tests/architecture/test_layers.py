"""Imports point down; the contracts stand in pyproject.toml."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest


def imported(tree: ast.Module) -> set[str]:
    """The first words of everything a file imports, also inside functions."""
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


def test_every_import_contract_is_kept(root: Path) -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("library", "home"),
    [("PySide6", "gui/"), ("shiboken6", "gui/"), ("networkx", "model/"), ("yaml", "yaml_io/")],
)
def test_a_library_is_imported_in_one_place_only(program, library: str, home: str) -> None:
    strangers = [source.name for source in program if library in imported(source.tree) and not source.is_in(home)]
    assert not strangers, f"{library} belongs into designer/{home}"


def test_the_program_never_imports_its_tests_or_scripts(program) -> None:
    strangers = [s.name for s in program if imported(s.tree) & {"tests", "scripts", "benchmarks", "samples"}]
    assert not strangers
