"""Reads the rules that people added; loaded only where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

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
from designer.session.installed_rules import Installed
from designer.steps.catalog import Catalog


def read_own_rules(
    book: RuleBook, catalog: Catalog, installed: Iterable[Installed], policies: Iterable[Path]
) -> tuple[RuleBook, tuple[DesignerError, ...]]:
    """A book with more rules, and what is wrong with those that were left out; later ones replace earlier ones."""
    builtins = load_builtins()
    problems: list[DesignerError] = []
    base, known = book, dict(builtins)
    offers = [(one, _offer(one, base, catalog, builtins, problems)) for one in installed]
    for _, offer in offers:
        known |= {name: check for name, check in offer.builtins if name not in builtins}
        book = book.with_rules(offer.rules)
    files = [(one.distribution, Path(p)) for one, offer in offers for p in offer.paths]
    listed = [(name, path) for name, given in files for path in _rule_files(given)]
    for name, path in [*listed, *(("", path) for path in policies)]:
        read = read_policy(path, base, catalog, known, f"{name}: {path.name}" if name else "")
        problems += read.problems
        book = _joined(book, read, path, problems)
    return book, tuple(problems)


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
