"""``evidence``: how far what satisfies each rule is proven."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli import documents, evidence_report
from designer.cli.command import FILE_HELP, FOUND, OK, PROFILE_HELP, PROGRAM, STDIN, Context, UsageError
from designer.cli.named import Named
from designer.linters.linter import ERROR

if TYPE_CHECKING:
    from designer.session.evidence import Subject
    from designer.session.run_store import RunStore
    from designer.session.services import Services
    from designer.session.trial_run import TrialRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [--profile NAME] [--run] [--yes] [--format text|json]"
    parser.epilog = f"""examples:
  {PROGRAM} evidence churn.mlops.yaml
  {PROGRAM} evidence churn.mlops.yaml --run  run the exports as well
  {PROGRAM} evidence .github/workflows/ci.yml --format json

Levels, each proving more than the one before:
  declared   it is stated in the drawing, and no file says it
  exported   without it, the files that are written would say something else
  linted     the programs that check such files read these lines and found no error in them
  ran        these very lines were run, and succeeded

--run exports into a temporary folder, with starter files and a Python environment of its own, and runs 'dvc repro' and
'act' there, on this machine and without containers. Packages and actions may be downloaded. Steps that deploy, notify
or publish with a command of their own are left out; the folder of FILE is never touched.

The linters are those on PATH (never those in the folder of FILE); they work on copies in a temporary folder, offline.
A finding of a linter is waived like one of a rule, with the code 'tool:code', such as zizmor:unpinned-uses or
shellcheck:SC2086: it is listed behind the others with its reason and does not count.

exit codes: 0 no linter reports an error, 1 one does, 2 bad input."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)
    parser.add_argument("--run", action="store_true", help="run the exports in a temporary folder")
    parser.add_argument("--yes", action="store_true", help="do not ask before a run")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")


def run(args: Any, context: Context) -> int:
    """Proves one pipeline and reports."""
    from designer.session.evidence import Prover, Subject
    from designer.session.run_store import RunStore, run_store_path

    opened = documents.judged_by(args.file, args.profile, context)
    services, found, profile = opened.services, opened.found, opened.profile.name
    subject = Subject(found.snapshot, opened.profile, found.source, _folder(args.file, found))
    store = RunStore(run_store_path())
    trial = _tried(args, context, services, subject, store) if args.run else None
    proof = Prover(services, store).prove(subject)
    name = documents.shown_name(args.file)
    if args.format == "json":
        context.terminal.line(json.dumps(evidence_report.as_data(name, profile, proof, trial), indent=2))
    else:
        evidence_report.write(name, profile, proof, Named(found.snapshot.steps), context.terminal)
        if trial is not None:
            evidence_report.write_run(trial, context.terminal)
    if trial is not None and any(o.failed or o.problem for o in trial.outcomes):
        return FOUND
    return FOUND if any(f.finding.severity == ERROR for f in proof.linted.open) else OK


def _tried(args: Any, context: Context, services: Services, subject: Subject, store: RunStore) -> TrialRun | None:
    """Runs the exports, once a person at a terminal agrees; None when they do not.

    Raises:
        UsageError: opened files of others are no export.
    """
    from designer.session.trial_run import acts_outside, try_run

    terminal = context.terminal
    if subject.source is not None:
        advice = "Run 'dvc repro' or 'act' in a copy of the folder: a dvc.lock beside dvc.yaml then counts as a run."
        raise UsageError("only the exports of a document are run", path=args.file, advice=advice)
    outside = acts_outside(services, subject.snapshot)
    terminal.remark("The exports are run in a temporary folder, on this machine and without containers.")
    terminal.remark("Packages and actions may be downloaded into it. Your folder is not touched.")
    if outside:
        terminal.remark(f"Left out, as they act outside with a command of their own: {', '.join(outside)}.")
    if terminal.is_terminal and not args.yes:
        terminal.block("Run them? [y/N] ")
        terminal.stdout.flush()
        if terminal.stdin.readline().strip().lower() not in ("y", "yes"):
            terminal.remark("Nothing was run.")
            return None
    return try_run(services, subject.snapshot, store, [subject.folder] if subject.folder else [], terminal.remark)


def _folder(name: str, found: documents.Read) -> Path | None:
    """The folder that was opened: its programs are not trusted, and its records count."""
    if found.source is not None:
        return found.source.root
    return None if name == STDIN else Path(name).absolute().parent
