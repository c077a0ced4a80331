"""``check``: what a pipeline lacks."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from functools import cache
from typing import Any

from designer.cli import documents, json_report, text_report
from designer.cli.command import BAD_INPUT, FILE_HELP, FOUND, OK, PROGRAM, Context
from designer.errors import DocumentError, ResourceError

_RANKS = {"error": 0, "warning": 1}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = (
        "%(prog)s FILE... [--format text|json] [--profile NAME] [--fail-on error|warning|never] [--ignore-waivers]"
    )
    parser.epilog = f"""examples:
  {PROGRAM} check churn.mlops.yaml
  {PROGRAM} check *.mlops.yaml --profile regulated --fail-on error
  {PROGRAM} check .github/workflows/ci.yml dvc.yaml
  {PROGRAM} check .                          all pipelines of a repository as one
  {PROGRAM} check - --format json < churn.mlops.yaml

exit codes: 0 no finding at or above --fail-on, 1 there are some, 2 a file cannot be read.
All files are reported; the worst outcome decides."""
    parser.add_argument("files", metavar="FILE", nargs="+", help=FILE_HELP)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")
    parser.add_argument("--profile", metavar="NAME", help="set of rules that applies (default: classroom)")
    parser.add_argument(
        "--fail-on",
        choices=(*_RANKS, "never"),
        default="warning",
        help="least severity of a finding that makes the exit code 1 (default: warning)",
    )
    parser.add_argument("--ignore-waivers", action="store_true", help="judge as if nobody had waived anything")


def run(args: Any, context: Context) -> int:
    """Checks all files and reports them together; unreadable ones are named and do not hide the others."""
    code, reports = OK, []
    context = replace(context, load_services=cache(context.load_services))  # files side by side share them
    for name in args.files:
        try:
            services = documents.services_for(name, context)
            profile = documents.profile_of(args.profile, services)
            found = documents.read(name, services, context)
        except (DocumentError, ResourceError) as e:
            context.terminal.error(str(e))
            code = BAD_INPUT
            continue
        report = services.analyzer.analyze(found.snapshot, profile, ignore_waivers=args.ignore_waivers)
        if any(_RANKS.get(f.severity, 2) <= _RANKS.get(args.fail_on, -1) for f in report.findings):
            code = max(code, FOUND)
        if args.format == "text":
            titles = {code: rule.title for code, rule in services.analyzer.rulebook.rules.items()}
            text_report.write(documents.shown_name(name), report, context.terminal, found.place, titles)
        reports.append(json_report.file_entry(documents.shown_name(name), report, found.place))
    if args.format == "json":
        context.terminal.line(json.dumps({"format": 1, "files": reports}, indent=2))
    return code
