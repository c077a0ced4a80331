"""``fix``: carries out the offered fixes in a document."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from designer.analysis import fixes
from designer.analysis.report import Report
from designer.cli import documents
from designer.cli.command import FILE_HELP, OK, PROFILE_HELP, PROGRAM, STDIN, Context, UsageError
from designer.cli.documents import Read
from designer.cli.named import Named
from designer.cli.terminal import Terminal, clean
from designer.cli.text_report import code_list, counted
from designer.session.session import Session
from designer.session.source import Source
from designer.session.text_diff import NOTHING, unified_diff
from designer.storage.atomic_write import atomic_write
from designer.targets.target import Emission


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [--all] [--diff | -o OUT] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} fix churn.mlops.yaml               safe fixes only: nothing anybody stated is changed
  {PROGRAM} fix --all churn.mlops.yaml         every fix there is
  {PROGRAM} fix --all --diff churn.mlops.yaml  show what would change

Workflows and dvc.yaml files are patched: only the lines of the fixes change.
From standard input (-), or with -o -, the fixed document goes to standard output."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--all", action="store_true", help="also fixes that change what somebody stated")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--diff", action="store_true", help="show what would change and write nothing")
    where.add_argument("-o", "--output", metavar="OUT", help="write the fixed document here instead of into FILE")


def run(args: Any, context: Context) -> int:
    """Fixes one document and says what was done; what is left is told by ``check``."""
    terminal = context.terminal
    opened = documents.judged_by(args.file, args.profile, context)
    found, session = opened.found, documents.session(opened.found, opened.services, opened.configured)
    fixed = session.fix_all(unsafe=args.all)
    if found.source:
        _write_source(args, session, found, terminal)
    elif found.document:
        _write_document(args, session.text() if fixed else found.document.text, session, found, terminal)
    named = Named({**found.snapshot.steps, **session.pipeline.steps})
    say = terminal.remark if args.diff or STDIN in (args.file, args.output) else terminal.line
    for finding in fixed:
        say(f"{'would fix' if args.diff else 'fixed'} {code_list([finding], named)}: {finding.title}")
    rest = session.analyze()
    if found.source:
        _tell_left(rest, bool(args.all), named, terminal)
    say(_outcome(rest, len(fixed), bool(args.all)))
    return OK


def _tell_left(rest: Report, everything: bool, named: Named, terminal: Terminal) -> None:
    """Fixes that would have changed no file: they would only silence their finding."""
    for finding in rest.findings:
        if finding.autofix and (everything or finding.autofix.safety in fixes.SAFE):
            terminal.remark(
                f"left {code_list([finding], named)}: {finding.title}: no file here can say what would fix it"
            )


def _write_document(args: Any, text: str, session: Session, found: Read, terminal: Terminal) -> None:
    output, before = args.output or args.file, found.document.text if found.document else ""
    if args.diff:
        name = documents.shown_name(args.file)
        _show_diffs([_Change(before, text, name, name)], session, found, terminal)
    elif output == STDIN:
        terminal.block(text)
    elif text != before or args.output:
        atomic_write(Path(output), text.encode("utf-8"))


def _write_source(args: Any, session: Session, found: Read, terminal: Terminal) -> None:
    """Patches the files themselves; what they cannot say goes into the file beside them."""
    source = cast(Source, found.source)
    emission = source.emission(session.pipeline.snapshot())
    before = {path: file.text for path, file in source.files.items()}
    before[source.sidecar_path] = source.sidecar.text
    after = {**dict.fromkeys(before, ""), **emission.files}
    changed = [path for path, text in after.items() if text != before[path]]
    if args.diff:
        rows = [_Change(before[path], after[path], path if before[path] else NOTHING, path) for path in changed]
        _show_diffs(rows, session, found, terminal)
    elif args.output:
        if len(source.files) > 1:
            advice = "Leave -o out: the files themselves are changed."
            raise UsageError("several files do not fit into one", path=args.output, advice=advice)
        text = after[next(iter(source.files))]
        terminal.block(text) if args.output == STDIN else atomic_write(Path(args.output), text.encode("utf-8"))
    else:
        session.save()
        for path in changed:
            shown = clean(documents.shown_path(source.root / path))
            terminal.line(f"{'changed' if before[path] else 'written':<8} {shown}")
    _tell_losses(emission, source, terminal)


def _tell_losses(emission: Emission, source: Source, terminal: Terminal) -> None:
    mask = source.services.mask([f.text for f in source.files.values()], [source.base.snapshot])
    for loss in emission.losses:
        place = f" at {loss.step}" if loss.step else ""
        terminal.remark(f"not in the file{place}: {loss.feature}: {mask.hide(loss.message)}")


class _Change(NamedTuple):
    """A file that would be changed; the old name is `NOTHING` for one that is new."""

    before: str
    after: str
    old: str
    new: str


def _show_diffs(changes: Sequence[_Change], session: Session, found: Read, terminal: Terminal) -> None:
    """Writes the differences with every credential masked: what a fix removes is shown, too."""
    texts = [text for change in changes for text in (change.before, change.after)]
    mask = session.services.mask(texts, [found.snapshot, session.pipeline.snapshot()])
    diff = "".join(unified_diff(c.before, c.after, c.old, c.new) for c in changes)
    shown = mask.hide(diff)
    if shown:
        terminal.diff(shown)
    if shown != diff:
        terminal.remark("credentials are shown as stars: to change the file, run it without --diff, not with 'patch'")


def _outcome(rest: Report, count: int, everything: bool) -> str:
    left = [f for f in rest.findings if f.autofix is not None]
    total = "not assessed" if rest.score.overall is None else f"{rest.score.overall} of 100, grade {rest.score.grade}"
    hint = f" ({len(left)} more can be fixed with --all)" if left and not everything else ""
    return f"{count} fixed, {counted(len(rest.findings), 'finding')} left{hint}; score {total}."
