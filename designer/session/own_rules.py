"""The rules that count for a file: the program's own, those of installed distributions, and those of policy files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from designer.analysis.builtin import Builtin
from designer.analysis.check_language import load_builtins
from designer.analysis.policies.demands import Demands
from designer.analysis.policies.mistake import PolicyMistake
from designer.analysis.policies.policy_file import PolicyFile, read_policy
from designer.analysis.policies.python_rules import Offered, read_offer
from designer.analysis.policies.rule_reader import RuleReader
from designer.analysis.policies.selectors import Words
from designer.analysis.rulebook import RuleBook
from designer.errors import DesignerError, ResourceError
from designer.session.installed_rules import Installed, installed_rules
from designer.steps.catalog import Catalog

POLICY_FILE: Final = "mlops-policy.yaml"
_HIGHEST: Final = 40  # folders that are looked at on the way up


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
    above = [start, *start.parents][:_HIGHEST]
    root = next((i for i, folder in enumerate(above) if (folder / ".git").exists()), 0)
    return above[: root + 1]


def load_own_rules(book: RuleBook, catalog: Catalog, folder: Path | None, named: Iterable[Path] = ()) -> OwnRules:
    """Adds the rules of the installed distributions, of the policy files of a folder and of files that are named.

    Later ones replace earlier ones of the same code. What is wrong is told and left out.
    """
    builtins = load_builtins()
    problems: list[DesignerError] = []
    base, known = book, dict(builtins)
    offers = [(one, _offer(one, base, catalog, builtins, problems)) for one in installed_rules(folder)]
    for _, offer in offers:
        known |= {name: check for name, check in offer.builtins if name not in builtins}
        book = book.with_rules(offer.rules)
    files = [(one.distribution, Path(p)) for one, offer in offers for p in offer.paths]
    policies = [*policy_files(folder), *named]
    listed = [(name, path) for name, given in files for path in _rule_files(given)]
    for name, path in [*listed, *(("", path) for path in policies)]:
        read = read_policy(path, base, catalog, known, f"{name}: {path.name}" if name else "")
        problems += read.problems
        book = _joined(book, read, path, problems)
    return OwnRules(book, tuple(problems), tuple(policies))


def _offer(
    one: Installed, book: RuleBook, catalog: Catalog, builtins: Mapping[str, Builtin], problems: list[DesignerError]
) -> Offered:
    reader = RuleReader(book, Demands(Words(catalog), builtins), one.distribution)
    try:
        if one.error:
            raise PolicyMistake(f"the rules {one.name!r} cannot be loaded ({one.error})")
        return read_offer(one.name, one.value, reader)
    except PolicyMistake as e:
        advice = e.advice or "They are left out; tell those who made the distribution."
        problems.append(
            ResourceError(e.message, path=one.distribution, field=".".join(map(str, e.at)) or None, advice=advice)
        )
        return Offered()


def _rule_files(given: Path) -> list[Path]:
    return sorted(given.glob("*.yaml")) if given.is_dir() else [given]


def _joined(book: RuleBook, read: PolicyFile, path: Path, problems: list[DesignerError]) -> RuleBook:
    try:
        return book.with_rules(read.rules)
    except ResourceError as e:
        problems.append(ResourceError(e.message, path=str(path), advice="None of its rules counts."))
        return book
