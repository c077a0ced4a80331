"""``roundtrip``: whether files come through unchanged, and whether edits touch only their own lines."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from designer.cli.command import BAD_INPUT, FOUND, OK, PROGRAM, Context
from designer.cli.terminal import Terminal, clean
from designer.session import roundtrip
from designer.session.judging import Case, newly_refused
from designer.session.roundtrip import CRASHED, DIFFERENT, IDENTICAL, REFUSED, RIGHT, SAME, TOLD, WRONG, Tried
from designer.session.source import Source

_WORDS: Final = {IDENTICAL: IDENTICAL, SAME: "same", DIFFERENT: DIFFERENT, REFUSED: REFUSED, CRASHED: CRASHED}
_BATCH: Final = 40  # files whose edits are judged together


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s PATH... [--edit] [--no-tools]"
    parser.epilog = f"""examples:
  {PROGRAM} roundtrip .github/workflows dvc.yaml
  {PROGRAM} roundtrip . --edit        also try one edit of each sort, on copies

Nothing is written. Folders are walked for files of known formats.
exit codes: 0 all is well, 1 a file differs, crashes, or an edit goes wrong, 2 a PATH does not exist."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="files or folders")
    parser.add_argument("--edit", action="store_true", help="try scripted edits, each on the file as it is")
    parser.add_argument("--no-tools", action="store_true", help="do not ask the tools found on PATH about edited files")


def run(args: Any, context: Context) -> int:
    """Tries all files; the worst decides."""
    services, terminal = context.load_services(None), context.terminal
    counts: Counter[str] = Counter()
    read: list[tuple[Path, Source]] = []
    for path, is_named in roundtrip.walked([Path(p) for p in args.paths]):
        outcome = roundtrip.unedited(services, path)
        if outcome is None:
            if not is_named:
                continue
            outcome = roundtrip.Outcome(REFUSED, "no known format")
        counts[outcome.status] += 1
        reason = f": {clean(outcome.reason)}" if outcome.reason else ""
        terminal.line(f"{outcome.status:<12} {clean(str(path))}{reason}")
        if outcome.source and outcome.status == IDENTICAL:
            read.append((path, outcome.source))
    code = FOUND if counts[DIFFERENT] or counts[CRASHED] else OK
    code = code if all(Path(p).exists() for p in args.paths) else BAD_INPUT
    if args.edit:
        code = max(code, _edit(read, terminal, ask_tools=not args.no_tools))
    terminal.line(", ".join(f"{counts[status]} {word}" for status, word in _WORDS.items()))
    return code


def _edit(read: list[tuple[Path, Source]], terminal: Terminal, *, ask_tools: bool) -> int:
    """Tries every edit on every file and tells the wrong ones, then how many of each sort were right."""
    sorts: dict[str, Counter[str]] = {}
    for start in range(0, len(read), _BATCH):
        tried = [(path, source, t) for path, source in read[start : start + _BATCH] for t in roundtrip.trials(source)]
        for path, one in _judged(tried) if ask_tools else ((path, t) for path, _, t in tried):
            sorts.setdefault(one.sort, Counter())[one.status] += 1
            if one.status == WRONG:
                terminal.line(f"{'wrong edit':<12} {clean(str(path))}: {clean(one.sort)}: {clean(one.reason)}")
    _summarise(sorts, terminal)
    return FOUND if any(counts[WRONG] for counts in sorts.values()) else OK


def _judged(tried: list[tuple[Path, Source, Tried]]) -> Iterator[tuple[Path, Tried]]:
    """The edits, those wrong that a tool on PATH refuses though it accepted the file as it was."""
    asked = [n for n, (_, source, t) in enumerate(tried) if t.status != WRONG and t.text != source.files[t.path].text]
    cases = [Case(tried[n][1], tried[n][2].path, tried[n][2].text) for n in asked]
    refused = {asked[n]: program for n, program in newly_refused(cases).items()}
    for number, (path, _, one) in enumerate(tried):
        if number in refused:
            yield (
                path,
                replace(one, status=WRONG, reason=f"{refused[number]} accepted the file before, and does not now"),
            )
        else:
            yield path, one


def _summarise(sorts: dict[str, Counter[str]], terminal: Terminal) -> None:
    terminal.line()
    width = max(map(len, sorts), default=4)
    terminal.line(f"{'edit':<{width}}  {RIGHT:>6} {TOLD:>6} {WRONG:>6}")
    for sort, counts in sorted(sorts.items()):
        terminal.line(f"{clean(sort):<{width}}  {counts[RIGHT]:>6} {counts[TOLD]:>6} {counts[WRONG]:>6}")
    total = sum(sorts.values(), Counter[str]())
    terminal.line(f"{total.total()} edits: {total[RIGHT]} right, {total[TOLD]} told, {total[WRONG]} wrong")
    terminal.line()
