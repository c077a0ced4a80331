"""``rules --test FILE``: do own rules find what their cases say? ``rules --new-policy FILE``: a file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.command import BAD_INPUT, FOUND, OK, PROGRAM
from designer.cli.terminal import Terminal
from designer.cli.text_report import counted
from designer.errors import SaveError
from designer.resources import resource

if TYPE_CHECKING:
    from designer.session.rule_cases import TriedCase
    from designer.session.services import Services


def try_policy(path: Path, services: Services, terminal: Terminal) -> int:
    """Tries each case of each rule of a file; tells what is wrong, and what has no cases."""
    from designer.session.rule_cases import try_cases

    problems = services.own_rules.problems_of(path) if services.own_rules else ()
    for problem in problems:
        terminal.error(str(problem))
    book = services.analyzer.rulebook
    rules = [rule for rule in book.rules.values() if rule.source == str(path)]
    tried = wrong = 0
    for rule in sorted(rules, key=lambda r: r.code):
        cases = list(try_cases(services.analyzer, rule))
        for case in cases:
            terminal.line(_told(case, terminal))
            wrong += bool(case.problem)
        tried += len(cases)
        if not cases:
            terminal.line(f"{'none':<7}{rule.code} has no cases: nobody knows whether it works")
    if problems and not rules:
        return BAD_INPUT  # nothing could be tried
    result = f"{counted(len(rules), 'rule')}, {counted(tried, 'case')}: "
    terminal.line(result + (f"{wrong} wrong" if wrong else "all as they say"))
    return BAD_INPUT if problems else FOUND if wrong else OK


def new_policy(path: Path, terminal: Terminal) -> int:
    """Writes a policy with comments; never over an existing file.

    Raises:
        SaveError: it is there, or cannot be written.
    """
    from designer.storage.atomic_write import atomic_write

    if path.exists():
        raise SaveError("is there already", path=str(path), advice="Choose another name.")
    atomic_write(path, resource("policy", "mlops-policy.yaml").read_bytes())
    terminal.remark(f"{path} written. Try it: {PROGRAM} rules --test {path}")
    return OK


def _told(tried: TriedCase, terminal: Terminal) -> str:
    about = f" ({tried.case.about})" if tried.case.about else ""
    problem = f": {tried.problem}" if tried.problem else ""
    mark, style = ("WRONG", "error") if tried.problem else ("ok", "ok")
    text = f"{tried.code} {tried.sort.replace('_', ' ')} {tried.number}{about}{problem}"
    return terminal.wrap(text, " " * 7, f"{mark:<7}").replace(mark, terminal.paint(mark, style), 1)
