"""The rules that count for a file: the program's own, those of installed distributions, and those of policy files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from designer.analysis.rulebook import RuleBook
from designer.errors import DesignerError
from designer.session.configuration_files import repository_root
from designer.session.installed_rules import installed_rules
from designer.steps.catalog import Catalog

POLICY_FILE: Final = "mlops-policy.yaml"


@dataclass(frozen=True, slots=True)
class OwnRules:
    """A rule book with the rules that people added.

    Args:
        problems: what is wrong with files and distributions; their other rules count.
        policies: the policy files that were read, the nearest last.
    """

    book: RuleBook
    problems: tuple[DesignerError, ...] = ()
    policies: tuple[Path, ...] = ()

    def problems_of(self, path: Path) -> tuple[DesignerError, ...]:
        """What is wrong with one policy file."""
        return tuple(p for p in self.problems if p.path == str(path))


def policy_files(folder: Path | None) -> list[Path]:
    """The policy files for a folder, the nearest last: beside it, and in those above up to the repository's root."""
    if folder is None:
        return []
    found = []
    for above in _up_to_root(Path(os.path.abspath(folder))):
        path = above / POLICY_FILE
        if path.is_file():
            found.append(path)
    return found[::-1]


def _up_to_root(start: Path) -> list[Path]:
    """A folder and those above up to the root of its repository; alone where it is in none."""
    above = (start, *start.parents)
    return list(above[: above.index(repository_root(start)) + 1])


def load_own_rules(book: RuleBook, catalog: Catalog, folder: Path | None, named: Iterable[Path] = ()) -> OwnRules:
    """Adds the rules of the installed distributions, of the policy files of a folder and of files that are named.

    Later ones replace earlier ones of the same code. What is wrong is told and left out.
    """
    installed, policies = installed_rules(folder), (*policy_files(folder), *named)
    if not installed and not policies:
        return OwnRules(book)
    from designer.session.own_rules_reading import read_own_rules  # costs time that most checks need not spend

    whole, problems = read_own_rules(book, catalog, installed, policies)
    return OwnRules(whole, problems, policies)
