"""``export``: files of a target, on standard output or written into a folder."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.cli import documents
from designer.cli.command import FILE_HELP, FOUND, OK, PROGRAM, Context, UsageError
from designer.cli.terminal import Terminal, clean
from designer.session.export import CHANGED, NEW, SAME, FileChange, compare, write_files
from designer.session.shared_files import files_for
from designer.targets.target import Emission, told_once

SHOWN: Final = 4  # names of steps in one line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE --to TARGET [-o DIR] [--diff] [--starter] [--force]"
    parser.epilog = f"""examples:
  {PROGRAM} export churn.mlops.yaml --to github              print the files
  {PROGRAM} export churn.mlops.yaml --to github -o . --diff  show what would change
  {PROGRAM} export dvc.yaml --to github                      a pipeline of one format in the other
  {PROGRAM} export churn.mlops.yaml --to dvc -o . --starter  write them, and scripts to begin with

Files that exist and differ are replaced only with --force; starter files never are.
exit codes: 0 done, 1 a file differs and was not replaced, 2 bad input."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--to", metavar="TARGET", required=True, help="target: github or dvc")
    parser.add_argument("-o", "--output", metavar="DIR", help="folder to write into; without it, files are printed")
    parser.add_argument("--diff", action="store_true", help="show what would change and write nothing")
    parser.add_argument("--starter", action="store_true", help="also scripts, tests and settings for a first run")
    parser.add_argument("--force", action="store_true", help="replace files that exist and differ")


def run(args: Any, context: Context) -> int:
    """Exports one document; losses and things to set up are told beside the result."""
    services = documents.services_for(args.file, context)
    if args.to not in services.targets:
        raise UsageError(f"there is no target {args.to!r}", advice=f"Choose one of {', '.join(services.targets)}.")
    session = documents.session(documents.read(args.file, services, context), services)
    emission = session.export(args.to)
    starter = session.starter_files() if args.starter else {}
    folder = Path(args.output or ".") if args.output or args.diff else None
    files = files_for(folder, emission)
    starter = {path: text for path, text in starter.items() if path not in files}
    if folder is None:
        code = _print({**files, **starter}, context.terminal)
    elif args.diff:
        code = _show_diff(folder, {**starter, **files}, starter, context.terminal)
    else:
        code = _write(folder, files, starter, args.force, context.terminal)
    _tell_rest(emission, context.terminal)
    return code


def _print(files: Mapping[str, str], terminal: Terminal) -> int:
    for path, text in files.items():
        terminal.line(terminal.paint(f"# ---- {clean(path)}", "bold"))
        terminal.block(text if text.endswith("\n") else text + "\n")
    return OK


def _show_diff(folder: Path, files: Mapping[str, str], starter: Mapping[str, str], terminal: Terminal) -> int:
    """Shows what `_write` with --force would do, as a patch."""
    for change in compare(folder, files):
        if change.status == NEW or (change.status == CHANGED and change.path not in starter):
            terminal.diff(change.diff)
    return OK


def _write(folder: Path, files: Mapping[str, str], starter: Mapping[str, str], force: bool, terminal: Terminal) -> int:
    changes = compare(folder, files)
    differing = [c for c in changes if c.status == CHANGED]
    if differing and not force:
        for change in changes:
            terminal.line(f"{_verb(change, written=False)} {clean(change.path)}")
        names = ", ".join(c.path for c in differing)
        terminal.remark(f"nothing was written: {names} would change. Look with --diff, replace with --force.")
        return FOUND
    words = {NEW: "starter", CHANGED: "kept", SAME: "unchanged"}
    scripts = {c.path: words[c.status] for c in compare(folder, starter)}
    write_files(folder, {**starter, **files}, overwrite={c.path for c in differing})
    for change in changes:
        terminal.line(f"{_verb(change, written=True)} {clean(change.path)}")
    for path, word in scripts.items():
        terminal.line(f"{word:<9} {clean(path)}")
    return OK


def _verb(change: FileChange, *, written: bool) -> str:
    if change.status == CHANGED:
        plus, minus = _counts(change.diff)
        return f"{'replaced' if written else 'differs':<9} (+{plus} -{minus})"
    return f"{'unchanged' if change.status == SAME else 'written' if written else 'new':<9}"


def _counts(diff: str) -> tuple[int, int]:
    lines = [line for line in diff.splitlines() if not line.startswith(("+++ ", "--- "))]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


def _tell_rest(emission: Emission, terminal: Terminal) -> None:
    """What the target cannot say, and what a person has to set up once."""
    for loss, steps in told_once(emission.losses):
        place = f" at {_names(steps)}" if steps else ""
        terminal.remark(f"not exported{place}: {loss.feature}: {loss.message}")
    for item in emission.checklist:
        terminal.remark(f"to set up: {item.kind} {item.name}: {item.why}")


def _names(steps: Sequence[str]) -> str:
    """A few names in one line."""
    return ", ".join(steps) if len(steps) <= SHOWN else f"{', '.join(steps[:SHOWN])} and {len(steps) - SHOWN} more"
