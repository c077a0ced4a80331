"""``evidence``: how far what satisfies each rule is proven."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from designer.cli import documents, evidence_report
from designer.cli.command import FILE_HELP, FOUND, OK, PROGRAM, STDIN, Context
from designer.linters.linter import ERROR
from designer.session.configuration_keys import PROFILE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [--profile NAME] [--format text|json]"
    parser.epilog = f"""examples:
  {PROGRAM} evidence churn.mlops.yaml
  {PROGRAM} evidence .github/workflows/ci.yml --format json

Levels, each proving more than the one before:
  declared   it is stated in the drawing, and no file says it
  exported   without it, the files that are written would say something else
  linted     the programs that check such files read these lines and found no error in them
  ran        these very lines were run, and succeeded

The linters are those on PATH (never those in the folder of FILE); they work on copies in a temporary folder, offline.
exit codes: 0 no linter reports an error, 1 one does, 2 bad input."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument(
        "--profile", metavar="NAME", help="set of rules that applies (default: as configured, else classroom)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")


def run(args: Any, context: Context) -> int:
    """Proves one pipeline and reports."""
    from designer.session.evidence import Prover, Subject
    from designer.session.run_store import RunStore, run_store_path

    services = documents.services_for(args.file, context)
    found = documents.read(args.file, services, context)
    configuration = documents.configuration(found, documents.configured(services, {PROFILE: args.profile}))
    profile = configuration.profile.name
    subject = Subject(found.snapshot, configuration.profile, found.source, _folder(args.file, found))
    proof = Prover(services, RunStore(run_store_path())).prove(subject)
    name = documents.shown_name(args.file)
    if args.format == "json":
        context.terminal.line(json.dumps(evidence_report.as_data(name, profile, proof), indent=2))
    else:
        asked = {code: rule.fix for code, rule in services.analyzer.rulebook.rules.items()}
        evidence_report.write(name, profile, proof, asked, context.terminal)
    return FOUND if any(f.finding.severity == ERROR for f in proof.linted.findings) else OK


def _folder(name: str, found: documents.Read) -> Path | None:
    """The folder that was opened: its programs are not trusted, and its records count."""
    if found.source is not None:
        return found.source.root
    return None if name == STDIN else Path(name).absolute().parent
