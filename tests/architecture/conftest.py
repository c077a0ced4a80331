"""The source of the program as the architecture tests see it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    def place(self, node: ast.AST) -> str:
        return f"{self.name}:{node.lineno}"

    def is_in(self, *folders: str) -> bool:
        """Whether the file stands in one of these folders (or is one of these files) of the program."""
        return any(self.name.startswith(f"designer/{folder}") for folder in folders)


def sources(*folders: str) -> list[Source]:
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def program() -> list[Source]:
    return sources("designer")


@pytest.fixture(scope="session")
def tests() -> list[Source]:
    return sources("tests")


@pytest.fixture(scope="session")
def everything() -> list[Source]:
    return [*sources("designer", "tests", "benchmarks", "scripts", "samples"), Source(ROOT / "run.py")]
