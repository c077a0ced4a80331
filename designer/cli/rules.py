"""``rules``: what the analyzer looks for, and why."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from designer import yaml_io
from designer.analysis.rule import Rule
from designer.analysis.rulebook import RuleBook, load_rulebook
from designer.cli.command import OK, PROGRAM, Context, UsageError
from designer.cli.terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s [CODE...] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} rules                       list all rules
  {PROGRAM} rules --profile classroom   list those of one profile
  {PROGRAM} rules MON003                read about one"""
    parser.add_argument("codes", metavar="CODE", nargs="*", help="rules to explain, by code or name")
    parser.add_argument("--profile", metavar="NAME", help="only rules of this profile, with its severities")


def run(args: Any, context: Context) -> int:
    """Lists the rules, or explains those that are named."""
    book = load_rulebook()
    profile = book.profile(args.profile) if args.profile else None
    severities = {
        code: profile.severity_of(rule) if profile else rule.severity
        for code, rule in sorted(book.rules.items())
        if profile is None or profile.has(rule)
    }
    if not args.codes:
        _write_index(book, severities, context.terminal)
        return OK
    for i, rule in enumerate([find(book, word) for word in args.codes]):
        if i:
            context.terminal.line()
        write_page(rule, severities.get(rule.code, rule.severity), context.terminal)
    return OK


def find(book: RuleBook, word: str) -> Rule:
    """The rule of that code or name. Raises UsageError."""
    for rule in book.rules.values():
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    raise UsageError(f"there is no rule {word!r}", advice=f"'{PROGRAM} rules' lists them.")


def _write_index(book: RuleBook, severities: Mapping[str, str], terminal: Terminal) -> None:
    listed = [book.rules[code] for code in severities]
    for principle in dict.fromkeys([*book.principles, *(rule.principle for rule in listed)]):
        terminal.line(
            terminal.paint(book.principles.get(principle) or f"{principle.capitalize()} (not scored)", "bold")
        )
        for rule in (r for r in listed if r.principle == principle):
            severity = terminal.paint(f"{severities[rule.code]:<8}", severities[rule.code])
            terminal.line(f"  {rule.code} {severity}{terminal.elide(rule.title, used=17)}")
        terminal.line()
    terminal.line(f"{len(listed)} rules. '{PROGRAM} rules CODE' explains one.")


def write_page(rule: Rule, severity: str, terminal: Terminal) -> None:
    """Everything there is to say about one rule."""
    terminal.line(terminal.paint(f"{rule.code} {rule.name}", "bold"))
    terminal.line(f"{terminal.paint(severity, severity)}, {rule.principle}, {rule.tier}, {rule.confidence} confidence")
    for heading, text in _sections(rule):
        terminal.line()
        terminal.line(terminal.paint(heading, "bold"))
        terminal.line(terminal.wrap(text, "  "))
    for heading, case in (("A pipeline with this finding", "fail"), ("A pipeline without it", "pass")):
        for shown in rule.cases[case][:1]:
            terminal.line()
            terminal.line(terminal.paint(heading, "bold"))
            terminal.block(case_text(shown.document))
    terminal.line()
    terminal.line(terminal.paint("Read more", "bold"))
    for title, url in rule.references:
        terminal.line(terminal.wrap(title, "  "))
        if url.startswith("https://"):
            terminal.line(f"    {url}")


def _sections(rule: Rule) -> list[tuple[str, str]]:
    sections = [("What is wrong", f"{rule.title}."), ("Why it matters", rule.risk), ("How to fix it", rule.fix)]
    if rule.autofix:
        sections.append(("What the program can do", f"{rule.autofix.title} ({rule.autofix.safety})."))
    sections.append(("It holds when", rule.holds_when))
    if rule.requires:
        sections.append(("Asked only where these hold", ", ".join(rule.requires)))
    return sections


def case_text(case: Mapping[str, Any]) -> str:
    """A case as the lines of a document, one step a line."""
    lines = [f"pipeline: {yaml_io.flow(case['pipeline'])}"] if "pipeline" in case else []
    lines += ["steps:", *(f"  {name}: {yaml_io.flow(step)}" for name, step in case.get("steps", {}).items())]
    lines += [f"links: {yaml_io.flow(case['links'])}"] if "links" in case else []
    return "".join(f"  {line}\n" for line in lines)
