"""``rules``: what the analyzer looks for, and why."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.analysis.rule import Rule
from designer.analysis.rule_page import page_of, principle_title
from designer.analysis.rulebook import RuleBook
from designer.cli import documents, rule_formats
from designer.cli.command import BAD_INPUT, OK, PROGRAM, STDIN, Context, UsageError
from designer.cli.rule_text import write_page
from designer.cli.terminal import Terminal
from designer.errors import did_you_mean

if TYPE_CHECKING:
    from designer.session.services import Services


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s [CODE...] [--profile NAME] [--format NAME] [--all] [-o FILE] [...]"
    parser.epilog = f"""examples:
  {PROGRAM} rules                       list all rules
  {PROGRAM} rules --profile classroom   list those of one profile
  {PROGRAM} rules SEC                   list those whose codes begin so
  {PROGRAM} rules MON003                read about one
  {PROGRAM} rules MON003 --format html -o mon003.html
  {PROGRAM} rules --all -o rules-site   a folder of pages with pictures; index.html is the first

rules of your own, which check, fix and the window find as mlops-policy.yaml:
  {PROGRAM} rules --new-policy mlops-policy.yaml    a file with comments to start from
  {PROGRAM} rules --test mlops-policy.yaml          do they find what their cases say?
  {PROGRAM} rules --policy mlops-policy.yaml ORG001

exit codes of --test: 0 all cases are as they say, 1 some are not, 2 the file has mistakes."""
    known = rule_formats.names()
    parser.add_argument("codes", metavar="CODE", nargs="*", help="rules to explain, by code or name")
    parser.add_argument("--profile", metavar="NAME", help="only rules of this profile, with its severities")
    parser.add_argument("--policy", metavar="FILE", action="append", default=[], help="with the rules of this file")
    parser.add_argument("--format", metavar="NAME", choices=known, help=f"{', '.join(known)}; --all: html")
    parser.add_argument("-o", "--output", metavar="FILE", help="write into FILE; with --all into a folder")
    parser.add_argument("--all", action="store_true", help="a page for each rule, and a list of them")
    parser.add_argument("--test", metavar="FILE", help="try the cases of a policy file")
    parser.add_argument("--new-policy", metavar="FILE", help="write a policy file to start from")


def run(args: Any, context: Context) -> int:
    """Lists the rules, explains those that are named, or looks after policy files."""
    if args.new_policy:
        from designer.cli.policy_trial import new_policy

        return new_policy(Path(args.new_policy), context.terminal)
    policies = tuple(Path(name).absolute() for name in (*args.policy, *([args.test] if args.test else [])))
    services = context.load_services(Path.cwd(), policies)
    if args.test:
        from designer.cli.policy_trial import try_policy

        return try_policy(policies[-1], services, context.terminal)
    bad = BAD_INPUT if documents.tell_wrong_rules([services], policies, context.terminal) else OK
    return max(bad, _write(args, services, context.terminal))


def _write(args: Any, services: Services, terminal: Terminal) -> int:
    book = services.analyzer.rulebook
    profile = book.profile(args.profile) if args.profile else None
    severities = {
        code: profile.severity_of(rule) if profile else rule.severity
        for code, rule in sorted(book.rules.items())
        if profile is None or profile.has(rule)
    }
    if args.all:
        return _write_all(args, services, severities, terminal)
    if not args.codes:
        _write_index(book, severities, terminal)
        return OK
    chosen = [rule for word in args.codes for rule in _named(book, word)]
    is_text = args.format in (None, rule_formats.USUAL)
    if is_text and len(chosen) > len(args.codes):
        _write_index(book, {r.code: severities.get(r.code, r.severity) for r in chosen}, terminal)
        return OK
    if is_text:
        for i, rule in enumerate(chosen):
            if i:
                terminal.line()
            explain(rule, book, severities.get(rule.code, rule.severity), terminal)
        return OK
    return _write_page(args, services, chosen, severities, terminal)


def _named(book: RuleBook, word: str) -> list[Rule]:
    """The rule of that code or name, or all whose codes begin so. Raises UsageError."""
    begun = [rule for code, rule in sorted(book.rules.items()) if code.startswith(word.upper())]
    return begun or [find(book, word)]


def find(book: RuleBook, word: str) -> Rule:
    """The rule of that code or name. Raises UsageError."""
    for rule in book.rules.values():
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    known = [*sorted(book.rules), *(rule.name for rule in book.rules.values())]
    advice = did_you_mean(word, known, f"'{PROGRAM} rules' lists them.")
    raise UsageError(f"there is no rule {word!r}", advice=advice)


def explain(rule: Rule, book: RuleBook, severity: str, terminal: Terminal) -> None:
    """Everything there is to say about one rule."""
    write_page(page_of(rule, book, severity), terminal)


def _write_index(book: RuleBook, severities: Mapping[str, str], terminal: Terminal) -> None:
    listed = [book.rules[code] for code in severities]
    for principle in dict.fromkeys([*book.principles, *(rule.principle for rule in listed)]):
        terminal.line(terminal.paint(principle_title(book, principle), "bold"))
        for rule in (r for r in listed if r.principle == principle):
            severity = terminal.paint(f"{severities[rule.code]:<8}", severities[rule.code])
            terminal.line(f"  {rule.code} {severity}{terminal.elide(rule.title, used=17)}")
        terminal.line()
    terminal.line(f"{len(listed)} rules. '{PROGRAM} rules CODE' explains one.")


@dataclass(frozen=True, slots=True)
class Drawer:
    """Puts together what the formats of rule pages show."""

    services: Services
    severities: Mapping[str, str]

    def __call__(self, rule: Rule) -> rule_formats.ShownRule:
        from designer.session.rule_pictures import pictures_of

        analyzer = self.services.analyzer
        page = page_of(rule, analyzer.rulebook, self.severities.get(rule.code, ""))
        return rule_formats.ShownRule(page, pictures_of(analyzer, rule), analyzer.catalog)

    def with_stands(self, rule: Rule, stands: Mapping[str, Sequence[str]]) -> rule_formats.ShownRule:
        """The same with how the rule stands in some files."""
        return replace(self(rule), stands=stands)


def _write_page(
    args: Any, services: Services, chosen: Sequence[Rule], severities: Mapping[str, str], terminal: Terminal
) -> int:
    if len(chosen) > 1:
        raise UsageError(f"{args.format} has one rule a page", advice="Name one, or write all with --all -o FOLDER.")
    text = rule_formats.load(args.format).page(Drawer(services, severities)(chosen[0]), ())
    if args.output in (None, STDIN):
        terminal.block(text)
    else:
        _save(Path(args.output), text)
        terminal.remark(f"{args.output} written")
    return OK


def _write_all(args: Any, services: Services, severities: Mapping[str, str], terminal: Terminal) -> int:
    if not args.output or args.output == STDIN:
        raise UsageError("--all needs a folder", advice="Add -o FOLDER.")
    if args.format == rule_formats.USUAL:
        raise UsageError("--all writes no plain text", advice="Take --format html, markdown or json.")
    book, folder = services.analyzer.rulebook, Path(args.output)
    if folder.is_file():
        raise UsageError(f"{folder} is a file", advice="Name a folder.")
    chosen = [find(book, word) for word in args.codes] or [book.rules[code] for code in severities]
    form = rule_formats.load(args.format or "html")
    order = list(dict.fromkeys([*book.principles, *(rule.principle for rule in chosen)]))
    drawn = list(map(Drawer(services, severities), sorted(chosen, key=lambda r: (order.index(r.principle), r.code))))
    folder.mkdir(parents=True, exist_ok=True)
    codes = {rule.code for rule in chosen}
    for shown in drawn:
        _save(folder / f"{shown.page.code}.{form.ENDING}", form.page(shown, codes))
    _save(folder / f"index.{form.ENDING}", form.index(drawn))
    terminal.remark(f"{len(drawn)} pages written; the first is {folder / f'index.{form.ENDING}'}")
    return OK


def _save(path: Path, text: str) -> None:
    from designer.storage.atomic_write import atomic_write

    atomic_write(path, text.encode("utf-8"))
