"""``fix``: carries out the offered fixes in a document."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from designer.cli import documents
from designer.cli.command import OK, PROGRAM, STDIN, Context
from designer.cli.text_report import code_list, counted
from designer.session.session import Session
from designer.session.text_diff import unified_diff
from designer.storage.atomic_write import atomic_write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [--all] [--diff | -o OUT] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} fix churn.mlops.yaml               safe fixes only: nothing anybody stated is changed
  {PROGRAM} fix --all churn.mlops.yaml         every fix there is
  {PROGRAM} fix --all --diff churn.mlops.yaml  show what would change

From standard input (-), or with -o -, the fixed document goes to standard output."""
    parser.add_argument("file", metavar="FILE", help="document to fix; - for standard input")
    parser.add_argument("--all", action="store_true", help="also fixes that change what somebody stated")
    parser.add_argument("--profile", metavar="NAME", help="set of rules that applies (default: classroom)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--diff", action="store_true", help="show what would change and write nothing")
    where.add_argument("-o", "--output", metavar="OUT", help="write the fixed document here instead of into FILE")


def run(args: Any, context: Context) -> int:
    """Fixes one document and says what was done; what is left is told by ``check``."""
    terminal = context.terminal
    services = documents.services_for(args.file, context)
    profile = documents.profile_of(args.profile, services)
    document = documents.read(args.file, services, context)
    session = Session(services, document, profile)
    fixed = session.fix_all(unsafe=args.all)
    text = session.text() if fixed else document.text
    output = args.output or args.file
    if args.diff:
        name = documents.shown_name(args.file)
        terminal.diff(unified_diff(document.text, text, name, name))
    elif output == STDIN:
        terminal.block(text)
    elif fixed or args.output:
        atomic_write(Path(output), text.encode("utf-8"))
    say = terminal.remark if args.diff or output == STDIN else terminal.line
    for finding in fixed:
        say(f"{'would fix' if args.diff else 'fixed'} {code_list([finding])}: {finding.title}")
    say(_outcome(session, len(fixed), bool(args.all)))
    return OK


def _outcome(session: Session, count: int, everything: bool) -> str:
    rest = session.analyze()
    left = [f for f in rest.findings if f.autofix is not None]
    total = "not assessed" if rest.score.overall is None else f"{rest.score.overall} of 100, grade {rest.score.grade}"
    hint = f" ({len(left)} more can be fixed with --all)" if left and not everything else ""
    return f"{count} fixed, {counted(len(rest.findings), 'finding')} left{hint}; score {total}."
